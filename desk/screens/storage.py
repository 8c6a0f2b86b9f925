"""What a running desk does while its database cannot be reached: it says so once, goes on from memory, and comes back.

Reads need no care of their own. Whatever a handler, timer or worker lets through ends here (`forgives`), is told in
words, and stands in the header until the heartbeat has had an answer again. Acts are tried by `submit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from textual.worker import WorkerFailed

from desk import db
from desk.domain.moments import clock_text
from desk.errors import DeskError, StorageError
from desk.screens.drafting import DraftKeeper
from desk.widgets.guarded import Guarded
from desk.widgets.text import inert

R = TypeVar("R")

WELL_AGAIN = 8
"""Answers of the heartbeat after which a read that had failed elsewhere counts as over."""
_STEADY = "Isian tetap ada; desk terus mencoba."
_STEADY_SHORT = "isian aman"


@dataclass(frozen=True)
class Trouble:
    """The database has not been reachable for some time."""

    text: str
    """What is wrong, in one sentence."""
    since: str
    """When it began, as clocks show it."""

    @property
    def banner(self) -> str:
        return f"{self.text} sejak {self.since} · {_STEADY_SHORT}"


class StorageKeeper(DraftKeeper[R], Guarded):
    """An app that outlives its storage."""

    trouble: Trouble | None = None
    """None: all is well."""
    _answers_needed = 0
    """Answers of the heartbeat until the trouble is over."""

    def forgives(self, error: Exception) -> bool:
        """Deal with an error of the storage. False: it is another one."""
        try:
            with db.storage_errors():
                raise error
        except StorageError as found:
            self.in_trouble(found, WELL_AGAIN)
            return True
        except Exception:
            return False

    def guard(self, call: Callable[[], object], answers: int = WELL_AGAIN) -> bool:
        """Call something that may read. False: the storage stood in the way, which is told."""
        try:
            with db.storage_errors():
                call()
        except StorageError as error:
            self.in_trouble(error, answers)
            return False
        return True

    def in_trouble(self, error: StorageError, answers: int = WELL_AGAIN) -> None:
        """Say it, unless it has been said; `answers` of the heartbeat will say that it is over."""
        self._answers_needed = answers
        text = error.message.partition(". ")[0].rstrip(".")
        if self.trouble is None or self.trouble.text != text:
            since = self.trouble.since if self.trouble else self._clock()
            self.trouble = Trouble(text, since)
            self.notify(
                inert(f"{text}. {_STEADY}"), title="Basis data", severity="error", markup=False, timeout=8
            )

    def storage_answers(self) -> bool:
        """The heartbeat has had its answer. True: the trouble is over just now."""
        if self.trouble is None:
            return False
        self._answers_needed -= 1
        if self._answers_needed > 0:
            return False
        self.trouble = None
        self.notify("Basis data terjangkau lagi; pekerjaan dapat dilanjutkan.", markup=False, timeout=6)
        return True

    def tell_error(self, error: DeskError) -> None:
        """Why something could not be read."""
        if isinstance(error, StorageError):
            self.in_trouble(error)
        else:
            self.notify(inert(error.message), severity="error", markup=False, timeout=8)

    def _clock(self) -> str:
        if self.session is None:
            return "tadi"
        return clock_text(self.session.office.calendar(), self.session.now())

    def _handle_exception(self, error: Exception) -> None:
        """Timers and workers that were let down by the storage do not end the app."""
        if not self.forgives(error.error if isinstance(error, WorkerFailed) else error):  # type: ignore[arg-type]
            super()._handle_exception(error)
