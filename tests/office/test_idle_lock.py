"""After how long a screen locks itself."""

from __future__ import annotations

import pytest

from desk import db
from desk.errors import FieldError
from desk.office import opening
from desk.office.idle_lock import LONGEST, lock_minutes, set_lock_minutes
from tests.conftest import Desk


def test_five_minutes_unless_the_office_says_otherwise(desk: Desk) -> None:
    assert lock_minutes(desk.office) == 5
    for minutes in (0, 1, LONGEST):
        set_lock_minutes(desk.person("admin"), minutes)
        assert lock_minutes(desk.office) == minutes
    last = db.EventLog.select().order_by(db.EventLog.id.desc()).get()
    assert (last.kind, last.data) == ("lock_minutes_set", {"before": 1, "minutes": LONGEST})


@pytest.mark.parametrize("minutes", [-1, LONGEST + 1])
def test_other_numbers_are_refused(desk: Desk, minutes: int) -> None:
    with pytest.raises(FieldError):
        set_lock_minutes(desk.person("admin"), minutes)
    assert lock_minutes(desk.office) == 5


def test_an_example_office_never_locks_by_itself_unless_told(desk: Desk) -> None:
    db.Setting.insert(key="is_demo", value=True).execute()
    office = opening.open_office(desk.config.database_url, desk.clock)
    assert lock_minutes(office) == 0
    set_lock_minutes(desk.person("admin"), 3)
    assert lock_minutes(office) == 3
