"""The tables, in rooms. They are reached through `desk.db`, which opens the database they are in."""

from __future__ import annotations

from desk.tables import base, beside, cases, history, office, people, personal_data

TABLES: tuple[type[base.Table], ...] = (
    office.Setting,
    office.ServiceVersion,
    office.CalendarRule,
    office.Holiday,
    office.CalendarVersion,
    people.User,
    people.SignInToken,
    people.SignInTries,
    cases.Register,
    cases.Case,
    cases.CaseCycle,
    cases.CaseAccess,
    cases.CaseEvent,
    cases.PeriodicTask,
    cases.Letter,
    cases.Complaint,
    cases.Visit,
    cases.Pause,
    cases.Attachment,
    cases.Disposition,
    cases.DispositionAnswer,
    beside.AlertMark,
    beside.CasePresence,
    history.EventLog,
    history.EventText,
    personal_data.RetentionClass,
    personal_data.RetentionRule,
    personal_data.Incident,
)
