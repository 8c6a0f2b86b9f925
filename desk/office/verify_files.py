"""The attachments' files against the hashes under which the history knows them."""

from __future__ import annotations

from collections.abc import Iterator

from desk import db
from desk.office import attachments
from desk.office.attachments import FileState


def file_faults() -> Iterator[str]:
    """What is wrong with the files, in Indonesian: case and number alone, since whoever verifies need not be one who
    sees the case. Outside of a snapshot: it takes long, and what is erased meanwhile is not missed."""
    found: dict[str, FileState] = {}
    for item in attachments.all_living():
        if item.sha256 not in found:
            found[item.sha256] = attachments.state(item.sha256)
        state = found[item.sha256]
        if state is FileState.WHOLE or item.sha256 not in attachments.living(db.database):
            continue
        what = "hilang" if state is FileState.GONE else "tidak sama lagi dengan yang diterima"
        yield f"Berkas {item.case}: lampiran {item.no} {what}."
