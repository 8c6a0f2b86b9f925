"""Putting right what came in: the form is filled with what stands there, but for who a complainant is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desk import db
from desk.office import identity, privacy, routing
from desk.office.casefile import view_case
from tests.screens.files import complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat


async def correcting(seats: Seats, who: str, number: str) -> Seat:
    seat = await seats.at(who)
    await seat.do(lambda: seat.app.open_case(number))
    await seat.press("f")
    return seat


async def field(seat: Seat, key: str) -> None:
    assert seat.dialog is not None
    seat.dialog.form.field(key).focus()
    await seat.settle()


async def test_a_letter_is_put_right_in_a_form_that_holds_what_stands_there(desk: Desk) -> None:
    number = letter(desk, letter_no="400/1", letter_date=date(2026, 11, 20))
    async with Seats(desk) as seats:
        seat = await correcting(seats, "section_head", number)
        for text in ("Dinas Kesehatan", "400/1", "20/11/2026", "Jadwal imunisasi"):
            assert text in seat.picture, seat.picture
        await field(seat, "sender")
        await seat.press("end", "ctrl+u")
        await seat.type("Dinas Sosial")
        await seat.press("ctrl+s")
        assert "wajib diisi" in seat.picture
        await field(seat, "reason")
        await seat.type("salah baca")
        await seat.press("ctrl+s")
        assert seat.dialog is None
        await seat.beat()
        assert "Dinas Sosial" in seat.shown
    event = view_case(desk.person("manager"), number).history[-1]
    assert event.text == "Isi dibetulkan: pengirim semula “Dinas Kesehatan”. Alasan: salah baca"


async def test_a_complainant_stays_masked_in_the_form_and_is_changed_only_when_typed(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma", phone="081200000678")
    async with Seats(desk) as seats:
        seat = await correcting(seats, "manager", number)
        assert "Rahma" not in seat.picture
        assert "0678" not in seat.picture
        await field(seat, "phone")
        await seat.type("-")
        await field(seat, "reason")
        await seat.type("minta dihapus")
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
    found = identity.show(desk.person("manager"), number, "memeriksa")
    assert (found.sender, found.phone) == ("Siti Rahma", None)


async def test_who_may_only_raise_protection_sees_only_that(desk: Desk) -> None:
    number = complaint(desk, text="Pungutan di loket")
    desk.advance(3600)
    async with Seats(desk) as seats:
        seat = await correcting(seats, "mail_clerk", number)
        assert seat.dialog is not None
        keys = ["is_anonymous", "is_confidential", "reason"]
        assert [item.key for item in seat.dialog.form.fields] == keys
        await seat.press("enter", "space", "enter")
        await seat.type("diminta pengadu")
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
        await seat.beat()
        assert "Pungutan" not in seat.shown
    assert view_case(desk.person("manager"), number).subject == privacy.SEALED
    assert not db.Complaint.get_by_id(number).is_anonymous


async def test_nothing_changed_is_said_and_keeps_the_form(desk: Desk) -> None:
    number = letter(desk)
    async with Seats(desk) as seats:
        seat = await correcting(seats, "manager", number)
        await field(seat, "reason")
        await seat.type("uji")
        await seat.press("ctrl+s")
        assert "Belum ada yang diubah" in seat.picture


async def test_a_closed_case_is_erased_only_with_its_number_typed(desk: Desk) -> None:
    number = letter(desk)
    routing.cancel(desk.person("manager"), number, "ditarik Budi")
    async with Seats(desk) as seats:
        seat = await seats.at("manager")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("delete")
        await field(seat, "basis")
        await seat.type("SK 1")
        await field(seat, "confirm")
        await seat.type("7")
        await seat.press("ctrl+s")
        assert f"Tulis nomor berkasnya, {number}" in seat.picture
        await seat.press("end", "ctrl+u")
        await seat.type(number)
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
        await seat.beat()
        assert "(dihapus)" in seat.shown
        assert "Budi" not in seat.shown
        assert "Dinas Kesehatan" not in seat.shown


async def test_an_erasure_whose_leftovers_wait_is_told_as_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = letter(desk)
    routing.cancel(desk.person("manager"), number, "ditarik")
    monkeypatch.setattr(db, "scrub", lambda: False)
    async with Seats(desk) as seats:
        seat = await seats.at("manager")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("delete")
        await field(seat, "basis")
        await seat.type("SK 1")
        await field(seat, "confirm")
        await seat.type(number)
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
        assert "Isinya sudah dihapus" in str([told.message for told in seat.app._notifications])
