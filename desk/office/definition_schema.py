"""The shape of a service definition as pydantic models: import it only where a file from outside is checked.

Pydantic names every fault of shape at once. What a well-shaped definition must satisfy beyond that
is in `desk.domain.definition`; so that its faults are named in the same breath, a file with faults
of shape is also repaired provisionally.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from desk.domain.definition_ways import Fault
from desk.domain.duration import Unit
from desk.domain.service import Charge, Ending, Intake


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Word = Field(strict=False)
"""An enum is written as its text, which strict input would refuse."""


class StandardTable(_Table):
    kind: Annotated[Unit, _Word]
    value: int | None = None


class ExitTable(_Table):
    key: str
    name: str
    to: str | None = None
    ends_as: Annotated[Ending | None, _Word] = None
    revision: bool = False


class StepTable(_Table):
    no: str
    name: str
    label: str
    actors: list[str]
    exits: list[ExitTable]
    charged_to: Annotated[Charge, _Word] = Charge.OFFICE
    standard: StandardTable | None = None
    inputs: str = ""
    output: str = ""
    delivers: bool = False
    disposition: bool = False
    opens_with: list[str] = []
    finishes: list[str] = []
    remarks: str = ""


class RequirementTable(_Table):
    key: str
    text: str
    required: bool = True
    under: str | None = None


class PeriodicTable(_Table):
    no: str
    name: str
    standard: StandardTable | None = None
    output: str = ""
    actors: list[str] = []


class ComplaintClassTable(_Table):
    key: str
    name: str
    standard: StandardTable
    legal_basis: str = ""


class ServiceTable(_Table):
    key: str
    name: str
    short: str
    agency: str
    intake: Annotated[Intake, _Word]
    steps: list[StepTable]
    decree: str | None = None
    legal_basis: list[str] = []
    requirements_text: list[str] = []
    requirements: list[RequirementTable] = []
    total: StandardTable | None = None
    total_text: str = ""
    fee: str = ""
    products: list[str] = []
    contact: str = ""
    complaint_text: list[str] = []
    qualifications: list[str] = []
    equipment: list[str] = []
    related: list[str] = []
    periodic: list[PeriodicTable] = []
    complaint_classes: list[ComplaintClassTable] = []
    complaint_channels: list[str] = []
    actors: dict[str, str] = {}
    calendar: str = "office"
    at_risk_percent: int = 75
    remarks: list[str] = []
    version: str = ""
    """Only so that what `desk service show --json` prints may be checked again; never used."""


Place = tuple[int | str, ...]

_STAND_INS: dict[str, Any] = {
    "intake": "letter",
    "steps": [],
    "actors": [],
    "exits": [],
    "standard": {"kind": "minutes", "value": 1},
    "kind": "minutes",
}
"""What a missing or unusable required field counts as while the rest is checked; other fields: a text."""

_ROUNDS = 4
"""A repair may bring up the fields of a replaced table; definitions are at most this deep."""


def check_shape(data: dict[str, Any]) -> tuple[list[Fault], dict[str, Any] | None]:
    """The faults of shape, and the data with those repaired. None: nothing usable is left."""
    errors = _errors(data)
    faults = [(_path(error["loc"]), _message(error)) for error in errors]
    usable = copy.deepcopy(data)
    for _ in range(_ROUNDS):
        if not errors:
            return faults, usable
        for error in errors:
            _repair(usable, error["loc"], error["type"])
        errors = _errors(usable)
    return faults, None if errors else usable


def _errors(data: dict[str, Any]) -> list[ErrorDetails]:
    try:
        ServiceTable.model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _repair(data: dict[str, Any], place: Place, fault: str) -> None:
    """Take the faulty value out, or put a stand-in where the field is required."""
    target: Any = data
    for part in place[:-1]:
        target = target[part]
    last = place[-1]
    if isinstance(target, list):
        target[int(last)] = {} if fault == "model_type" else ""
    elif fault == "missing":
        target[last] = _STAND_INS.get(str(last), "-")
    else:
        target.pop(last, None)


def _path(place: Sequence[int | str]) -> str:
    path = ""
    for part in place:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part if part.isidentifier() else repr(part)}"
    return path.lstrip(".")


def _message(error: ErrorDetails) -> str:
    given = error["input"]
    match error["type"]:
        case "missing":
            return "wajib diisi"
        case "extra_forbidden":
            return "isian ini tidak dikenal; periksa ejaannya"
        case "enum":
            expected = error["ctx"]["expected"].replace(" or ", " atau ")
            return f"{given!r} tidak dikenal; pilih salah satu dari {expected}"
        case "string_type":
            return "harus berupa teks dalam tanda kutip"
        case "int_type":
            return "harus berupa bilangan bulat tanpa tanda kutip"
        case "bool_type":
            return "harus true atau false, tanpa tanda kutip"
        case "list_type":
            return "harus berupa daftar dalam kurung siku"
        case _:
            return "harus berupa tabel dengan isian bernama"
