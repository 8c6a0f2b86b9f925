"""Adding people to the office, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.service import Requirement
from desk.errors import FieldError
from desk.office import people
from desk.office.session import Session
from desk.screens.base import Shell
from desk.screens.dialogs import FormDialog
from desk.screens.passwords import FirstPasswordScreen
from desk.widgets.fields import CheckList, Field, TextField


@dataclass(frozen=True)
class Added:
    """Who was added, with the password to be read out once."""

    username: str
    name: str
    password: str


class UsernameField(TextField):
    """A name to sign in with, as far as it can be judged without asking whether it is taken."""

    def check(self) -> str | None:
        if not self.is_blank:
            try:
                people.check_username(self.value)
            except FieldError as error:
                return error.message
        return super().check()


class AddUserScreen(FormDialog[Added | None]):
    """Username, name and positions; desk makes the first password."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            "Tambah pengguna",
            "Admin mengatur kantor dan tidak mengerjakan berkas: tambahkan orang loket dan pelaksana.",
        )
        self._session = session

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("name", "Nama", required=True)
        yield UsernameField("user", "Nama pengguna", required=True, help="Huruf kecil, misalnya rini.")
        positions = self._session.office.position_keys
        yield CheckList(
            "position",
            "Jabatan",
            [Requirement(key, title, required=False) for key, title in positions.items()],
            plain=True,
            required=True,
            help="Spasi untuk mencentang; boleh lebih dari satu.",
        )

    def save(self, values: Mapping[str, Any]) -> Added:
        password = people.add_user(self._session, values["user"], values["name"], values["position"])
        return Added(people.check_username(values["user"]), values["name"], password or "")


async def add_people(shell: Shell, session: Session) -> int:
    """Ask for people until nobody further is wanted; returns how many were added. Runs in a worker."""
    count = 0
    while added := await shell.push_screen_wait(AddUserScreen(session)):
        count += 1
        again = await shell.push_screen_wait(FirstPasswordScreen(added.username, added.name, added.password))
        if not again:
            return count
    tell_how_to_add(shell)
    return count


def tell_how_to_add(shell: Shell) -> None:
    """Nobody (further) was added now: say how to come back to it."""
    shell.notify("Tambah lagi kapan saja: Alt+U", markup=False, timeout=6)
