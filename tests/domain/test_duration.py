"""Standard times as they are printed, and which of them stand still while the office is closed."""

import pytest

from desk.domain.duration import StandardTime, Unit


@pytest.mark.parametrize(
    ("standard", "text"),
    [
        (StandardTime(Unit.MINUTES, 30), "30 menit"),
        (StandardTime(Unit.HOURS, 5), "5 jam"),
        (StandardTime(Unit.WORKING_DAYS, 1), "1 hari kerja"),
        (StandardTime(Unit.CALENDAR_DAYS, 10), "10 hari kalender"),
        (StandardTime(Unit.CLOCK_HOURS, 72), "72 jam (kalender)"),
        (StandardTime(Unit.EVENT), "ikut acara"),
    ],
)
def test_a_standard_time_reads_as_printed(standard: StandardTime, text: str) -> None:
    assert str(standard) == text


def test_closures_stop_minutes_hours_and_working_days_only() -> None:
    assert [unit for unit in Unit if unit.is_working] == [Unit.MINUTES, Unit.HOURS, Unit.WORKING_DAYS]
