"""One run of the command line: read it, do it, print the answer, give the exit status.

0 done, 1 refused by a rule, 2 wrong usage, 3 not signed in or not allowed. No traceback ever reaches the user.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk import __version__
from desk.cli.output import error_document, write_error, write_json, write_lines
from desk.cli.parser import UsageError, build_parser
from desk.cli.registry import Answer
from desk.clock import Clock, SystemClock
from desk.config import Config, read_config
from desk.errors import AccessError, DefinitionError, DeskError
from desk.faults import note_fault
from desk.private_files import reason

DONE, REFUSED, WRONG_USAGE, NOT_ALLOWED, INTERRUPTED = 0, 1, 2, 3, 130


def run(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Do what the command line says. `clock`: None for the machine's."""
    as_json = "--json" in argv
    config: Config | None = None
    try:
        args = _read(argv)
        as_json = args.json
        if args.version:
            write_lines([f"desk {__version__}"])
            return DONE
        config = read_config(args.home, args.database)
        return _do(config, args, clock)
    except SystemExit as ending:  # the help action's
        return ending.code if isinstance(ending.code, int) else WRONG_USAGE
    except UsageError as error:
        if error.usage:
            write_error(*error.usage.splitlines())
        return _refuse(as_json, WRONG_USAGE, error_document("usage", error.message, error.field))
    except DeskError as error:
        status = NOT_ALLOWED if isinstance(error, AccessError) else REFUSED
        more = {"faults": list(error.faults)} if isinstance(error, DefinitionError) else {}
        return _refuse(as_json, status, error_document(error.code, error.message, error.field, **more))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left; keep the interpreter from saying so
        return DONE
    except OSError as error:
        what = f"{error.filename} " if error.filename else ""
        message = f"Berkas atau folder {what}tidak dapat dipakai: {reason(error)}."
        return _refuse(as_json, REFUSED, error_document("storage", message, None))
    except Exception as error:
        message = "Ada kesalahan di dalam desk; perintah ini tidak selesai."
        if config is not None and (place := note_fault(config.home, error, (clock or SystemClock()).now())):
            message += f" Rinciannya di {place}."
        return _refuse(as_json, REFUSED, error_document("internal", message, None))


def _read(argv: Sequence[str]) -> argparse.Namespace:
    args = build_parser(argv).parse_args(argv)
    for name, value in vars(args).items():
        for item in value if isinstance(value, list) else [value]:
            if fault := _fault(name, item):
                raise UsageError(f"{name.replace('_', '-')}: {fault}", name)
    return args


def _fault(name: str, value: object) -> str | None:
    """Why a value of the line cannot be kept as text; None if it can. Places on the disk may be called anything."""
    text = str(value) if isinstance(value, str | Path) else ""
    if "\0" in text:
        return "berisi karakter NUL"
    is_place = isinstance(value, Path) or name in ("home", "database")
    if not is_place and any("\ud800" <= mark <= "\udfff" for mark in text):
        return "bukan teks UTF-8"
    return None


def _do(config: Config, args: argparse.Namespace, clock: Clock | None) -> int:
    if args.command is None:
        from desk.app import run as open_desk

        return open_desk(config)
    from desk import db
    from desk.cli.context import Context

    try:
        with db.storage_errors():
            answer: Answer = args.command.run(Context(config, args, clock))
    finally:
        db.close_database()
    if args.json:
        write_json(answer.data)
    else:
        write_lines(answer.lines)
    return answer.status


def _refuse(as_json: bool, status: int, document: dict[str, dict[str, Any]]) -> int:
    error = document["error"]
    first, *more = error.get("faults") or [error["message"]]
    write_error(f"desk: {first}", *more)
    if as_json:
        write_json(document)
    return status
