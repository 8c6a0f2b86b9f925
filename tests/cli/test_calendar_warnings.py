"""A year without data, or with guesses, is said wherever somebody looks at a deadline: never passed over."""

from __future__ import annotations

from tests.cli.conftest import Cli


def test_the_board_names_the_years_that_are_not_decreed(cli: Cli) -> None:
    answer = cli.run("manager", "board")
    assert any("tahun 2027" in text and "perkiraan" in text for text in answer.data["warnings"])
    assert "Perhatian: " in answer.err


def test_a_deadline_that_runs_into_a_year_without_data_says_so(cli: Cli) -> None:
    due = ("due", "pengaduan-dinkominfo", "--class", "oversight", "--at")
    certain, uncertain = cli.do("manager", *due, "2026-06-01T09:00", "2027-12-28T09:00")
    assert certain["warnings"] == []
    assert "Batas waktu ini masuk tahun 2028 yang kalendernya belum lengkap." in uncertain["warnings"]


def test_a_deadline_across_an_estimated_holiday_says_so(cli: Cli) -> None:
    due = ("due", "konten-medsos", "--at", "2027-03-09T09:00")
    (answer,) = cli.do("manager", *due)
    assert any("perkiraan: Rab 10 Mar 2027 Hari Raya Idul Fitri" in text for text in answer["warnings"])


def test_time_on_the_calendar_rests_on_no_holidays(cli: Cli) -> None:
    event = ("--event-start", "2028-01-10T09:00")
    (answer,) = cli.do("manager", "due", "keprotokolan", "--at", "2027-12-30T09:00", *event)
    assert answer["warnings"] == []


def test_a_letter_logged_into_a_year_without_data_says_which_of_its_deadlines(cli: Cli) -> None:
    words = ("letter", "add", "--service", "konten-medsos", "--from", "OPD", "--no-number", "--no-date",
             "--subject", "Hal", "--complete")  # fmt: skip
    assert cli.do("mail_clerk", *words)["warnings"] == []
    cli.at("2027-12-31 15:00")
    cli.do("admin", "clock", "confirm", "--reason", "jam benar")
    answer = cli.run("mail_clerk", *words)
    assert any(
        "layanan" in text and "masuk tahun 2028 yang kalendernya belum lengkap" in text
        for text in answer.data["warnings"]
    ), answer.data
    assert "2028" in answer.err
