"""What the commands on a case share: its number, and the answer that shows it."""

from __future__ import annotations

from desk.cli.case_shapes import case_json, case_lines
from desk.cli.context import Context
from desk.cli.registry import Answer, Options
from desk.office import casefile


def case_option(options: Options) -> None:
    options.add_argument(
        "case", metavar="BERKAS", help="nomor berkas, contoh: 0481/2026, 481, P-0093/2026 atau R-11/2026"
    )


def show_case(context: Context) -> Answer:
    """The case as it now is, or as of the instant asked for."""
    now = context.shown_at
    view = casefile.view_case(context.session, context.args.case, context.as_of)
    return Answer(case_json(context.office, view, now), case_lines(context.office, view, now))


def after_erasing(context: Context, cases: list[str]) -> bool:
    """Do what follows an erasure, and warn. False: the files are not clear of it yet."""
    from desk.office.after_erasure import follow_erasure
    from desk.office.drafts import Drafts

    drafts = Drafts(context.config.drafts, "", context.session.now)
    cleared, told = follow_erasure(context.session, context.config, drafts, cases)
    for text in told:
        context.warn(text)
    return cleared
