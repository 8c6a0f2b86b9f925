"""Lists that leave desk with complainants' identities in full: an act with a reason, told about the office and in the
history of each complaint."""

from __future__ import annotations

from collections.abc import Iterable

from desk import db
from desk.domain.people import Permission
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.office import case_store, identity, rows
from desk.office.case_view import Identity
from desk.office.session import Session


def full_identities(session: Session, wanted: Iterable[str], reason: str) -> dict[str, Identity]:
    """Name and number behind those complaints, by complaint number, as far as this person may see them.

    Anonymous complainants and erased ones are never among them. `reason` stays readable in the log, so no names belong
    into it.
    """
    with session.act(Permission.SUPERVISE) as act:
        why = require_text("reason", reason, "Alasan", MAX_SUBJECT)
        found: dict[str, Identity] = {}
        for number in wanted:
            case = case_store.load(number)
            if not _is_anonymous(number) and identity.may_see(session, case):
                found[number] = identity.reveal(act, case, why)
        told = {"cases": sorted(found), "count": len(found), "reason": why}
        act.append("office", "identities_exported", told)
    return found


def _is_anonymous(number: str) -> bool:
    ((anonymous,),) = rows.select(db.Complaint, ("is_anonymous",), {"case": number})
    return bool(anonymous)
