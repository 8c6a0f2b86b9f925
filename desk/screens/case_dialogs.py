"""The forms in which a case is acted upon. Each performs one act; what is refused stays to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on
from textual.widgets import Static

from desk.domain.complaint import CLASSES
from desk.domain.disposition import WAITING_FOR
from desk.domain.service import Ending, Exit, Step
from desk.office import complaints, intake, routing
from desk.office.ahead import Ahead
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.screens.case_dialog import NOTE, CaseDialog, preview_lines
from desk.widgets.fields import AreaField, ChoiceField, Field, LineInput, Option, TextField
from desk.widgets.fields.base import LABEL_WIDTH
from desk.widgets.picks import PickField
from desk.widgets.text import Line, clip, inert


def _step_title(case: CaseView) -> str:
    visit = case.open_visit
    return f"langkah {visit.step_no} {case.service.step(visit.step_no).label}" if visit else ""


def _leads_to(case: CaseView, way: Exit) -> str:
    if way.to is None:
        return "berkas ditutup"
    step = case.service.step(way.to)
    return f"→ {step.no} {step.label}"


def _rename(field: Field[Any], label: str, hint: str, *, required: bool) -> None:
    """The same field, with what was typed, under another label."""
    field.label, field.required = label, required
    field.query_one(LineInput).placeholder = hint
    field.clear_error()
    line = Line(clip(label, LABEL_WIDTH - 3)).add(" *" if required else "", "$key")
    field.query_one(".field--label", Static).update(line.content())


class FinishDialog(CaseDialog):
    """Which exit, where there are several, and what came out of the step."""

    ACT = "finish"
    AT_STEP = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        ways = choice.exits
        text = f"Selanjutnya {_leads_to(case, ways[0])}" if len(ways) == 1 else ""
        super().__init__(session, case, choice, f"Selesaikan {_step_title(case)}", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        ways = self.choice.exits
        if len(ways) > 1:
            options = [Option(way.key, way.name, _leads_to(self.case, way)) for way in ways]
            yield PickField("exit", "Hasil", options, required=True)
        label, hint, required = self._asked(ways[0] if len(ways) == 1 else None)
        yield TextField("output", label, required=required, placeholder=hint)

    @property
    def _step(self) -> Step | None:
        visit = self.case.open_visit
        return self.case.service.step(visit.step_no) if visit else None

    def _asked(self, way: Exit | None) -> tuple[str, str, bool]:
        """What the way out (None: none is chosen) wants to be told: label, hint, and whether it must be."""
        if way is not None and way.ends_as is Ending.TRANSFERRED and way.to is not None:
            return "OPD tujuan", "nama OPD yang menerima", True
        step = self._step
        hint = f"misalnya {inert(step.output, 60)}; boleh kosong" if step and step.output else "boleh kosong"
        return "Jawaban / hasil" if step and step.delivers else "Output", hint, False

    @on(PickField.Changed)
    def _chosen(self, event: PickField.Changed) -> None:
        if (output := self.form.field("output")) is not None and event.field.key == "exit":
            way = next((way for way in self.choice.exits if way.key == event.field.value), None)
            label, hint, required = self._asked(way)
            _rename(output, label, hint, required=required)

    def _way(self, values: Mapping[str, Any]) -> str | None:
        """None: no way out is chosen yet."""
        return values.get("exit") or (self.choice.exits[0].key if len(self.choice.exits) == 1 else None)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        way = self._way(values)
        return [] if way is None else preview_lines(self.session.office, ahead.finish(way))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.finish(
            self.session,
            self.case.case_no,
            self._way(values),
            values["output"],
            expected=expected,
        )


class ReturnDialog(CaseDialog):
    """Why the work goes back."""

    ACT = "return"
    AT_STEP = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        way = next(way for way in choice.exits if way.revision)
        super().__init__(session, case, choice, "Kembalikan", f"{way.name} {_leads_to(case, way)}")

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("reason", "Alasan revisi", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        return preview_lines(self.session.office, ahead.send_back())

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.send_back(self.session, self.case.case_no, values["reason"], expected=expected)


class PauseDialog(CaseDialog):
    """For whom the office waits, and why."""

    ACT = "pause"
    AT_STEP = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Waktu berhenti hanya selama menunggu pihak luar; alasan dari dalam kantor ditulis sebagai catatan."
        super().__init__(session, case, choice, "Jeda", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        options = [Option(key, name) for key, name in WAITING_FOR.items()]
        yield PickField("for", "Menunggu", options, chosen=["applicant"], required=True)
        yield TextField("reason", "Alasan", required=True)

    @on(PickField.Changed)
    def _chosen(self, event: PickField.Changed) -> None:
        if (reason := self.form.field("reason")) is not None and event.field.key == "for":
            if event.field.value == "other_agency":
                _rename(reason, "OPD dan alasan", "OPD yang ditunggu dan alasannya", required=True)
            else:
                _rename(reason, "Alasan", "", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.pause(
            self.session, self.case.case_no, values["for"] or "", values["reason"], expected=expected
        )


class NoteDialog(CaseDialog):
    """A note into the history."""

    ACT = "note"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        super().__init__(session, case, choice, NOTE)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield AreaField("text", "Catatan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        """A note stands beside whatever others did: `expected` is not looked at."""
        routing.add_note(self.session, self.case.case_no, values["text"])


class AssignDialog(CaseDialog):
    """Another holder for the open step."""

    ACT = "assign"
    AT_STEP = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = f"Sekarang {_step_title(case)} pada {case.open_visit.holder_name if case.open_visit else ''}."
        super().__init__(session, case, choice, "Alihkan", f"{text} Waktu tetap berjalan.")

    def compose_fields(self) -> Iterable[Field[Any]]:
        options = [Option(key, name) for key, name in self.choice.assignees]
        yield ChoiceField("to", "Kepada", options, required=True)
        yield TextField("reason", "Alasan", required=True)

    def renew(self, choice: Choice) -> None:
        self.choice = choice
        if isinstance(to := self.form.field("to"), ChoiceField):
            to.options = [Option(key, name) for key, name in choice.assignees]

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.assign(self.session, self.case.case_no, values["to"], values["reason"], expected=expected)


class ReopenDialog(CaseDialog):
    """At which step a case begins anew, and why."""

    ACT = "reopen"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Langkah dan layanan mendapat waktu standar penuh lagi; penilaian putaran lalu tetap."
        super().__init__(session, case, choice, "Buka kembali", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        steps = [step for step in self.case.service.steps if step.no in self.choice.reopens]
        options = [Option(step.no, f"{step.no} {step.label}") for step in steps]
        yield ChoiceField("step", "Mulai langkah", options, required=True)
        yield TextField("reason", "Alasan", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        step = values["step"]
        return [] if step is None else preview_lines(self.session.office, ahead.reopen(step))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.reopen(self.session, self.case.case_no, values["step"], values["reason"], expected=expected)


class CancelDialog(CaseDialog):
    """Why a case ends without a result."""

    ACT = "cancel"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Berkas ditutup tanpa hasil dan waktunya berhenti."
        super().__init__(session, case, choice, "Batalkan berkas", text, danger=True)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("reason", "Alasan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.cancel(self.session, self.case.case_no, values["reason"], expected=expected)


class VoidDialog(CaseDialog):
    """Why an agenda number is void."""

    ACT = "void"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Nomor tetap tampak di buku agenda, tercoret; berkasnya ditutup."
        super().__init__(session, case, choice, "Batalkan nomor agenda", text, danger=True)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("reason", "Alasan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        intake.void_letter(self.session, self.case.case_no, values["reason"], expected=expected)


class ClassDialog(CaseDialog):
    """Another class for a complaint."""

    ACT = "class"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Tenggat baru dihitung sejak diterima; yang sudah lewat tetap dilaporkan lewat."
        super().__init__(session, case, choice, "Golongan pengaduan", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        table = self.case.class_table
        known = [key for key in CLASSES if key in table]
        options = [
            Option(key, CLASSES.get(key, key), f"{table[key]} hari kerja")
            for key in [*known, *sorted(table.keys() - CLASSES.keys())]
        ]
        present = [self.case.class_key] if self.case.class_key else []
        yield PickField("class", "Golongan", options, chosen=present, required=True)
        yield TextField("reason", "Alasan", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        key = values["class"]
        if key is None or key == self.case.class_key:
            return []
        return preview_lines(self.session.office, ahead.change_class(key))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        complaints.change_class(
            self.session, self.case.case_no, values["class"] or "", values["reason"], expected=expected
        )
