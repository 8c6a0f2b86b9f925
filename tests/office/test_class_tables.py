"""Complaints open under the class table of their day and keep it; the office's tables are data with a basis."""

from __future__ import annotations

from datetime import date

import pytest

from desk import db
from desk.domain.class_table import ClassBasis
from desk.domain.complaint import ComplaintDraft
from desk.domain.sla import ClockKind
from desk.errors import FieldError
from desk.office import class_tables, complaints, intake
from desk.office.case_view import CaseView
from desk.office.casefile import view_case
from desk.office.verify import verify
from tests.conftest import Desk, at

SHIPPED = ClassBasis(
    "Standar pelayanan Dinkominfo Purbalingga (perlu konfirmasi terhadap Permen PANRB 5/2025)",
    date(2025, 5, 1),
)
LIMITS = {"minor": 3, "normative": 3, "non_oversight": 10, "oversight": 60}
PERBUP = ClassBasis("Perbup 12 Tahun 2026", date(2026, 11, 24))


def adopt(desk: Desk, since: date = date(2026, 11, 24)) -> None:
    class_tables.set_class_table(desk.person("admin"), since, "Perbup 12 Tahun 2026", LIMITS)


def complain(desk: Desk, service: str = "hotline-bkpsdm", **changes: object) -> CaseView:
    reason = changes.pop("reason", None)
    draft = ComplaintDraft(service, "whatsapp", "Lampu", class_key="minor", **changes)  # type: ignore[arg-type]
    logged = complaints.log_complaint(desk.person("receptionist"), draft, reason=reason)  # type: ignore[arg-type]
    return view_case(desk.person("receptionist"), logged.number)


def class_due(view: CaseView) -> int | None:
    return next(clock.due_at for clock in view.clocks if clock.clock is ClockKind.CLASS_)


def test_a_new_office_begins_with_the_shipped_table_which_says_that_it_wants_confirming(desk: Desk) -> None:
    (table,) = class_tables.office_tables()
    assert table.basis == SHIPPED
    assert complain(desk).class_basis == SHIPPED


def test_a_new_table_holds_from_its_day_and_never_for_a_running_case(desk: Desk) -> None:
    desk.set("2026-11-23 15:00")
    before = complain(desk)
    adopt(desk)
    assert complain(desk).class_basis == SHIPPED
    desk.set("2026-11-24 08:00")
    after = complain(desk)
    assert (after.class_basis, after.class_table) == (PERBUP, LIMITS)
    assert class_due(after) == at("2026-11-27 16:30")
    kept = view_case(desk.person("receptionist"), before.case_no)
    assert (kept.class_basis, class_due(kept)) == (SHIPPED, at("2026-11-30 16:00"))
    assert verify(desk.person("admin")).fault is None


def test_a_late_entry_opens_under_the_table_of_the_day_it_arrived(desk: Desk) -> None:
    adopt(desk)
    desk.set("2026-11-24 08:00")
    late = complain(desk, received_at=at("2026-11-23 23:59"), reason="listrik padam")
    assert late.class_basis == SHIPPED
    night = complain(desk, received_at=at("2026-11-24 00:00"), reason="malam")
    assert night.class_basis == PERBUP


def test_a_day_is_the_office_s_and_not_utc_s(desk: Desk) -> None:
    adopt(desk)
    service = desk.office.service("hotline-bkpsdm")
    for instant, basis in ((at("2026-11-23 23:59:59"), SHIPPED), (at("2026-11-24 00:00"), PERBUP)):
        table = class_tables.table_for(desk.office, service, instant)
        assert table is not None
        assert table.basis == basis


def test_the_service_s_own_classes_go_first_with_its_own_basis(desk: Desk) -> None:
    adopt(desk, date(2026, 1, 1))
    view = complain(desk, "pengaduan-dinkominfo")
    assert view.class_table["minor"] == 5
    assert view.class_basis is not None
    assert view.class_basis.effective_from is None
    assert view.class_basis.legal_basis.startswith("Standar Pelayanan Pembuatan Konten Media Sosial")


def test_a_letter_has_neither_table_nor_basis(desk: Desk) -> None:
    service = desk.office.service("wa-center")
    assert class_tables.table_for(desk.office, service, desk.clock.now()) is None


def test_before_the_first_table_no_class_is_invented(desk: Desk) -> None:
    early = at("2025-04-30 10:00")
    with pytest.raises(FieldError, match="tidak ada tabel golongan") as refusal:
        complain(desk, received_at=early, reason="arsip lama")
    assert refusal.value.field == "class"
    with pytest.raises(FieldError):
        intake.preview_due(
            desk.person("receptionist"), "hotline-bkpsdm", complete=True, received_at=early, class_key="minor"
        )


def test_one_event_tells_the_table_before_and_after(desk: Desk) -> None:
    adopt(desk)
    adopt(desk)
    first, second = db.EventLog.select().where(db.EventLog.kind == "class_table_set").order_by(db.EventLog.id)
    assert first.data["before"]["legal_basis"] == SHIPPED.legal_basis
    assert first.data["after"] == PERBUP.to_dict() | {"limits": LIMITS}
    assert second.data["before"] == first.data["after"]
    assert [table.basis for table in class_tables.office_tables()] == [SHIPPED, PERBUP]
    adopt(desk, date(2020, 1, 1))
    third = db.EventLog.select().order_by(db.EventLog.id.desc()).first()
    assert third.data["before"] is None


def test_a_refused_table_leaves_everything_as_it_was(desk: Desk) -> None:
    with pytest.raises(FieldError):
        class_tables.set_class_table(desk.person("admin"), date(2026, 1, 1), "", LIMITS)
    assert len(class_tables.office_tables()) == 1


def test_only_a_past_date_is_warned_about(desk: Desk) -> None:
    assert class_tables.warning(desk.office, date(2026, 11, 23)) is None
    assert "sudah lewat" in (class_tables.warning(desk.office, date(2026, 11, 22)) or "")


def test_an_office_of_an_older_desk_keeps_its_limits_and_can_set_tables(desk: Desk) -> None:
    db.Setting.delete().where(db.Setting.key == "class_tables").execute()
    db.Setting.insert(key="class_table", value={"minor": 7}).execute()
    (table,) = class_tables.office_tables()
    assert (table.limits, table.basis) == ({"minor": 7}, SHIPPED)
    adopt(desk)
    assert [table.limits for table in class_tables.office_tables()] == [{"minor": 7}, LIMITS]


def test_a_preview_uses_the_table_in_force_when_the_complaint_arrived(desk: Desk) -> None:
    adopt(desk)
    officer = desk.person("receptionist")
    dues = [
        intake.preview_due(
            officer, "pengaduan-prokopim", complete=True, received_at=at(day), class_key="minor"
        ).due_at
        for day in ("2026-11-23 09:00", "2026-11-24 09:00")
    ]
    assert dues == [at("2026-11-30 16:00"), at("2026-11-27 16:30")]
