"""Explaining the clocks of a case to a person, as of now or of an earlier instant; nothing sealed is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk import db
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile
from desk.domain.clocks import Rules
from desk.domain.explanation import ClockRef, Explanation, clock_refs, explain_clock, shown_ref
from desk.domain.explanation_text import Words
from desk.domain.sla import ClockKind
from desk.errors import FieldError, RuleError
from desk.office import case_store, numbers, privacy
from desk.office.office import Office
from desk.office.session import Session


@dataclass(frozen=True, slots=True)
class Explainer:
    """The clocks of one case, to be explained at any instant from memory."""

    office: Office
    case: CaseFile
    rules: Rules
    refs: tuple[ClockRef, ...]
    """Its present clocks, at least one: step, service, class."""
    shown: ClockRef
    """The one the case is shown by."""
    is_sealed: bool = False
    """Whether the content is kept from whoever looks."""

    def at(self, ref: ClockRef, now: Instant) -> Explanation:
        return explain_clock(self.case, self.rules, ref, now)

    def sentences(self, explained: Explanation) -> list[str]:
        """The explanation in words."""
        office = self.office
        return Words(explained, self.case, office.today(), office.person_name, self.is_sealed).sentences()

    @property
    def visits(self) -> tuple[ClockRef, ...]:
        """The step clocks of all its visits, the earliest first."""
        return tuple(ClockRef(ClockKind.STEP, visit.no) for visit in self.case.visits)

    def clocks(self, ref: ClockRef) -> list[ClockRef]:
        """One clock of each kind, as `ref` is looked at: an earlier visit's stands for the present one's."""
        return [ref if other.kind is ref.kind else other for other in self.refs]

    def ref(self, kind: ClockKind | None) -> ClockRef:
        """The clock of that kind; None: the one the case is shown by. FieldError if the case has none such."""
        if kind is None:
            return self.shown
        found = next((ref for ref in self.refs if ref.kind is kind), None)
        if found is None:
            known = ", ".join(str(ref.kind) for ref in self.refs)
            raise FieldError(
                "clock", f"Berkas ini tidak mempunyai waktu itu. Pilihan: {known}.", code="no_clock"
            )
        return found


def explainer(session: Session, number: str, as_of: Instant | None = None) -> Explainer:
    """Everything needed to explain a case's clocks. RuleError if none has started; NotFound if there is no case.

    With `as_of`, of the case as it was known then; who may read its reasons is judged by the case as it is now.
    """
    office = session.office
    with db.snapshot():
        number = numbers.canonical_number(number, office)
        case = case_store.load(number, as_of)
        present = case if as_of is None else case_store.load(number)
        sealed = not privacy.sees_content(session, present)
        if sealed:
            _seal(case)
    rules = case_store.rules(office, case)
    shown = shown_ref(case, rules)
    if shown is None:
        raise RuleError("Waktu berkas ini belum berjalan: syaratnya belum lengkap.", code="not_started")
    return Explainer(office, case, rules, tuple(clock_refs(case, rules)), shown, sealed)


def _seal(case: CaseFile) -> None:
    """Take the reasons that people wrote out of the case."""
    case.pauses = [replace(pause, reason=privacy.SEALED) for pause in case.pauses]
    for cycle in case.cycles:
        if cycle.target is not None:
            cycle.target = replace(cycle.target, reason=privacy.SEALED)
