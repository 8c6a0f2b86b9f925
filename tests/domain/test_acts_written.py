"""What each act writes down, and what follows from it."""

from __future__ import annotations

from dataclasses import replace

from desk.domain import correction, supervision, workflow
from desk.domain.case import AttachmentRecord, Kind, Status
from desk.domain.disposition import DispositionOrder, recipients
from desk.domain.service import Exit
from tests.domain.stories import PEOPLE, Story
from tests.domain.test_refusals import (
    DECIDED,
    FAR,
    LETTER,
    NINE,
    OPENED_BY_HEAD,
    TEN,
    TWO,
    complete,
    periodic,
    reschedule,
    story,
    with_event,
)


def written(told: Story, kind: Kind) -> dict[str, object]:
    return told.last(kind).data


def test_every_act_writes_down_all_that_a_replay_needs() -> None:
    told = story().take()
    assert written(told, Kind.TAKEN) == {"visit": 1}
    assert written(told.pause(), Kind.PAUSED) == {"for": "applicant", "reason": "menunggu"}
    assert written(told.resume(), Kind.RESUMED) == {}
    assert written(told.assign("second_officer"), Kind.ASSIGNED) == {
        "visit": 1, "to": "second_officer", "reason": "piket",
    }  # fmt: skip
    order = DispositionOrder(("pr_officer",), ("follow_up",), ("manager",), " segera ", FAR)
    told.do("second_officer", workflow.dispose, order, PEOPLE)
    assert written(told, Kind.DISPOSED) == {
        "visit": 1, "to": ["pr_officer"], "cc": ["manager"], "instructions": ["follow_up"], "note": "segera",
        "due_at": FAR, "hands_over": True, "actors": ["pr_officer"],
    }  # fmt: skip
    told.do("pr_officer", workflow.finish, "submit", "nota dinas")
    assert written(told, Kind.FINISHED) == {
        "visit": 1, "exit": "submit", "output": "nota dinas", "delivers": False, "ends": False, "ends_as": None,
    }  # fmt: skip
    assert written(told, Kind.OPENED) == {
        "step": "4", "actors": ["section_head"], "external": False, "holder": None,
    }  # fmt: skip
    told.do("section_head", workflow.send_back, "judul salah")
    assert written(told, Kind.FINISHED)["output"] == "judul salah"
    assert written(told, Kind.FINISHED)["delivers"] is False
    told.finish("pr_officer", "drop")
    assert written(told, Kind.FINISHED) == {
        "visit": 3, "exit": "drop", "output": "", "delivers": False, "ends": True, "ends_as": "done",
    }  # fmt: skip


def test_finishing_or_handing_over_from_a_pause_says_that_the_pause_was_settled() -> None:
    assert written(story().pause().finish("pr_officer", "submit"), Kind.RESUMED) == {"settles": True}
    assert written(story().pause().hand_to("pr_officer", "second_officer"), Kind.RESUMED) == {"settles": True}


def test_the_last_required_item_starts_the_clocks_and_an_optional_one_does_not() -> None:
    told = complete(story(TWO, complete=False), "lain", event=(NINE, TEN))
    assert told.case.status is Status.INCOMPLETE
    assert (told.case.event_start, told.case.event_end) == (NINE, TEN)
    assert written(told, Kind.COMPLETED) == {"ticked": ["lain"], "event_start": NINE, "event_end": TEN}
    complete(told.wait(60), "berkas")
    assert told.case.status is Status.INCOMPLETE
    complete(told.wait(60), "foto", "berkas")
    assert written(told, Kind.COMPLETED)["ticked"] == ["foto"]
    assert told.case.started_at == told.now
    assert told.case.visits[0].step == "2"
    assert (told.case.event_start, told.case.event_end) == (NINE, TEN)
    complete(story(TWO, complete=False), "foto", event=(NINE, NINE))


def test_an_item_ticked_later_opens_no_second_visit() -> None:
    told = complete(story(TWO), "lain", "foto")
    assert len(told.case.visits) == 1


def test_an_event_is_given_other_hours_by_those_who_log_and_by_heads() -> None:
    for who in ("mail_clerk", "manager"):
        told = reschedule(with_event(), TEN, TEN, who)
        assert (told.case.event_start, told.case.event_end) == (TEN, TEN)
        assert written(told, Kind.CORRECTED) == {
            "corrects": [1], "withdrawn": False, "at": None, "reason": "diundur",
            "changes": {"event_start": TEN, "event_end": TEN},
        }  # fmt: skip
        reschedule(told, NINE)
        assert (told.case.event_start, told.case.event_end) == (NINE, None)


