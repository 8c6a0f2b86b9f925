"""Every field of every form takes any text: stored whole and shown inert, or refused and still there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

import desk.screens
from desk import db
from desk.office import choosing
from desk.office.calendar_acts import read_book
from desk.office.casefile import view_case
from desk.office.session import Session
from desk.screens.attachment_dialog import AttachmentDialog
from desk.screens.backup import BackupScreen
from desk.screens.calendar_dialog import ChangeDialog
from desk.screens.calendar_dialogs import (
    ConfirmDayDialog,
    ConfirmPeriodDialog,
    DayDialog,
    PeriodDialog,
)
from desk.screens.case_acts import ACTS
from desk.screens.case_dialog import CaseDialog
from desk.screens.class_tables import ClassTablesScreen
from desk.screens.dialogs import FormDialog
from desk.screens.incidents import IncidentDialog, ReportedDialog
from desk.screens.passwords import NewPasswordScreen
from desk.screens.users import AddUserScreen
from desk.widgets.fields import Field, LineInput
from desk.widgets.fields.area import InertTextArea
from tests.busy import CASES, EVERYBODY
from tests.conftest import PASSWORD
from tests.naughty import BLANK, SHORT_MIX, UNSTORABLE, is_inert
from tests.screens.seats import Seat, seated

if TYPE_CHECKING:
    from tests.conftest import Desk

TEXTS = {
    "half a character": UNSTORABLE["high surrogate"],
    "nul": UNSTORABLE["nul"],
    "blank": BLANK["blank signs"],
    "long": "panjang \x1b[31m" * 60,
    "mix": SHORT_MIX,
}
"""What cannot be stored comes first, so that there is still something to do for what can."""


def forms() -> Iterator[type[FormDialog[Any]]]:
    """Every form that desk has."""
    for module in pkgutil.iter_modules(desk.screens.__path__):
        importlib.import_module(f"desk.screens.{module.name}")
    found: list[type[Any]] = [FormDialog]
    while found:
        form = found.pop()
        found += form.__subclasses__()
        if form.__module__.startswith("desk.") and form not in (FormDialog, CaseDialog, ChangeDialog):
            yield form


def opened(form: type[FormDialog[Any]], session: Session) -> FormDialog[Any] | None:
    """The form as it is first opened, on whatever case it is for; None if no case is ready for it any longer."""
    if form in OTHERS:
        return OTHERS[form](session)
    if issubclass(form, ChangeDialog):
        return form(session, read_book(session), "office")
    name = next(name for name, spec in ACTS.items() if spec.dialog is form)
    for number in CASES:
        choice = choosing.choices(session, number)
        if name in choice.acts:
            return form(session, view_case(session, number), choice)
    return None


def _day(session: Session) -> tuple[Any, str, Any, tuple[str, Any]]:
    book = read_book(session)
    (scope, day), rule = next(iter(book.days.items()))
    return book, "office", day, (scope, rule)


def _period(session: Session) -> tuple[Any, str, Any]:
    book = read_book(session)
    return book, "office", book.calendars["office"].periods[0]


OTHERS: dict[type[Any], Callable[[Session], FormDialog[Any]]] = {
    AttachmentDialog: lambda s: AttachmentDialog(s, view_case(s, "5")),
    ClassTablesScreen: ClassTablesScreen,
    NewPasswordScreen: lambda s: NewPasswordScreen(s, PASSWORD),
    AddUserScreen: AddUserScreen,
    IncidentDialog: IncidentDialog,
    ReportedDialog: ReportedDialog,
    BackupScreen: BackupScreen,
    DayDialog: lambda s: DayDialog(s, *_day(s)),
    ConfirmDayDialog: lambda s: ConfirmDayDialog(s, *_day(s)),
    PeriodDialog: lambda s: PeriodDialog(s, *_period(s)),
    ConfirmPeriodDialog: lambda s: ConfirmPeriodDialog(s, *_period(s)),
}


async def put(seat: Seat, screen: Screen[Any], text: str) -> dict[str, str]:
    """Put the text into every place of the screen that takes one; what each field then holds."""
    for line in screen.query(LineInput):
        line.replace(text, *line.selection)
        assert text in line.value
    for area in screen.query(InertTextArea):
        area.insert(text)
    await seat.settle()
    assert is_inert(seat.picture), seat.picture
    return drafts(screen)


def drafts(screen: Screen[Any]) -> dict[str, str]:
    return {field.key: field.draft() for field in screen.query(Field).results(Field)}


@pytest.fixture
def home_template(busy_template: Path) -> Path:
    return busy_template


@pytest.fixture
def session(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    place = tmp_path / "rumah" / "sendiri"
    place.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.chdir(place)
    return desk.person(EVERYBODY)


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.__name__)
async def test_a_form_keeps_what_it_refuses_and_stores_what_it_takes(
    desk: Desk, session: Session, form: type[FormDialog[Any]]
) -> None:
    seen = 0
    async with seated(desk.config, desk.clock, session, (80, 24), notifications=True) as seat:
        app = seat.app
        for text in TEXTS.values():
            screen = opened(form, session)
            if screen is None:
                continue
            seen += 1
            await app.push_screen(screen)
            await seat.settle()
            typed = await put(seat, screen, text)
            await seat.press("ctrl+s")
            assert is_inert(seat.picture)
            assert is_inert(seat.told)
            if app.screen is screen:
                assert drafts(screen) == typed
            while app.screen is not screen and screen in app.screen_stack:
                app.pop_screen()  # the effect of a change of calendar lies over it
                await seat.settle()
            if app.screen is screen:
                app.pop_screen()
            await seat.settle()
    assert seen
    for subject, text in db.tuples(db.Case.select(db.Case.sender, db.Case.subject)):
        assert "\0" not in subject + text
