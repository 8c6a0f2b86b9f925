"""Two desks at work: each sees who else has a case open, and follows what the other writes within a beat."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from desk import db
from desk.domain.complaint import CLASSES
from desk.office import case_presence, class_tables, people, routing, setup
from desk.office.case_presence import SAY_AGAIN
from desk.screens.case_presence import CasePresence
from desk.screens.intake_register import RegisterList
from desk.screens.queue import QueueList
from desk.screens.sign_in import PeopleList
from tests.screens.files import at_officer, letter
from tests.screens.seats import Seats, seated

if TYPE_CHECKING:
    from tests.conftest import Desk


async def beats(*seats: Any) -> None:
    for seat in (*seats, *seats):  # the one tells, the other hears
        await seat.beat()


async def test_who_opens_a_case_sees_who_has_it_open_until_that_desk_leaves_it(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer, head = await seats.at("pr_officer"), await seats.at("section_head")
        await officer.do(lambda: officer.app.open_case(number))
        await officer.beat()
        desk.advance(60)
        await head.do(lambda: head.app.open_case(number))
        await beats(head, officer)
        assert "dibuka oleh Pranata Humas sejak 09.00 · diproses" in head.picture
        assert "dibuka oleh Kepala Bagian sejak 09.01 · diproses" in officer.picture
        await officer.press("escape")
        await beats(officer, head)
        assert "dibuka oleh" not in head.picture
        assert " diproses" in head.picture


async def test_a_cursor_that_passes_opens_nothing_but_the_form_of_an_act_does(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer, head = await seats.at("pr_officer"), await seats.at("section_head")
        await head.do(lambda: head.app.open_case(number))
        await beats(officer, head)
        assert "dibuka oleh" not in head.picture
        assert "dibuka oleh" not in officer.picture
        await officer.press("s")
        await beats(officer, head)
        assert "dibuka oleh Pranata Humas" in head.picture
        line = officer.dialog.query_one("#dialog-others", Static)
        assert str(line.content) == "Dibuka oleh Kepala Bagian sejak 09.00", "in the form itself"
        assert line.display
        await officer.press("escape")
        await beats(officer, head)
        assert "dibuka oleh" not in head.picture


async def test_a_desk_that_closes_has_nothing_open_any_longer(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s")
        await officer.beat()
        assert db.CasePresence.select().count() == 1
    assert db.CasePresence.select().count() == 0
    assert number


async def test_presence_is_written_seldom_and_read_only_while_a_case_is_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at_officer(desk)
    told: list[str | None] = []
    asked: list[str] = []
    looks: list[int] = []
    tell, others, beat = case_presence.tell, case_presence.others, CasePresence.beat

    def telling(session: Any, place: str, case: str | None, since: int) -> None:
        told.append(case)
        tell(session, place, case, since)

    def asking(session: Any, place: str, case: str) -> Any:
        asked.append(case)
        return others(session, place, case)

    def looking(presence: CasePresence, screens: Any, now: int) -> None:
        looks.append(now)
        beat(presence, screens, now)

    monkeypatch.setattr(CasePresence, "beat", looking)
    monkeypatch.setattr(case_presence, "tell", telling)
    monkeypatch.setattr(case_presence, "others", asking)
    async with Seats(desk) as seats:
        head = await seats.at("section_head")
        for _ in range(3):
            desk.advance(1)
            await head.do(head.app._beat)
        assert (told, asked) == ([], [])
        looks.clear()
        await head.do(lambda: head.app.open_case(number))
        for _ in range(2 * SAY_AGAIN + 1):
            desk.advance(1)
            head.app._beat()
        await head.beat()
        assert told == [number] * 3
        assert len(asked) == len(looks) > 2 * SAY_AGAIN, "one question a beat"


async def test_a_held_database_keeps_nobody_from_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = at_officer(desk)
    monkeypatch.setattr(case_presence, "PATIENCE", 0.0)
    other = sqlite3.connect(desk.config.database_url.removeprefix("sqlite:///"), isolation_level=None)
    async with Seats(desk) as seats:
        head = await seats.at("section_head")
        other.execute("BEGIN IMMEDIATE")
        await head.do(lambda: head.app.open_case(number))
        await head.beat()
        assert number in head.picture
        assert head.told == ""
        other.execute("ROLLBACK")
        desk.advance(SAY_AGAIN)
        await head.beat()
        assert db.CasePresence.select().count() == 1, "said again later"
    other.close()


async def test_the_queue_follows_and_keeps_cursor_and_choice(desk: Desk) -> None:
    first, second = at_officer(desk), at_officer(desk, sender="Dinas Sosial")
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("down")
        assert officer.app.screen.case.case_no == second
        third = at_officer(desk, sender="Dinas Perhubungan")
        await officer.beat()
        rows = officer.app.screen.query_one(QueueList)
        assert rows.count == 3
        assert rows.item.case_no == officer.app.screen.case.case_no == second
        routing.cancel(desk.person("section_head"), first, "ditarik")
        await officer.beat()
        assert rows.item.case_no == second
        assert third in officer.picture


async def test_an_old_answer_does_not_paint_over_ones_own_newer_act(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        screen = officer.app.screen
        old = screen._ask()()
        painted = screen._follower._painted
        await officer.press("t")
        assert screen.case.open_visit.taken_at is not None
        await officer.do(lambda: screen._follower._arrived(old, painted))
        assert screen.case.open_visit.taken_at is not None
    assert number


async def test_the_register_follows_and_what_is_being_typed_stays(desk: Desk) -> None:
    async with Seats(desk, (100, 30)) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f5")
        await clerk.type("wa")
        await clerk.press("enter")
        await clerk.type("Dinas Setengah")
        number = letter(desk)
        await clerk.beat()
        assert clerk.app.screen.query_one(RegisterList).count == 1
        assert number in clerk.picture
        assert "Dinas Setengah" in clerk.picture


async def test_recipients_follow_in_an_open_disposition_and_the_typed_note_stays(desk: Desk) -> None:
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk) as seats:
        head = await seats.at("section_head")
        await head.press("f6", "d")
        dialog = head.dialog
        await head.do(lambda: dialog.form.field("note").restore("setengah jadi"))
        people.add_user(desk.person("admin"), "baru", "Orang Baru", ["pr_officer"], "sandi-pertama")
        await head.beat()
        leads = [option.key for option in dialog.form.field("to").options]
        assert "baru" in leads
        assert "baru" in [option.key for option in dialog.form.field("cc").options]
        assert "setengah jadi" in head.picture


async def test_class_tables_follow_in_their_open_form_and_are_not_replaced_unseen(desk: Desk) -> None:
    async with Seats(desk, (100, 30)) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+g")
        dialog = admin.dialog
        limits = dict.fromkeys(CLASSES, 7)
        since = desk.office.today()
        class_tables.set_class_table(desk.person("admin"), since, "SK PERTAMA", limits)
        await admin.do(lambda: dialog.form.restore({"from": since.isoformat(), "basis": "SK KEDUA"}))
        await admin.beat()
        assert "SK PERTAMA" in admin.picture
        await admin.press("ctrl+s")
        assert "baru diubah di meja lain" in " ".join(admin.picture.split())
        assert class_tables.office_tables()[-1].basis.legal_basis == "SK PERTAMA"
        await admin.press("ctrl+s")
        assert class_tables.office_tables()[-1].basis.legal_basis == "SK KEDUA"


async def test_an_explanation_follows_and_stays_where_it_was_scrolled_to(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        desk.set("2026-12-18 09:00")
        await officer.press("e", "r")
        body = officer.app.screen.body
        await officer.press("down", "down")
        place = body.scroll_offset.y
        routing.take(desk.person("pr_officer"), number)
        await officer.beat()
        assert body.scroll_offset.y == place > 0


async def test_a_locked_desk_has_nothing_open_until_somebody_is_back(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.do(lambda: officer.app.open_case(number))
        await officer.beat()
        assert db.CasePresence.select().count() == 1
        await officer.do(officer.app.lock)
        await officer.beat()
        assert db.CasePresence.select().count() == 0


async def test_the_list_of_alerts_follows(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        desk.advance(20 * 60)
        await officer.beat()
        await officer.press("alt+a")
        assert number in officer.picture
        assert "selesai" not in officer.picture
        routing.finish(desk.person("pr_officer"), number)
        await officer.beat()
        assert "selesai" in officer.picture


async def test_the_sop_in_force_follows_a_new_version(desk: Desk) -> None:
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.do(lambda: officer.app.show_sop(None))
        await officer.press("escape")
        before = officer.app.screen._service
        assert before is not None
        setup.install_service(desk.person("admin"), replace(before, fee="Rp 1.234"))
        await officer.beat()
        assert officer.app.screen._service.fee == "Rp 1.234"


async def test_the_people_of_an_example_office_follow_at_the_gate(desk: Desk) -> None:
    db.Setting.insert(key="is_demo", value=True).execute()
    async with seated(desk.config, desk.clock) as nobody:
        rows = nobody.screen.query_one(PeopleList)
        people.add_user(desk.person("admin"), "baru", "Orang Baru", ["pr_officer"], "sandi-pertama")
        await nobody.do(nobody.screen._follow)
        assert "baru" in [rows._pages[place].username for place in range(rows.count)]
