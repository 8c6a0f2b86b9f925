"""The forms in which an admin changes a calendar. Each makes one `Change`, which is shown before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desk.domain.calendar import CATEGORIES, DayRule, Period
from desk.domain.calendar_book import ALL, Book
from desk.domain.calendar_changes import Change, ConfirmDay, SetDay
from desk.domain.calendar_periods import ConfirmPeriod, SetPeriod, SetWeek
from desk.domain.dates import format_day
from desk.domain.hours import hours_text, parse_hours
from desk.errors import FieldError
from desk.office import calendar_acts
from desk.office.recompute import Move, moves, outdated, recompute
from desk.office.session import Session
from desk.screens.calendar_dialog import DECREE, ChangeDialog, HoursField, week_fields, week_of
from desk.screens.calendar_effect import EffectScreen, move_lines
from desk.widgets.fields import ChoiceField, DateField, Field, Option, TextField
from desk.widgets.lines_view import wrap_cells
from desk.widgets.picks import PickField
from desk.widgets.text import Line

_STATUS = [Option("decreed", "ditetapkan"), Option("estimated", "perkiraan")]


class DayDialog(ChangeDialog):
    """One dated rule, new or corrected."""

    def __init__(
        self, session: Session, book: Book, key: str, day: date, place: tuple[str, DayRule] | None
    ) -> None:
        """`place`: the scope and the rule that is corrected. None: a new one."""
        title = "Ubah hari" if place else "Tambah hari"
        super().__init__(session, book, key, title, about=day if place else "")
        self._day = day
        self._place = place

    def compose_fields(self) -> Iterable[Field[Any]]:
        scope, rule = self._place or (ALL, DayRule((), "", "local_holiday"))
        today = self.session.office.today
        yield DateField("date", "Tanggal", today, value=self._day, ahead=True, required=True)
        yield TextField("name", "Nama", value=rule.name, required=True)
        kinds = [Option(key, word) for key, word in CATEGORIES.items()]
        yield PickField("category", "Jenis", kinds, chosen=[rule.category], required=True)
        hours = hours_text(rule.spans) if rule.spans else ""
        hint = "untuk piket dan jam khusus: 08.00-11.30"
        yield HoursField("hours", "Jam", value=hours, placeholder=hint)
        yield TextField("basis", "Dasar", value=rule.basis, placeholder=DECREE)
        chosen = "estimated" if rule.estimated else "decreed"
        yield PickField("status", "Status", _STATUS, chosen=[chosen], required=True)
        yield self.scope_field(scope)

    def change(self, values: Mapping[str, Any]) -> Change:
        spans = parse_hours(values["hours"]) if values["hours"] else ()
        estimated = values["status"] == "estimated"
        rule = DayRule(spans, values["name"], values["category"], estimated, values["basis"])
        old = self._place[0] if self._place else None
        was = self._day if old == values["key"] else None
        if was is None and (there := self.book.days.get((values["key"], values["date"]))) is not None:
            raise FieldError("date", f"{format_day(values['date'])} sudah terisi: {there.name}.")
        return SetDay(values["key"], values["date"], rule, was)


class ConfirmDayDialog(ChangeDialog):
    """An estimated day is decreed."""

    def __init__(self, session: Session, book: Book, key: str, day: date, place: tuple[str, DayRule]) -> None:
        text = f"{place[1].name}, {format_day(day)}. Kosongkan tanggal bila perkiraannya tepat."
        super().__init__(session, book, key, "Konfirmasi perkiraan", text, about=day)
        self._day = day
        self._scope = place[0]

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("basis", "Dasar", required=True, placeholder=DECREE)
        yield DateField("move_to", "Menjadi tanggal", self.session.office.today, ahead=True, placeholder="")

    def change(self, values: Mapping[str, Any]) -> Change:
        return ConfirmDay(self._scope, self._day, values["basis"], values["move_to"])


class WeekDialog(ChangeDialog):
    """The hours of a week."""

    def __init__(self, session: Session, book: Book, key: str) -> None:
        name = book.calendars[key].name
        text = "Contoh: 07.30-12.00, 13.00-16.00; tutup. Tanpa tanggal mulai, jam lama dianggap keliru."
        super().__init__(session, book, key, f"Jam kerja · {name}", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield from week_fields(self.book.calendars[self.key].week)
        yield DateField("since", "Berlaku mulai", self.session.office.today, ahead=True, placeholder="")
        yield TextField("basis", "Dasar", placeholder=DECREE)

    def change(self, values: Mapping[str, Any]) -> Change:
        return SetWeek(self.key, week_of(values), values["since"], values["basis"])


class PeriodDialog(ChangeDialog):
    """A period with hours of its own, new or corrected."""

    def __init__(self, session: Session, book: Book, key: str, period: Period | None) -> None:
        about = period.name if period else ""
        super().__init__(session, book, key, f"Periode · {book.calendars[key].name}", about=about)
        self._period = period

    def compose_fields(self) -> Iterable[Field[Any]]:
        own = self.book.calendars[self.key]
        known = self._period
        seasons = sorted(own.seasons, key=lambda period: period.first)
        week = known.week if known else seasons[-1].week if seasons else own.week
        today = self.session.office.today
        name = known.name if known else ""
        yield TextField("name", "Nama", value=name, required=True, placeholder="misalnya Ramadan 1449 H")
        first, last = (known.first, known.last) if known else (None, None)
        yield DateField("first", "Hari pertama", today, value=first, ahead=True, required=True)
        yield DateField("last", "Hari terakhir", today, value=last, ahead=True, required=True)
        yield from week_fields(week)
        yield TextField("basis", "Dasar", value=known.basis if known else "", placeholder=DECREE)
        chosen = "estimated" if known and known.estimated else "decreed"
        yield PickField("status", "Status", _STATUS, chosen=[chosen], required=True)

    def change(self, values: Mapping[str, Any]) -> Change:
        if self._period is None and self.book.calendars[self.key].period(values["name"]):
            raise FieldError("name", f"Periode “{values['name']}” sudah ada.")
        return SetPeriod(
            self.key,
            values["name"],
            values["first"],
            values["last"],
            week_of(values),
            values["status"] == "estimated",
            values["basis"],
            self._period.name if self._period else None,
        )


class ConfirmPeriodDialog(ChangeDialog):
    """An estimated period is decreed, in every calendar that has it."""

    def __init__(self, session: Session, book: Book, key: str, period: Period) -> None:
        text = f"{period.name}, di semua kalender yang memilikinya."
        super().__init__(session, book, key, "Konfirmasi perkiraan", text, about=period.name)
        self._period = period

    def compose_fields(self) -> Iterable[Field[Any]]:
        today = self.session.office.today
        yield TextField("basis", "Dasar", required=True, placeholder=DECREE)
        yield DateField("first", "Hari pertama", today, value=self._period.first, ahead=True, required=True)
        yield DateField("last", "Hari terakhir", today, value=self._period.last, ahead=True, required=True)

    def change(self, values: Mapping[str, Any]) -> Change:
        return ConfirmPeriod(ALL, self._period.name, values["basis"], values["first"], values["last"])


class FillDialog(ChangeDialog):
    """A further year of national holidays, cuti bersama and Ramadan."""

    def __init__(self, session: Session, book: Book, key: str) -> None:
        text = "Hari libur nasional, cuti bersama dan Ramadan, sejauh diketahui. Yang sudah ada tidak diubah."
        super().__init__(session, book, key, "Isi tahun", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        after = (
            max((day.year for _scope, day in self.book.days), default=self.session.office.today().year) + 1
        )
        yield TextField("year", "Tahun", value=str(after), required=True)

    def change(self, values: Mapping[str, Any]) -> Change:
        text = values["year"]
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise FieldError("year", "Tulis tahun dengan empat angka, misalnya 2028.")
        return calendar_acts.fill_year(int(text))


class NewCalendarDialog(ChangeDialog):
    """A further calendar, copied from another."""

    def __init__(self, session: Session, book: Book, key: str) -> None:
        text = "Layanan memakai kalender yang disebut kuncinya dalam definisi layanan."
        super().__init__(session, book, key, "Kalender baru", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("key", "Kunci", required=True, placeholder="misalnya loket")
        yield TextField("name", "Nama", required=True, placeholder="misalnya Jam layanan loket")
        options = [Option(own.key, own.name) for own in self.book.calendars.values()]
        yield ChoiceField("source", "Disalin dari", options, value=self.key, required=True)

    def change(self, values: Mapping[str, Any]) -> Change:
        return calendar_acts.copied_calendar(
            self.session, values["key"], values["name"], values["source"] or self.key
        )


class RecomputeDialog(ChangeDialog):
    """Under which decree open cases go over to the calendar as it is now; the deadlines that move come next."""

    def __init__(self, session: Session, book: Book, key: str) -> None:
        text = (
            "Berkas berjalan dipindahkan ke kalender yang sekarang. Yang sudah selesai tetap seperti adanya."
        )
        super().__init__(session, book, key, f"Hitung ulang · {book.calendars[key].name}", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("basis", "Dasar", required=True, placeholder=DECREE)

    def action_save(self) -> None:
        if not self.form.check():
            return
        session, key, basis = self.session, self.key, self.form.values()["basis"]
        calendar = session.office.calendar(key)

        def load() -> tuple[list[Move], int]:
            return moves(session, {key: calendar}), outdated(session, key)

        def lines(found: tuple[list[Move], int], width: int) -> list[Line]:
            head = [Line(part) for part in wrap_cells(f"Dasar: {basis}", width)]
            head += [Line(f"{found[1]} berkas berjalan memakai kalender lama.", "$muted"), Line()]
            return head + move_lines(session.office, found[0], "Tenggat yang bergeser", width)

        screen = EffectScreen(
            "Hitung ulang", load, lines, lambda found: recompute(session, key, basis, calendar.version)
        )
        self.app.push_screen(screen, self._shown)
