"""The form of a service definition in files, the database and JSON: one shape everywhere.

Apart from `definitions.py`, since whoever opens an office needs it, and the checking of files hardly ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

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

Table = Mapping[str, Any]


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
