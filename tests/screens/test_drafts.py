"""Whatever was typed into a form is there again: after a crash, a closed window, Esc, or a refused save."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import desk.screens
from desk.errors import RuleError
from desk.office import choosing, routing
from desk.office.calendar_acts import read_book
from desk.office.case_view import AttachmentView, Choice
from desk.office.casefile import view_case
from desk.office.drafts import Drafts
from desk.screens import calendar_dialogs as calendar, case_dialogs as acts, case_time_dialogs as times
from desk.screens.attachment_dialog import AttachmentDialog
from desk.screens.backup import BackupScreen
from desk.screens.calendar_dialog import ChangeDialog
from desk.screens.case_dialog import CaseDialog
from desk.screens.class_tables import ClassTablesScreen
from desk.screens.complete_dialog import CompleteDialog
from desk.screens.content_dialog import ContentDialog, EraseDialog
from desk.screens.dialogs import FormDialog
from desk.screens.disposition_dialog import DisposeDialog
from desk.screens.exclusion_dialogs import ExcludeDialog, ReadmitDialog
from desk.screens.identity import IdentityDialog
from desk.screens.incidents import IncidentDialog, ReportedDialog
from desk.screens.passwords import NewPasswordScreen
from desk.screens.reply_dialog import ReplyDialog
from desk.screens.set_up import SetUpScreen
from desk.screens.users import AddUserScreen
from desk.widgets.fields import AreaField, CheckList, DateField, Form, MomentField, TextField
from desk.widgets.names import NamesField
from tests.conftest import PASSWORD
from tests.screens.files import at_officer, complaint, letter
from tests.screens.test_intake import counter, fill, kept
from tests.screens.test_welcome import empty_place

TEXTS = {DateField: "24/11/2026", MomentField: "24/11/2026 10.00", NamesField: "\nmana"}


def dialogs(office: Any) -> dict[type[FormDialog[Any]], Any]:
    """Every form there is, each ready to be opened anew."""
    manager, admin = office.person("manager"), office.person("admin")
    number, content = at_officer(office), letter(office, "konten-medsos")
    missing, told = letter(office, "wa-center", have=frozenset()), complaint(office)
    view = view_case(manager, number)
    choice = replace(choosing.choices(manager, number), exits=view.service.step("4").exits)
    retimes = tuple(event.event_id for event in view.history)
    revising = next(
        way for step in office.office.service("konten-medsos").steps for way in step.exits if way.revision
    )
    files = (AttachmentView("satu.pdf", 10, Path("1")), AttachmentView("dua.pdf", 10, Path("2")))
    book = read_book(admin)
    period = book.calendars["office"].seasons[0]
    day, place = next((day, (scope, rule)) for (scope, day), rule in book.days.items())

    def case(made: Any, number: str = number, choice: Choice = choice) -> Any:
        return lambda: made(manager, view_case(manager, number), choice)

    return {
        acts.FinishDialog: case(acts.FinishDialog),
        acts.ReturnDialog: case(acts.ReturnDialog, content, Choice(exits=(revising,))),
        acts.PauseDialog: case(acts.PauseDialog),
        acts.NoteDialog: case(acts.NoteDialog),
        acts.AssignDialog: case(acts.AssignDialog),
        acts.ReopenDialog: case(acts.ReopenDialog),
        acts.CancelDialog: case(acts.CancelDialog),
        acts.VoidDialog: case(acts.VoidDialog),
        acts.ClassDialog: case(acts.ClassDialog, told),
        times.TargetDialog: case(times.TargetDialog),
        times.UndoDialog: case(times.UndoDialog),
        times.RetimeDialog: case(times.RetimeDialog, number, Choice(retimes=retimes)),
        times.RescheduleDialog: case(times.RescheduleDialog),
        DisposeDialog: case(DisposeDialog),
        ReplyDialog: case(ReplyDialog),
        CompleteDialog: case(CompleteDialog, missing),
        AttachmentDialog: lambda: AttachmentDialog(manager, replace(view, attachments=files)),
        ContentDialog: case(ContentDialog),
        EraseDialog: case(EraseDialog),
        ExcludeDialog: case(ExcludeDialog),
        ReadmitDialog: case(ReadmitDialog),
        IdentityDialog: case(IdentityDialog, told),
        IncidentDialog: lambda: IncidentDialog(admin),
        ReportedDialog: lambda: ReportedDialog(admin),
        BackupScreen: lambda: BackupScreen(admin),
        AddUserScreen: lambda: AddUserScreen(admin),
        ClassTablesScreen: lambda: ClassTablesScreen(admin),
        calendar.DayDialog: lambda: calendar.DayDialog(admin, book, "office", date(2026, 11, 24), None),
        calendar.ConfirmDayDialog: lambda: calendar.ConfirmDayDialog(admin, book, "office", day, place),
        calendar.WeekDialog: lambda: calendar.WeekDialog(admin, book, "office"),
        calendar.PeriodDialog: lambda: calendar.PeriodDialog(admin, book, "office", None),
        calendar.ConfirmPeriodDialog: lambda: calendar.ConfirmPeriodDialog(admin, book, "office", period),
        calendar.FillDialog: lambda: calendar.FillDialog(admin, book, "office"),
        calendar.NewCalendarDialog: lambda: calendar.NewCalendarDialog(admin, book, "office"),
        calendar.RecomputeDialog: lambda: calendar.RecomputeDialog(admin, book, "office"),
    }


def every_form() -> set[type]:
    for module in pkgutil.iter_modules(desk.screens.__path__, "desk.screens."):
        importlib.import_module(module.name)
    found: set[type] = set()
    waiting: list[type] = [FormDialog]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("desk."):
                found.add(kind)
                waiting.append(kind)
    return found - {CaseDialog, ChangeDialog}


async def type_everywhere(s: Any) -> dict[str, str]:
    """Fill in every field as its person might; returns what stands in the form then."""
    for field in s.screen.form.fields:
        if isinstance(field, TextField | AreaField):
            field.focus()
            await s.type("9")
        elif type(field) in TEXTS:
            field.restore(TEXTS[type(field)])
            field.changed()
        elif isinstance(field, CheckList):
            field.focus()
            await s.press("space")
    await s.settle()
    return dict(s.screen.form.drafts())


def killed(s: Any) -> None:
    """Write nothing more; the system lets go of the seat."""
    s.app.write_drafts()
    s.app.drafts._seat._release()
    s.app.drafts = Drafts(s.app.config.home / "nowhere", "", lambda: 0)


async def test_what_was_typed_into_any_form_is_there_after_a_crash_and_gone_once_it_has_served(
    desk: Any, seat: Any
) -> None:
    forms = dialogs(desk)
    typed: dict[type, dict[str, str]] = {}
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        for kind, made in forms.items():
            s.app.push_screen(made())
            await s.settle()
            before = s.screen.form.drafts()
            assert "dipulihkan" not in s.picture, kind
            typed[kind] = await type_everywhere(s)
            assert typed[kind] != before, kind
            s.screen.dismiss(None)
            await s.settle()
        killed(s)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        for kind, made in forms.items():
            s.app.push_screen(made())
            await s.settle()
            assert "09.00 dipulihkan" in s.picture, kind
            secret = {field.key for field in s.screen.form.fields if field.is_secret}
            found = s.screen.form.drafts()
            assert {key: found[key] for key in found if key not in secret} == {
                key: text for key, text in typed[kind].items() if key not in secret
            }, kind
            assert not any(found[key] for key in secret), kind
            s.screen.finish(None)
            await s.settle()
    assert not list(desk.config.drafts.iterdir())


def test_every_form_but_that_of_passwords_is_proved_to_keep_its_typing(desk: Any) -> None:
    assert every_form() == dialogs(desk).keys() | {NewPasswordScreen}


def told(s: Any) -> list[str]:
    return [
        notification.message
        for notification in s.app._notifications
        if notification.title == "Belum disimpan"
    ]


async def note_opened(s: Any, desk: Any, number: str) -> None:
    session = desk.person("pr_officer")
    s.app.push_screen(acts.NoteDialog(session, view_case(session, number), choosing.choices(session, number)))
    await s.settle()


async def test_a_refused_save_and_escape_keep_the_note_and_a_saved_one_is_gone(
    desk: Any, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*args: Any, **named: Any) -> None:
        raise RuleError("Belum boleh.")

    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        await s.type("Sudah ditelepon")
        with monkeypatch.context() as patch:
            patch.setattr(routing, "add_note", refuses)
            await s.press("ctrl+s")
        assert "Belum boleh." in s.picture and "Sudah ditelepon" in s.picture
        await s.press("escape")
        await note_opened(s, desk, number)
        assert "Sudah ditelepon" in s.picture and "dipulihkan" in s.picture
        await s.press("ctrl+s")
        await note_opened(s, desk, number)
        assert "dipulihkan" not in s.picture and "Sudah ditelepon" not in s.picture
    notes = [event for event in view_case(desk.person("manager"), number).history if event.kind == "noted"]
    assert len(notes) == 1
    assert not list(desk.config.drafts.glob("*.json"))


async def test_another_case_and_another_person_begin_with_an_empty_form(desk: Any, seat: Any) -> None:
    first, second = at_officer(desk), at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, first)
        await s.type("Sudah ditelepon")
        await s.press("escape")
        await note_opened(s, desk, second)
        assert s.screen.form.drafts() == {"text": ""}
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        assert not told(s)
        await note_opened(s, desk, first)
        assert s.screen.form.drafts() == {"text": ""}
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        assert told(s) == [f"Catat · {first}. Isian muncul lagi saat kotaknya dibuka."]


async def test_a_form_that_keeps_its_typing_looks_like_every_dialog(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, at_officer(desk))
        box = s.screen.query_one("#dialog").region
        assert abs(box.x - (100 - box.right)) <= 1 and box.y > 3


async def test_a_restored_form_is_emptied_by_one_key_and_filled_again_by_the_same(
    desk: Any, seat: Any
) -> None:
    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        await s.type("Sudah ditelepon")
        await s.press("escape")
        await note_opened(s, desk, number)
        await s.press("ctrl+n")
        assert s.screen.form.drafts() == {"text": ""}
        assert "Dikosongkan · ^n mengembalikan" in s.picture
        assert not s.app.drafts.has(s.screen.draft_form)
        await s.press("ctrl+n")
        assert s.screen.form.drafts() == {"text": "Sudah ditelepon"}
        assert s.app.drafts.has(s.screen.draft_form)
        await s.press("ctrl+n")
        await s.type("Lain")
        assert "mengembalikan" not in s.picture
        assert s.app.drafts.load(s.screen.draft_form).values == {"text": "Lain"}


async def test_only_what_was_changed_is_put_back_over_what_others_have_set_meanwhile(
    desk: Any, seat: Any
) -> None:
    admin = desk.person("admin")
    async with seat(desk.config, desk.clock, admin) as s:
        s.app.push_screen(calendar.WeekDialog(admin, read_book(admin), "office"))
        await s.settle()
        s.screen.form.field("basis").focus()
        await s.type("SK 1")
        assert s.app.drafts.load(s.screen.draft_form).values == {"basis": "SK 1"}


async def test_yesterday_stays_the_day_that_was_meant(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas Kesehatan", letter_date="kemarin")
    desk.set("2026-11-25 09:00")
    async with counter(desk, seat) as s:
        assert kept(s)["letter_date"] == "22/11/2026"


async def test_a_password_is_in_no_draft(tmp_path: Any, seat: Any, desk: Any) -> None:
    config = empty_place(tmp_path)
    async with seat(config, desk.clock) as s:
        s.app.push_screen(SetUpScreen())
        await s.settle()
        for key, text in (("office", "Prokopim"), ("new_password", PASSWORD), ("again", PASSWORD)):
            s.screen.query_one(Form).field(key).focus()
            await s.type(text)
    (file,) = config.drafts.glob("*.json")
    assert "Prokopim" in file.read_text() and PASSWORD not in file.read_text()
    async with seat(config, desk.clock) as s:
        s.app.push_screen(SetUpScreen())
        await s.settle()
        assert "Isian terakhir dipulihkan" in s.picture and "Prokopim" in s.picture


async def test_a_fault_of_the_program_ends_the_desk_with_what_was_typed_on_disk(
    desk: Any, seat: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*args: Any, **named: Any) -> None:
        raise ZeroDivisionError

    number = at_officer(desk)
    monkeypatch.setattr(routing, "add_note", fails)
    monkeypatch.setattr(Drafts, "close", lambda self: None)
    with pytest.raises(ZeroDivisionError):
        async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
            await note_opened(s, desk, number)
            await s.type("Sudah ditelepon")
            await s.press("ctrl+s")
    (file,) = desk.config.drafts.glob("*.json")
    assert "Sudah ditelepon" in file.read_text()
    assert "Isian terakhir tersimpan sebagai konsep." in capfd.readouterr().err
