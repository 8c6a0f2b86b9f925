"""Many desks on one database, killed one after another in the midst of their work: what was acknowledged is there.

`python -m benchmarks torture [--kills N] [--processes N] [--seed S] [--minutes M]`. Which desk is killed after how many
acts, and what every desk chooses to do, follow from the seed; how the processes interleave does not.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.torture_check import Finding, check
from benchmarks.torture_worker import work
from desk import db
from desk.domain.people import Permission
from desk.office import people, setup
from desk.office.office import Office

BETWEEN = (1, 16)
"""Acts begun, by all desks together, from one kill to the next."""
LINGER = 0.012
"""Seconds at most from the beginning of an act to the kill, so that it falls anywhere in the act, or in another."""
PATIENCE = 60.0
"""Seconds without a word from any desk after which the run is given up."""


@dataclass
class Tale:
    """What the desks have said."""

    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, dict[str, Any]] = field(default_factory=dict)
    writing: set[str] = field(default_factory=set)
    """The acts that have come to write, whatever became of them."""
    writer: str | None = None
    """The one that came last. None: none since it was last asked for."""
    faults: list[str] = field(default_factory=list)

    @property
    def cut(self) -> int:
        """Acts that were killed after they had begun to write, and before they were acknowledged."""
        return len(self.writing - self.done.keys() - self.refused.keys())

    def hear(self, line: dict[str, Any]) -> None:
        """Take in one line."""
        token = line["token"]
        if "fault" in line:
            self.faults.append(f"{token}: {line['fault']}")
        elif "act" in line:
            self.begun[token] = line
        elif "writes" in line:
            self.writing.add(token)
            self.writer = token
        elif "refused" in line:
            self.refused[token] = line
        else:
            self.done[token] = line


class Supervisor:
    """Starts desks, kills them, and starts others in their place."""

    def __init__(self, office: Office, url: str, processes: int, seed: int, scans: list[Path]) -> None:
        self._office, self._url, self._scans = office, url, scans
        self._seed = seed
        self._ears, self._mouth = os.pipe()
        os.set_blocking(self._ears, False)
        self._heard = b""
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ears, selectors.EVENT_READ)
        self._pids: dict[int, int] = {}
        self._starts = [0] * processes
        self.tale = Tale()
        self.kills = 0

    def run(self, kills: int, until: float) -> None:
        """Kill that many, or stop at that instant of `time.monotonic`; at the end all of them are killed."""
        rng = Random(self._seed)
        for slot in range(len(self._starts)):
            self._start(slot)
        try:
            while self.kills < kills and time.monotonic() < until and not self.tale.faults:
                victim = self._victim(rng)
                time.sleep(rng.random() * LINGER)
                self._kill(victim)
                self._start(victim)
        finally:
            for slot in list(self._pids):
                self._kill(slot)
            self._listen(lambda: True)
            os.close(self._ears)
            os.close(self._mouth)

    def _start(self, slot: int) -> None:
        self._starts[slot] += 1
        seed = f"{self._seed}.{slot}.{self._starts[slot]}"
        pid = os.fork()
        if pid == 0:
            try:
                os.close(self._ears)
                work(self._office, self._url, username(slot), seed, self._mouth, self._scans)
            finally:
                os._exit(0)
        self._pids[slot] = pid

    def _kill(self, slot: int) -> None:
        pid = self._pids.pop(slot)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills += 1

    def _victim(self, rng: Random) -> int:
        """Some acts later: any desk, or, every other time, one that has the write lock at this moment."""
        enough = len(self.tale.begun) + rng.randint(*BETWEEN)
        self._listen(lambda: len(self.tale.begun) >= enough)
        anyone = rng.randrange(len(self._starts))
        if rng.random() < 0.5:
            return anyone
        self.tale.writer = None
        self._listen(lambda: self.tale.writer is not None)
        return anyone if self.tale.writer is None else int(self.tale.writer.split(".")[1])

    def _listen(self, enough: Callable[[], bool]) -> None:
        """Take in what has been said, and what is being said until it is enough."""
        while True:
            try:
                chunk = os.read(self._ears, 1 << 16)
            except BlockingIOError:
                if enough() or self.tale.faults:
                    return
                if not self._selector.select(PATIENCE):
                    self.tale.faults.append(f"no desk said anything for {PATIENCE:.0f} seconds")
                    return
                continue
            *lines, self._heard = (self._heard + chunk).split(b"\n")
            for line in lines:
                self.tale.hear(json.loads(line))


def username(slot: int) -> str:
    """The user at that desk."""
    return f"meja{slot:02d}"


def torture(
    home: Path, *, kills: int, processes: int, seed: int, minutes: float
) -> tuple[Tale, Finding, int, float]:
    """Run and check. Returns what was said, what was found, the kills, and the seconds of the run."""
    office, url = _office(home, processes)
    scans = _scans(home, Random(seed))
    supervisor = Supervisor(office, url, processes, seed, scans)
    begin = time.monotonic()
    supervisor.run(kills, begin + minutes * 60)
    seconds = time.monotonic() - begin
    tale = supervisor.tale
    finding = check(url, tale.begun, tale.done, {username(slot) for slot in range(processes)})
    return tale, finding, supervisor.kills, seconds


def _office(home: Path, processes: int) -> tuple[Office, str]:
    """An office with a user for every desk, each of all positions; read into memory and closed again."""
    url = f"sqlite:///{home / 'desk.db'}"
    admin = setup.create_office(url, name="Kantor Uji", admin="admin", password="sandi-untuk-uji")
    positions = sorted(admin.office.position_keys.keys() - {"admin"})
    hashed = people.hash_password("sandi-untuk-uji")
    with admin.act(Permission.ADMINISTER) as act:
        for slot in range(processes):
            people.insert_user(username(slot), f"Meja {slot}", positions, hashed)
            act.append(f"user:{username(slot)}", "user_added", {"positions": positions})
    admin.office.refresh()
    assert admin.office.people and admin.office.services and admin.office.calendars
    db.close_database()
    return admin.office, url


def _scans(home: Path, rng: Random) -> list[Path]:
    """Files to attach: few, so that desks also bring the same one at the same moment."""
    folder = home / "pindaian"
    folder.mkdir()
    files = [folder / f"{place}.pdf" for place in range(40)]
    for file in files:
        file.write_bytes(b"%PDF-1.7 " + rng.randbytes(rng.choice((100, 5_000, 200_000))))
    return files


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks torture")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    args = parser.parse_args(argv or [])
    with tempfile.TemporaryDirectory() as folder:
        tale, finding, kills, seconds = torture(Path(folder), **vars(args))
    _report(tale, finding, kills, seconds)
    if tale.faults or finding.wrong:
        sys.exit(1)


def _report(tale: Tale, finding: Finding, kills: int, seconds: float) -> None:
    storage = [line for line in tale.refused.values() if line["storage"]]
    unanswered = len(tale.begun) - len(tale.done) - len(tale.refused)
    print(f"kills                        {kills:7d}   ({kills / seconds:.1f} a second, {seconds:.0f} s)")
    print(
        f"acts begun                   {len(tale.begun):7d}   ({len(tale.done) / seconds:.0f} done a second)"
    )
    print(f"acknowledged                 {len(tale.done):7d}")
    print(f"refused by the rules         {len(tale.refused) - len(storage):7d}")
    print(f"refused by the storage       {len(storage):7d}   {sorted({line['refused'] for line in storage})}")
    print(f"killed within an act         {unanswered:7d}   ({finding.unheard} of them committed whole)")
    print(f"  while it wrote             {tale.cut:7d}")
    print(f"losses                       {finding.losses:7d}")
    print(f"doubles                      {finding.doubles:7d}")
    print(f"numbers given                {finding.numbers:7d}   attachments {finding.attachments}")
    print(f"events                       {finding.events:7d}   half-written files left {finding.leftovers}")
    for text in [*tale.faults, *finding.wrong][:20]:
        print(f"WRONG: {text}")
