"""One desk of the torture run: it works, and tells its supervisor of every act before and after it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.errors import DeskError, NotFound, RuleError, StorageError
from desk.office import answers, casefile, choosing, complaints, corrections, intake, ledger, opening, routing
from desk.office.case_view import CaseView, Choice
from desk.office.office import Office
from desk.office.session import Session

HAVE = {
    "wa-center": frozenset({"surat_pengantar", "materi"}),
    "konten-medsos": frozenset({"surat_permohonan", "tanda_tangan", "cap"}),
    "surat-umum": frozenset(),
}
"""What completes a letter of each service."""
RECENT = 40
"""Cases of a register, from the last, that are worked on: few enough for desks to meet at one."""


class Worker:
    """What one process does until it is killed. Its choices follow from `seed`; what they meet with does not."""

    def __init__(self, office: Office, username: str, seed: str, pipe: int, scans: Sequence[Path]) -> None:
        self.rng = Random(seed)
        self.session = Session(office, office.people[username])
        self.name = seed
        self.pipe = pipe
        self.scans = scans
        self.events: list[int] = []
        """Those that the act at hand has appended."""
        self.told: dict[str, Any] = {}
        self.token = ""

    def run(self) -> None:
        """Work for ever."""
        self._listen()
        for turn in range(1_000_000):
            self.turn(f"{self.name}.{turn}")

    def turn(self, token: str) -> None:
        """One act. It is acknowledged when it has returned, and only then."""
        self.token = token
        deed = self._register() if self.rng.random() < 0.3 else self._work()
        if deed is None:
            return
        act, self.events = deed, []
        try:
            act(token)
        except StorageError as error:
            self.say(token, refused=error.code, storage=True)
        except DeskError as error:
            self.say(token, refused=error.code, storage=False)
        else:
            self.say(token, events=self.events, **self.told)

    def begin(self, token: str, act: str, **more: Any) -> None:
        """Said right before an act is tried."""
        self.told = {}
        self.say(token, act=act, **more)

    def say(self, token: str, **more: Any) -> None:
        """One line in one write: it is there whole, or not at all."""
        os.write(self.pipe, (json.dumps({"token": token, **more}) + "\n").encode())

    def _listen(self) -> None:
        """Note the id of every event that is appended, and say so of the first: the act has the write lock."""
        append: Callable[..., ledger.Tail] = ledger.append

        def noted(*args: Any, **more: Any) -> ledger.Tail:
            tail = append(*args, **more)
            if not self.events:
                self.say(self.token, writes=True)
            self.events.append(tail.id)
            return tail

        ledger.append = noted

    # ---- what it does

    def _register(self) -> Callable[[str], None]:
        rng = self.rng
        if rng.random() < 0.35:
            return self._complain
        service = rng.choice(sorted(HAVE))
        have = HAVE[service] if rng.random() < 0.7 else frozenset()
        attach = rng.sample(self.scans, rng.choice((0, 0, 1, 2)))

        def log(token: str) -> None:
            self.begin(token, "letter", files=len(attach))
            draft = LetterDraft(service, f"Dinas {token}", f"Hal {token}", letter_no=token, have=have)
            self.told = {"number": intake.log_letter(self.session, draft, attach=attach).number}

        return log

    def _complain(self, token: str) -> None:
        self.begin(token, "complaint", files=0)
        draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", f"Isi {token}", "Bu Sari", class_key="minor")
        self.told = {"number": complaints.log_complaint(self.session, draft).number}

    def _work(self) -> Callable[[str], None] | None:
        """An act that the desk offers on a case, as it was a moment ago. None: nothing to be found there."""
        try:
            number = self._some_case()
            view = casefile.view_case(self.session, number)
            choice = choosing.choices(self.session, number)
        except (NotFound, StorageError):
            return None
        offered = [name for name, often in OFTEN.items() for _ in range(often) if name in choice.acts]
        if not offered:
            return None
        name = self.rng.choice(offered)
        expected = view.revision if self.rng.random() < 0.3 else None

        def act(token: str) -> None:
            self.begin(token, name, number=number)
            self.told = {"number": number}
            DEEDS[name](self, view, choice, token, expected)

        return act

    def _some_case(self) -> str:
        form, register = self.rng.choice((("{:04d}/{}", "letter"), ("P-{:04d}/{}", "complaint")))
        year = self.session.office.today().year
        row = db.Register.get_or_none(db.Register.name == register, db.Register.year == year)
        if row is None:
            raise NotFound("")
        return form.format(max(1, row.last - self.rng.randrange(RECENT)), year)


Deed = Callable[[Worker, CaseView, Choice, str, int | None], object]


def _finish(worker: Worker, view: CaseView, choice: Choice, token: str, expected: int | None) -> None:
    way = worker.rng.choice([item.key for item in choice.exits])
    routing.finish(worker.session, view.case_no, way, token, expected=expected)


def _dispose(worker: Worker, view: CaseView, choice: Choice, token: str, expected: int | None) -> None:
    others = [name for name, _title in choice.recipients if name != worker.session.person.username]
    to = worker.rng.sample(others, min(len(others), worker.rng.choice((1, 1, 2))))
    order = DispositionOrder(tuple(to), ("follow_up",), note=token)
    routing.dispose(worker.session, view.case_no, order, expected=expected)


def _assign(worker: Worker, view: CaseView, choice: Choice, token: str, expected: int | None) -> None:
    if not choice.assignees:
        raise RuleError("nobody to assign to")
    to = worker.rng.choice(choice.assignees)[0]
    routing.assign(worker.session, view.case_no, to, token, expected=expected)


def _complete(worker: Worker, view: CaseView, _choice: Choice, _token: str, expected: int | None) -> None:
    have = HAVE.get(view.service.key) or {item.key for item in view.service.requirements}
    intake.complete_requirements(worker.session, view.case_no, have, expected=expected)


def _answer(said: str) -> Deed:
    def deed(worker: Worker, view: CaseView, choice: Choice, token: str, _expected: int | None) -> None:
        answers.answer_disposition(worker.session, view.case_no, choice.answers_to, said, token)

    return deed


DEEDS: dict[str, Deed] = {
    "take": lambda w, v, c, t, seen: routing.take(w.session, v.case_no, expected=seen),
    "finish": _finish,
    "return": lambda w, v, c, t, seen: routing.send_back(w.session, v.case_no, t, expected=seen),
    "dispose": _dispose,
    "assign": _assign,
    "pause": lambda w, v, c, t, seen: routing.pause(w.session, v.case_no, "applicant", t, expected=seen),
    "resume": lambda w, v, c, t, seen: routing.resume(w.session, v.case_no, expected=seen),
    "complete": _complete,
    "note": lambda w, v, c, t, seen: routing.add_note(w.session, v.case_no, t),
    "reopen": lambda w, v, c, t, seen: routing.reopen(
        w.session, v.case_no, v.service.first_office_step.no, t, expected=seen
    ),
    "cancel": lambda w, v, c, t, seen: routing.cancel(w.session, v.case_no, t, expected=seen),
    "void": lambda w, v, c, t, seen: intake.void_letter(w.session, v.case_no, t),
    "undo": lambda w, v, c, t, seen: corrections.withdraw(w.session, v.case_no, t),
    "read": _answer("read"),
    "accept": _answer("accepted"),
    "reply": _answer("replied"),
}
OFTEN = {"take": 6, "finish": 12, "return": 3, "dispose": 8, "assign": 2, "pause": 5, "resume": 8, "complete": 6,
         "note": 4, "reopen": 2, "cancel": 1, "void": 1, "undo": 2, "read": 2, "accept": 2, "reply": 2}  # fmt: skip
"""How often an act is tried where it is offered."""


def work(office: Office, url: str, username: str, seed: str, pipe: int, scans: Sequence[Path]) -> None:
    """Open the database and work until killed. `office`: as the parent has read it; its services are known already.

    One worker in eight opens the office from the beginning, as a desk does that somebody starts.
    """
    worker: Worker | None = None
    try:
        if Random(seed).random() < 0.125:
            office = opening.open_office(url)
        else:
            db.open_database(url)
        worker = Worker(office, username, seed, pipe, scans)
        worker.run()
    except StorageError as error:
        _fail(pipe, seed, f"opening: {error.code}")
    except BrokenPipeError:
        pass  # the supervisor is gone
    except Exception as error:
        _fail(pipe, seed, f"{type(error).__name__}: {error}"[:500])


def _fail(pipe: int, seed: str, text: str) -> None:
    os.write(pipe, (json.dumps({"token": seed, "fault": text}) + "\n").encode())
