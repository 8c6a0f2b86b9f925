"""One service as its official documents print it, laid out for any width.

Order: the six published components of a service standard, with the procedure as the SOP's table, then what the
head of an SOP sheet names (legal basis, qualifications, equipment, related), complaint classes and remarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.domain.service import Charge, Ending, Exit, Periodic, Service, Step
from desk.office.office import Office
from desk.screens.sop_table import HERE, MARK, Column, marked, paragraphs, stacked, table
from desk.widgets.text import Line

TABLE_FROM = 94
"""Cells, on a screen of 100, from which the procedure is a table; below, one block per step."""
BLANK = "belum dicantumkan"
_OTHERS_TIME = {Charge.APPLICANT: "waktu pemohon", Charge.OTHER_AGENCY: "waktu OPD lain"}


@dataclass(frozen=True, slots=True)
class SopText:
    lines: list[Line]
    current: int | None
    """The line at which the current step begins. None: no step is marked."""


def sop_text(office: Office, service: Service, step_no: str | None, width: int) -> SopText:
    """`step_no`: the step to mark. None: none."""
    lines = _head(service, width)
    lines += _section("1  Persyaratan", width) + _numbered(service.requirements_text, width)
    lines += _section("2  Sistem, mekanisme, dan prosedur", width)
    before = len(lines)
    rows = [_cells(office, service, step) for step in service.steps]
    numbers = [step.no for step in service.steps]
    place = numbers.index(step_no) if step_no in numbers else None
    draw = table if width >= TABLE_FROM else stacked
    body, starts = draw(_COLUMNS, rows, place, width)
    lines += body
    current = None if place is None else before + starts[place]
    for task in service.periodic:
        lines.append(Line())
        if task.no == step_no:
            current = len(lines)
        lines += _periodic(office, service, task, width, is_current=task.no == step_no)
    lines += _section("3  Jangka waktu penyelesaian", width) + _total(service, width)
    lines += _section("4  Biaya/tarif", width) + _plain(service.fee, width)
    lines += _section("5  Produk pelayanan", width) + _bullets(service.products, width)
    lines += _section("6  Penanganan pengaduan, saran, dan masukan", width)
    lines += _numbered(service.complaint_text, width) + _complaints(service, width)
    lines += _others(service, width)
    return SopText(lines, current)


def _head(service: Service, width: int) -> list[Line]:
    lines = [Line(part, "bold $strong") for part in paragraphs([service.name], width)]
    lines += [Line(part, "$link") for part in paragraphs([service.agency], width)]
    decree = Line("Nomor SK  ", "$muted").add(
        service.decree or BLANK, "$strong" if service.decree else "$key"
    )
    return [*lines, decree]


def _section(title: str, width: int) -> list[Line]:
    line = Line(title, "bold $key").gap(1)
    return [Line(), line.add("─" * max(0, width - line.width), "$faint")]


def _text(text: str, width: int, indent: int = 0, lead: str = "") -> list[Line]:
    """Prose under a hanging indent; "perlu konfirmasi" stands out."""
    lines = []
    for place, part in enumerate(paragraphs([text], max(10, width - indent))):
        line = Line().cell(lead if place == 0 else "", indent, "$muted")
        lines.append(line.extend(marked(part)))
    return lines


def _plain(text: str, width: int) -> list[Line]:
    return _text(text, width, 3) if text else [Line().gap(3).add(BLANK, "$muted")]


def _numbered(items: Sequence[str], width: int) -> list[Line]:
    if not items:
        return _plain("", width)
    return [line for n, item in enumerate(items, 1) for line in _text(item, width, 6, f"   {n}.")]


def _bullets(items: Sequence[str], width: int) -> list[Line]:
    if not items:
        return _plain("", width)
    return [line for item in items for line in _text(item, width, 5, "   •")]


def _total(service: Service, width: int) -> list[Line]:
    if service.total is None and not service.total_text:
        return _plain("", width)
    return _plain(service.total_text or str(service.total), width)


def _complaints(service: Service, width: int) -> list[Line]:
    lines: list[Line] = []
    if service.complaint_channels:
        lines += [Line().gap(3).add("Sarana", "bold $strong"), *_bullets(service.complaint_channels, width)]
    if service.complaint_classes:
        lines.append(Line().gap(3).add("Golongan pengaduan", "bold $strong"))
        lines += _bullets([f"{item.name}: {item.standard}" for item in service.complaint_classes], width)
    if service.contact:
        lines += _text(f"Kontak: {service.contact}", width, 3)
    return lines


def _others(service: Service, width: int) -> list[Line]:
    lines: list[Line] = []
    for title, items in (
        ("Dasar hukum", service.legal_basis),
        ("Kualifikasi pelaksana", service.qualifications),
        ("Peralatan/perlengkapan", service.equipment),
        ("Keterkaitan", service.related),
        ("Catatan atas sumber", service.remarks),
    ):
        if items or title == "Dasar hukum":
            lines += _section(title, width) + _bullets(items, width)
    return lines


def _periodic(
    office: Office, service: Service, task: Periodic, width: int, *, is_current: bool
) -> list[Line]:
    actors = " / ".join(office.position_title(key, service) for key in task.actors)
    details = [actors, str(task.standard) if task.standard else "", task.output]
    text = f"Kewajiban berkala, langkah {task.no}: {task.name} ({'; '.join(filter(None, details))})"
    if not is_current:
        return _text(text, width, 3)
    head = Line().gap(3).add(f" {MARK} {HERE} ", "bold reverse $focus")
    return [head, *(Line("┃", "bold $focus").gap(2).extend(line) for line in _text(text, width - 3, 0))]


# The cells of one step

_COLUMNS = (
    Column("No"),
    Column("Kegiatan"),
    Column("Pelaksana"),
    Column("Kelengkapan", "Mutu Baku"),
    Column("Waktu", "Mutu Baku"),
    Column("Output", "Mutu Baku"),
    Column("Keterangan"),
)
"""The official head of the table."""


def _cells(office: Office, service: Service, step: Step) -> tuple[list[str], ...]:
    """One list of paragraphs per column."""
    waktu = str(step.standard) if step.standard else "–"
    if step.is_external:
        waktu += f" ({_OTHERS_TIME[step.charged_to]})"
    actors = " / ".join(office.position_title(key, service) for key in step.actors)
    remarks = [*_exits(step.exits), *([step.remarks] if step.remarks else [])]
    if step.delivers:
        remarks.insert(0, "● layanan tersampaikan")
    return [step.no], [step.name], [actors], [step.inputs or "–"], [waktu], [step.output or "–"], remarks


def _exits(exits: Iterable[Exit]) -> list[str]:
    ways = list(exits)
    return [_way(way, alone=len(ways) == 1) for way in ways]


def _way(way: Exit, *, alone: bool) -> str:
    ending = {Ending.DONE: "selesai", Ending.TRANSFERRED: "disalurkan", None: "selesai"}[way.ends_as]
    if way.to is None:
        return f"■ {ending}" if way.name.casefold() == ending else f"■ {ending}: {way.name}"
    arrow = "◄" if way.revision else "→"
    ends = " (disalurkan)" if way.ends_as is Ending.TRANSFERRED else ""
    return f"{arrow} {way.to}" if alone and not way.revision else f"{arrow} {way.to}  {way.name}{ends}"
