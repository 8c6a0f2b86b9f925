"""What terminals are used for again and again: coming to a case, passing it on, proving the office afterwards."""

from __future__ import annotations

import re

from desk import db
from desk.office import opening
from desk.office.session import Session
from desk.office.verify import verify
from tests.terminal.terminal import Terminal


def go_to(desk: Terminal, number: str) -> None:
    """Put the cursor on a case of the queue."""
    row = r"[▲►●○·║] +[-–\d:]+ +(P-\d{4}/\d{4}|\d{4}/\d{4})"
    desk.wait_for_match(rf"[▲►●○·║] +[-–\d:]+ +{number}")
    place = re.findall(row, desk.text).index(number)
    desk.press("Home", *["Down"] * place).wait_for_match(rf"▌[▲►●○·║] +[-–\d:]+ +{number}")


def forward(desk: Terminal, number: str) -> None:
    """Finish the step of a case of the queue."""
    go_to(desk, number)
    desk.press("s").wait_for("Selesaikan")
    desk.press("F2").wait_for(f"{number} diteruskan")


def fault(home: str) -> str | None:
    """What `desk verify` would find in a demo office that no desk has open. None: nothing."""
    office = opening.open_office(f"sqlite:///{home}/desk.db")
    try:
        return verify(Session(office, office.people["manajer"])).fault
    finally:
        db.close_database()
