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
from desk.office import attachments, case_store, findable, numbers, privacy, rows, settings
from desk.office.session import LEFTOVERS, Act, Session

BACKUPS_KEEP = (
    "Cadangan yang dibuat sebelumnya masih memuatnya: hapus juga cadangan itu, atau tunggu masa simpannya."
)
"""To be said wherever something is erased."""
NOT_CLEARED = (
    "Isinya sudah dihapus, tetapi sisanya dalam berkas belum dapat dibersihkan, misalnya karena desk lain sedang "
    "terbuka; dicoba lagi saat desk dibuka."
)


def erase(session: Session, number: str, basis: str, *, confirm: str, expected: int | None = None) -> None:
    """Replace everything personal in a closed case by a tombstone, for good; `clear_leftovers` is to follow.

    `confirm`: the number once more, since nothing brings it back. `basis` stays readable in the log. NotAllowed also
    for whoever cancelled the case unseen.
    """
    with session.act(Permission.SUPERVISE) as act:
        number = numbers.canonical_number(number, session.office)
        if numbers.canonical_number(confirm, session.office) != number:
            raise FieldError(
                "confirm", f"Tulis nomor berkasnya, {number}, untuk memastikan.", code="unconfirmed"
            )
        case = case_store.load_for_act(act, number, expected)
        erasure.require_two_heads(case, session.person, sees=privacy.sees_content(session, case))
        _erase(act, case, basis)


def destroy(act: Act, number: str, basis: str) -> None:
    """The erasure of one case whose retention is over, as part of an act; `clear_leftovers` is to follow its commit."""
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


def clear_leftovers() -> bool:
    """Clear what erasures left in the files. False: not all of it could be; it is tried again at the next start.

    The erasure itself is done, so that nothing that fails here may be told as its failure.
    """
    try:
        return _cleared()
    except (StorageError, OSError):
        return False


def _cleared() -> bool:
    left = db.Setting.key == LEFTOVERS
    with db.writing():  # whoever attaches a file writes too, so none of these is on its way in
        known = [value for (value,) in db.tuples(db.Setting.select(db.Setting.value).where(left))]
        _sweep()
    if not db.scrub():
        return False
    with db.writing():  # what another desk has erased meanwhile is not cleared yet
        db.Setting.delete().where(left, db.Setting.value.in_(known)).execute()
        return not db.Setting.select().where(left).exists()


def _sweep() -> None:
    """Delete the files of attachments that no case holds any longer."""
    place = attachments.folder()
    if not place.is_dir():
        return
    living = db.Attachment.select(db.Attachment.sha256).join(db.Case).where(db.Case.salt != "").distinct()
    kept = {sha256 for (sha256,) in db.tuples(living)}
    for file in place.iterdir():
        if file.name not in kept and not file.is_dir():
            file.unlink(missing_ok=True)
