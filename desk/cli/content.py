"""What `desk letter correct` and `desk complaint correct|protect` share: putting right what came in."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import Any

from desk.cli.context import Context
from desk.cli.parser import UsageError
from desk.cli.registry import Options
from desk.cli.values import day
from desk.domain.complaint import CHANNELS
from desk.domain.letter import SECURITY_CLASSES, URGENCIES
from desk.office import content


def letter_options(options: Options) -> None:
    options.add_argument("agenda_no", metavar="NOMOR", help="nomor agenda, contoh: 0481/2026 atau 481")
    options.add_argument("--from", dest="sender", metavar="TEKS", help="pengirim")
    number = options.add_mutually_exclusive_group()
    number.add_argument("--number", dest="letter_no", metavar="TEKS", help="nomor surat sebagaimana tertulis")
    number.add_argument("--no-number", action="store_true", help="surat tanpa nomor")
    written = options.add_mutually_exclusive_group()
    written.add_argument("--date", dest="letter_date", metavar="TANGGAL", type=day, help="tanggal surat")
    written.add_argument("--no-date", action="store_true", help="surat tanpa tanggal")
    options.add_argument("--subject", metavar="TEKS", help="hal")
    options.add_argument("--urgency", choices=list(URGENCIES), help="derajat")
    options.add_argument("--security", choices=list(SECURITY_CLASSES), help="sifat")


def complaint_options(options: Options) -> None:
    options.add_argument("number", metavar="NOMOR", help="nomor pengaduan, contoh: P-0093/2026 atau P-93")
    options.add_argument("--channel", choices=list(CHANNELS), help="saluran")
    options.add_argument("--text", metavar="TEKS", help="isi pengaduan")
    options.add_argument("--sender", metavar="TEKS", help="nama pengadu; kosong: tidak menyebut nama")
    phone = options.add_mutually_exclusive_group()
    phone.add_argument("--phone", metavar="TEKS", help="nomor telepon pengadu")
    phone.add_argument("--no-phone", action="store_true", help="tanpa nomor telepon")
    options.add_argument(
        "--anonymous", action=BooleanOptionalAction, default=None, help="pengadu minta namanya tidak disebut"
    )
    options.add_argument(
        "--confidential", action=BooleanOptionalAction, default=None, help="isi pengaduan rahasia"
    )


def protect_options(options: Options) -> None:
    options.add_argument("number", metavar="NOMOR", help="nomor pengaduan, contoh: P-0093/2026 atau P-93")
    options.add_argument("--anonymous", action="store_true", help="pengadu minta namanya tidak disebut")
    options.add_argument("--confidential", action="store_true", help="isi pengaduan rahasia")


_NAMES = {"anonymous": "is_anonymous", "confidential": "is_confidential"}
_NOTHING = {"no_number": "letter_no", "no_date": "letter_date", "no_phone": "phone"}


def _changes(context: Context) -> dict[str, Any]:
    """What was said on the command line, by field of the content."""
    said = vars(context.args)
    names = (
        "sender",
        "letter_no",
        "letter_date",
        "subject",
        "urgency",
        "security",
        "channel",
        "text",
        "phone",
    )
    changes = {name: said[name] for name in names if said.get(name) is not None}
    changes |= {field: said[name] for name, field in _NAMES.items() if said.get(name) is not None}
    changes |= {field: None for name, field in _NOTHING.items() if said.get(name)}
    return changes


def correct(context: Context, number: str) -> None:
    """Put right what the options say."""
    content.correct(context.session, number, _changes(context), context.args.reason, context.expected)


def protect(context: Context) -> None:
    """Keep a complaint more closely."""
    args = context.args
    raised = {field: True for name, field in _NAMES.items() if getattr(args, name)}
    if not raised:
        raise UsageError("isi --anonymous, --confidential atau keduanya", "anonymous")
    content.correct(context.session, args.number, raised, args.reason, context.expected)
