"""Files of an office: its owner's alone from the first byte, on a disk of this machine, and known to be open."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import db, filesystems, places, presence, private_files
from desk.config import Config
from desk.errors import StorageError
from desk.faults import note_fault
from desk.office import attachments, backup, opening, setup, tokens
from desk.office.drafts import Drafts
from tests.conftest import PASSWORD, Desk


@pytest.fixture
def loose_umask() -> Iterator[None]:
    """As on most machines; only the modes that desk asks for itself count then."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


# Modes


def test_everything_an_office_writes_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, loose_umask: None
) -> None:
    home = tmp_path / "di" / "sini"
    config = Config(home, f"sqlite:///{home / 'desk.db'}")
    session = setup.create_office(config.database_url, name="Kantor", admin="admin", password=PASSWORD)
    tokens.keep_token(session, config.session_file)
    drafts = Drafts(config.drafts, "admin", lambda: 0)
    drafts.keep("letter", {"subject": "Hal"})
    drafts.flush()
    assert note_fault(home, RuntimeError(), 0) is not None
    found = [home.parent, home, *home.rglob("*")]
    assert {"desk.db", "desk.db-wal", "desk.db-shm", "desk.lock", "session", "desk.log", "drafts"} <= {
        place.name for place in found
    }
    assert {place: mode(place) for place in found} == {
        place: 0o700 if place.is_dir() else 0o600 for place in found
    }
    db.close_database()


def test_the_database_is_private_before_the_engine_sees_it(
    tmp_path: Path, loose_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    engine = db.Engine

    def opening_engine(path: str, **settings: object) -> db.Engine:
        seen.append(mode(Path(path)))
        return engine(path, **settings)

    monkeypatch.setattr(db, "Engine", opening_engine)
    db.open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    db.close_database()
    assert seen == [0o600]


@pytest.mark.parametrize("extra", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
@pytest.mark.parametrize("name", ["desk.db", "desk.db-wal", "attachments", "backups"])
def test_a_database_that_others_can_open_is_refused_with_the_command_that_mends_it(
    desk: Desk, name: str, extra: int
) -> None:
    db.close_database()
    place = desk.config.home / name
    if not place.exists():
        place.touch(mode=0o600) if name.endswith("-wal") else place.mkdir(mode=0o700)
    place.chmod(mode(place) | extra)
    with pytest.raises(StorageError) as refusal:
        opening.open_office(desk.config.database_url, desk.clock)
    command = refusal.value.message.rpartition("dengan: ")[2]
    assert f"{mode(place):04o}" in refusal.value.message
    subprocess.run(command, shell=True, check=True)
    opening.open_office(desk.config.database_url, desk.clock)


@pytest.mark.parametrize("name", ["", "drafts"])
def test_a_home_that_others_can_enter_is_refused(desk: Desk, name: str) -> None:
    place = desk.config.home / name
    if not place.exists():
        place.touch(mode=0o600)
    place.chmod(mode(place) | 0o050)
    with pytest.raises(StorageError, match=f"chmod .* {place}$"):
        desk.config.require_private()


def test_everything_that_is_too_open_is_named_at_once(desk: Desk) -> None:
    home = desk.config.home
    for place in (home, home / "desk.db"):
        place.chmod(mode(place) | 0o044)
    with pytest.raises(StorageError) as refusal:
        desk.config.require_private()
    assert [line.rpartition("dengan: ")[2] for line in refusal.value.message.split("\n")] == [
        f"chmod 700 {home}", f"chmod 600 {home / 'desk.db'}",
    ]  # fmt: skip


def test_where_there_are_no_modes_nothing_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.config.home.chmod(0o755)
    monkeypatch.setattr(private_files, "HAS_MODES", False)
    desk.config.require_private()


def test_where_there_are_no_locks_nobody_is_noticed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    opening.open_office(desk.config.database_url, desk.clock)
    with presence.alone(places.database_file(desk.config.database_url)):
        pass


def test_a_folder_that_is_not_desks_own_may_be_shared(desk: Desk, tmp_path: Path) -> None:
    shared = tmp_path / "bersama"
    shared.mkdir()
    shared.chmod(0o755)
    db.close_database()
    (desk.config.home / "desk.db").rename(shared / "kantor.db")
    opening.open_office(f"sqlite:///{shared / 'kantor.db'}", desk.clock)


def test_a_name_that_a_shell_would_read_otherwise_is_quoted(tmp_path: Path) -> None:
    place = tmp_path / "kantor; rm -rf $HOME"
    place.touch()
    place.chmod(0o644)
    assert (private_files.looseness(place) or "").endswith(f"chmod 600 '{place}'")


def test_a_file_written_whole_is_the_old_one_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "session"
    private_files.write_whole(file, b"lama")
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(OSError, match="penuh"):
        private_files.write_whole(file, b"baru")
    assert file.read_text() == "lama"


def _full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "penuh")


# Filesystems

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/x /mnt/kantor nfs4 rw 0 0
//server/y /mnt/kantor\040dua cifs rw 0 0
/dev/sdb1 /mnt/kantor/lokal xfs rw 0 0
/dev/sdc1 /mnt/lama nfs rw 0 0
tmpfs /mnt/lama tmpfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/a", "ext4"),
        ("/mnt/kantor", "nfs4"),
        ("/mnt/kantor/desk", "nfs4"),
        ("/mnt/kantorku", "ext4"),
        ("/mnt/kantor dua/desk", "cifs"),
        ("/mnt/kantor/lokal/desk", "xfs"),
        ("/mnt/lama/desk", "tmpfs"),
    ],
)
def test_the_longest_mount_point_counts_and_of_equal_ones_the_last(folder: str, kind: str) -> None:
    found = filesystems.mount_of(Path(folder), MOUNTS)
    assert found is not None
    assert found[1] == kind


