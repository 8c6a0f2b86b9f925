"""Periodic tasks against the history: which obligation and month each stands for."""

from __future__ import annotations

from collections.abc import Iterator

from desk import db
from desk.domain.case import CaseFile
from desk.office import rows

Task = tuple[str, str, str]
"""Service, row of the SOP, month."""


def stored_tasks() -> dict[str, Task]:
    """What the table says, by number."""
    found = rows.all_stored(db.PeriodicTask, ("case", "service", "step", "period"))
    return {number: (service, step, period) for number, service, step, period in found}


def task_faults(case: CaseFile, stored: dict[str, Task]) -> Iterator[str]:
    """The task of one case; takes it out of `stored`, so that what nobody asked for remains."""
    task = stored.pop(case.number, None)
    told = (case.service, case.visits[0].step, case.period) if case.period is not None else None
    if task != told:
        yield f"Berkas {case.number}: tugas berkala tersimpan {task!r}, menurut riwayat {told!r}."


def unknown_tasks(stored: dict[str, Task]) -> Iterator[str]:
    """Tasks of cases that are not there, once every case has been asked for."""
    for number in stored:
        yield f"Tugas berkala {number} tidak punya berkas."
