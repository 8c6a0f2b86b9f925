"""What a command is, and where each is declared. A room's module is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from desk.cli.context import Context


class Options(Protocol):
    """The part of argparse by which a command names its arguments."""

    def add_argument(self, *names: str, **settings: Any) -> Any: ...

    def add_mutually_exclusive_group(self, *, required: bool = ...) -> Any: ...


@dataclass(frozen=True)
class Answer:
    """What a command has to say on stdout."""

    data: Any
    """With `--json`: JSON values only."""
    lines: Iterable[str] = ()
    """Otherwise: Indonesian text, made inert line by line when printed."""
    status: int = 0
    """Exit status. 1: the command did its work and what it found is a refusal (`verify`, `service check`)."""


def no_options(options: Options) -> None:
    """For a command without arguments of its own."""


@dataclass(frozen=True)
class Command:
    """One command, declared once."""

    path: str
    """Its words, such as `case take`."""
    help: str
    run: Callable[[Context], Answer]
    options: Callable[[Options], None] = no_options
    late: bool = False
    """An act: takes `--at ISO --reason TEXT` (late entry)."""
    has_reason: bool = False
    """Asks for a `--reason` of its own, which then also serves a late entry."""
    guarded: bool = False
    """An act on a case: takes `--revision N`, the case as it was last seen, and is refused on a later one."""
    as_of: bool = False
    """Takes `--as-of ISO`."""


@dataclass(frozen=True)
class Word:
    """The first word of commands."""

    module: str
    help: str


WORDS: dict[str, Word] = {
    "init": Word("setup", "menyiapkan kantor baru"),
    "demo": Word("setup", "membuat dan membuka kantor contoh"),
    "login": Word("people", "masuk untuk perintah-perintah berikutnya"),
    "logout": Word("people", "keluar"),
    "passwd": Word("people", "mengganti kata sandi sendiri"),
    "user": Word("people", "mengatur pengguna"),
    "service": Word("services", "layanan dan SOP"),
    "calendar": Word("calendar", "jam kerja dan hari libur"),
    "letter": Word("letters", "surat masuk"),
    "complaint": Word("complaints", "pengaduan"),
    "class": Word("classes", "golongan pengaduan dan batas waktunya"),
    "case": Word("cases", "berkas dan langkah-langkahnya"),
    "disposition": Word("dispositions", "disposisi yang menunggu jawaban saya"),
    "retention": Word("retention", "kelas retensi dan berkas yang jatuh retensi"),
    "incident": Word("incidents", "insiden data pribadi dan batas waktu lapornya"),
    "board": Word("watch", "papan SLA"),
    "due": Word("watch", "menghitung batas waktu dan alasannya"),
    "alerts": Word("alerts", "peringatan waktu dalam antrean saya"),
    "verify": Word("ledger", "memeriksa keutuhan riwayat"),
    "ledger": Word("ledger", "kepala riwayat dan kejadian kantor"),
    "backup": Word("safety", "mencadangkan kantor ke satu berkas"),
    "restore": Word("safety", "memulihkan kantor dari cadangan"),
    "upgrade": Word("safety", "memutakhirkan basis data ke desk ini"),
    "clock": Word("upkeep", "jam komputer: memeriksa dan menegaskannya"),
    "lock": Word("upkeep", "kunci layar: sesudah berapa menit tanpa ketikan"),
    "doctor": Word("upkeep", "memeriksa keadaan basis data dan komputer ini"),
}

BRANCHES: dict[str, str] = {
    "retention class": "kelas retensi kantor ini, menurut JRA",
    "calendar holiday": "hari libur, cuti bersama, piket dan jam khusus",
    "calendar period": "periode dengan jam kerja sendiri, seperti Ramadan",
}
"""What the words are about below which further words follow."""


def commands_of(word: str) -> tuple[Command, ...]:
    """The commands that begin with that word of `WORDS`."""
    room = import_module(f"desk.cli.{WORDS[word].module}")
    return tuple(command for command in room.COMMANDS if command.path.split()[0] == word)
