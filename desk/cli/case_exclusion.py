"""`desk case exclude|readmit`: keeping people out of a case, such as those whom a complaint names."""

from __future__ import annotations

from desk.cli.case_shared import case_option, show_case
from desk.cli.context import Context
from desk.cli.registry import Answer, Command, Options
from desk.office import exclusion


def _options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--user", metavar="PENGGUNA", nargs="+", action="extend", required=True, help="orangnya"
    )


def _exclude(context: Context) -> Answer:
    args = context.args
    exclusion.exclude(context.session, args.case, args.user, args.reason, **context.acting)
    return show_case(context)


def _readmit(context: Context) -> Answer:
    args = context.args
    exclusion.readmit(context.session, args.case, args.user, args.reason, **context.acting)
    return show_case(context)


COMMANDS = (
    Command(
        "case exclude",
        "mengecualikan orang dari berkas",
        _exclude,
        _options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
    Command(
        "case readmit",
        "menerima kembali orang yang dikecualikan",
        _readmit,
        _options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
)
