"""Half-filled forms on disk: whose they are, which desk holds them, and what becomes of files that are none."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from desk import private_files
from desk.office.drafts import KEPT_FOR, LARGEST, Drafts

NOW = 1_800_000_000


class Clock:
    now = NOW


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Any:
    """Opens a desk of a person."""
    return lambda username="rini": Drafts(folder, username, lambda: clock.now)


def killed(drafts: Drafts) -> None:
    """What the system does to a process that is killed: it closes its files, and nothing else."""
    assert drafts._seat._release is not None
    drafts._seat._release()


def left(folder: Path, kind: str = "json") -> list[Path]:
    return sorted(folder.glob(f"*.{kind}"))


def typed(drafts: Drafts, text: str, form: str = "NoteDialog:0001/2026") -> None:
    drafts.keep(form, {"text": text})
    drafts.flush()


def found(drafts: Drafts, form: str = "NoteDialog:0001/2026") -> str | None:
    draft = drafts.load(form)
    return None if draft is None else draft.values["text"]


def test_what_was_typed_at_a_desk_that_was_killed_is_there_at_the_next(desk: Any) -> None:
    first = desk()
    typed(first, "Warga \ud800 [/salah] \x1b")
    killed(first)
    assert found(desk()) == "Warga \ud800 [/salah] \x1b"


def test_files_and_folder_are_their_owners_alone_and_their_names_tell_nothing(
    desk: Any, folder: Path
) -> None:
    folder.mkdir(mode=0o755)
    typed(desk(), "x", "../../NoteDialog:0001/2026")
    (file,) = left(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert not any(word in file.name for word in ("rini", "Note", "0001", ".."))


def test_a_draft_is_of_its_person_and_form_only(desk: Any) -> None:
    first = desk()
    typed(first, "x")
    first.close()
    assert found(desk("budi")) is None
    assert found(desk(), "NoteDialog:0002/2026") is None


def test_two_running_desks_of_one_person_do_not_touch_each_others_draft(desk: Any) -> None:
    first, second = desk(), desk()
    typed(first, "kiri")
    assert found(second) is None
    assert not second.has("NoteDialog:0001/2026")
    typed(second, "kanan")
    assert (found(first), found(second)) == ("kiri", "kanan")


def test_of_several_desks_that_are_gone_the_latest_draft_comes_first_and_the_older_one_after_it(
    desk: Any, clock: Clock
) -> None:
    for text in ("lama", "baru"):
        gone = desk()
        typed(gone, text)
        gone.close()
        clock.now += 60
    third = desk()
    assert [draft.values["text"] for draft in third.left_behind()] == ["baru", "lama"]
    assert found(third) == "baru"
    third.drop("NoteDialog:0001/2026")
    assert found(third) == "lama"


def test_a_draft_is_taken_over_by_one_desk_only(desk: Any) -> None:
    gone = desk()
    typed(gone, "x")
    killed(gone)
    second, third = desk(), desk()
    assert found(second) == "x"
    assert found(third) is None


def test_an_emptied_or_saved_form_leaves_no_file(desk: Any, folder: Path) -> None:
    drafts = desk()
    typed(drafts, "x")
    drafts.keep("NoteDialog:0001/2026", {})
    drafts.flush()
    assert not left(folder)
    typed(drafts, "x")
    drafts.drop("NoteDialog:0001/2026")
    drafts.close()
    assert not list(folder.iterdir())


def test_what_waits_to_be_written_is_known_already(desk: Any) -> None:
    drafts = desk()
    drafts.keep("NoteDialog:0001/2026", {"text": "x"})
    assert found(drafts) == "x" and drafts.has("NoteDialog:0001/2026")
    assert [draft.form for draft in drafts.left_behind()] == ["NoteDialog:0001/2026"]


def test_a_write_that_fails_leaves_the_former_draft_and_is_made_up_for(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    drafts = desk()
    typed(drafts, "dahulu")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            typed(drafts, "kini")
    other = desk()
    (former,) = left(other._folder)
    assert json.loads(former.read_text())["values"] == {"text": "dahulu"}
    drafts.close()
    assert found(other) == "kini"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        b'{"form": "NoteDialog:0001/2026", "title": "", "at": 1.5, "values": {}}',
        b'{"form": 1, "title": "", "at": 1, "values": {}}',
        b'{"form": "NoteDialog:0001/2026", "title": "", "at": 1, "values": [1]}',
        b'{"form": "another form", "title": "", "at": 1, "values": {"text": "x"}}',
        b" " * (LARGEST + 1),
    ],
    ids=range(11),
)
def test_a_file_that_is_no_draft_is_passed_over(desk: Any, folder: Path, content: bytes) -> None:
    gone = desk()
    typed(gone, "x")
    killed(gone)
    left(folder)[0].write_bytes(content)
    drafts = desk()
    assert found(drafts) is None
    assert not drafts.has("NoteDialog:0001/2026")
    typed(drafts, "baru")
    assert found(drafts) == "baru"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_ordinary_file_is_neither_followed_nor_waited_for(
    desk: Any, folder: Path, tmp_path: Path, kind: str
) -> None:
    gone = desk()
    typed(gone, "x")
    killed(gone)
    (file,) = left(folder)
    if kind == "link":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file.unlink()
        file.mkdir() if kind == "folder" else os.mkfifo(file)
    assert found(desk()) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_draft_that_somebody_else_has_put_there_is_passed_over(desk: Any, folder: Path) -> None:
    gone = desk()
    typed(gone, "x")
    killed(gone)
    os.chown(left(folder)[0], 1, 1)
    assert found(desk()) is None


def test_a_text_too_long_for_a_draft_is_refused_in_words(desk: Any) -> None:
    with pytest.raises(OSError, match="terlalu panjang"):
        typed(desk(), "x" * LARGEST)


def test_tidying_deletes_what_is_old_and_what_was_left_half_written_and_nothing_else(
    desk: Any, folder: Path, clock: Clock
) -> None:
    gone, running = desk(), desk()
    typed(gone, "tua")
    killed(gone)
    left(folder)[0].with_suffix(".new").write_text("{")
    clock.now += KEPT_FOR + 1
    typed(running, "baru", "NoteDialog:0002/2026")
    half_written = left(folder)[0].with_name(f"0.{running._seat.name}.new")
    half_written.write_text("{")
    desk().tidy()
    assert [json.loads(file.read_text())["values"]["text"] for file in left(folder)] == ["baru"]
    assert left(folder, "new") == [half_written]
    assert [file.stem for file in left(folder, "seat")] == [running._seat.name]


def test_a_folder_that_is_none_is_told_and_stops_nothing_else(desk: Any, folder: Path) -> None:
    folder.write_text("not a folder")
    drafts = desk()
    drafts.tidy()
    with pytest.raises(OSError):
        typed(drafts, "x")
    assert found(drafts) == "x"


def test_one_draft_that_cannot_be_written_stops_no_other(desk: Any) -> None:
    drafts = desk()
    drafts.keep("NoteDialog:0001/2026", {"text": "x" * LARGEST})
    drafts.keep("letter", {"text": "penting"})
    drafts.keep("complaint", {"text": "juga"})
    with pytest.raises(OSError) as refusal:
        drafts.flush()
    assert private_files.reason(refusal.value) == "isinya terlalu panjang"
    with pytest.raises(OSError):
        drafts.close()
    assert (found(desk(), "letter"), found(desk(), "complaint")) == ("penting", "juga")


def test_one_draft_that_cannot_be_deleted_stops_no_other(
    desk: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = desk()
    drafts.keep("NoteDialog:0001/2026", {"text": "x"})
    drafts.keep("letter", {"text": "y"})
    drafts.flush()
    for form in ("NoteDialog:0001/2026", "letter"):
        drafts.keep(form, {})
    stubborn, other = (drafts._own(form) for form in ("NoteDialog:0001/2026", "letter"))
    unlink = Path.unlink

    def refuses(file: Path, missing_ok: bool = False) -> None:
        if file == stubborn:
            raise PermissionError(13, "Permission denied")
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuses)
    with pytest.raises(OSError):
        drafts.flush()
    assert stubborn.exists() and not other.exists()
