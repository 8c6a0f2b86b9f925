"""Passwords that anybody would try first are refused, each with its reason."""

from __future__ import annotations

import pytest

from desk.domain.passwords import LONGEST, is_storable, password_fault


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "paling sedikit 8"),
        ("tujuh77", "paling sedikit 8"),
        ("x1y2" * 51, "paling banyak 200"),
        ("sandi-\udcff-rusak", "karakter rusak"),
        ("12345678", "mudah ditebak"),
        ("Password", "mudah ditebak"),
        ("CONTOH123", "mudah ditebak"),
        ("aaaaaaaaaaaa", "mudah ditebak"),
        ("abababababab", "mudah ditebak"),
        ("pranata-humas", "nama pengguna"),
        ("Pranata.Humas2026!", "nama pengguna"),
        ("dinas contoh", "nama kantor"),
        ("Dinas_Contoh_1", "nama kantor"),
    ],
)
def test_a_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    fault = password_fault(password, username="pranata.humas", office="Dinas Contoh")
    assert fault is not None
    assert reason in fault
    assert not password or password not in fault


@pytest.mark.parametrize(
    "password",
    ["delapan8", "abcabcab", "tiga kata biasa", "pranata.humas pagi", "k" * 99 + "lm", "x1y2" * (LONGEST // 4)],
)  # fmt: skip
def test_any_other_password_is_taken(password: str) -> None:
    assert password_fault(password, username="pranata.humas", office="Dinas Contoh") is None


def test_names_that_are_not_known_yet_forbid_nothing() -> None:
    assert password_fault("dinas contoh") is None


def test_a_name_of_digits_alone_is_compared_whole() -> None:
    assert password_fault("2026202655", office="2026") is None
    assert password_fault("20262026", office="2026-2026") is not None


def test_bytes_that_are_no_text_are_not_storable() -> None:
    assert is_storable("sandi é")
    assert not is_storable("sandi \udcff")
