"""`desk clock ...` and `desk doctor`: what whoever looks after the computer needs."""

from __future__ import annotations

from typing import Any

from desk.cli.context import Context
from desk.cli.output import error_document, pairs, table, write_error
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso
from desk.cli.values import count, count_from_zero
from desk.domain.machine_clock import ClockVerdict
from desk.domain.moments import full_text, zone_name
from desk.office import doctor, idle_lock, ledger, periodic, timekeeping
from desk.office.doctor_files import State
from desk.office.office import Office

_STATE_NAMES = {State.OK: "baik", State.WARN: "periksa", State.BAD: "masalah"}


def _show(context: Context) -> Answer:
    session = context.session
    office = session.office
    calendar = office.calendar()
    verdict = timekeeping.check_clock(office)
    tail = ledger.tail()
    days = timekeeping.leap_days()
    data = _clock_json(office, verdict) | {
        "zone_name": zone_name(calendar, verdict.now),
        "last_event": tail.id,
        "last_recorded_at": iso(office, tail.recorded_at),
        "leap_days": days,
        "doubt": verdict.doubt(calendar) or None,
        "may_confirm": timekeeping.may_confirm(session, verdict),
    }
    lines = pairs(
        ("Jam komputer", full_text(calendar, verdict.now)),
        ("Zona waktu", office.zone),
        ("Catatan terakhir", full_text(calendar, tail.recorded_at)),
        ("Batas lompatan", f"{days} hari tanpa catatan"),
        ("Penilaian", verdict.doubt(calendar) or "sesuai"),
    )
    return Answer(data, lines)


def _confirm(context: Context) -> Answer:
    session = context.session
    verdict = timekeeping.confirm_clock(session, context.args.reason)
    periodic.open_due_tasks(session.office)  # their numbers waited too
    when = full_text(session.office.calendar(), verdict.now)
    return Answer(_clock_json(session.office, verdict), [f"Jam komputer ditegaskan: {when}."])


def _limit(context: Context) -> Answer:
    timekeeping.set_leap_days(context.session, context.args.days)
    days = timekeeping.leap_days()
    return Answer({"leap_days": days}, [f"Nomor baru menunggu sesudah {days} hari tanpa catatan."])


def _clock_json(office: Office, verdict: ClockVerdict) -> dict[str, Any]:
    return {
        "machine_time": iso(office, verdict.now),
        "zone": office.zone,
        "year": verdict.year,
        "verdict": verdict.state.value,
    }


def _limit_options(options: Options) -> None:
    options.add_argument("days", metavar="HARI", type=count, help="banyaknya hari, mulai 1")


def _lock_show(context: Context) -> Answer:
    return _lock_answer(idle_lock.lock_minutes(context.session.office))


def _lock_minutes(context: Context) -> Answer:
    idle_lock.set_lock_minutes(context.session, context.args.minutes)
    return _lock_answer(context.args.minutes)


def _lock_answer(minutes: int) -> Answer:
    text = f"sesudah {minutes} menit tanpa ketikan" if minutes else "hanya dengan Alt+L"
    return Answer({"lock_minutes": minutes}, [f"Layar terkunci {text}."])


def _minutes_option(options: Options) -> None:
    options.add_argument(
        "minutes", metavar="MENIT", type=count_from_zero, help="0: tidak pernah dengan sendirinya"
    )


def _doctor(context: Context) -> Answer:
    """Without a sign-in: whoever asks has the files before them, and a sick database lets nobody sign in."""
    checks = doctor.examine(context.config, context.clock)
    bad = [check for check in checks if check.state is State.BAD]
    data = {
        "ok": not bad,
        "checks": [{"key": check.key, "state": check.state.value, "text": check.text} for check in checks],
    }
    lines = table(("Hasil", "Keterangan"), [(_STATE_NAMES[check.state], check.text) for check in checks])
    if not bad:
        return Answer(data, lines)
    write_error(f"desk: {bad[0].text}")
    return Answer(error_document("unwell", bad[0].text, None) | data, lines, status=1)


COMMANDS = (
    Command("clock show", "jam komputer dibandingkan dengan catatan terakhir", _show),
    Command("clock confirm", "menegaskan bahwa jam komputer benar", _confirm, has_reason=True),
    Command("clock limit", "hari tanpa catatan sesudah mana nomor menunggu", _limit, _limit_options),
    Command("lock show", "kapan layar terkunci sendiri", _lock_show),
    Command(
        "lock minutes", "menit tanpa ketikan sesudah mana layar terkunci", _lock_minutes, _minutes_option
    ),
    Command("doctor", "memeriksa keadaan basis data dan komputer ini", _doctor),
)
