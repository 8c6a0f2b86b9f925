"""`desk alerts`: thresholds that the steps in one's own queue have passed; fit for cron."""

from __future__ import annotations

from typing import Any

from desk.cli.context import Context
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import due_of, iso, when
from desk.domain.calendar import Instant
from desk.office import alerts
from desk.office.alerts import Alert
from desk.office.office import Office


def _options(options: Options) -> None:
    options.add_argument(
        "--all", action="store_true", help="semua yang pernah diberitahukan pada berkas yang masih terbuka"
    )


def _alerts(context: Context) -> Answer:
    session, office = context.session, context.office
    now = session.now()
    found = list(alerts.tell_new(session, now).alerts)
    if context.args.all:
        found = alerts.told_of_open_cases(session)
    lines = [_line(office, alert, now) for alert in found]
    none = "Tidak ada peringatan." if context.args.all else "Tidak ada peringatan baru."
    return Answer([_json(office, alert, now) for alert in found], lines or [none])


def _json(office: Office, alert: Alert, now: Instant) -> dict[str, Any]:
    reading = alert.reading
    return {
        "case": alert.case_no,
        "service": alert.service_key,
        "step": alert.step_no,
        "clock": str(alert.clock),
        "percent": alert.percent,
        "told_at": iso(office, alert.told_at),
        "due_at": None if reading is None else iso(office, reading.deadline),
        "due_of": due_of(reading),
        "remaining_seconds": alert.remaining(now),
        "band": str(alert.band(now)),
    }


def _line(office: Office, alert: Alert, now: Instant) -> str:
    return f"{when(office, alert.told_at)}  {alert.text(now)}"


COMMANDS = (Command("alerts", "memberitahukan peringatan waktu yang baru, sekali saja", _alerts, _options),)
