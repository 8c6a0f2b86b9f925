"""`desk backup`, `desk restore` and `desk upgrade`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desk import db
from desk.cli.context import Context, ask
from desk.cli.output import error_document, pairs, write_error
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso
from desk.domain.moments import full_text
from desk.domain.people import Permission
from desk.domain.texts import size_text
from desk.errors import FieldError, NotFound, RuleError, StorageError
from desk.office import backup, backup_seal, opening, restore, upgrade
from desk.office.restore_loss import Loss, Relation

PASSPHRASE = "DESK_BACKUP_PASSPHRASE"
_OPENS_NOT = frozenset({*db.OPENS_NOT, "restoring"})
"""Codes of a database that lets nobody sign in."""


def _backup_options(options: Options) -> None:
    options.add_argument("file", metavar="BERKAS", help="berkas cadangan yang dibuat")
    options.add_argument(
        "--passphrase", action="store_true", help=f"menyandi dengan frasa sandi (diketik, atau {PASSPHRASE})"
    )
    options.add_argument("--replace", action="store_true", help="menimpa berkas yang sudah ada")


def _backup(context: Context) -> Answer:
    args, session = context.args, context.session
    session.require(Permission.ADMINISTER)
    sealed = args.passphrase or PASSPHRASE in os.environ
    passphrase = backup_seal.check_passphrase(_new_passphrase()) if sealed else None
    made = backup.make_backup(session, _path(args.file), passphrase=passphrase, replace=args.replace)
    for warning in backup.warnings(made):
        context.warn(warning)
    manifest, office = made.manifest, session.office
    data = {
        "file": made.target.name,
        "made_at": iso(office, manifest.made_at),
        "events": manifest.events,
        "head": manifest.head,
        "size": made.size,
        "sealed": made.sealed,
        "missing": list(manifest.missing),
        "fault": manifest.fault,
    }
    lines = pairs(
        ("Cadangan", made.target.name),
        ("Keadaan", full_text(office.calendar(), manifest.made_at)),
        ("Peristiwa", str(manifest.events)),
        ("Kepala riwayat", manifest.head),
        ("Ukuran", size_text(made.size)),
        ("Disandi", "ya" if made.sealed else "tidak"),
        ("Utuh", "ya" if manifest.fault is None else "TIDAK"),
    )
    if manifest.fault is None:
        return Answer(data, lines)
    return Answer(error_document(backup.UNSOUND, manifest.fault, None) | data, lines, status=1)


def _new_passphrase() -> str:
    """From the environment, or typed until two typings agree."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    while True:
        first = ask("Frasa sandi cadangan", PASSPHRASE, "passphrase")
        if first == ask("Ulangi frasa sandi", PASSPHRASE, "passphrase"):
            return first
        print("Kedua ketikan tidak sama. Ulangi.", file=sys.stderr)


def _restore_options(options: Options) -> None:
    options.add_argument("file", metavar="BERKAS", help="berkas cadangan")
    options.add_argument("--yes", action="store_true", help="tidak bertanya dahulu")
    options.add_argument(
        "--accept-faults", action="store_true", help="memulihkan juga yang menurut pemeriksaan tidak utuh"
    )


def _restore(context: Context) -> Answer:
    """Whoever has the files may restore where no office opens: nobody could sign in there."""
    args, config = context.args, context.config
    config.require_private()
    by = _signed_in(context)
    if not (args.yes or context.is_interactive):
        raise UsageError(
            "tambahkan --yes: pemulihan mengganti basis data, dan di sini tidak ada yang ditanya", "yes"
        )
    file = _path(args.file)
    if not file.is_file():
        raise FieldError("file", f"Berkas {file} tidak ada.", code="not_found")
    sealed = backup_seal.is_sealed(file)
    passphrase = ask("Frasa sandi cadangan", PASSPHRASE, "passphrase") if sealed else None
    losses: list[Loss] = []

    def agree(loss: Loss) -> bool:
        losses.append(loss)
        for line in _told(found, loss):
            write_error(line)
        return args.yes or context.agrees("Pulihkan?")

    with restore.unpacked(
        file, config.database_url, passphrase, context.clock, accept_faults=args.accept_faults
    ) as found:
        done = restore.restore(found, config.database_url, by, context.clock, agree)
    if done is None:
        raise RuleError("Tidak jadi dipulihkan; tidak ada yang berubah.", code="cancelled")
    return _restored(context, found, losses[0], done)


