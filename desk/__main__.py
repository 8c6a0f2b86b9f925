"""The entry point: `desk` and `python -m desk`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk import __version__

if TYPE_CHECKING:
    from desk.clock import Clock


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run desk and return its exit status. `argv`: None for the process's; `clock`: None for the machine's."""
    os.umask(0o077)  # whatever is made from here on is its owner's alone
    words = sys.argv[1:] if argv is None else list(argv)
    if words == ["--version"]:
        print(f"desk {__version__}")
        return 0
    if not words and clock is None:
        gc.disable()  # collecting while modules load frees nothing; the app enables it once it is ready
        from desk.app import run as open_desk
        from desk.config import read_config

        return open_desk(read_config())
    from desk.cli.run import run

    return run(words, clock)


if __name__ == "__main__":
    sys.exit(main())
