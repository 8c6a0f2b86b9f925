"""Backing the office up from the screen: asked for at once, made in a thread, told when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from desk import db
from desk.domain.calendar import Instant
from desk.domain.texts import size_text
from desk.errors import Busy, DeskError, FieldError, StorageError
from desk.office import backup, backup_seal
from desk.office.backup import Draft
from desk.office.session import Session
from desk.private_files import reason
from desk.screens.base import Shell
from desk.screens.dialogs import ConfirmScreen, FormDialog
from desk.screens.saving import is_waiting, submit
from desk.widgets.fields import Field, TextField

_LOOK_AGAIN = 0.5
"""Seconds between two looks whether another act of this desk still waits."""


@dataclass(frozen=True)
class Order:
    """What is to be made."""

    target: Path
    passphrase: str | None
    """None: unsealed."""


class BackupScreen(FormDialog[Order | None]):
    """Asks where the backup goes and whether it is sealed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "save", "Cadangkan", tooltip="Periksa isian, lalu cadangkan.", id="dialog.save"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(
            "Cadangkan sekarang",
            "Nama saja: disimpan di folder backups kantor ini. Lebih aman di luar komputer ini, misalnya "
            "/media/usb/kantor.desk. Tanpa frasa sandi, siapa pun yang memegang berkasnya dapat membacanya.",
        )
        self._file = f"desk-{backup.stamp(session.now(), session.office.zone)[:13]}.desk"

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("file", "Berkas", value=self._file, required=True)
        yield TextField("passphrase", "Frasa sandi", password=True, placeholder="boleh kosong")
        yield TextField("again", "Sekali lagi", password=True)

    def save(self, values: Mapping[str, Any]) -> Order:
        typed = self.form.drafts()
        passphrase = typed["passphrase"] or None
        if passphrase is not None:
            backup_seal.check_passphrase(passphrase)
        if typed["passphrase"] != typed["again"]:
            raise FieldError("again", "Tidak sama dengan frasa sandi di atas.")
        try:
            target = backup.place_named(values["file"])
        except OSError as error:
            raise FieldError("file", _unwritable(error).message) from error
        backup.check_target(target)
        return Order(target, passphrase)


def back_up(app: Shell, session: Session) -> None:
    """Ask, make and tell."""

    def ordered(order: Order | None) -> None:
        if order is not None:
            app.notify("Mencadangkan …", markup=False, timeout=3)
            at = session.now()
            app.run_worker(partial(_make, app, session, order, at), thread=True, group="backup")

    app.push_screen(BackupScreen(session), ordered)


def _make(app: Shell, session: Session, order: Order, at: Instant) -> None:
    """In a thread: what takes time. The act itself belongs to the desk's own connection."""
    try:
        with db.own_connection():
            draft = backup.prepare(order.target, at, session.office, passphrase=order.passphrase)
    except DeskError as error:
        answer = partial(_refused, app, error)
    except OSError as error:
        answer = partial(_refused, app, _unwritable(error))
    else:
        app.at_end.callback(drop, draft.work)  # before the look: a desk that closes after it drops it
        if get_current_worker().is_cancelled:
            drop(draft.work)
            return
        answer = partial(_keep, app, session, draft)
    if not get_current_worker().is_cancelled:
        app.call_later(answer)


def drop(work: Path) -> None:
    """Leave nothing of a backup that has got no name. Never complains: the memory stick may be gone."""
    with suppress(OSError):
        work.unlink(missing_ok=True)


def _keep(app: Shell, session: Session, draft: Draft) -> None:
    """Back on the screen's thread: what was made in minutes waits for whoever writes just now."""
    if is_waiting(app):
        app.set_timer(_LOOK_AGAIN, partial(_keep, app, session, draft))
        return

    def act() -> None:
        try:
            backup.keep(session, draft)
        except OSError as error:
            raise _unwritable(error) from error

    def refused(error: DeskError) -> None:
        if isinstance(error, Busy):
            _ask_again(app, session, draft, error)
        else:
            _refused(app, error)

    submit(app, act, lambda _none: _tell(app, draft), refused)


def _ask_again(app: Shell, session: Session, draft: Draft, error: Busy) -> None:
    def answered(again: bool | None) -> None:
        if again:
            _keep(app, session, draft)
        else:
            draft.discard()
            _refused(app, error)

    text = "Cadangan sudah jadi, tetapi basis data masih dipakai. Coba lagi? Tidak: cadangan itu dihapus."
    app.push_screen(ConfirmScreen("Cadangan belum tercatat", text), answered)


def _tell(app: Shell, draft: Draft) -> None:
    told = [
        f"{draft.target}",
        f"{draft.manifest.events} peristiwa, {size_text(draft.size)}.",
        *backup.warnings(draft),
    ]
    is_sound = draft.manifest.fault is None
    app.notify(
        "\n".join(told),
        title="Cadangan selesai" if is_sound else "Cadangan selesai, tetapi tidak utuh",
        severity="information" if is_sound else "error",
        markup=False,
        timeout=12 if is_sound else 60,
    )


def _unwritable(error: OSError) -> StorageError:
    return StorageError(f"Tempat cadangan itu tidak dapat ditulis: {reason(error)}.", code="unwritable")


def _refused(app: Shell, error: DeskError) -> None:
    app.notify(error.message, title="Cadangan tidak jadi", severity="error", markup=False, timeout=12)
