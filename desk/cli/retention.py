"""`desk retention ...`: how long files are kept, which are due, and destroying those by minutes of destruction."""

from __future__ import annotations

from typing import Any

from desk.cli.case_shared import after_erasing, case_option
from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import count_from_zero
from desk.domain.dates import format_date
from desk.domain.retention import ACTIONS, RetentionClass
from desk.office import retention


def _class_options(options: Options) -> None:
    options.add_argument("key", metavar="KUNCI", help="kunci kelas, contoh: surat-rutin")
    options.add_argument("--name", metavar="TEKS", required=True, help="nama kelas")
    options.add_argument(
        "--active", metavar="TAHUN", type=count_from_zero, required=True, help="lama aktif, dalam tahun"
    )
    options.add_argument(
        "--inactive", metavar="TAHUN", type=count_from_zero, required=True, help="lama inaktif, dalam tahun"
    )
    options.add_argument("--action", choices=list(ACTIONS), required=True, help="tindakan akhir")
    options.add_argument("--basis", metavar="TEKS", required=True, help="dasarnya dalam JRA")


def _class_add(context: Context) -> Answer:
    args = context.args
    given = RetentionClass(args.key, args.name, args.active, args.inactive, args.action, args.basis)
    retention.set_class(context.session, given)
    return _class_list(context)


def _class_list(context: Context) -> Answer:
    context.session  # noqa: B018  signs in
    found, given = retention.classes(), retention.rules()
    data: list[dict[str, Any]] = [
        item.to_dict() | {"services": [service for service, key in given.items() if key == item.key]}
        for item in found.values()
    ]
    rows = [
        (
            item["key"],
            item["name"],
            f"{item['active_years']} th",
            f"{item['inactive_years']} th",
            ACTIONS[item["final_action"]],
            ", ".join(item["services"]) or "–",
            item["basis"],
        )
        for item in data
    ]
    none = ["Belum ada kelas retensi: admin mengisinya dari JRA daerah."]
    headings = ("Kunci", "Nama", "Aktif", "Inaktif", "Akhir", "Untuk", "Dasar")
    return Answer(data, table(headings, rows, {1: 28, 5: 28, 6: 36}) if rows else none)


def _assign_options(options: Options) -> None:
    kinds = ", ".join(retention.KINDS)
    options.add_argument("service", metavar="LAYANAN", help=f"kunci layanan, atau semua dari jenis: {kinds}")
    options.add_argument("key", metavar="KUNCI", help="kunci kelas retensi")


def _assign(context: Context) -> Answer:
    retention.assign(context.session, context.args.service, context.args.key)
    return _class_list(context)


def _set_options(options: Options) -> None:
    case_option(options)
    options.add_argument("key", metavar="KUNCI", help="kunci kelas retensi")


def _set(context: Context) -> Answer:
    args = context.args
    retention.set_case(context.session, args.case, args.key, args.reason)
    return Answer({"case": args.case, "retention": args.key}, [f"Kelas retensi {args.case}: {args.key}."])


def _due(context: Context) -> Answer:
    found = retention.due(context.session)
    data = [
        {
            "case": item.number,
            "service": item.service,
            "closed_on": item.closed_on.isoformat(),
            "due_on": item.due_on.isoformat(),
            "retention": item.retention.key,
            "final_action": item.retention.final_action,
        }
        for item in found
    ]
    rows = [
        (
            item.number,
            item.service,
            format_date(item.closed_on),
            format_date(item.due_on),
            ACTIONS[item.retention.final_action],
            item.retention.name,
        )
        for item in found
    ]
    headings = ("Berkas", "Layanan", "Ditutup", "Jatuh retensi", "Akhir", "Kelas")
    return Answer(data, table(headings, rows, {1: 24, 5: 36}) if rows else ["Tidak ada yang jatuh retensi."])


def _destroy_options(options: Options) -> None:
    options.add_argument("cases", metavar="BERKAS", nargs="+", help="berkas yang jatuh retensi musnah")
    options.add_argument(
        "--basis",
        metavar="TEKS",
        required=True,
        help="berita acara pemusnahan; tetap terbaca, jadi tanpa nama orang",
    )


def _destroy(context: Context) -> Answer:
    args = context.args
    retention.destroy(context.session, args.cases, args.basis)
    data = {"destroyed": args.cases, "basis": args.basis, "cleared": after_erasing(context, args.cases)}
    return Answer(data, [f"Dimusnahkan: {', '.join(args.cases)}. Tahap dan waktunya tetap tercatat."])


COMMANDS = (
    Command("retention class add", "menambah atau mengganti kelas retensi", _class_add, _class_options),
    Command("retention class list", "kelas-kelas retensi", _class_list),
    Command("retention assign", "memberi layanan sebuah kelas retensi", _assign, _assign_options),
    Command(
        "retention set", "memberi satu berkas kelas retensinya sendiri", _set, _set_options, has_reason=True
    ),
    Command("retention due", "berkas tertutup yang jatuh retensi", _due),
    Command("retention destroy", "memusnahkan isi berkas yang jatuh retensi", _destroy, _destroy_options),
)
