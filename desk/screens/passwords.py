"""Setting one's own password, and being shown a first one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from desk.domain.passwords import SHORTEST, password_fault
from desk.errors import FieldError
from desk.office import people
from desk.office.session import Session
from desk.screens.dialogs import Dialog, FormDialog
from desk.widgets.fields import Field, TextField
from desk.widgets.text import Line, lines_content


class NewPasswordField(TextField):
    """A password that may be taken, as far as it can be judged from what is known of its owner."""

    def __init__(self, username: str = "", office: str = "") -> None:
        self._names = {"username": username, "office": office}
        super().__init__(
            "new_password",
            "Kata sandi baru",
            password=True,
            required=True,
            help=f"Paling sedikit {SHORTEST} karakter; bukan nama Anda atau nama kantor.",
        )

    def check(self) -> str | None:
        fault = password_fault(self.draft(), **self._names) if self.draft() else None
        return fault or super().check()


class AgainField(TextField):
    """The same password once more."""

    def __init__(self, first: Field[str]) -> None:
        super().__init__("again", "Sekali lagi", password=True, required=True)
        self._first = first

    def check(self) -> str | None:
        try:
            chosen_password(self._first.draft(), self.draft())
        except FieldError as error:
            return super().check() or error.message
        return super().check()


def password_fields(username: str = "", office: str = "") -> Iterable[Field[Any]]:
    """A new password, twice, under the keys `new_password` and `again`. `username`, `office`: empty if not known."""
    first = NewPasswordField(username, office)
    yield first
    yield AgainField(first)


def chosen_password(new: str, again: str) -> str:
    """The password if both entries agree; FieldError otherwise."""
    if new != again:
        raise FieldError("again", "Tidak sama dengan kata sandi di atas.")
    return new


class NewPasswordScreen(FormDialog[bool]):
    """Asks a person whose password somebody else set for one of their own."""

    def __init__(self, session: Session, old: str) -> None:
        super().__init__(
            "Kata sandi baru",
            "Kata sandi Anda dibuat oleh orang lain. Pilih yang hanya Anda ketahui.",
        )
        self._session = session
        self._old = old

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield from password_fields(self._session.person.username, self._session.office.name)

    def save(self, values: Mapping[str, Any]) -> bool:
        typed = self.form.drafts()
        people.change_password(
            self._session, self._old, chosen_password(typed["new_password"], typed["again"])
        )
        return True


class FirstPasswordScreen(Dialog[bool]):
    """Shows a first password once. True: another person is to be added."""

    DELIBERATE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Salin", tooltip="Salin kata sandi ke papan klip.", id="password.copy"),
        Binding("t", "close(True)", "Tambah lagi", tooltip="Tambah pengguna lain.", id="password.again"),
        Binding("enter,escape", "close(False)", "Selesai", tooltip="Tutup.", id="password.close"),
    ]

    def __init__(self, username: str, name: str, password: str) -> None:
        super().__init__("Pengguna ditambahkan")
        self._username = username
        self._person_name = name
        self._password = password

    def compose_body(self) -> ComposeResult:
        label = 20
        yield Static(
            lines_content(
                [
                    Line().cell("Nama", label, "$muted").add(self._person_name, "$foreground"),
                    Line().cell("Nama pengguna", label, "$muted").add(self._username, "bold $strong"),
                    Line().cell("Kata sandi pertama", label, "$muted").add(self._password, "bold $key"),
                    Line(),
                    Line("Catat sekarang: kata sandi ini hanya ditampilkan sekali.", "$foreground"),
                    Line("Saat pertama masuk, pemiliknya diminta menggantinya.", "$muted"),
                ]
            )
        )

    def on_mount(self) -> None:
        """Nothing may lie over what is shown only once."""
        self.app.clear_notifications()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._password)
        self.notify("Disalin ke papan klip.", markup=False, timeout=3)

    def action_close(self, another: bool) -> None:
        self.dismiss(another)
