"""What the tests of the command line log again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

WA = (
    "--service",
    "wa-center",
    "--from",
    "Dinas Contoh",
    "--number",
    "005/7",
    "--date",
    "2026-11-20",
    "--subject",
    "Ucapan",
)
COMPLAINT = (
    "--service",
    "pengaduan-dinkominfo",
    "--channel",
    "phone",
    "--text",
    "Air keruh",
    "--sender",
    "Siti Rahma",
)


def log(cli: Cli, *words: str) -> str:
    case: str = cli.do("mail_clerk", "letter", "add", *WA, "--complete", *words)["case"]
    return case
