"""Dispositions that somebody else leads: in the queue below one's own steps, answered by one key, told in the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.disposition import DispositionOrder
from desk.office import answers, ledger, routing
from desk.widgets.commands import commands_of
from tests.conftest import at
from tests.screens.files import letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat


def disposed(desk: Desk, *, due: str | None = None, note: str = "") -> str:
    """A letter led by the Pranata Humas, also for the team lead, with a copy for the manager."""
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    order = DispositionOrder(
        ("pr_officer", "team_lead"),
        ("attend",),
        cc=("manager",),
        note=note,
        due_at=None if due is None else at(due),
    )
    routing.dispose(desk.person("section_head"), number, order)
    return number


def offered(seat: Seat) -> set[str]:
    commands = commands_of(seat.app.screen)
    return {c.id for c in commands if c.enabled and c.id in ("case.read", "case.accept", "case.reply")}


async def test_it_stands_in_the_queue_with_its_due_and_who_sent_it(desk: Desk) -> None:
    number = disposed(desk, due="2026-11-23 12:00")
    async with Seats(desk, (100, 30)) as seats:
        lead = await seats.at("team_lead")
        assert "Milik saya · 0 · disposisi 1" in lead.picture
        assert f"» disposisi {number}" in lead.picture
        assert "Kepala Bagian: Hadiri" in lead.picture
        assert "batas 12.00" in lead.picture
        copy = await seats.at("manager")
        await copy.press("2")
        assert f"» tembusan  {number}" in copy.picture
        desk.set("2026-11-23 12:01")
        await lead.beat()
        assert f"» lewat     {number}" in lead.picture
        assert "Milik saya · 1" in (await seats.at("pr_officer")).picture


async def test_own_steps_stand_above(desk: Desk) -> None:
    waits = disposed(desk)
    own = letter(desk)
    routing.finish(desk.person("mail_clerk"), own)
    order = DispositionOrder(("mail_clerk",), ("follow_up",), cc=("section_head",))
    second = letter(desk)
    routing.dispose(desk.person("mail_clerk"), second, order)
    async with Seats(desk, (100, 30)) as seats:
        head = await seats.at("section_head")
        picture = head.picture
        assert picture.index(own) < picture.index(second)
        assert waits not in picture
        assert "Milik saya · 1 · disposisi 1" in picture


async def test_one_key_each_marks_it_read_and_accepted_and_a_reply_ends_it(desk: Desk) -> None:
    number = disposed(desk, note="Kawal")
    async with Seats(desk, (100, 30)) as seats:
        lead = await seats.at("team_lead")
        assert offered(lead) == {"case.read", "case.accept", "case.reply"}
        await lead.press("m")
        assert f"{number} disposisi ditandai dibaca" in lead.told
        assert offered(lead) == {"case.accept", "case.reply"}
        await lead.press("y")
        assert "diterima" in lead.picture
        await lead.press("a")
        assert "Kepala Bagian: Hadiri — Kawal" in lead.picture
        await lead.press("ctrl+s")
        assert lead.dialog is not None
        await lead.type("Saya hadir [red]pukul[/] 9")
        await lead.press("ctrl+s")
        assert lead.dialog is None
        assert "Antrean kosong" in lead.picture
        officer = await seats.at("pr_officer")
        shown = " ".join(officer.shown.split())
        assert "Ketua Tim: dibalas 09.00 “Saya hadir [red]pukul[/] 9”" in shown
        assert "belum menjawab: Pimpinan / Manajer" in shown


async def test_a_copy_is_read_by_one_key_and_gone(desk: Desk) -> None:
    disposed(desk)
    async with Seats(desk) as seats:
        manager = await seats.at("manager")
        await manager.press("2")
        assert offered(manager) == {"case.read", "case.reply"}
        await manager.press("m")
        assert "disposisi" not in manager.picture.split("Antrean kosong")[0].split("Milik saya")[1]


async def test_opening_it_writes_nothing(desk: Desk) -> None:
    number = disposed(desk)
    before = ledger.last_event_id()
    async with Seats(desk) as seats:
        lead = await seats.at("team_lead")
        await lead.press("enter")
        assert number in lead.picture
        assert offered(lead) == {"case.read", "case.accept", "case.reply"}
    assert ledger.last_event_id() == before


async def test_an_answer_at_another_desk_does_not_refuse_what_the_holder_has_open(desk: Desk) -> None:
    number = disposed(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s")
        answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
        await officer.press("ctrl+s")
        assert officer.dialog is None
        assert officer.case(number).open_visit is None


async def test_eighty_columns_hold_it(desk: Desk) -> None:
    number = disposed(desk, due="2026-11-27 16:30")
    async with Seats(desk, (80, 24)) as seats:
        lead = await seats.at("team_lead")
        line = next(line for line in lead.picture.splitlines() if number in line and "»" in line)
        assert line.split("││")[0].rstrip("│ ").endswith("baru")  # the case may lie beside it already
        assert "batas Jum 27 Nov 16.30" in lead.picture
