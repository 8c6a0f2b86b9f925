"""`desk service ...`: services and SOPs as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk.cli.context import Context
from desk.cli.output import error_document, pairs, table, write_error
from desk.cli.registry import Answer, Command, Options
from desk.domain.people import Permission
from desk.domain.service import Service, Step
from desk.errors import DefinitionError
from desk.office import setup
from desk.office.definitions import read_definition
from desk.office.office import Office
from desk.office.service_record import service_to_json

NO_LIMIT = "tanpa batas"
_GAP = "  "


def _key_option(options: Options) -> None:
    options.add_argument("key", metavar="KUNCI", help="kunci layanan, lihat: desk service list")


def _file_option(options: Options) -> None:
    options.add_argument("file", metavar="BERKAS", type=Path, help="definisi layanan (TOML)")


def _list(context: Context) -> Answer:
    services = list(context.session.office.services.values())
    rows = [
        (item.key, item.name, str(item.total or NO_LIMIT), item.version, item.agency) for item in services
    ]
    return Answer(
        [_summary(item) for item in services],
        table(("Kunci", "Layanan", "Waktu", "Versi", "Perangkat daerah"), rows, {1: 48, 4: 48}),
    )


def _summary(service: Service) -> dict[str, Any]:
    data = service_to_json(service)
    return {name: data[name] for name in ("key", "name", "agency", "decree", "version", "intake", "total")}


def _show(context: Context) -> Answer:
    office = context.session.office
    service = office.service(context.args.key)
    return Answer(service_to_json(service), _sheet(office, service))


def _sheet(office: Office, service: Service) -> list[str]:
    lines = pairs(
        ("Layanan", f"{service.name} ({service.key})"),
        ("Perangkat daerah", service.agency),
        ("Keputusan", service.decree or "belum dicantumkan"),
        ("Versi", service.version),
        ("Waktu", service.total_text or str(service.total or NO_LIMIT)),
        ("Biaya", service.fee or None),
        ("Produk", "; ".join(service.products) or None),
        ("Kontak", service.contact or None),
    )
    if service.requirements:
        lines += ["", "Persyaratan"]
        lines += [
            f"  {item.key}{_GAP}{item.text}{'' if item.required else ' (tidak wajib)'}"
            for item in service.requirements
        ]
    rows = [_step_row(office, service, step) for step in service.steps]
    lines += ["", *table(("No", "Kegiatan", "Pelaksana", "Waktu", "Hasil"), rows, {1: 60, 2: 40})]
    for item in service.complaint_classes:
        lines.append(f"Golongan {item.key}: {item.name}, {item.standard}")
    return lines


def _step_row(office: Office, service: Service, step: Step) -> tuple[str, ...]:
    actors = " / ".join(office.position_title(key, service) for key in step.actors)
    ways = ", ".join(f"{way.key} → {way.to or 'selesai'}" for way in step.exits)
    return step.no, step.name, actors, str(step.standard or "–"), ways


def _check(context: Context) -> Answer:
    """Needs neither an office nor a sign-in: a definition is checked where it is written."""
    try:
        service = read_definition(context.args.file)
    except DefinitionError as error:
        write_error(f"{len(error.faults)} kesalahan:", *error.faults)
        faults = {"faults": list(error.faults)}
        return Answer(error_document(error.code, error.message, None, **faults) | faults, status=1)
    return Answer(
        {"key": service.key, "version": service.version, "faults": []},
        [f"{service.key}: tidak ada kesalahan (versi {service.version})."],
    )


def _install(context: Context) -> Answer:
    session = context.session
    session.require(Permission.ADMINISTER)
    service = read_definition(context.args.file)
    setup.install_service(session, service)
    return Answer(
        {"key": service.key, "version": service.version},
        [f"Layanan {service.key} versi {service.version} berlaku untuk berkas baru; berkas berjalan tetap."],
    )


COMMANDS = (
    Command("service list", "daftar layanan", _list),
    Command("service show", "satu layanan sebagaimana ditetapkan", _show, _key_option),
    Command("service check", "memeriksa berkas definisi layanan", _check, _file_option),
    Command("service install", "memasang layanan baru atau versi baru", _install, _file_option),
)
