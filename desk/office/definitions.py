"""Service definitions: reading, checking, and their form in files, the database and JSON.

A definition has one shape everywhere (`service_to_dict`): as TOML in a file, as JSON text in the
database and on the command line. Pydantic is imported only while a file from outside is checked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desk.assets import ASSETS
from desk.domain.definition import check_service
from desk.domain.definition_ways import Fault
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import (
    Charge,
    ComplaintClass,
    Ending,
    Exit,
    Intake,
    Periodic,
    Requirement,
    Service,
    Step,
)
from desk.errors import DefinitionError

SHIPPED = (
    "wa-center",
    "keprotokolan",
    "konten-medsos",
    "surat-umum",
    "hotline-bkpsdm",
    "pengaduan-elektronik",
    "pengaduan-prokopim",
    "pengaduan-dinkominfo",
)
"""Keys of the services in `assets/services/`, in the order in which they are offered."""

Table = Mapping[str, Any]


def shipped_services() -> dict[str, Service]:
    """The services that come with desk, by key. Not checked again: a test proves them faultless."""
    found = {}
    for key in SHIPPED:
        text = (ASSETS / "services" / f"{key}.toml").read_text(encoding="utf-8")
        found[key] = service_from_dict(tomllib.loads(text))
    return found


def read_definition(path: Path) -> Service:
    """The service in a file from outside; `DefinitionError` names every fault of it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError([f"bita {error.start}: berkas {path.name} bukan teks UTF-8"]) from error
    except OSError as error:
        raise DefinitionError([f"{path.name}: berkas tidak dapat dibaca"]) from error
    return check_definition(text, path.name)


def check_definition(text: str, source_name: str) -> Service:
    """The service written in `text`; `DefinitionError` names every fault at once, each with its place.

    A fault's place is its path, such as `steps[3].exits[0].to` (counted from 0), or the line of a file
    that is not TOML at all. `source_name` is what such a file is called in the message.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError([_syntax_fault(str(error), source_name)]) from error
    from desk.office.definition_schema import check_shape

    faults, usable = check_shape(data)
    service = None if usable is None else service_from_dict(usable)
    if service is not None:
        faults = [*faults, *_beyond(faults, check_service(service))]
    if faults or service is None:
        raise DefinitionError([f"{place}: {message}" for place, message in faults])
    return service


def _beyond(known: Sequence[Fault], found: Sequence[Fault]) -> list[Fault]:
    """The faults found that are not merely the consequence of one already known."""
    places = [place for place, _ in known]
    return [fault for fault in found if not any(_follows(fault[0], place) for place in places)]


def _follows(found: str, known: str) -> bool:
    """Whether a fault comes of a stand-in: inside the replaced value, or about a step's ways without them."""
    inside = found == known or found.startswith((f"{known}.", f"{known}["))
    return inside or known == f"{found}.no" or known.startswith(f"{found}.exits")


def _syntax_fault(detail: str, source_name: str) -> str:
    at = re.search(r"\(at line (\d+), column (\d+)\)", detail)
    place = f"baris {at[1]}, kolom {at[2]}" if at else "akhir berkas"
    return f"{place}: {source_name} tidak tersusun sebagai TOML; periksa tanda kutip, kurung, dan tanda ="


def service_to_json(service: Service) -> dict[str, Any]:
    """What `desk service show --json` prints."""
    return {**service_to_dict(service), "version": service.version}


def service_to_dict(service: Service) -> dict[str, Any]:
    """The definition as plain tables, lists and texts; `service_from_dict` gives the same service back."""
    data: dict[str, Any] = _plain(asdict(service))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if isinstance(value.get("unit"), Unit):
            return {"kind": str(value["unit"]), "value": value["value"]}
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def service_from_dict(data: Table) -> Service:
    """The service of a definition known to be well-formed: shipped, stored, or checked before."""
    own = dict(data)
    own.pop("version", None)
    return Service(
        **_with(
            own,
            intake=Intake(own["intake"]),
            steps=tuple(_step(item) for item in own["steps"]),
            requirements=tuple(Requirement(**item) for item in own.get("requirements", ())),
            total=_standard(own.get("total")),
            periodic=tuple(_periodic(item) for item in own.get("periodic", ())),
            complaint_classes=tuple(_complaint_class(item) for item in own.get("complaint_classes", ())),
        )
    )


def _step(data: Table) -> Step:
    return Step(
        **_with(
            data,
            exits=tuple(_exit(item) for item in data["exits"]),
            charged_to=Charge(data.get("charged_to", Charge.OFFICE)),
            standard=_standard(data.get("standard")),
        )
    )


def _exit(data: Table) -> Exit:
    ends_as = data.get("ends_as")
    return Exit(**_with(data, ends_as=Ending(ends_as) if ends_as else None))


def _periodic(data: Table) -> Periodic:
    return Periodic(**_with(data, standard=_standard(data.get("standard"))))


def _complaint_class(data: Table) -> ComplaintClass:
    standard = data["standard"]
    return ComplaintClass(**_with(data, standard=StandardTime(Unit(standard["kind"]), standard.get("value"))))


def _standard(data: Table | None) -> StandardTime | None:
    return None if data is None else StandardTime(Unit(data["kind"]), data.get("value"))


def _with(data: Table, **converted: object) -> dict[str, Any]:
    """The table with its lists as tuples and the converted values in place."""
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return {**plain, **converted}
