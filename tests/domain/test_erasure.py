"""What is personal is erased from a closed case only, once, and on a basis."""

from __future__ import annotations

import pytest

from desk.domain.case import Kind
from desk.domain.erasure import erase
from desk.errors import FieldError, RuleError
from tests.domain.stories import Story, minutes, service

LETTER = service(minutes(60))


def test_a_closed_case_is_erased_once_on_a_basis() -> None:
    told = Story(LETTER)
    with pytest.raises(RuleError, match="setelah berkasnya ditutup"):
        erase(told.case, told.who("manager"), "SK 1")
    told.cancel()
    with pytest.raises(FieldError, match="Dasar"):
        erase(told.case, told.who("manager"), " ")
    (event,) = erase(told.case, told.who("manager"), " SK 1 ")
    assert (event.kind, event.data) == (Kind.ERASED, {"basis": "SK 1"})
    told.record([event])
    with pytest.raises(RuleError, match="sudah dihapus"):
        erase(told.case, told.who("manager"), "SK 1")
