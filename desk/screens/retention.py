"""Jatuh retensi: closed files whose time is over, to be opened one by one."""

from __future__ import annotations

from desk.domain.dates import format_date
from desk.domain.retention import ACTIONS
from desk.errors import DeskError
from desk.office import retention
from desk.office.session import Session
from desk.screens.base import Shell
from desk.screens.pick import PickScreen
from desk.widgets.fields import Option
from desk.widgets.text import inert


def show_due(app: Shell, session: Session) -> None:
    """The list; choosing a file opens it. Destroying is done by `desk retention destroy`, by its minutes."""
    try:
        found = retention.due(session)
    except DeskError as error:
        app.notify(inert(error.message), severity="error", markup=False)
        return
    if not found:
        none = "Tidak ada berkas yang jatuh retensi."
        if not retention.classes():
            none = "Belum ada kelas retensi: admin mengisinya dari JRA (desk retention class add)."
        app.notify(none, markup=False)
        return
    options = [
        Option(
            item.number,
            f"{item.number} {inert(item.service)}",
            f"{ACTIONS[item.retention.final_action]} sejak {format_date(item.due_on)}",
        )
        for item in found
    ]

    def chosen(number: str | None) -> None:
        if number is not None:
            app.open_case(number)

    app.push_screen(PickScreen(f"Jatuh retensi · {len(found)} berkas", options), chosen)
