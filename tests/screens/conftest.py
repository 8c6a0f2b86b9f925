"""The way to a desk under test."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.screens.seats import seated

os.environ.pop("NO_COLOR", None)


@pytest.fixture
def seat() -> Any:
    """The way to a seat: `async with seat(desk.config, desk.clock, session) as s:`."""
    return seated
