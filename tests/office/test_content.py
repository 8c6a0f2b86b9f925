"""Correcting what came in: both versions stay, everything that is read from it follows, and it verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.errors import DeskError, FieldError, NotAllowed, RuleError
from desk.office import archive, case_store, content, identity, intake, privacy, routing, same_number
from desk.office.casefile import view_case
from desk.office.choosing import choices
from desk.office.verify import verify
from tests.conftest import Desk
from tests.office.files import complain

LETTER = LetterDraft(
    "surat-umum", "Dinas Kesehtan", "Imunisai", letter_no="400/1", letter_date=date(2026, 11, 20)
)


def letter(desk: Desk, who: str = "receptionist") -> str:
    return intake.log_letter(desk.person(who), LETTER).number


def told(desk: Desk, number: str, who: str = "manager") -> str:
    return view_case(desk.person(who), number).history[-1].text


def test_a_letter_is_put_right_and_both_versions_can_be_read(desk: Desk) -> None:
    number = letter(desk)
    changes = {
        "sender": " Dinas Kesehatan ",
        "letter_no": None,
        "letter_date": date(2026, 11, 19),
        "urgency": "urgent",
    }
    content.correct(desk.person("receptionist"), number, changes, "salah baca")
    view = view_case(desk.person("manager"), number)
    assert (view.sender, view.letter_no, view.letter_date) == ("Dinas Kesehatan", None, date(2026, 11, 19))
    assert told(desk, number) == (
        "Isi dibetulkan: pengirim semula “Dinas Kesehtan”; nomor surat semula “400/1”; tanggal surat semula "
        "“2026-11-20”; urgensi semula Biasa. Alasan: salah baca"
    )
    assert [row.number for row in archive.search(desk.person("manager"), "kesehatan")] == [number]
    assert archive.search(desk.person("manager"), "kesehtan") == []
    assert verify(desk.person("manager")).fault is None
    again = LetterDraft("surat-umum", "dinas kesehatan", "Lain", letter_no="400/1")
    assert intake.log_letter(desk.person("receptionist"), again).duplicates == ()


def test_a_complaint_is_put_right_with_its_key_and_masked_former_values(desk: Desk) -> None:
    number = complain(desk)
    changes = {
        "sender": "Siti Rohmah",
        "phone": "0813 1111 2222",
        "text": "Pungutan di loket 2",
        "channel": "sms",
    }
    content.correct(desk.person("receptionist"), number, changes, "salah dengar")
    found = identity.show(desk.person("manager"), number, "memeriksa")
    assert (found.sender, found.phone) == ("Siti Rohmah", "081311112222")
    text = view_case(desk.person("manager"), number).history[-2].text
    assert "pengirim semula “S. R.”; nomor telepon semula “0812*****234”" in text
    assert "saluran semula WhatsApp; isi semula “Pungutan di loket”" in text
    asker = desk.person("receptionist")
    assert same_number.complaints_from(asker, "0812-0000-1234") == ()
    assert [item.number for item in same_number.complaints_from(asker, "+62 813 1111 2222")] == [number]
    assert archive.search(asker, "loket 2")[0].subject == "Pungutan di loket 2"
    content.correct(desk.person("manager"), number, {"phone": None, "sender": ""}, "minta tanpa nama")
    assert identity.show(desk.person("manager"), number, "x").sender == "(tanpa nama)"
    assert verify(desk.person("manager")).fault is None


def test_the_old_values_stand_beside_the_log_not_in_it(desk: Desk) -> None:
    content.correct(desk.person("receptionist"), letter(desk), {"sender": "Dinas Kesehatan"}, "salah baca")
    assert "Kesehtan" not in str(list(db.tuples(db.EventLog.select(db.EventLog.data))))


def refused(desk: Desk, who: str, number: str, **changes: Any) -> DeskError:
    before = db.EventLog.select().count()
    with pytest.raises(DeskError) as refusal:
        content.correct(desk.person(who), number, changes, "uji")
    assert db.EventLog.select().count() == before
    return refusal.value


def test_after_fifteen_minutes_a_head_puts_it_right(desk: Desk) -> None:
    number = letter(desk)
    assert isinstance(refused(desk, "pr_officer", number, sender="X"), NotAllowed)
    desk.advance(15 * 60)
    content.correct(desk.person("receptionist"), number, {"sender": "Dinas Kes"}, "salah baca")
    desk.advance(1)
    assert isinstance(refused(desk, "receptionist", number, sender="X"), NotAllowed)
    content.correct(desk.person("section_head"), number, {"sender": "Dinas Kesehatan"}, "salah baca")


def test_protection_is_raised_at_once_and_lowered_only_by_who_works_on_it_or_heads_it(desk: Desk) -> None:
    number = complain(desk)
    desk.advance(3600)
    content.correct(desk.person("mail_clerk"), number, {"is_confidential": True}, "diminta pengadu")
    assert view_case(desk.person("manager"), number).subject == privacy.SEALED
    assert archive.search(desk.person("manager"), "pungutan") == []
    for who in ("receptionist", "manager", "hotline_officer"):
        assert isinstance(refused(desk, who, number, is_confidential=False), NotAllowed)
    routing.take(desk.person("hotline_officer"), number)
    content.correct(desk.person("hotline_officer"), number, {"is_confidential": False}, "pengadu setuju")
    assert view_case(desk.person("manager"), number).subject == "Pungutan di loket"
    assert verify(desk.person("manager")).fault is None


def test_a_head_does_not_learn_who_wished_to_stay_unknown_by_ending_the_anonymity(desk: Desk) -> None:
    number = complain(desk, is_anonymous=True)
    for who in ("manager", "section_head", "receptionist"):
        assert isinstance(refused(desk, who, number, is_anonymous=False), NotAllowed)
        with pytest.raises(NotAllowed):
            identity.show(desk.person(who), number, "ingin tahu")
    routing.take(desk.person("hotline_officer"), number)
    content.correct(desk.person("hotline_officer"), number, {"is_anonymous": False}, "pengadu setuju")
    assert identity.show(desk.person("manager"), number, "menghubungi").sender == "Siti Rahma"


def test_who_may_only_raise_protection_is_shown_nothing_else_of_it(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    desk.advance(3600)
    may, shown = content.correctable(desk.person("receptionist"), number)
    assert (may.words, may.raises, may.lowers) == (False, True, False)
    assert shown == {"is_anonymous": False, "is_confidential": True}
    assert "content" in choices(desk.person("receptionist"), number).acts
    assert content.correctable(desk.person("pr_officer"), number)[1] == {}
    assert "content" not in choices(desk.person("pr_officer"), number).acts


def test_what_cannot_stay_is_refused_at_its_field_and_no_change_is_no_correction(desk: Desk) -> None:
    number = letter(desk)
    for field, value in {
        "sender": " ",
        "subject": "",
        "letter_date": date(2027, 1, 1),
        "security": "gaib",
    }.items():
        error = refused(desk, "receptionist", number, **{field: value})
        assert (type(error), error.field) == (FieldError, field)
    assert refused(desk, "receptionist", number, sender="Dinas Kesehtan").code == "same"
    assert refused(desk, "receptionist", number, text="x").code == "unknown_field"
    with pytest.raises(FieldError, match="Alasan"):
        content.correct(desk.person("receptionist"), number, {"sender": "X"}, " ")
    assert refused(desk, "receptionist", complain(desk), phone="12").field == "phone"


def test_nobody_learns_by_guessing_what_they_may_not_correct(desk: Desk) -> None:
    secret = replace(LETTER, security="secret")
    number = intake.log_letter(desk.person("receptionist"), secret).number
    complaint = complain(desk, is_anonymous=True)
    desk.advance(3600)
    for who, where, right, wrong in (
        ("mail_clerk", number, {"letter_no": "400/1"}, {"letter_no": "400/2"}),
        ("steering_officer", complaint, {"is_anonymous": True}, {"is_anonymous": False}),
        ("mail_clerk", complaint, {"phone": "0812-0000-1234"}, {"phone": "0812-0000-1235"}),
    ):
        answers = [refused(desk, who, where, **guess) for guess in (right, wrong)]
        assert [type(error) for error in answers] == [NotAllowed, NotAllowed]
        assert answers[0].message == answers[1].message


def test_trying_out_the_name_of_a_complainant_leaves_its_trace(desk: Desk) -> None:
    """Whoever heads a complaint may put it right, but not find out who wished to stay unknown."""
    number = complain(desk, is_anonymous=True)
    (name,) = next(db.tuples(db.Case.select(db.Case.sender).where(db.Case.number == number)))
    content.correct(desk.person("manager"), number, {"sender": name}, "menebak")
    assert "Isi dibetulkan: pengirim. Alasan: menebak" in told(desk, number)
    assert verify(desk.person("manager")).fault is None


def test_a_form_opened_before_a_correction_is_stale(desk: Desk) -> None:
    number = letter(desk)
    seen = case_store.last_event(number)
    content.correct(desk.person("receptionist"), number, {"sender": "Dinas Kesehatan"}, "salah baca")
    with pytest.raises(RuleError) as refusal:
        content.correct(desk.person("receptionist"), number, {"sender": "X"}, "salah baca", expected=seen)
    assert refusal.value.code == "stale"
