"""After a conflict only what its person changed goes over what others have set, and no unfinished text is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk import db
from desk.office import content, corrections, routing
from desk.screens.conflict import ConflictScreen
from tests.conftest import at
from tests.screens.files import at_officer, complaint, letter
from tests.screens.seats import Seats
from tests.screens.test_conflict import MINE, ceremony, opened
from tests.screens.test_content_dialog import correcting, field

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat


async def put(seat: Seat, key: str, text: str) -> None:
    """Into a field in the place of what stands there."""
    await field(seat, key)
    await seat.press("end", "ctrl+u")
    await seat.type(text)


async def saved_again(seat: Seat) -> None:
    """Refused, back to the form, and saved knowingly."""
    await seat.press("ctrl+s")
    assert isinstance(seat.app.screen, ConflictScreen), seat.picture
    await seat.press("enter", "ctrl+s")
    assert seat.dialog is None, seat.picture


async def test_what_another_desk_put_right_stays_when_one_goes_back_to_ones_own_correction(
    desk: Desk,
) -> None:
    number = letter(desk, letter_no="400/1")
    async with Seats(desk) as seats:
        seat = await correcting(seats, "section_head", number)
        await put(seat, "subject", "Jadwal imunisasi dan gizi")
        await put(seat, "reason", "kurang lengkap")
        desk.advance(30)
        content.correct(desk.person("mail_clerk"), number, {"sender": "Dinas Sosial"}, "salah baca")
        await saved_again(seat)
    case = db.Case.get_by_id(number)
    assert (case.sender, case.subject) == ("Dinas Sosial", "Jadwal imunisasi dan gizi")


async def test_a_conflict_names_only_what_was_changed_also_what_was_emptied(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma", is_anonymous=True)
    async with Seats(desk) as seats:
        seat = await correcting(seats, "manager", number)
        await field(seat, "is_anonymous")
        await seat.press("space")
        await put(seat, "reason", "pengadu mengizinkan")
        routing.add_note(desk.person("manager"), number, "ditelepon")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, ConflictScreen), seat.picture
        typed = dict(seat.app.screen._conflict.typed)
    assert typed == {"Rahasia nama": "(dikosongkan)", "Alasan": "pengadu mengizinkan"}


async def test_a_protection_raised_elsewhere_outlives_a_correction_of_the_text(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma", phone="081200000678")
    routing.take(desk.person("hotline_officer"), number)
    async with Seats(desk) as seats:
        seat = await correcting(seats, "hotline_officer", number)
        await put(seat, "text", "Pungutan di RT 3")
        await field(seat, "is_anonymous")
        await seat.press("space")
        await put(seat, "reason", "lengkap")
        content.correct(desk.person("mail_clerk"), number, {"is_confidential": True}, "diminta pengadu")
        await saved_again(seat)
    row = db.Complaint.get_by_id(number)
    assert (row.text, row.is_anonymous, row.is_confidential) == ("Pungutan di RT 3", True, True)


async def test_the_hours_that_another_desk_put_right_stay_where_one_changed_others(desk: Desk) -> None:
    number = ceremony(desk)
    async with Seats(desk) as seats:
        seat = await seats.at("section_head")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("o")
        end = seat.dialog.form.field("event_end")
        await seat.do(lambda: (end.restore("25/11/2026 12.00"), end.changed()))
        await put(seat, "reason", "lebih lama")
        start = at("2026-11-25 08:00")
        corrections.reschedule(desk.person("mail_clerk"), number, start, at("2026-11-25 11:00"), "dimajukan")
        await saved_again(seat)
    row = db.Letter.get_by_id(number)
    assert (row.event_start, row.event_end) == (start, at("2026-11-25 12:00"))


async def test_what_becomes_a_note_goes_behind_the_unfinished_note_of_the_same_case(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await seats.at("section_head")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("c")
        await seat.type("catatan yang belum selesai")
        await seat.press("escape", "escape")
        seat = await opened(seats, "section_head", "assign", number)
        routing.finish(desk.person("pr_officer"), number)
        await seat.press("ctrl+s", "n")
        assert seat.dialog is not None and seat.dialog.ACT == "note"
        assert seat.dialog.form.field("text").value.startswith("catatan yang belum selesai\n")
        assert MINE in seat.dialog.form.field("text").value


@pytest.mark.parametrize(("way", "named"), [("n", "Catat"), ("enter", "Alihkan")])
async def test_what_was_handed_over_is_named_once_to_whoever_comes_in_after_a_crash(
    desk: Desk, way: str, named: str
) -> None:
    """What has become a note waits as the note alone: its own box may not open any more."""
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", "assign", number)
        routing.finish(desk.person("pr_officer"), number)
        await seat.press("ctrl+s", way)
        titles = [draft.title for draft in seat.app.drafts.left_behind()]
    assert titles == [f"{named} · {number}"]
