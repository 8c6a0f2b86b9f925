"""Events on board, queue and case: ready-by, end, and that what is taken in time is said to be ready."""

from __future__ import annotations

import pytest

from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import intake, routing
from tests.cli.conftest import Cli
from tests.conftest import Desk, at
from tests.screens.seats import Seats

NUMBER = "0001/2026"


@pytest.fixture
def ceremony(desk: Desk) -> Desk:
    """An event from 13.00 to 15.00 today, at step 3 with the protocol officer; nobody has taken it."""
    draft = LetterDraft(
        "keprotokolan",
        "Dinas Pendidikan",
        "Upacara",
        letter_no="7",
        have=desk.office.service("keprotokolan").required_keys,
        event_start=at("2026-11-23 13:00"),
        event_end=at("2026-11-23 15:00"),
    )
    intake.log_letter(desk.person("mail_clerk"), draft)
    routing.finish(desk.person("mail_clerk"), NUMBER)
    order = DispositionOrder(("protocol_staff",), ("attend",))
    routing.dispose(desk.person("section_head"), NUMBER, order)
    return desk


async def test_the_queue_and_the_case_say_when_it_begins_and_that_it_is_ready(ceremony: Desk) -> None:
    async with Seats(ceremony) as seats:
        staff = await seats.at("protocol_staff")
        assert "acara 13.00" in staff.picture and "siap" not in staff.picture
        assert "13.00–15.00" in staff.shown
        assert "tepat waktu bila sudah diambil saat acara mulai" in " ".join(staff.shown.split())
        ceremony.set("2026-11-23 11:00")
        await staff.take(NUMBER)
        ceremony.set("2026-11-23 12:45")
        await staff.beat()
        assert "siap, acara 13.00" in staff.picture
        assert "13.00 ► siap: diambil 11.00" in staff.shown
        assert "mendesak" not in staff.shown and "lewat" not in staff.shown
        ceremony.set("2026-11-23 15:10")
        await staff.finish(NUMBER)
        await staff.press("f8")
        assert staff.case(NUMBER).nearest is not None


async def test_the_board_says_ready_where_it_would_cry_urgent(ceremony: Desk) -> None:
    ceremony.set("2026-11-23 12:30")
    for size in ((80, 24), (120, 30)):
        async with Seats(ceremony, size) as seats:
            manager = await seats.at("manager")
            assert "siap" not in manager.picture
    routing.take(ceremony.person("protocol_staff"), NUMBER)
    for size in ((80, 24), (120, 30)):
        async with Seats(ceremony, size) as seats:
            manager = await seats.at("manager")
            (row,) = [line for line in manager.picture.split("\n") if "0001" in line and "►" in line]
            assert " siap " in row and "mendesak" not in row


def test_the_command_line_says_it_too(
    ceremony: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESK_HOME", raising=False)
    cli = Cli(ceremony, capsys)
    ceremony.set("2026-11-23 12:30")
    cli.sign_in("protocol_staff")
    assert "Acara     13.00–15.00" in cli.raw("case", "show", NUMBER).data
    cli.raw("case", "take", NUMBER)
    ceremony.set("2026-11-23 12:50")
    assert "Keadaan   ► siap: diambil 12.30" in cli.raw("case", "show", NUMBER).data
    assert "► siap" in cli.raw("case", "list").data
    shown = cli.do("protocol_staff", "case", "show", NUMBER)
    assert (shown["event_start"], shown["event_end"]) == (
        "2026-11-23T13:00:00+07:00",
        "2026-11-23T15:00:00+07:00",
    )
    assert (shown["band"], shown["due_at"], shown["due_of"]) == ("at_risk", shown["event_start"], "service")
    ceremony.set("2026-11-23 15:10")
    cli.raw("case", "finish", NUMBER)
    assert "Keadaan   √ tepat waktu, siap: diambil 12.30" in cli.raw("case", "show", NUMBER).data
