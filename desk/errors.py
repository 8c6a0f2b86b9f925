"""The exceptions that desk raises on purpose. Every message is Indonesian and fit for a person.

DeskError
├── RuleError             a rule of the work refuses (command line: exit 1)
│   ├── FieldError        ... and one field of a form is what must be changed
│   ├── NotFound          no such case, letter, person or service
│   └── DefinitionError   a service definition has faults, all of them listed
├── AccessError           not signed in, or not allowed (exit 3)
│   ├── NotSignedIn
│   └── NotAllowed
└── StorageError          the database is locked, read-only, newer than this desk or damaged (exit 1)
    ├── Busy              ... and nothing was begun: the same may be tried again at once
    └── Unreadable        ... and a value in it is none that desk writes
"""

from __future__ import annotations

from collections.abc import Sequence


class DeskError(Exception):
    """Base of all errors that desk raises on purpose."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code
        self.field = field
        """The form field or option at fault (English snake_case). None: no single field is."""


class RuleError(DeskError):
    code = "refused"


class FieldError(RuleError):
    code = "invalid"

    def __init__(self, field: str, message: str, *, code: str | None = None) -> None:
        super().__init__(message, code=code, field=field)


class NotFound(RuleError):
    code = "not_found"


class DefinitionError(RuleError):
    code = "definition"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
        """Every fault at once, each beginning with its place in the file."""


class AccessError(DeskError):
    code = "access"


class NotSignedIn(AccessError):
    code = "not_signed_in"


class NotAllowed(AccessError):
    code = "not_allowed"


class StorageError(DeskError):
    code = "storage"


class Busy(StorageError):
    """Another desk or program was writing all the time that was waited. Nothing was begun."""


class Unreadable(StorageError):
    """A stored value that desk cannot have written."""

    code = "damaged"

    def __init__(self) -> None:
        super().__init__(
            "Ada isian yang tidak dapat dibaca: basis data rusak, atau diubah di luar desk. Pulihkan cadangan."
        )
