"""Whatever stands in the office's texts, the terminal ends as it began, and has obeyed none of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import intake, opening, routing, tokens
from desk.office.session import Session
from tests.naughty import MARK, SHORT_MIX, STORABLE, is_inert
from tests.terminal.terminal import Terminal

END = "\x1b[F"
OSC = re.compile(rb"\x1b[\]P_^X]([^\x07\x1b]*)")
"""What a title, a link, the clipboard or a device is told by."""
SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()*+].|[ -/]*[0-~])")


@pytest.fixture(scope="module")
def naughty_template(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo office with every text of the corpus in it, and names of people, office and holidays made of them;
    the manager is signed in on the command line."""
    home = tmp_path_factory.mktemp("naughty") / "demo"
    shutil.copytree(demo_template, home)
    office = opening.open_office(f"sqlite:///{home / 'desk.db'}")
    clerk = next(person for person in office.people.values() if "mail_clerk" in person.positions)
    session = Session(office, clerk)
    have = frozenset(office.service("wa-center").required_keys)
    for text in reversed(STORABLE.values()):
        draft = LetterDraft("wa-center", f"a{text}", f"{text}z", letter_no=f"n{text}", have=have)
        number = intake.log_letter(session, draft).number
        routing.add_note(session, number, f"c{text}")
    order = DispositionOrder(("humas",), ("follow_up",), note=SHORT_MIX)
    routing.finish(session, number, output=SHORT_MIX)
    heads = [person for person in office.people.values() if "section_head" in person.positions]
    routing.dispose(Session(office, heads[0]), number, order)
    tokens.keep_token(Session(office, office.people["manajer"]), home / "session")
    for person in office.people.values():
        db.User.update(name=f"{person.name} {SHORT_MIX}").where(db.User.username == person.username).execute()
    db.Holiday.update(name=SHORT_MIX, basis=SHORT_MIX).execute()
    db.Setting.update(value=f"Kantor {SHORT_MIX}").where(db.Setting.key == "office_name").execute()
    db.close_database()
    return home


@pytest.fixture
def naughty_home(naughty_template: Path, tmp_path: Path) -> str:
    home = tmp_path / "demo"
    shutil.copytree(naughty_template, home)
    return str(home)


def assert_untouched(terminal: Terminal) -> None:
    for name, before in terminal.state_before.items():
        assert terminal.state[name] == before, name
    raw = terminal.raw
    assert raw.count(b"\x1b[>") == raw.count(b"\x1b[<u"), "the keyboard's mode is given back"
    told = OSC.findall(raw)
    assert not [
        text for text in told if text.startswith((b"0;", b"2;", b"8;", b"52;")) or MARK.encode() in text
    ]
    rest = SEQUENCE.sub(b"", OSC.sub(b"", raw)).decode()
    assert is_inert(re.sub("[\r\n\t\x07\x1b\\\\]", "", rest)), rest


def test_every_screen_full_of_the_corpus_leaves_the_terminal_as_it_was(naughty_home: str) -> None:
    with Terminal(naughty_home, 100, 30) as desk:
        desk.wait_for("Rini Puspawardani", "susupan").press("Enter")
        desk.wait_for("Surat masuk", "Layanan", "susupan")
        desk.type("wa\r").wait_for("Penyampaian Informasi")
        pasted = SHORT_MIX.replace("\x1b", "")  # terminals take it out of a paste
        desk.type(f"\x1b[200~{pasted}\x1b[201~").wait_for("Awal]0;")
        desk.press("Enter").type(b"\xff\xe9\xfe").wait_for("\ufffd")
        desk.press("F1").wait_for("Bantuan").press("Escape")
        desk.press("F6").wait_for("Milik saya", "Tenggat").press(END)
        for _ in range(20):
            shown = desk.text
            if MARK in shown:
                break
            desk.press("Up").wait_for_change(shown)
        desk.press("h").wait_for("h menutup", MARK)
        desk.press("e").wait_for("Mengapa").press("Escape")
        desk.press("c").wait_for("Catat").type("[/x]").wait_for("[/x]").press("Escape")
        desk.press("F7").wait_for("Langkah berjalan")
        desk.press("F8").wait_for("Cari").type(MARK).wait_for("berkas", f"{MARK}¤")
        desk.press("Down", "Enter").wait_for("Langkah SOP", "a¤", "Akhir").press("Escape").wait_for("Cari")
        desk.press("\x1bk").wait_for("Jam kerja kantor", MARK).press("Escape")
        desk.press("^q")
        assert desk.wait_for_end() == 0
        assert_untouched(desk)


@pytest.mark.parametrize(
    "words",
    [
        ["--database", f"sqlite:/{SHORT_MIX}"],
        ["letter", "list"],
        ["nosuch", SHORT_MIX],
        ["letter", "show", SHORT_MIX],
        ["calendar", "show"],
        ["--help"],
    ],
    ids=lambda words: words[0],
)
def test_what_the_command_line_prints_leaves_the_terminal_as_it_was(
    naughty_home: str, words: list[str]
) -> None:
    with Terminal(naughty_home, 100, 30, words) as desk:
        desk.wait_for_end()
        assert desk.raw
        assert_untouched(desk)
