"""The way to a desk under test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.screens.seats import seated

os.environ.pop("NO_COLOR", None)


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> Iterator[None]:
    """Every app parses the same style sheets, time and again; here a process does so once for each theme."""
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[Any, ...], list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, *source: Any, **named: Any) -> list[RuleSet]:
        key = (frozenset(sheet._variables.items()), source, tuple(named.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture
def seat() -> Any:
    """The way to a seat: `async with seat(desk.config, desk.clock, session) as s:`."""
    return seated
