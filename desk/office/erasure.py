"""Erasing what is personal in a closed case: from the tables, from the engine's files, from the folder of attachments.

The log keeps digests whose key goes too, so that the chain stays whole and nothing can be guessed from it. What an
erasure leaves in the files is cleared after its commit, or, where that was cut, at the next start.
"""

from __future__ import annotations

from desk import db
from desk.domain import erasure
from desk.domain.case import CaseFile
from desk.domain.people import Permission
from desk.domain.texts import TOMBSTONE
from desk.errors import FieldError, StorageError
from desk.office import case_store, erased_files, findable, numbers, privacy, rows, settings
from desk.office.office import LEFTOVERS
from desk.office.session import Act, Session

BACKUPS_KEEP = (
    "Cadangan yang dibuat sebelumnya masih memuatnya: hapus juga cadangan itu, atau tunggu masa simpannya."
)
"""To be said wherever something is erased."""
NOT_CLEARED = (
    "Isinya sudah dihapus, tetapi sisanya dalam berkas belum dapat dibersihkan, misalnya karena desk lain sedang "
    "terbuka; dicoba lagi saat desk dibuka."
)

FILES_KEPT = (
    "Isinya sudah dihapus, tetapi salinan lampirannya tetap tersimpan, karena basis data lain di folder yang sama "
    "memuatnya atau tidak dapat dibaca: {}. Hapus basis data itu bila sudah yakin; lampirannya menyusul saat desk "
    "dibuka."
)
_ONLY_FILES = 0
"""Value of `LEFTOVERS` where only files of attachments remain that another database names."""


def erase(session: Session, number: str, basis: str, *, confirm: str, expected: int | None = None) -> None:
    """Replace everything personal in a closed case by a tombstone, for good; `follow_erasure` is to follow.

    `confirm`: the number once more, since nothing brings it back. `basis` stays readable in the log. NotAllowed also
    for whoever cancelled the case unseen, where another head could erase it.
    """
    with session.act(Permission.SUPERVISE) as act:
        number = numbers.canonical_number(number, session.office)
        if numbers.canonical_number(confirm, session.office) != number:
            raise FieldError(
                "confirm", f"Tulis nomor berkasnya, {number}, untuk memastikan.", code="unconfirmed"
            )
        case = case_store.load_for_act(act, number, expected)
        sees = privacy.sees_content(session, case)
        erasure.require_two_heads(case, session.person, session.office.people, sees=sees)
        _erase(act, case, basis)


def destroy(act: Act, number: str, basis: str) -> None:
    """The erasure of one case whose retention is over, as part of an act; `follow_erasure` is to follow its commit."""
    _erase(act, case_store.load_for_act(act, number), basis)


def _erase(act: Act, case: CaseFile, basis: str) -> None:
    events = erasure.erase(case, case_store.who(act), basis)
    db.EventText.update(text=None).where(db.EventText.case == case.number).execute()
    case_store.commit_correction(act, case, events)
    _bury(case)
    settings.put(LEFTOVERS, act.last_event)


def _bury(case: CaseFile) -> None:
    """What no event determines: the content itself, and the key of its digests."""
    number = case.number
    rows.update(
        db.Case,
        {"number": number},
        sender=TOMBSTONE,
        subject=TOMBSTONE,
        search=findable.task_text(number, ""),
        salt="",
    )
    rows.update(
        db.Letter, {"case": number}, sender_form="", letter_no=None, letter_no_form=None, letter_date=None
    )
    rows.update(db.Complaint, {"case": number}, text=TOMBSTONE, phone=None, phone_key=None)
    rows.update(db.Attachment, {"case": number}, name=TOMBSTONE)


def clear_leftovers() -> str | None:
    """Clear what erasures, and kills while a file was attached, left in the files.

    Returns what to tell of what remains, in Indonesian; None: nothing does.

    The erasure itself is done, so that nothing that fails here may be told as its failure. What remains is tried again
    at the next start.
    """
    try:
        return _cleared()
    except (StorageError, OSError):
        return NOT_CLEARED


def _cleared() -> str | None:
    with db.writing():
        known = settings.read(LEFTOVERS, _ONLY_FILES)
        keepers = erased_files.delete()
        erased_files.delete_unfinished()
    if known != _ONLY_FILES and not db.scrub():
        return NOT_CLEARED
    with db.writing():  # what another desk has erased meanwhile is not cleared yet
        if settings.read(LEFTOVERS, known) != known:
            return NOT_CLEARED
        if keepers:
            settings.put(LEFTOVERS, _ONLY_FILES)
        else:
            settings.drop(LEFTOVERS)
    return FILES_KEPT.format(", ".join(keeper.name for keeper in keepers)) if keepers else None
