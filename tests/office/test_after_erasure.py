"""What follows an erasure is the same whichever face it came from: nothing of the case is left in this home."""

from __future__ import annotations

import pytest

from desk import db
from desk.office import erasure, routing
from desk.office.after_erasure import follow_erasure
from desk.office.casefile import view_case
from desk.office.drafts import Drafts, about_case
from desk.office.erasure import BACKUPS_KEEP, NOT_CLEARED
from desk.office.opened_copies import OpenedCopies
from tests.conftest import Desk
from tests.screens.files import letter


@pytest.mark.parametrize("clears", [True, False])
def test_drafts_and_opened_copies_go_and_what_could_not_be_cleared_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, clears: bool
) -> None:
    manager, number = desk.person("manager"), letter(desk)
    drafts = Drafts(desk.config.drafts, "manager", desk.clock.now)
    drafts.keep(f"UndoDialog:{about_case(view_case(manager, number), '6000')}", {"reason": "Wagiman"})
    copy = OpenedCopies(desk.config.opened).place(number)
    routing.cancel(manager, number, "ditarik")
    erasure.erase(manager, number, "SK 1", confirm=number)
    monkeypatch.setattr(db, "scrub", lambda: clears)
    followed = follow_erasure(manager, desk.config, drafts, [number.removesuffix("/2026")])
    assert followed.cleared is clears
    assert followed.told == ((BACKUPS_KEEP,) if clears else (NOT_CLEARED, BACKUPS_KEEP))
    assert drafts.left_behind() == []
    assert not copy.exists()
