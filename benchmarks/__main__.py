"""Run every benchmark, or those named: `python -m benchmarks [startup] [heartbeat] [board] [due] [verify]`."""

from __future__ import annotations

import sys

from benchmarks import board_query, due_date, heartbeat, startup, verifying

ALL = {
    "startup": startup.main,
    "heartbeat": heartbeat.main,
    "board": board_query.main,
    "due": due_date.main,
    "verify": verifying.main,
}

for name in sys.argv[1:] or ALL:
    print(f"== {name}")
    ALL[name]()
