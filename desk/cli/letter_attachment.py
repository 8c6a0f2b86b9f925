"""`desk letter attachment`: a copy of what came with a letter."""

from __future__ import annotations

from pathlib import Path

from desk.cli.context import Context
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import count
from desk.office import copies


def add_agenda_no(options: Options) -> None:
    options.add_argument("agenda_no", metavar="NOMOR", help="nomor agenda, contoh: 0481/2026 atau 481")


def _options(options: Options) -> None:
    add_agenda_no(options)
    options.add_argument("--no", metavar="N", type=count, help="lampiran keberapa, bila lebih dari satu")
    options.add_argument(
        "-o",
        "--output",
        metavar="TEMPAT",
        type=Path,
        required=True,
        help="berkas atau folder untuk salinannya",
    )
    options.add_argument("--overwrite", action="store_true", help="menimpa berkas yang sudah ada")


def _save(context: Context) -> Answer:
    args = context.args
    copy = copies.take_copy(context.session, args.agenda_no, args.no)
    place = copies.save_copy(copy, args.output, overwrite=args.overwrite)
    data = {
        "no": copy.no,
        "name": copy.name,
        "size": len(copy.content),
        "sha256": copy.sha256,
        "path": str(place),
    }
    return Answer(data, [f"Lampiran {copy.no} ({copy.name}) disalin ke {place}"])


COMMANDS = (Command("letter attachment", "menyimpan salinan lampiran", _save, _options),)