def test_a_step_decided_by_others_is_finished_by_them_and_opened_first_by_its_head() -> None:
    assert story(DECIDED).finish("section_head", "submit").case.visits[-1].step == "4"
    assert story(DECIDED).do("section_head", workflow.send_back, "ulang").case.visits[-1].step == "2"
    told = story(OPENED_BY_HEAD).hand_to("section_head", "pr_officer").finish("pr_officer", "submit")
    assert told.case.visits[-1].step == "4"


def test_a_citizens_step_is_recorded_by_whoever_finished_before_it() -> None:
    told = story(DECIDED).finish("section_head", "elsewhere")
    assert told.case.visits[-1].actors == ("section_head",)
    assert story().finish("pr_officer", "elsewhere").case.visits[-1].actors == ("pr_officer",)


def test_a_lead_is_sought_among_active_holders_of_the_position() -> None:
    people = list(PEOPLE.values())
    assert [person.username for person in recipients(people, ("pr_officer",))] == [
        "pr_officer", "second_officer",
    ]  # fmt: skip


def test_a_periodic_task_is_reopened_at_its_own_step_alone() -> None:
    told = periodic().finish("pr_officer", "drop")
    assert list(supervision.office_steps(told.case, told.service)) == ["2"]


def test_a_note_and_a_file_of_the_registration_are_part_of_it_and_withdrawn_with_nothing() -> None:
    told = story(complete=False)
    told.now = told.events[0].at
    clerk = told.who("mail_clerk")
    told.record([clerk.event(Kind.NOTED, text="x"), clerk.event(Kind.ATTACHED, sha256="a", size=3, name="b")])
    assert len(correction.deeds(told.events)) == 1
    assert told.case.attachments == [AttachmentRecord("a", 3, "b")]
    told.cancel().record([told.who("manager").event(Kind.VOIDED)])
    assert told.case.voided
    assert told.case.ended_at == told.now
    noted = story().take()
    noted.record([noted.who("pr_officer").event(Kind.NOTED, text="x")])
    assert len(correction.deeds(noted.events)) == 3


def test_people_may_give_other_times_to_what_they_just_did_and_heads_to_everything() -> None:
    told = story().take().wait(60).pause()
    assert [deed[0].id for deed in correction.retimable(told.events, told.who("pr_officer"))] == [3, 4]
    assert [deed[0].id for deed in correction.retimable(told.events, told.who("manager"))] == [1, 3, 4]
    assert correction.retimable(told.events, told.who("second_officer")) == []


def test_a_correction_of_what_is_not_there_is_passed_over() -> None:
    told = story().take()
    before = told.case
    told.record(
        [told.who("manager").event(Kind.CORRECTED, corrects=[99], withdrawn=True, at=None, changes={})]
    )
    assert told.case == before


def test_a_step_outside_after_one_outside_is_recorded_by_the_same_people() -> None:
    steps = [
        replace(s, exits=(Exit("forward", "Teruskan", "1"),)) if s.no == "3" else s for s in DECIDED.steps
    ]
    told = story(replace(DECIDED, steps=tuple(steps))).finish("section_head", "back")
    told.finish("section_head", "elsewhere").finish("section_head")
    assert told.case.visits[-1].step == "1"
    assert told.case.visits[-1].actors == ("section_head",)


def test_the_required_items_alone_start_the_clocks() -> None:
    told = complete(story(TWO, complete=False), "berkas")
    assert complete(told.wait(60), "foto").case.started_at == told.now


def test_a_disposition_that_finishes_its_step_leaves_no_output() -> None:
    steps = [replace(s, disposition=True) if s.no == "2" else s for s in LETTER.steps]
    told = story(replace(LETTER, steps=tuple(steps))).hand_to("pr_officer", "section_head")
    assert (written(told, Kind.FINISHED)["output"], told.case.visits[-1].holder) == ("", "section_head")


def test_whoever_works_the_step_may_note() -> None:
    told = story()
    told.record(workflow.add_note(told.case, told.who("pr_officer"), "ditelepon"))
    assert written(told, Kind.NOTED) == {"text": "ditelepon"}
