"""Service definitions from files: reading and checking. Pydantic is imported only while one from outside is checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desk.assets import ASSETS
from desk.domain.definition import check_service
from desk.domain.definition_ways import Fault
from desk.domain.service import Service
from desk.errors import DefinitionError
from desk.office.service_record import service_from_dict

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

MAX_BYTES = 1_000_000
"""Of a file from outside; the longest shipped definition has a fiftieth of that."""

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
        if not path.is_file():  # a pipe would be waited for
            raise FileNotFoundError
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError([f"bita {error.start}: berkas {path.name} bukan teks UTF-8"]) from error
    except OSError as error:
        raise DefinitionError([f"{path.name}: berkas tidak dapat dibaca"]) from error
    if len(content) > MAX_BYTES:
        raise DefinitionError(
            [f"{path.name}: berkas terlalu besar, paling banyak {MAX_BYTES // 1_000_000} MB"]
        )
    return check_definition(text, path.name)


def check_definition(text: str, source_name: str) -> Service:
    """The service written in `text`; `DefinitionError` names every fault at once, each with its place.

    A fault's place is its path, such as `steps[3].exits[0].to` (counted from 0), or the line of a file
    that is not TOML at all. `source_name` is what such a file is called in the message.
    """
    try:
        data = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # also a number of thousands of digits, brackets without end
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
