"""A password goes through everything that asks for one, and is afterwards nowhere to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot

from desk import db
from desk.__main__ import main
from desk.app import DeskApp
from desk.office import people
from desk.screens.lock import LockScreen
from desk.screens.passwords import NewPasswordScreen
from tests.screens.seats import Seat, seated

if TYPE_CHECKING:
    from tests.conftest import Desk

MARK = "penanda"
FIRST, WRONG, OWN, LATER = (f"{MARK}-{word}-Sandi" for word in ("pertama", "salah", "sendiri", "kemudian"))

MISPLACED = "keliru-tempat-Sandi"
"""Typed into the field of the name, and so seen there."""


class Watched(Seat):
    """A seat that remembers every picture."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        super().__init__(pilot)
        self.seen: list[str] = []

    async def settle(self) -> None:
        await super().settle()
        self.seen += [self.picture, self.told]

    async def enter(self, *texts: str) -> None:
        """Fill fields, Enter after each."""
        for text in texts:
            await self.type(text)
            await self.press("enter")


async def at_the_screens(desk: Desk) -> list[str]:
    app = DeskApp(desk.config, desk.clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        seat = Watched(pilot)
        await seat.settle()
        await seat.enter(MISPLACED, WRONG)
        await seat.press("shift+tab", "ctrl+u")
        await seat.enter("mail_clerk", WRONG)
        await seat.enter(FIRST)
        assert isinstance(app.screen, NewPasswordScreen)
        await seat.enter(OWN, WRONG)  # two that differ
        await seat.press("end", "ctrl+u")
        await seat.enter(OWN)
        assert app.session is not None
        await seat.press("f5")
        await seat.enter("whatsapp", "Dinas Konsep")
        await seat.press("alt+l")
        await seat.enter(WRONG)
        await seat.press("ctrl+a")
        await seat.type(OWN)
        await seat.press("shift+home", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        await seat.enter(OWN)
        assert not isinstance(app.screen, LockScreen)
        seat.seen.append(app.export_screenshot())
    return seat.seen


def on_the_command_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = ["--home", str(desk.config.home)]

    def run(*words: str, password: str, new: str = "") -> int:
        monkeypatch.setenv("DESK_PASSWORD", password)
        monkeypatch.setenv("DESK_NEW_PASSWORD", new)
        return main([*home, *words], clock=desk.clock)

    assert run("login", "mail_clerk", password=WRONG) == 3
    assert run("login", "mail_clerk", password=OWN) == 0
    assert run("passwd", password=WRONG, new=LATER) == 1
    assert run("passwd", password=OWN, new=LATER[:6]) == 1
    assert run("passwd", password=OWN, new=LATER) == 0
    assert run("login", "admin", password=FIRST) == 0
    assert run("user", "add", "budi", "--name", "Budi", "--position", "manager", password="", new=LATER) == 0
    assert run("user", "reset", "budi", "--json", password="", new=OWN) == 0

    def broken(_office: object, _username: str, password: str) -> None:
        raise RuntimeError(f"kesalahan program dengan {password}")

    monkeypatch.setattr(people, "sign_in", broken)
    assert run("login", "mail_clerk", password=LATER) == 1
    assert (desk.config.home / "desk.log").is_file()


async def test_a_password_is_nowhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hashed = people.hash_password(FIRST)
    db.User.update(password_hash=hashed).execute()
    db.User.update(must_change=True).where(db.User.username == "mail_clerk").execute()
    seen = await at_the_screens(desk)
    assert any(desk.config.drafts.iterdir())
    on_the_command_line(desk, monkeypatch)
    seen += list(capsys.readouterr())
    for text in seen:
        assert MARK not in text.casefold()
    files = [file for file in desk.config.home.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"desk.db", "desk.log", "session"}
    assert any(b"Dinas Konsep" in file.read_bytes() for file in files if file.parent == desk.config.drafts)
    for file in files:
        content = file.read_bytes().lower()
        assert MARK.encode() not in content, file
        assert MISPLACED.casefold().encode() not in content, file


async def test_a_fault_of_the_program_leaves_no_password_in_its_report(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_office: object, _username: str, password: str) -> None:
        raise RuntimeError(f"kesalahan program dengan {password}")

    monkeypatch.setattr(people, "sign_in", broken)
    with pytest.raises(Exception, match="kesalahan program"):
        async with seated(desk.config, desk.clock, size=(80, 24)) as seat:
            for text in ("mail_clerk", OWN):
                await seat.type(text)
                await seat.press("enter")
    log = (desk.config.home / "desk.log").read_text()
    assert "RuntimeError" in log
    assert MARK not in log.casefold() + "".join(capfd.readouterr()).casefold()
