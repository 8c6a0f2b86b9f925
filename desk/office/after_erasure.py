"""What must follow every erasure once it is committed, whichever face it came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from desk.config import Config
from desk.office import erasure, numbers
from desk.office.drafts import Drafts
from desk.office.opened_copies import OpenedCopies
from desk.office.session import Session


class Followed(NamedTuple):
    """How it came out."""

    cleared: bool
    """Whether nothing is left in the files of the database, nor attachments beside it; else it is tried again later."""
    told: tuple[str, ...]
    """What the person must be told, in Indonesian."""


def follow_erasure(session: Session, config: Config, drafts: Drafts, cases: Iterable[str]) -> Followed:
    """Delete what this home holds of these cases beside the database, and what their erasure left. Never fails.

    `drafts`: the running desk's, which may hold some that are not written yet.
    """
    copies = OpenedCopies(config.opened)
    for number in (numbers.canonical_number(number, session.office) for number in cases):
        drafts.forget(number)
        copies.forget(number)
    remains = erasure.clear_leftovers()
    return Followed(remains is None, (*(() if remains is None else (remains,)), erasure.BACKUPS_KEEP))
