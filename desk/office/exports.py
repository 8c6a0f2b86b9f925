"""Lists that leave desk with complainants' identities in full: an act with a reason, told about the office."""

from __future__ import annotations

from collections.abc import Iterable

from desk import db
from desk.domain.people import Permission
from desk.domain.texts import require_text
from desk.office import case_store, identity, rows
from desk.office.case_view import Identity
from desk.office.session import Session


def full_identities(session: Session, wanted: Iterable[str], reason: str) -> dict[str, Identity]:
    """Name and number behind those complaints, by complaint number, as far as this person may see them.

    Anonymous complainants and erased ones are never among them. `reason` stays readable in the log, so no names belong
    into it.
    """
    with session.act(Permission.SUPERVISE) as act:
        why = require_text("reason", reason, "Alasan")
        found: dict[str, Identity] = {}
        for number in wanted:
            anonymous, phone = _complaint(number)
            if anonymous or not identity.may_see(session, case_store.load(number)):
                continue
            ((sender,),) = rows.select(db.Case, ("sender",), {"number": number})
            found[number] = Identity(number, sender, phone)
        told = {"cases": sorted(found), "count": len(found), "reason": why}
        act.append("office", "identities_exported", told)
    return found


def _complaint(number: str) -> tuple[bool, str | None]:
    ((anonymous, phone),) = rows.select(db.Complaint, ("is_anonymous", "phone"), {"case": number})
    return bool(anonymous), phone
