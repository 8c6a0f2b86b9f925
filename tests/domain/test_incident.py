"""Incidents with personal data: 3 x 24 hours of the clock, whatever day it is."""

from __future__ import annotations

import pytest

from desk.domain.incident import check_incident, report_by
from desk.errors import FieldError
from tests.domain.calendars import at


@pytest.mark.parametrize(
    ("noticed", "by"),
    [
        ("2026-11-23 09:20:30", "2026-11-26 09:20:30"),
        ("2026-11-27 15:59:00", "2026-11-30 15:59:00"),  # over a weekend
        ("2026-12-24 08:00:00", "2026-12-27 08:00:00"),  # over a holiday
        ("2026-12-30 23:00:00", "2027-01-02 23:00:00"),
    ],
)
def test_an_incident_is_to_be_reported_within_three_times_24_hours_of_the_clock(
    noticed: str, by: str
) -> None:
    assert report_by(at(noticed)) == at(by)


NOW = at("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("what", "noticed", "people", "field"),
    [(" ", NOW, 1, "what"), ("x", NOW + 1, 1, "noticed"), ("x", -1, 1, "noticed"), ("x", NOW, -1, "people")],
)
def test_what_cannot_stay_is_refused_at_its_field(what: str, noticed: int, people: int, field: str) -> None:
    with pytest.raises(FieldError) as refusal:
        check_incident(what, noticed, people, NOW)
    assert refusal.value.field == field


def test_how_many_people_it_concerns_may_be_unknown() -> None:
    assert check_incident(" Buku tamu hilang ", NOW, None, NOW) == "Buku tamu hilang"
    assert check_incident("x", NOW, 0, NOW) == "x"
