"""A backup sealed with a passphrase: a ZIP of two age files, the key under the passphrase and the backup under the key.

So a backup of any size passes through little memory, and a wrong passphrase is told from a damaged file. By hand:
`age -d key.age > key`, then `age -d -i key content.age`.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from desk import private_files
from desk.errors import FieldError
from desk.office import backup_file

KEY, CONTENT = "key.age", "content.age"
MIN_PASSPHRASE = 12


def check_passphrase(passphrase: str) -> str:
    """The passphrase; FieldError for one that is guessed too easily by whoever finds the file."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise FieldError(
            "passphrase", f"Frasa sandi paling sedikit {MIN_PASSPHRASE} karakter; pakai beberapa kata."
        )
    return passphrase


def seal(plain: Path, out: Path, passphrase: str) -> None:
    """Write a backup sealed."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    with backup_file.archive_at(out) as archive:
        with archive.open(backup_file.entry_of(KEY), "w") as target:
            target.write(pyrage.passphrase.encrypt(str(identity).encode(), passphrase))
        with (
            plain.open("rb") as source,
            archive.open(backup_file.entry_of(CONTENT), "w", force_zip64=True) as target,
        ):
            writer = _Writer(target)
            try:
                pyrage.encrypt_io(source, writer, [identity.to_public()])
            except pyrage.EncryptError:
                raise writer.failure or RuntimeError("age") from None


def is_sealed(file: Path) -> bool:
    """Whether a passphrase is needed; StorageError for a file that is no backup or was damaged."""
    with backup_file.opened(file) as archive:
        return sorted(archive.namelist()) == sorted((KEY, CONTENT))


def unseal(file: Path, plain: Path, passphrase: str) -> None:
    """Write the backup that is sealed in a file. FieldError for another passphrase, StorageError for damage."""
    import pyrage

    private_files.create_file(plain)
    with backup_file.opened(file) as archive:
        try:
            key = pyrage.passphrase.decrypt(archive.read(KEY), passphrase)
        except pyrage.DecryptError:
            raise FieldError(
                "passphrase", "Frasa sandi cadangan ini salah.", code="wrong_passphrase"
            ) from None
        with archive.open(CONTENT) as source, plain.open("wb") as target:
            writer = _Writer(target)
            try:
                pyrage.decrypt_io(source, writer, [pyrage.x25519.Identity.from_str(key.decode())])
            except (pyrage.DecryptError, pyrage.IdentityError, OSError):
                raise writer.failure or backup_file.damaged() from None


class _Writer:
    """A file to write to that remembers how it failed: the library tells it in words only."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.failure: OSError | None = None

    def write(self, data: Any) -> int:
        try:
            return self._target.write(data)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        self._target.flush()
