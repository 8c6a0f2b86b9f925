"""Somebody else was faster: both versions are shown, nothing typed is lost, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from desk.domain.case import Kind
from desk.office import casefile, choosing, routing
from desk.screens.case_acts import ACTS, begin
from desk.screens.case_dialog import CaseDialog
from desk.screens.conflict import ConflictScreen
from desk.widgets.fields import AreaField, CheckList, ChoiceField, Field, MomentField, TextField
from desk.widgets.picks import PickField
from tests.conftest import at
from tests.screens.files import at_officer, complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat

MINE = "kata-kata saya sendiri"
THEIRS = "sudah ditelepon"


def incomplete(desk: Desk) -> str:
    return letter(desk, have=frozenset({"surat_pengantar"}))


def answered(desk: Desk) -> str:
    number = at_officer(desk)
    routing.finish(desk.person("pr_officer"), number)
    return number


def some_minutes_ago(desk: Desk) -> str:
    number = at_officer(desk)
    desk.advance(120)
    return number


def ceremony(desk: Desk) -> str:
    start = at("2026-11-25 09:00")
    return letter(desk, "keprotokolan", event_start=start, event_end=start + 7200)


FORMS: dict[str, tuple[str, Callable[[Desk], str]]] = {
    "finish": ("pr_officer", at_officer),
    "dispose": ("pr_officer", at_officer),
    "pause": ("pr_officer", at_officer),
    "assign": ("section_head", at_officer),
    "cancel": ("section_head", at_officer),
    "void": ("section_head", at_officer),
    "target": ("section_head", at_officer),
    "class": ("team_lead", complaint),
    "reopen": ("section_head", answered),
    "complete": ("mail_clerk", incomplete),
    "retime": ("section_head", some_minutes_ago),
    "reschedule": ("section_head", ceremony),
}
"""Who opens the form of each act, and on what. Undoing and returning are proved below; a note and an answer to a
disposition stand beside whatever others do."""


def fill(field: Field[object]) -> None:
    """Something for every field that must be filled."""
    if isinstance(field, (TextField, AreaField)):
        field.restore(MINE)
    elif isinstance(field, PickField):
        field.value = field._picks.options[-1].key
    elif isinstance(field, ChoiceField):
        field.value = field.options[0].key
    elif isinstance(field, MomentField) and field.required:
        field.restore("24/11/2026 10.00" if field.key != "happened" else "23/11/2026 09.01")
    elif isinstance(field, CheckList):
        field.restore("materi")
    field.changed()


async def opened(seats: Seats, who: str, act: str, number: str) -> Seat:
    """A form that was filled in while nobody else had acted yet."""
    seat = await seats.at(who)
    await seat.do(lambda: seat.app.open_case(number))
    await seat.do(lambda: seat.app.screen.action_act(act))
    dialog = seat.dialog
    assert isinstance(dialog, CaseDialog), seat.picture
    await seat.do(lambda: [fill(field) for field in dialog.form.fields])
    return seat


def lasting(seat: Seat) -> dict[str, str]:
    """What stands in the form, in words that outlive the day."""
    assert seat.dialog is not None
    return {field.key: field.lasting() for field in seat.dialog.form.fields}


def note(desk: Desk, number: str) -> None:
    desk.advance(60)
    routing.add_note(desk.person("manager"), number, THEIRS)


@pytest.mark.parametrize("act", FORMS)
async def test_a_form_shows_both_versions_and_comes_back_with_what_was_typed(desk: Desk, act: str) -> None:
    who, make = FORMS[act]
    number = make(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, who, act, number)
        typed = lasting(seat)
        note(desk, number)
        events = len(seat.case(number).history)
        await seat.beat()
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, ConflictScreen), seat.picture
        assert f"Pimpinan / Manajer: {THEIRS}" in seat.picture
        assert "Yang hendak Anda simpan" in seat.picture
        assert MINE in seat.picture or act == "complete"
        assert "Masih dapat dilakukan" in seat.picture
        assert len(seat.case(number).history) == events, "nothing was written"
        await seat.press("enter")
        assert isinstance(seat.dialog, CaseDialog) and act == seat.dialog.ACT, seat.picture
        assert lasting(seat) == typed
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
        assert len(seat.case(number).history) > events, "a second try is made knowingly"


def test_every_form_of_an_act_is_among_those_tried() -> None:
    forms = {name for name, spec in ACTS.items() if spec.dialog is not None}
    of_content = {"content", "exclude", "readmit", "identity", "erase"}  # proved where they are proved
    assert forms - FORMS.keys() - of_content == {"undo", "return", "note", "reply"}


async def test_a_look_at_the_case_keeps_what_was_typed_for_the_next_time(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", "finish", number)
        note(desk, number)
        await seat.press("ctrl+s", "escape")
        assert seat.dialog is None
        assert THEIRS in seat.shown
        await seat.press("s")
        assert MINE in seat.picture
        await seat.press("escape", "s")
        assert MINE in seat.picture, "and after Esc, which may have been a slip"


async def test_from_the_queue_a_look_opens_the_case_that_has_left_it(desk: Desk) -> None:
    number = letter(desk)
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f6", "s")
        await clerk.type("diteruskan")
        routing.finish(desk.person("mail_clerk"), number)
        await clerk.press("enter", "escape")
        assert type(clerk.app.screen).__name__ == "CaseScreen"
        assert number in clerk.picture


async def test_what_can_no_longer_be_done_may_become_a_note(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", "assign", number)
        routing.finish(desk.person("pr_officer"), number)
        await seat.press("ctrl+s")
        assert "Langkah 4 sudah tidak terbuka; berkas selesai." in " ".join(seat.picture.split()), (
            seat.picture
        )
        assert "Kembali ke isian" not in seat.picture
        await seat.press("s")
        assert "Disalin" in seat.told
        await seat.press("n")
        assert seat.dialog is not None and seat.dialog.ACT == "note"
        assert MINE in seat.picture
        await seat.press("ctrl+s")
        assert MINE in seat.case(number).notes[-1].text
    assert [event.kind for event in seat.case(number).history].count(Kind.ASSIGNED) == 0


async def test_another_last_act_is_not_undone_in_the_place_of_the_one_that_was_shown(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", "undo", number)
        routing.take(desk.person("pr_officer"), number)
        await seat.press("ctrl+s")
        assert "Tindakan terakhir pada berkas ini sudah lain." in seat.picture
        await seat.press("enter")
        assert isinstance(seat.app.screen, ConflictScreen)


async def test_of_a_case_sealed_meanwhile_nothing_is_told_but_who_and_when(desk: Desk) -> None:
    number = complaint(desk, is_confidential=True, class_key="minor")
    async with Seats(desk) as seats:
        manager = await seats.at("manager")
        view = casefile.view_case(desk.person("manager"), number)
        choice = choosing.choices(desk.person("manager"), number)
        assert view.is_sealed
        await manager.do(lambda: manager.app.open_case(number))
        await manager.do(lambda: begin(manager.app.screen, "cancel", view, choice))
        await manager.type("ditarik")
        routing.add_note(desk.person("hotline_officer"), number, "RAHASIA-PENANDA")
        await manager.press("ctrl+s")
        assert isinstance(manager.app.screen, ConflictScreen), manager.picture
        assert "RAHASIA-PENANDA" not in manager.picture
        assert "Petugas Hotline: (rahasia)" in manager.picture


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_long_versions_can_be_scrolled_and_the_keys_stay_in_sight(
    desk: Desk, size: tuple[int, int]
) -> None:
    number = at_officer(desk)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "pr_officer", "finish", number)
        for place in range(20):
            routing.add_note(desk.person("manager"), number, f"catatan ke-{place} " + "panjang " * 12)
        await seat.press("ctrl+s")
        for text in ("Belum ada yang disimpan", "Enter Kembali ke isian", "Lihat berkas"):
            assert text in seat.picture, seat.picture
        await seat.press("end")
        assert "catatan ke-19" in seat.picture
        assert "Masih dapat dilakukan" in seat.picture


async def test_the_form_says_early_that_its_case_has_changed_and_what_is_typed_stays(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", "finish", number)
        note(desk, number)
        await seat.beat()
        assert "Berkas ini berubah; perubahannya" in seat.picture
        assert MINE in seat.picture


async def test_a_key_meant_for_the_row_that_was_there_does_nothing_to_the_one_that_came(desk: Desk) -> None:
    first, second = at_officer(desk), at_officer(desk, sender="Dinas Sosial")
    async with Seats(desk) as seats:
        seat = await seats.at("pr_officer")
        assert seat.app.screen.case.case_no == first
        routing.cancel(desk.person("section_head"), first, "ditarik")
        await seat.beat()
        assert seat.app.screen.case.case_no == second
        await seat.press("t")
        assert "baru saja berganti" in seat.told
        assert seat.case(second).open_visit.taken_at is None
        await seat.press("t")
        assert seat.case(second).open_visit.taken_at is not None


async def test_the_longest_form_too_says_on_the_smallest_screen_that_its_case_has_changed(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk, size=(80, 24)) as seats:
        seat = await opened(seats, "pr_officer", "dispose", number)
        note(desk, number)
        await seat.beat()
        assert "Berkas ini berubah; perubahannya" in seat.picture
        assert "F2 Simpan · Esc Batal" in seat.picture
        for _field in seat.app.screen.form.fields:
            await seat.press("tab")
            line = seat.app.screen.focused.region
            assert line.bottom <= seat.app.screen.query_one("#dialog-others").region.y, "not under it"
