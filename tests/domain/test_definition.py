"""Rules of a service definition: each fault kind is named with its place, several at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.definition import LARGEST_VALUE, check_service
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import (
    Charge,
    ComplaintClass,
    Ending,
    Exit,
    Intake,
    Periodic,
    Requirement,
    Service,
    Step,
)

CLOSE = Exit("close", "Selesai", ends_as=Ending.DONE)


def forward(to: str) -> Exit:
    return Exit("forward", "Teruskan", to=to)


def step(no: str, *exits: Exit, **changes: Any) -> Step:
    return replace(
        Step(no=no, name=f"Kegiatan {no}", label=f"Langkah {no}", actors=("section_head",), exits=exits),
        **changes,
    )


def service(*steps: Step, **changes: Any) -> Service:
    own = Service(
        key="izin-acara",
        name="Izin Acara",
        short="Izin Acara",
        agency="Bagian Umum",
        intake=Intake.LETTER,
        steps=steps or (step("1", forward("2")), step("2", CLOSE, delivers=True)),
    )
    return replace(own, **changes)


def with_step(**changes: Any) -> Service:
    """A sound service but for its second step of three."""
    return service(
        step("1", forward("2")),
        replace(step("2", forward("3")), **changes),
        step("3", CLOSE, delivers=True),
    )


def places(checked: Service) -> list[str]:
    return [place for place, _ in check_service(checked)]


def test_a_sound_definition_has_no_fault() -> None:
    assert check_service(service()) == []
    assert check_service(with_step()) == []


MINUTES = Unit.MINUTES

FAULTY: dict[str, tuple[Service, list[str]]] = {
    "service key": (service(key="Izin Acara"), ["key"]),
    "calendar key": (service(calendar="Kalender A"), ["calendar"]),
    "empty name": (service(name=" "), ["name"]),
    "empty agency": (service(agency=""), ["agency"]),
    "empty short name": (service(short=""), ["short"]),
    "short name too long": (service(short="x" * 21), ["short"]),
    "threshold 0": (service(at_risk_percent=0), ["at_risk_percent"]),
    "threshold 100": (service(at_risk_percent=100), ["at_risk_percent"]),
    "control character in a list": (service(products=("baik", "\x1b[2J")), ["products[1]"]),
    "line break in a step": (with_step(remarks="satu\ndua"), ["steps[1].remarks"]),
    "direction override": (service(fee="\u202egratis"), ["fee"]),
    "control character in a title": (service(actors={"dokter": "Dok\x07ter"}), ["actors.dokter"]),
    "no steps": (replace(service(), steps=()), ["steps"]),
    "unknown exit target": (with_step(exits=(forward("3"), Exit("x", "X", "9"))), ["steps[1].exits[1].to"]),
    "exit without target or ending": (
        with_step(exits=(forward("3"), Exit("x", "X"))),
        ["steps[1].exits[1]"],
    ),
    "step without exits": (
        service(step("1", forward("2")), step("2", delivers=True)),
        ["steps[1].exits"],
    ),
    "unreachable step": (
        service(step("1", forward("3")), step("2", forward("3")), step("3", CLOSE, delivers=True)),
        ["steps[1]"],
    ),
    "reached only from before the first office step": (
        service(
            step("1", forward("2"), Exit("b", "B", "3"), charged_to=Charge.APPLICANT, actors=("applicant",)),
            step("2", CLOSE, delivers=True),
            step("3", CLOSE),
        ),
        ["steps[2]"],
    ),
    "loop without an end": (
        service(
            step("1", forward("2"), Exit("done", "Selesai", ends_as=Ending.DONE)),
            step("2", forward("3"), delivers=True),
            step("3", forward("2")),
        ),
        ["steps[1]", "steps[2]"],
    ),
    "revision loop without a way on": (
        with_step(exits=(Exit("revise", "Revisi", "1", revision=True),)),
        ["steps[1].exits", "steps[0]", "steps[1]", "steps[2]"],
    ),
    "revision that ends the case": (
        with_step(exits=(forward("3"), Exit("r", "R", ends_as=Ending.DONE, revision=True))),
        ["steps[1].exits[1].revision"],
    ),
    "two revisions of one step": (
        with_step(
            exits=(forward("3"), Exit("a", "A", "1", revision=True), Exit("b", "B", "1", revision=True))
        ),
        ["steps[1].exits[2].revision"],
    ),
    "duplicate step number": (
        service(step("1", forward("2")), step("2", CLOSE, delivers=True), step("2", CLOSE)),
        ["steps[2].no"],
    ),
    "step number pattern": (
        service(step("1", forward("dua puluh")), step("dua puluh", CLOSE, delivers=True)),
        ["steps[1].no"],
    ),
    "duplicate exit key": (with_step(exits=(forward("3"), forward("1"))), ["steps[1].exits[1].key"]),
    "exit key pattern": (with_step(exits=(Exit("Terus!", "T", "3"),)), ["steps[1].exits[0].key"]),
    "empty exit name": (with_step(exits=(Exit("x", "", "3"),)), ["steps[1].exits[0].name"]),
    "duplicate requirement": (
        service(requirements=(Requirement("a", "A"), Requirement("a", "B"))),
        ["requirements[1].key"],
    ),
    "unknown printed requirement": (
        service(requirements_text=("Satu",), requirements=(Requirement("a", "A", under="2"),)),
        ["requirements[0].under"],
    ),
    "required item of a complaint": (
        service(intake=Intake.COMPLAINT, requirements=(Requirement("a", "A"),)),
        ["requirements[0].required"],
    ),
    "step without actors": (with_step(actors=()), ["steps[1].actors"]),
    "unknown actor": (with_step(actors=("section_head", "dukun")), ["steps[1].actors[1]"]),
    "admin as actor": (with_step(actors=("admin",)), ["steps[1].actors[0]"]),
    "outsider in an office step": (with_step(actors=("applicant",)), ["steps[1].actors[0]"]),
    "office actor in an external step": (with_step(charged_to=Charge.APPLICANT), ["steps[1].actors[0]"]),
    "applicant in another agency's step": (
        with_step(charged_to=Charge.OTHER_AGENCY, actors=("applicant",)),
        ["steps[1].actors[0]"],
    ),
    "own position that already exists": (service(actors={"manager": "Bos"}), ["actors.manager"]),
    "own position's key": (service(actors={"Dokter Gigi": "Dokter"}), ["actors.'Dokter Gigi'"]),
    "unknown opening position": (with_step(opens_with=("dukun",)), ["steps[1].opens_with[0]"]),
    "finisher who is no actor": (with_step(finishes=("team_lead",)), ["steps[1].finishes[0]"]),
    "label missing": (with_step(label=""), ["steps[1].label"]),
    "label too long": (with_step(label="x" * 33), ["steps[1].label"]),
    "no delivering step": (service(step("1", CLOSE)), ["steps"]),
    "two delivering steps": (
        service(step("1", forward("2"), delivers=True), step("2", CLOSE, delivers=True)),
        ["steps[1].delivers"],
    ),
    "delivery by an outsider": (
        service(
            step("1", forward("2")),
            step("2", CLOSE, delivers=True, charged_to=Charge.APPLICANT, actors=("applicant",)),
        ),
        ["steps[1].delivers"],
    ),
    "only external steps": (
        service(step("1", CLOSE, delivers=True, charged_to=Charge.APPLICANT, actors=("applicant",))),
        ["steps[0].delivers", "steps"],
    ),
    "disposition that closes": (
        service(step("1", CLOSE, disposition=True, delivers=True)),
        ["steps[0].exits[0]"],
    ),
    "disposition by an outsider": (
        with_step(disposition=True, charged_to=Charge.APPLICANT, actors=("applicant",)),
        ["steps[1].disposition"],
    ),
    "value missing": (with_step(standard=StandardTime(MINUTES)), ["steps[1].standard.value"]),
    "value 0": (service(total=StandardTime(MINUTES, 0)), ["total.value"]),
    "value too large": (service(total=StandardTime(MINUTES, LARGEST_VALUE + 1)), ["total.value"]),
    "event with a value": (service(total=StandardTime(Unit.EVENT, 1)), ["total.value"]),
    "event as a step's standard": (with_step(standard=StandardTime(Unit.EVENT)), ["steps[1].standard.kind"]),
    "event total of a complaint": (
        service(intake=Intake.COMPLAINT, total=StandardTime(Unit.EVENT)),
        ["total.kind"],
    ),
    "periodic number of a step": (service(periodic=(Periodic("2", "Rekap", None),)), ["periodic[0].no"]),
    "periodic number pattern": (service(periodic=(Periodic("", "Rekap", None),)), ["periodic[0].no"]),
    "periodic without a name": (service(periodic=(Periodic("3", "", None),)), ["periodic[0].name"]),
    "periodic of an event": (
        service(periodic=(Periodic("3", "Rekap", StandardTime(Unit.EVENT)),)),
        ["periodic[0].standard.kind"],
    ),
    "empty requirement": (service(requirements=(Requirement("a", " "),)), ["requirements[0].text"]),
    "own position without a title": (service(actors={"dokter": ""}), ["actors.dokter"]),
    "empty step name": (with_step(name=""), ["steps[1].name"]),
    "opened or finished by an outsider": (
        with_step(
            charged_to=Charge.APPLICANT,
            actors=("applicant",),
            opens_with=("section_head",),
            finishes=("section_head",),
        ),
        ["steps[1].opens_with", "steps[1].finishes"],
    ),
    "finisher nobody can be": (
        with_step(actors=("any",), finishes=("dukun",)),
        ["steps[1].finishes[0]"],
    ),
    "complaint class twice, unnamed and without a value": (
        service(
            intake=Intake.COMPLAINT,
            complaint_classes=(
                ComplaintClass("minor", "Ringan", StandardTime(Unit.WORKING_DAYS, 5)),
                ComplaintClass("minor", "", StandardTime(Unit.WORKING_DAYS)),
            ),
        ),
        ["complaint_classes[1].key", "complaint_classes[1].name", "complaint_classes[1].standard.value"],
    ),
    "periodic by nobody": (
        service(periodic=(Periodic("3", "Rekap", None, actors=("dukun",)),)),
        ["periodic[0].actors[0]"],
    ),
    "complaint classes of letters": (
        service(complaint_classes=(ComplaintClass("minor", "Ringan", StandardTime(Unit.WORKING_DAYS, 5)),)),
        ["complaint_classes"],
    ),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_a_fault_is_named_at_its_place_and_nowhere_else(kind: str) -> None:
    faulty, expected = FAULTY[kind]
    assert sorted(places(faulty)) == sorted(expected)


def test_several_faults_are_all_named_at_once() -> None:
    faulty = with_step(
        label="", actors=("dukun",), standard=StandardTime(MINUTES, 0), exits=(Exit("x", "X", "9"),)
    )
    assert {
        "steps[1].label",
        "steps[1].actors[0]",
        "steps[1].standard.value",
        "steps[1].exits[0].to",
        "steps[2]",
    } == set(places(faulty))


def test_an_office_may_name_positions_of_its_own() -> None:
    assert check_service(replace(with_step(actors=("dokter",)), actors={"dokter": "Dokter"})) == []


def test_a_branch_may_end_without_delivering() -> None:
    ends = Exit("refer", "Salurkan", ends_as=Ending.TRANSFERRED)
    assert check_service(with_step(exits=(forward("3"), ends))) == []


def test_a_disposition_leads_on_to_a_step_of_the_office() -> None:
    assert check_service(with_step(disposition=True)) == []


def test_messages_show_control_characters_inert() -> None:
    faulty = with_step(actors=("\x1b[31m",), exits=(Exit("\x07", "X\x07", "\x1b"),))
    assert all(message.isprintable() for _, message in check_service(faulty))