def test_where_the_platform_tells_no_mounts_nothing_is_known() -> None:
    assert filesystems.mount_of(Path("/home"), "") is None


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "9p",
        "fuse.sshfs",
        "vboxsf",
        "fuse.vmhgfs-fuse",
        "virtiofs",
        "fuse.rclone",
    ],
)
def test_a_database_on_a_network_share_is_refused_and_nothing_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(
        filesystems, "mounts_text", lambda: f"x / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\n"
    )
    with pytest.raises(StorageError, match="folder jaringan") as refusal:
        db.open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    assert refusal.value.code == "network_share"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "zfs", "fuse.ntfs-3g"]
)
def test_disks_of_this_machine_are_taken(kind: str) -> None:
    assert not filesystems.is_shared(kind)


def test_locks_that_everybody_gets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystems, "lock", lambda _handle: True)
    with pytest.raises(StorageError) as refusal:
        db.open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    assert refusal.value.code == "broken_locks"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "works"), [(errno.ENOLCK, False), (errno.EOPNOTSUPP, False), (errno.EIO, True)]
)
def test_locks_that_nobody_gets_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, works: bool
) -> None:
    def fail(_handle: int) -> bool:
        raise OSError(number, "x")

    monkeypatch.setattr(filesystems, "lock", fail)
    assert filesystems.locks_exclude(tmp_path) is works


def test_a_second_holder_of_an_exclusive_lock_is_refused(tmp_path: Path) -> None:
    handles = [os.open(tmp_path / "x", os.O_RDWR | os.O_CREAT, 0o600) for _ in range(2)]
    assert filesystems.lock(handles[0])
    assert not filesystems.lock(handles[1])
    os.close(handles[0])
    assert filesystems.lock(handles[1])
    os.close(handles[1])


def test_a_platform_without_such_locks_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystems, "_has_probe", lambda: False)
    monkeypatch.setattr(filesystems, "lock", _full)
    assert filesystems.locks_exclude(tmp_path)


# Presence

HOLD = """
import sys
from desk import db
db.open_database(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_desk(desk: Desk) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Opens the office in further processes."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, desk.config.database_url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_whoever_wants_the_database_alone_is_told_who_has_it_open_and_a_killed_one_holds_nothing(
    desk: Desk, other_desk: Callable[[], subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 1)
    file = places.database_file(desk.config.database_url)
    db.close_database()
    first, second = other_desk(), other_desk()
    with pytest.raises(StorageError, match="2 desk lain") as refusal, presence.alone(file):
        pass
    assert str(first.pid) in refusal.value.message
    assert str(second.pid) in refusal.value.message
    for process in (first, second):
        process.send_signal(signal.SIGKILL)
        process.wait()
    with presence.alone(file):
        pass


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_desk_is_noticed_whichever_path_it_has_opened_the_database_by(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """And what lies beside the database lies beside the file itself, not beside the link."""
    monkeypatch.setattr(presence, "PATIENCE", 1)
    link = tmp_path / "lain"
    if what == "file":
        link.mkdir(mode=0o700)
        (link / "desk.db").symlink_to(desk.config.home / "desk.db")
    else:
        link.symlink_to(desk.config.home, target_is_directory=True)
    by_link = f"sqlite:///{link / 'desk.db'}"
    with pytest.raises(StorageError) as refusal, presence.alone(places.database_file(by_link)):
        pass
    assert refusal.value.code == presence.IN_USE
    opening.open_office(by_link, desk.clock)
    assert attachments.folder() == desk.config.home / "attachments"
    assert backup.place_named("a.desk") == desk.config.home / "backups" / "a.desk"


def test_a_link_that_leads_nowhere_is_no_office(tmp_path: Path) -> None:
    (tmp_path / "desk.db").symlink_to(tmp_path / "desk.db")
    assert not opening.office_exists(f"sqlite:///{tmp_path / 'desk.db'}")


def test_nobody_opens_what_somebody_has_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 1)
    db.close_database()
    with presence.alone(places.database_file(desk.config.database_url)):
        with pytest.raises(StorageError) as refusal:
            opening.open_office(desk.config.database_url, desk.clock)
        assert refusal.value.code == "in_use"
    opening.open_office(desk.config.database_url, desk.clock)


def test_a_worker_that_closes_its_connection_leaves_the_desk_present(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Thread

    monkeypatch.setattr(presence, "PATIENCE", 1)
    worker = Thread(target=db.close_database)
    worker.start()
    worker.join()
    with pytest.raises(StorageError), presence.alone(places.database_file(desk.config.database_url)):
        pass


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_what_the_system_complains_of_is_never_told_in_its_own_language(number: int) -> None:
    english = os.strerror(number)
    told = private_files.reason(OSError(number, english))
    assert english not in told
    assert told


_MAY_WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(7)
"""


def test_looking_for_other_databases_drops_no_lock_of_the_opened_one(desk: Desk) -> None:
    """Closing a file that somebody opened beside the engine would drop what the engine holds on it."""
    own = Path(db.database.database)
    (own.parent / "surat.txt").write_text("bukan basis data")
    with db.writing():
        assert list(places.databases_beside(own)) == []
        assert db.EventLog.select().exists()
        other = subprocess.run([sys.executable, "-c", _MAY_WRITE, str(own)], check=False)
    assert other.returncode == 7, "another process could write within our transaction"