def _restored(context: Context, found: restore.Unpacked, loss: Loss, done: restore.Restored) -> Answer:
    office = opening.open_office(context.config.database_url, context.clock)
    kept = None if done.aside is None else done.aside.name
    data = {
        "made_at": iso(office, found.manifest.made_at),
        "events": found.manifest.events,
        "head": found.manifest.head,
        "relation": loss.relation.value,
        "lost_events": loss.lost_events,
        "lost_since": None if loss.since is None else iso(office, loss.since),
        "numbers_given_again": [list(span) for span in loss.numbers],
        "erased_brought_back": list(loss.erased),
        "disabled_brought_back": list(loss.disabled),
        "missing": list(found.manifest.missing),
        "fault": found.fault,
        "kept_as": kept,
    }
    lines = pairs(
        ("Dipulihkan", f"keadaan {found.made_at}"),
        ("Peristiwa", str(found.manifest.events)),
        ("Basis data lama", kept and f"{kept}  (hapus bila sudah yakin)"),
    )
    return Answer(data, [*lines, "", "Semua orang perlu masuk lagi."])


def _signed_in(context: Context) -> str | None:
    """The admin at work; None where no office opens. NotSignedIn or NotAllowed where one does and it is nobody's."""
    try:
        with db.storage_errors():
            _ = context.office
    except NotFound:
        return None
    except StorageError as error:
        if error.code not in _OPENS_NOT:
            raise
        return None
    session = context.session
    session.require(Permission.ADMINISTER)
    return session.person.username


def _told(found: restore.Unpacked, loss: Loss) -> list[str]:
    manifest = found.manifest
    state = "utuh" if found.fault is None else "TIDAK UTUH"
    lines = [f"Cadangan: {manifest.office}, {found.made_at}, {manifest.events} peristiwa, {state}."]
    if found.fault is not None:
        lines.append(f"Yang tidak utuh: {found.fault}")
    since = "" if loss.since is None else full_text(found.calendar, loss.since)
    lines.append(_LOSSES[loss.relation].format(lost=loss.lost_events, since=since))
    for first, last in loss.numbers:
        lines.append(f"Nomor {first} sampai {last} sudah pernah diberikan dan akan diberikan lagi.")
    if loss.erased:
        lines.append(f"Isi yang sudah dihapus akan terbaca lagi; hapus lagi: {', '.join(loss.erased)}.")
    if loss.disabled:
        lines.append(f"Akun yang sudah ditutup akan terbuka lagi; tutup lagi: {', '.join(loss.disabled)}.")
    if manifest.missing:
        lines.append(f"{len(manifest.missing)} lampiran sudah tidak ada ketika cadangan dibuat.")
    return lines


_LOSSES = {
    Relation.NONE: "Di sini belum ada kantor; tidak ada yang hilang.",
    Relation.UNREADABLE: "Basis data sekarang tidak dapat dibuka, jadi apa yang hilang tidak dapat dihitung.",
    Relation.SAME: "Sama dengan riwayat sekarang; tidak ada yang hilang.",
    Relation.CONTINUES: "Yang hilang: {lost} peristiwa sejak {since}.",
    Relation.BEHIND: "Cadangan ini lebih lengkap daripada basis data sekarang; tidak ada yang hilang.",
    Relation.FORKED: "Riwayat sekarang dan cadangan ini bercabang. Yang hilang: {lost} peristiwa sejak {since}.",
    Relation.OTHER: "Riwayat sekarang BUKAN lanjutan cadangan ini. Yang hilang: seluruhnya, {lost} peristiwa.",
}


def _upgrade(context: Context) -> Answer:
    """Without a sign-in, as every start does it by itself."""
    config = context.config
    config.require_private()
    if not opening.office_exists(config.database_url):
        raise NotFound(opening.NO_OFFICE, code="no_office")
    done = upgrade.bring_up_to_date(config.database_url, context.clock)
    kept = None if done.backup is None else done.backup.name
    data = {"upgraded": done.backup is not None, "steps": list(done.steps), "backup": kept}
    if kept is None:
        return Answer(data, ["Basis data sudah sesuai dengan desk ini."])
    steps = ", ".join(done.steps) or "tidak ada; tabel dibaca ulang dari riwayat"
    return Answer(data, pairs(("Langkah skema", steps), ("Cadangan", f"backups/{kept}")))


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


COMMANDS = (
    Command("backup", "mencadangkan kantor ke satu berkas", _backup, _backup_options),
    Command("restore", "memulihkan kantor dari cadangan", _restore, _restore_options),
    Command("upgrade", "memutakhirkan basis data ke desk ini", _upgrade),
)
