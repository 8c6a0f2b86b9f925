"""A service as data: its steps, its checklist, and the hash that names its version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.duration import StandardTime, Unit
from desk.domain.service import Charge, Ending, Exit, Intake, Periodic, Requirement, Service, Step

ASK = Step(
    "1", "Mengajukan surat", "Ajukan", ("applicant",), (Exit("on", "Lanjut", to="2"),), Charge.APPLICANT
)
DO = Step(
    "2",
    "Memproses surat",
    "Proses",
    ("pr_officer",),
    (Exit("deliver", "Serahkan", ends_as=Ending.DONE), Exit("back", "Kembalikan", to="2", revision=True)),
    delivers=True,
)
SERVICE = Service(
    key="contoh",
    name="Layanan Contoh",
    agency="Bagian Umum",
    intake=Intake.LETTER,
    steps=(ASK, DO),
    requirements_text=("Surat pengantar", "Materi acara"),
    requirements=(
        Requirement("surat", "Surat pengantar"),
        Requirement("susunan", "Susunan acara", under="2"),
        Requirement("lain", "Lain-lain", required=False, under="2"),
    ),
    total=StandardTime(Unit.MINUTES, 30),
)


def test_a_case_opens_at_the_first_step_of_the_office() -> None:
    assert SERVICE.first_office_step is DO
    assert (ASK.is_external, DO.is_external) == (True, False)


def test_steps_and_exits_are_found_by_number_and_key() -> None:
    assert SERVICE.step("1") is ASK
    with pytest.raises(KeyError):
        SERVICE.step("3")
    assert DO.exit("back") is DO.exits[1]
    assert DO.exit("other") is None


def test_only_required_ticks_make_a_file_complete() -> None:
    assert SERVICE.required_keys == {"surat", "susunan"}


def test_every_tick_names_the_printed_requirement_it_derives_from() -> None:
    assert [(printed, item.key) for printed, item in SERVICE.checklist] == [
        (None, "surat"),
        ("Materi acara", "susunan"),
        ("Materi acara", "lain"),
    ]


def test_a_periodic_task_is_one_step_that_its_actors_finish() -> None:
    recap = Periodic(
        "6", "Laporan setiap bulan dan rekapitulasi", StandardTime(Unit.MINUTES, 30), "Rekap", ("team_lead",)
    )
    step = recap.as_step
    assert (step.no, step.name, step.actors) == (recap.no, recap.name, recap.actors)
    assert step.label == "Laporan setiap bulan dan rekapit"
    assert [(way.to, way.ends_as) for way in step.exits] == [(None, Ending.DONE)]
    assert (step.standard, step.output) == (recap.standard, recap.output)


def test_the_same_rules_have_the_same_version_and_others_another() -> None:
    assert replace(SERVICE).version == SERVICE.version
    assert len(SERVICE.version) == 16
    assert replace(SERVICE, total=StandardTime(Unit.MINUTES, 31)).version != SERVICE.version
    assert replace(SERVICE, name="Layanan Lain").version != SERVICE.version
