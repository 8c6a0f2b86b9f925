"""A public service (layanan) or SOP as data: requirements, steps, actors, standard times, exits.

The eight shipped definitions are in `assets/services/`; an office adds its own without code.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from desk.domain.duration import StandardTime


class Charge(StrEnum):
    """Whose time a step takes. Only the office's is ever held against the office."""

    OFFICE = "office"
    APPLICANT = "applicant"
    OTHER_AGENCY = "other_agency"


class Ending(StrEnum):
    """How a case ends: done (selesai) or transferred (disalurkan)."""

    DONE = "done"
    TRANSFERRED = "transferred"


class Intake(StrEnum):
    """What opens a case of a service: a letter (surat) or a complaint (pengaduan)."""

    LETTER = "letter"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Exit:
    """One way out of a step."""

    key: str
    name: str
    to: str | None = None
    """Printed number of the step that follows. None: the case ends here."""
    ends_as: Ending | None = None
    """How the case ends. On an exit that leads on, the ending that the case will keep: a complaint
    handed to another agency is `transferred` even though the citizen still gets an answer."""
    revision: bool = False
    """Whether taking this exit sends the work back."""


@dataclass(frozen=True)
class Step:
    """One numbered row of the procedure."""

    no: str
    """Number as printed in the SOP; not always consecutive."""
    name: str
    """The activity exactly as printed."""
    label: str
    """A short form of the name for lists, at most 32 characters."""
    actors: tuple[str, ...]
    """Positions any one of which may perform the step."""
    exits: tuple[Exit, ...]
    charged_to: Charge = Charge.OFFICE
    standard: StandardTime | None = None
    inputs: str = ""
    output: str = ""
    delivers: bool = False
    """Finishing this step delivers the service: its clock stops."""
    disposition: bool = False
    """`dispose` finishes this step by its first exit."""
    opens_with: tuple[str, ...] = ()
    """Positions that receive the visit first and hand it on by disposing. Empty: the actors do."""
    finishes: tuple[str, ...] = ()
    """Positions that may finish, where not every actor may. Empty: all actors."""
    remarks: str = ""
    """Keterangan, with "perlu konfirmasi" where a resolution needs an office's confirmation."""

    @property
    def is_external(self) -> bool:
        return self.charged_to is not Charge.OFFICE

    def exit(self, key: str) -> Exit | None:
        return next((way for way in self.exits if way.key == key), None)


@dataclass(frozen=True)
class Requirement:
    """One item of the checklist derived from the published persyaratan."""

    key: str
    text: str
    required: bool = True
    under: str | None = None
    """Number, from "1", in `requirements_text` of the item this tick derives from. None: printed itself."""


@dataclass(frozen=True)
class Periodic:
    """A periodic obligation of the SOP, such as the monthly recap; never a step of a case."""

    no: str
    name: str
    standard: StandardTime | None
    output: str = ""
    actors: tuple[str, ...] = ()

    @property
    def as_step(self) -> Step:
        """The one step of a task of this obligation."""
        done = Exit("done", "Selesai", ends_as=Ending.DONE)
        return Step(
            self.no,
            self.name,
            self.name[:32],
            self.actors,
            (done,),
            standard=self.standard,
            output=self.output,
        )


@dataclass(frozen=True)
class ComplaintClass:
    """A class of complaint and its limit, counted from registration."""

    key: str
    name: str
    standard: StandardTime
    legal_basis: str = ""


@dataclass(frozen=True)
class Service:
    """One official service or SOP, immutable; a case keeps the version it was opened under."""

    key: str
    name: str
    agency: str
    intake: Intake
    steps: tuple[Step, ...]
    short: str = ""
    """Name for narrow columns, at most 20 characters."""
    decree: str | None = None
    """Decree number. None: the source leaves it blank ("belum dicantumkan")."""
    legal_basis: tuple[str, ...] = ()
    requirements_text: tuple[str, ...] = ()
    """Component 1 as printed, one entry per numbered item."""
    requirements: tuple[Requirement, ...] = ()
    total: StandardTime | None = None
    total_text: str = ""
    """Component 3 as printed, remarks included."""
    fee: str = ""
    products: tuple[str, ...] = ()
    contact: str = ""
    complaint_text: tuple[str, ...] = ()
    """Component 6 as printed."""
    qualifications: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    periodic: tuple[Periodic, ...] = ()
    complaint_classes: tuple[ComplaintClass, ...] = ()
    complaint_channels: tuple[str, ...] = ()
    actors: dict[str, str] = field(default_factory=dict)
    """Positions that this service names beside the common ones: key to Indonesian title."""
    calendar: str = "office"
    """Which of the office's calendars its clocks run on."""
    at_risk_percent: int = 75
    """Share of the standard from which a running clock is `at_risk`."""
    remarks: tuple[str, ...] = ()
    """Notes on resolutions that an office should confirm ("perlu konfirmasi")."""

    @cached_property
    def _by_no(self) -> dict[str, Step]:
        return {task.no: task.as_step for task in self.periodic} | {step.no: step for step in self.steps}

    def step(self, no: str) -> Step:
        """The step, or the periodic obligation as one, with that printed number; KeyError if there is none."""
        return self._by_no[no]

    @property
    def first_office_step(self) -> Step:
        """Where a new case opens: the first step that the office itself performs."""
        return next(step for step in self.steps if not step.is_external)

    @cached_property
    def required_keys(self) -> frozenset[str]:
        return frozenset(item.key for item in self.requirements if item.required)

    @property
    def checklist(self) -> tuple[tuple[str | None, Requirement], ...]:
        """Every tick with the printed requirement it derives from. None: the tick is itself printed."""
        return tuple(
            (None if item.under is None else self.requirements_text[int(item.under) - 1], item)
            for item in self.requirements
        )

    @cached_property
    def version(self) -> str:
        """Content hash: the same rules always have the same version."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
