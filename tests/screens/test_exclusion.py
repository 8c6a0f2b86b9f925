"""Keeping people out of a case by keys: at the counter, and on the case."""

from __future__ import annotations

from desk.domain.complaint import ComplaintDraft
from desk.office import complaints
from desk.office.casefile import view_case
from tests.conftest import Desk
from tests.screens.seats import Seats


async def test_who_is_named_is_kept_out_when_the_complaint_is_logged(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("hotline_officer")
        await clerk.press("f5")
        while clerk.field.key != "exclude":
            if clerk.field.key == "service":
                await clerk.type("hotline")
            elif clerk.field.key == "text":
                await clerk.type("Pungutan")
            await clerk.press("tab" if clerk.field.key == "text" else "enter")
        await clerk.type("sms")
        await clerk.press("enter", "ctrl+s", "escape")
    assert view_case(desk.person("manager"), "P-1").kept_out == (("sms_officer", "Petugas SMS"),)


async def test_a_head_keeps_out_the_holder_and_lets_them_in_again(desk: Desk) -> None:
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Pungutan")
    number = complaints.log_complaint(desk.person("receptionist"), draft).number
    async with Seats(desk) as seats:
        head = await seats.at("team_lead")
        await head.do(lambda: head.app.open_case(number))
        await head.press("n", "ctrl+s")
        assert "Siapa wajib diisi." in head.picture
        await head.type("hotline")
        await head.press("enter", "enter")
        await head.type("disebut pengadu")
        await head.press("enter")
        assert head.dialog is None, head.picture
        assert "tidak ada pelaksana lain" in head.told
        assert "bagi Petugas Hotline" in head.shown
        assert "tidak ada pelaksana lain" in head.shown
        officer = await seats.at("hotline_officer")
        await officer.press("f6")
        assert number not in officer.picture
        await head.press("z")
        await head.type("hotline")
        await head.press("enter", "enter")
        await head.type("keliru")
        await head.press("enter")
        assert head.dialog is None, head.picture
        assert "Petugas Hotline" not in head.app.screen.pane.case.kept_out
        await officer.beat()
        assert number in officer.picture


async def test_a_head_who_does_not_see_the_case_is_offered_neither(desk: Desk) -> None:
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Pungutan", is_confidential=True)
    number = complaints.log_complaint(desk.person("receptionist"), draft, keep_out=("sms_officer",)).number
    async with Seats(desk) as seats:
        head = await seats.at("team_lead")
        await head.do(lambda: head.app.open_case(number))
        for key in "nz":
            await head.press(key)
            assert head.dialog is None
