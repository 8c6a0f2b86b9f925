"""What somebody is told once, on coming in."""

from __future__ import annotations

from desk.domain.people import Permission
from desk.office import people
from desk.office.session import Session
from desk.screens.base import Shell


def tell_at_door(shell: Shell, session: Session) -> None:
    """When they were here last; and loudly, to those who can do something about it, what the calendar lacks.

    Not in an example office, which anybody enters as anybody.
    """
    if session.office.is_demo:
        return
    for line in people.before_this(session).told(session.office):
        shell.notify(line, markup=False, timeout=6)
    if session.may(Permission.ADMINISTER):
        from desk.office.calendar_check import calendar_warnings  # the gate opens without it

        if warnings := calendar_warnings(session.office):
            title = "Kalender perlu diperiksa"
            shell.notify("\n".join(warnings), title=title, severity="warning", markup=False, timeout=10)
