"""What a service definition must satisfy beyond its shape, so that every case of it can be worked to its end.

Each rule yields faults as (place, message): the place is a path such as `steps[3].exits[0].to`, counted
from 0; the message is Indonesian. How steps hang together is checked in `definition_ways.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum

from desk.domain.definition_ways import Fault, check_ways
from desk.domain.duration import StandardTime, Unit
from desk.domain.people import ANY_POSITION, COMMON_POSITIONS, EXTERNAL_ACTORS
from desk.domain.service import Charge, Intake, Service, Step

LABEL_LENGTH = 32
SHORT_LENGTH = 20
TEXT_LENGTH = 2000
LARGEST_VALUE = 9999
"""The most units a standard time may have; keeps every deadline inside the years a date can hold."""

_SERVICE_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_STEP_NO = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]{0,5}")

_CHARGED_ACTORS: dict[Charge, frozenset[str]] = {
    Charge.APPLICANT: frozenset({"applicant", "complainant"}),
    Charge.OTHER_AGENCY: frozenset({"other_agency"}),
}


def check_service(service: Service) -> list[Fault]:
    """Every fault of the definition; empty when cases of it can be worked."""
    return [
        *_header(service),
        *_texts("", service),
        *_keys(service),
        *_requirements(service),
        *_own_positions(service),
        *_step_fields(service),
        *_times(service),
        *_intake(service),
        *check_ways(service),
    ]


def _header(service: Service) -> Iterator[Fault]:
    if not _SERVICE_KEY.fullmatch(service.key):
        yield "key", "hanya huruf kecil, angka, dan tanda hubung, diawali huruf, paling banyak 40"
    if not _SERVICE_KEY.fullmatch(service.calendar):
        yield "calendar", "hanya huruf kecil, angka, dan tanda hubung, diawali huruf, paling banyak 40"
    yield from _required("name", service.name)
    yield from _required("agency", service.agency)
    yield from _required("short", service.short, SHORT_LENGTH)
    if not 1 <= service.at_risk_percent <= 99:
        yield "at_risk_percent", f"{service.at_risk_percent} di luar 1 sampai 99"


def _required(place: str, text: str, longest: int = TEXT_LENGTH) -> Iterator[Fault]:
    if not text.strip():
        yield place, "wajib diisi"
    elif len(text) > longest:
        yield place, f"paling panjang {longest} karakter, ini {len(text)}"


def _texts(place: str, value: object) -> Iterator[Fault]:
    """Characters that would not show, or would disturb a terminal, anywhere in the definition."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        if any(_is_control(character) for character in value):
            yield place, "mengandung karakter kendali (termasuk ganti baris); tulis teksnya dalam satu baris"
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(f"{place}[{index}]", item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(f"{place}.{_part(key)}", item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(f"{place}.{each.name}".lstrip("."), getattr(value, each.name))


def _is_control(character: str) -> bool:
    # Cf are direction overrides and zero-width marks: they make a text read otherwise than it is.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _part(key: str) -> str:
    return key if _KEY.fullmatch(key) else repr(key)


def _keys(service: Service) -> Iterator[Fault]:
    yield from _unique("steps", "no", [step.no for step in service.steps], _STEP_NO)
    for index, step in enumerate(service.steps):
        yield from _unique(f"steps[{index}].exits", "key", [way.key for way in step.exits], _KEY)
    yield from _unique("requirements", "key", [item.key for item in service.requirements], _KEY)
    yield from _unique("complaint_classes", "key", [item.key for item in service.complaint_classes], _KEY)
    used = [step.no for step in service.steps]
    for index, task in enumerate(service.periodic):
        if not _STEP_NO.fullmatch(task.no):
            yield f"periodic[{index}].no", f"{task.no!r} tidak sah: paling banyak 6 huruf, angka, atau titik"
        elif task.no in used:
            yield f"periodic[{index}].no", f"nomor {task.no!r} sudah dipakai"
        used.append(task.no)


def _unique(place: str, name: str, keys: Sequence[str], pattern: re.Pattern[str]) -> Iterator[Fault]:
    counts: Counter[str] = Counter()
    for index, key in enumerate(keys):
        counts[key] += 1
        if not pattern.fullmatch(key):
            allowed = (
                "paling banyak 6 huruf, angka, atau titik"
                if pattern is _STEP_NO
                else "hanya huruf kecil, angka, dan garis bawah, diawali huruf, paling banyak 40"
            )
            yield f"{place}[{index}].{name}", f"{key!r} tidak sah: {allowed}"
        elif counts[key] > 1:
            yield f"{place}[{index}].{name}", f"{key!r} ganda; sudah dipakai sebelumnya"


def _requirements(service: Service) -> Iterator[Fault]:
    printed = {str(number) for number in range(1, len(service.requirements_text) + 1)}
    for index, item in enumerate(service.requirements):
        place = f"requirements[{index}]"
        yield from _required(f"{place}.text", item.text)
        if item.under is not None and item.under not in printed:
            yield (
                f"{place}.under",
                f"{item.under!r} bukan nomor butir requirements_text (ada {len(printed)} butir)",
            )
        if item.required and service.intake is Intake.COMPLAINT:
            yield f"{place}.required", "pengaduan tidak boleh bergantung pada syarat; isi false"


def _own_positions(service: Service) -> Iterator[Fault]:
    for key, title in service.actors.items():
        place = f"actors.{_part(key)}"
        if not _KEY.fullmatch(key):
            yield place, "kunci jabatan hanya huruf kecil, angka, dan garis bawah, diawali huruf"
        elif key in COMMON_POSITIONS or key in EXTERNAL_ACTORS or key == ANY_POSITION:
            yield place, "jabatan ini sudah ada; hapus dari tabel actors"
        yield from _required(place, title)


def _step_fields(service: Service) -> Iterator[Fault]:
    own = frozenset(service.actors)
    for index, step in enumerate(service.steps):
        place = f"steps[{index}]"
        yield from _required(f"{place}.name", step.name)
        yield from _required(f"{place}.label", step.label, LABEL_LENGTH)
        if not step.actors:
            yield f"{place}.actors", f"langkah {step.no!r} belum punya pelaksana"
        for position, actor in enumerate(step.actors):
            yield from _actor(f"{place}.actors[{position}]", actor, step.charged_to, own)
        for way_index, way in enumerate(step.exits):
            yield from _required(f"{place}.exits[{way_index}].name", way.name)
        yield from _hands(place, step, own)
    for index, task in enumerate(service.periodic):
        yield from _required(f"periodic[{index}].name", task.name)
        for position, actor in enumerate(task.actors):
            yield from _actor(f"periodic[{index}].actors[{position}]", actor, Charge.OFFICE, own)


def _actor(place: str, actor: str, charged_to: Charge, own: frozenset[str]) -> Iterator[Fault]:
    if charged_to is not Charge.OFFICE:
        allowed = _CHARGED_ACTORS[charged_to]
        if actor not in allowed:
            names = " atau ".join(sorted(allowed))
            yield place, f'{actor!r} bukan pelaku luar untuk charged_to = "{charged_to}"; isi {names}'
    elif actor in EXTERNAL_ACTORS:
        yield place, f"{actor!r} di luar kantor, padahal waktunya dibebankan kepada kantor (charged_to)"
    elif actor == "admin":
        yield place, "'admin' tidak mengerjakan perkara"
    elif actor != ANY_POSITION and actor not in COMMON_POSITIONS and actor not in own:
        yield place, f"jabatan {actor!r} tidak dapat dipegang siapa pun; tambahkan ke tabel actors"


def _hands(place: str, step: Step, own: frozenset[str]) -> Iterator[Fault]:
    """Who opens and who finishes a step."""
    if step.is_external:
        for name in ("opens_with", "finishes"):
            if getattr(step, name):
                yield f"{place}.{name}", "tidak berlaku untuk langkah di luar kantor"
        return
    for index, position in enumerate(step.opens_with):
        yield from _actor(f"{place}.opens_with[{index}]", position, Charge.OFFICE, own)
    for index, position in enumerate(step.finishes):
        if position not in step.actors and ANY_POSITION not in step.actors:
            yield f"{place}.finishes[{index}]", f"{position!r} bukan pelaksana langkah ini (actors)"
        else:
            yield from _actor(f"{place}.finishes[{index}]", position, Charge.OFFICE, own)


def _times(service: Service) -> Iterator[Fault]:
    yield from _time("total", service.total, event=service.intake is Intake.LETTER)
    for index, step in enumerate(service.steps):
        yield from _time(f"steps[{index}].standard", step.standard, event=False)
    for index, task in enumerate(service.periodic):
        yield from _time(f"periodic[{index}].standard", task.standard, event=False)
    for index, item in enumerate(service.complaint_classes):
        yield from _time(f"complaint_classes[{index}].standard", item.standard, event=False)


def _time(place: str, standard: StandardTime | None, *, event: bool) -> Iterator[Fault]:
    if standard is None:
        return
    if standard.unit is Unit.EVENT:
        if not event:
            yield f"{place}.kind", "event hanya untuk waktu keseluruhan (total) layanan surat"
        if standard.value is not None:
            yield f"{place}.value", "tidak dipakai pada event, yang mengikuti acaranya; hapus"
    elif standard.value is None:
        yield f"{place}.value", "wajib diisi; tanpa batas waktu, hapus seluruh standar waktunya"
    elif not 1 <= standard.value <= LARGEST_VALUE:
        yield f"{place}.value", f"{standard.value} di luar 1 sampai {LARGEST_VALUE}"


def _intake(service: Service) -> Iterator[Fault]:
    if service.intake is Intake.LETTER:
        if service.complaint_classes:
            yield "complaint_classes", 'kelas pengaduan hanya untuk intake = "complaint"'
        return
    for index, item in enumerate(service.complaint_classes):
        yield from _required(f"complaint_classes[{index}].name", item.name)
