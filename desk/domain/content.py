"""What came in, written down wrongly or to be kept more closely: who may put it right, field by field. Pure.

Sources: the grace of `correction.py`; domain rules on anonymous and confidential complaints, whose protection is set at
once when the citizen asks, and lifted only by those who work on the complaint; anonymity by the holder of the step
alone, who alone learns the name (`access.may_see_identity`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.access import Seal, Standing, has_in_hand, sees_content
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile
from desk.domain.correction import GRACE
from desk.domain.letter import SECURITY_CLASSES
from desk.domain.people import Permission, Person
from desk.errors import NotAllowed

FIELDS: dict[str, tuple[str, ...]] = {
    "letter": ("sender", "letter_no", "letter_date", "subject", "urgency", "security"),
    "complaint": ("channel", "text", "sender", "phone", "is_anonymous", "is_confidential"),
}
"""What may be corrected, by kind of case."""
IDENTITY = frozenset({"sender", "phone"})
"""Fields of a complaint that are masked for everybody."""
PROTECTION = frozenset({"security", "is_anonymous", "is_confidential"})
"""Fields that say how closely the rest is kept."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What one person may correct of a content now."""

    words: bool = False
    """Everything that does not say how closely it is kept."""
    raises: bool = False
    """Keep it more closely."""
    lowers: bool = False
    """Keep it less closely, but for anonymity."""
    unmasks: bool = False
    """End a complainant's anonymity."""

    def __bool__(self) -> bool:
        return self.words or self.raises or self.lowers or self.unmasks


def hands(
    person: Person, case: CaseFile, seal: Seal, standing: Standing, logged_at: Instant, now: Instant
) -> Hands:
    """`logged_at`: when the case was recorded."""
    if standing.kept or case.erased_at is not None or case.kind not in FIELDS:
        return Hands()
    is_own = person.username == case.logged_by and now - logged_at <= GRACE
    heads = person.may(Permission.SUPERVISE) and sees_content(person, seal, standing)
    holds = seal.holder == person.username
    return Hands(
        words=is_own or heads,
        raises=person.may(Permission.LOG) or has_in_hand(person, seal) or heads,
        lowers=holds or heads,
        unmasks=holds,
    )


def require_correction(
    may: Hands, asked: Collection[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """NotAllowed where something that is asked for is not in these hands.

    Also where it would change nothing: that a guess was right is not for everybody to learn.
    """
    changed = {name for name, value in after.items() if value != before[name]}
    raised = {name for name in changed & PROTECTION if is_closer(name, before[name], after[name])}
    lowered = (changed & PROTECTION) - raised
    if not may or (set(asked) - PROTECTION and not may.words):
        minutes = GRACE // 60
        raise NotAllowed(f"Isi dibetulkan oleh pencatatnya dalam {minutes} menit, sesudahnya oleh pimpinan.")
    if raised and not may.raises:
        raise NotAllowed("Perlindungan dinaikkan oleh pencatat surat dan pengaduan atau yang mengerjakannya.")
    if "is_anonymous" in lowered and not may.unmasks:
        raise NotAllowed("Anonimitas pengadu hanya dicabut oleh pemegang langkah.")
    if lowered - {"is_anonymous"} and not may.lowers:
        raise NotAllowed(
            "Perlindungan hanya diturunkan oleh pemegang langkah atau pimpinan yang melihat isinya."
        )


def corrected_fields(
    kind: str, asked: Collection[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """The fields that a correction tells of.

    A complainant's identity is told of whenever it is asked for, so that nobody tries out a name unseen: whether it was
    the one that stood there, the answer does not say.
    """
    tried = IDENTITY.intersection(asked) if kind == "complaint" else frozenset()
    return [name for name in FIELDS[kind] if name in tried or after[name] != before[name]]


def can_rise(before: Mapping[str, Any]) -> bool:
    """Whether the content could be kept more closely at all."""
    security, *_ = reversed(SECURITY_CLASSES)
    return before.get("security", security) != security or not all(
        before.get(name, True) for name in ("is_anonymous", "is_confidential")
    )


def is_closer(name: str, before: Any, after: Any) -> bool:
    """Whether a changed field of `PROTECTION` keeps the content more closely than before."""
    if name == "security":
        order = list(SECURITY_CLASSES)
        return order.index(after) > order.index(before)
    return bool(after)
