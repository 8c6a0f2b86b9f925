"""Building the demo office: plan every case, then let its people do everything in the order of time.

Deterministic by seed: the same seed, days and `now` give the same events. Only what must be unguessable in a real
office still differs: each case's salt, hence the digest of its content and the hashes of the chain, and the hash
of the password. A demo with predictable salts would need a way around them in the very code that protects people.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from desk import db, places, presence
from desk.clock import Clock, SetClock, SystemClock
from desk.config import Config
from desk.demo.course import Course, Entry, Stage
from desk.demo.pace import history
from desk.demo.people import ADMIN, DEMO_PASSWORD, demo_people
from desk.demo.reports import reports
from desk.demo.standing import standing
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.people import Permission
from desk.errors import RuleError
from desk.office import calendar_store, opened, opening, people, settings, setup
from desk.office.session import Session
from desk.office.views import Logged

OFFICE_NAME = "Kantor Contoh"
ZONE = "Asia/Jakarta"
PRESET = "five-day"
OPENS_AT = 9 * 3600 + 41 * 60
"""Seconds of the day at which the demo clock stands when the office is opened first."""
_HOTLINE_HOURS = ((10 * 3600, 12 * 3600), (13 * 3600, 16 * 3600))
_CHUNK = 800
"""Acts per transaction."""


def build_demo(config: Config, *, seed: int = 1, days: int = 60, now: Instant | None = None) -> None:
    """Make the demo office at `config`, with `days` working days behind it, and leave its database closed.

    It opens at 09.41 of the latest working day of `now` (the machine's time if None). RuleError if there is an
    office already. If the building fails, nothing is left behind.
    """
    if opening.office_exists(config.database_url):
        raise RuleError("Di sini sudah ada kantor. Pilih folder lain dengan --home.", code="office_exists")
    wall: Clock = SystemClock() if now is None else SetClock(now)
    stage = _stage(wall.now())
    rng = Random(seed)
    courses = [*history(stage, rng, days), *standing(stage, rng)]
    courses += reports(stage, rng, min(course.entries[0].at for course in courses))
    try:
        _perform(config, stage, courses, wall)
    except BaseException:
        _remove(config)
        raise
    finally:
        db.close_database()


def _stage(now: Instant) -> Stage:
    year = WorkingCalendar("office", ZONE, ((),) * 7).local_date(now).year
    office = setup.office_calendar("office", ZONE, PRESET, year)
    today = office.local_date(now)
    if not office.is_working_day(today):
        today = office.working_day_after(today, -1)
    return Stage(office, _hotline(office), office.instant(today, OPENS_AT))


def _hotline(office: WorkingCalendar) -> WorkingCalendar:
    """The hotline's hours: on every working day, within the office's own."""
    return replace(
        office,
        key="hotline",
        week=tuple(_within(spans) for spans in office.week),
        periods=tuple(
            replace(period, week=tuple(_within(spans) for spans in period.week)) for period in office.periods
        ),
    )


def _within(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (max(start, low), min(end, high))
        for start, end in spans
        for low, high in _HOTLINE_HOURS
        if max(start, low) < min(end, high)
    )


def _perform(config: Config, stage: Stage, courses: list[Course], wall: Clock) -> None:
    order = sorted(
        (entry.at, place, step, entry)
        for place, course in enumerate(courses)
        for step, entry in enumerate(course.entries)
    )
    first_day = stage.office.local_date(order[0][0])
    clock = SetClock(stage.office.instant(first_day, 7 * 3600))
    admin = setup.create_office(
        config.database_url,
        name=OFFICE_NAME,
        admin=ADMIN,
        password=people.new_password(),
        zone=ZONE,
        preset=PRESET,
        clock=clock,
        own_settings={"is_demo": True},
    )
    with db.fast_building():
        with db.writing():
            _furnish(admin, stage)
        sessions = {name: Session(admin.office, person) for name, person in admin.office.people.items()}
        numbers: dict[int, str] = {}
        for begin in range(0, len(order), _CHUNK):
            with db.writing():
                for at, place, _step, entry in order[begin : begin + _CHUNK]:
                    clock.set(at)
                    _do(sessions, entry, numbers, place)
        with db.writing():
            settings.put(opened.CLOCK_OFFSET, stage.opening - wall.now())


def _do(sessions: dict[str, Session], entry: Entry, numbers: dict[int, str], place: int) -> None:
    result = entry.deed(sessions[entry.by], numbers.get(place, ""))
    if isinstance(result, Logged):
        numbers[place] = result.number
    elif isinstance(result, str):
        numbers[place] = result


def _furnish(admin: Session, stage: Stage) -> None:
    """Bring in the calendars and the people; everybody has one password, hashed once."""
    with admin.act(Permission.ADMINISTER) as act:
        for calendar, title in ((stage.office, "Jam kerja kantor"), (stage.hotline, "Jam layanan hotline")):
            calendar_store.store_calendar(calendar, title)
            told = {"key": calendar.key, "version": calendar.version}
            act.append("office", "calendar_stored", told | {"book": calendar_store.tables_digest()})
        hashed = people.hash_password(DEMO_PASSWORD)
        for person in demo_people():
            if person.username == ADMIN:
                db.User.update(name=person.name, password_hash=hashed).where(
                    db.User.username == ADMIN
                ).execute()
            else:
                people.insert_user(person.username, person.name, person.positions, hashed)
                act.append(f"user:{person.username}", "user_added", {"positions": sorted(person.positions)})
    admin.office.refresh()


def _remove(config: Config) -> None:
    db.close_database()
    file = places.database_file(config.database_url)
    for leftover in (*places.with_companions(file), presence.lock_file(file)):
        leftover.unlink(missing_ok=True)
