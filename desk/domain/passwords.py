"""Which passwords are taken. They are long rather than strange, and not what anybody would try first."""

from __future__ import annotations

SHORTEST, LONGEST = 8, 200
"""Characters of a password."""

_TRIED_FIRST = frozenset(
    {
        *("12345678", "123456789", "1234567890", "87654321", "11223344", "12341234", "123123123", "qwertyui"),
        *(
            "qwertyuiop",
            "qwerty123",
            "1q2w3e4r",
            "asdfghjkl",
            "password",
            "passw0rd",
            "password123",
            "p@ssw0rd",
        ),
        *("katasandi", "katasandi123", "rahasia123", "rahasiaku", "indonesia", "indonesia45", "bismillah"),
        *("sayangku", "admin123", "admin1234", "administrator", "contoh123", "kantor123", "letmein123"),
    }
)
"""Known from every list of stolen passwords, and the one of the example office."""


def password_fault(password: str, *, username: str = "", office: str = "") -> str | None:
    """Why this cannot be somebody's new password, in Indonesian. None: it can.

    `username`, `office`: empty where they are not known yet.
    """
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} karakter."
    if len(password) > LONGEST:
        return f"Kata sandi paling banyak {LONGEST} karakter."
    if not is_storable(password):
        return "Kata sandi berisi karakter rusak. Ketik ulang."
    folded = password.casefold()
    if folded in _TRIED_FIRST or len(set(folded)) < 3:
        return "Kata sandi ini terlalu mudah ditebak."
    for name, what in ((username, "nama pengguna"), (office, "nama kantor")):
        if name and _bare(password) == _bare(name):
            return f"Kata sandi tidak boleh sama dengan {what}."
    return None


def is_storable(password: str) -> bool:
    """Whether it is text at all: bytes that are not UTF-8 arrive as surrogates, which nothing can hash."""
    return not any("\ud800" <= char <= "\udfff" for char in password)


def _bare(text: str) -> str:
    """Letters and digits without the digits at the end: `Rini-2026!` is `rini`."""
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return letters.rstrip("0123456789") or letters
