"""`desk init` and `desk demo`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from desk import private_files
from desk.cli.context import Context
from desk.cli.output import pairs
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import count
from desk.config import Config
from desk.errors import RuleError
from desk.office import calendar_check, opening, people, setup
from desk.office.calendars import preset_keys
from desk.office.definitions import SHIPPED


def _init_options(options: Options) -> None:
    options.add_argument("--office", metavar="NAMA", required=True, help="nama kantor")
    options.add_argument("--admin", metavar="PENGGUNA", required=True, help="nama pengguna admin pertama")
    options.add_argument("--zone", metavar="ZONA", default="Asia/Jakarta", help="zona waktu (Asia/Jakarta)")
    options.add_argument(
        "--calendar", choices=preset_keys(), default="five-day", help="pola jam kerja (five-day)"
    )
    options.add_argument(
        "--services",
        metavar="KUNCI",
        nargs="+",
        default=["all"],
        help=f"all (semua), atau: {', '.join(SHIPPED)}",
    )


def _init(context: Context) -> Answer:
    args = context.args
    context.config.require_private()
    password = context.chosen_password()
    made = people.new_password() if password is None else None
    session = setup.create_office(
        context.config.database_url,
        name=args.office,
        admin=args.admin,
        password=password or made or "",
        zone=args.zone,
        preset=args.calendar,
        services=args.services,
        clock=context.clock,
    )
    office = session.office
    warnings = calendar_check.calendar_warnings(office)
    for warning in warnings:
        context.warn(warning)
    data = {
        "office": office.name,
        "admin": session.person.username,
        "zone": office.zone,
        "calendar": args.calendar,
        "services": list(office.services),
        "database": context.config.database_url,
        "password": made,
        "warnings": warnings,
    }
    lines = pairs(
        ("Kantor", office.name),
        ("Basis data", context.config.database_url),
        ("Layanan", ", ".join(office.services)),
        ("Admin", session.person.username),
        ("Kata sandi", made and f"{made}  (hanya ditampilkan sekali ini)"),
    )
    return Answer(data, [*lines, "", f"Berikutnya: desk login {session.person.username}"])


def _demo_options(options: Options) -> None:
    options.add_argument(
        "--seed", metavar="N", type=count, default=1, help="benih acak: benih sama, kantor sama"
    )
    options.add_argument(
        "--days", metavar="N", type=count, default=60, help="banyaknya hari kerja riwayat (60)"
    )
    options.add_argument("--no-open", action="store_true", help="hanya membuat, tidak membuka layar")


def _demo(context: Context) -> Answer:
    """Only a `--home` on the line says where: a demo must never land in an office that DESK_HOME names."""
    home = context.args.home
    if home is not None:
        return _demo_in(context, Path(home).expanduser().absolute())
    if context.args.no_open:
        raise UsageError("--no-open memerlukan --home: tanpa itu kantor contoh langsung dibuang", "no_open")
    with TemporaryDirectory(prefix="desk-demo-") as folder:
        try:
            return _demo_in(context, Path(folder))
        finally:
            from desk import db

            db.close_database()


def _demo_in(context: Context, home: Path) -> Answer:
    from desk.demo.build import build_demo

    args = context.args
    config = Config(home, args.database or f"sqlite:///{home / 'desk.db'}")
    config.require_private()
    if not opening.office_exists(config.database_url):
        private_files.make_folder(home)
        build_demo(config, seed=args.seed, days=args.days, now=context.clock.now() if context.clock else None)
    elif args.no_open or not opening.open_office(config.database_url).is_demo:
        raise RuleError("Di sini sudah ada kantor. Pilih folder lain dengan --home.", code="office_exists")
    data = {"home": str(home), "database": config.database_url, "seed": args.seed, "days": args.days}
    if args.no_open:
        return Answer(data, [f"Kantor contoh siap. Bukalah: desk --home {home}"])
    from desk.app import run as open_desk

    return Answer(data, status=open_desk(config))


COMMANDS = (
    Command("init", "menyiapkan kantor baru", _init, _init_options),
    Command("demo", "membuat dan membuka kantor contoh", _demo, _demo_options),
)
