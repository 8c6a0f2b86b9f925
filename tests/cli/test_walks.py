"""Every service from arrival to close through the command line alone, with every exit and loop.

Expected times and verdicts follow from sla.md on the five-day calendar in WIB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.office.definitions import shipped_services

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

LETTER = (
    "--from",
    "Dinas Contoh",
    "--number",
    "005/1/2026",
    "--date",
    "2026-11-20",
    "--subject",
    "Permohonan",
)


def wib(text: str) -> str:
    return f"{text.replace(' ', 'T')}:00+07:00"


def visits(case: dict[str, Any]) -> list[tuple[str, str | None, int, str]]:
    """(step, exit, used seconds, band) of each visit."""
    return [(v["step"], v["exit"], v["used_seconds"], v["band"]) for v in case["visits"]]


def path(case: dict[str, Any]) -> list[str]:
    return [visit["step"] for visit in case["visits"]]


def clock(case: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in case["deadlines"] if item["clock"] == name)
    return found


def step(cli: Cli, when: str, user: str, case: str, *words: str) -> dict[str, Any]:
    """Finish the open step at that time; `words`: further options."""
    cli.at(when)
    shown: dict[str, Any] = cli.do(user, "case", "finish", case, *words)
    return shown


def dispose(cli: Cli, when: str, user: str, case: str, to: str) -> dict[str, Any]:
    cli.at(when)
    shown: dict[str, Any] = cli.do(user, "case", "dispose", case, "--to", to, "--instruction", "follow_up")
    return shown


def verified(cli: Cli) -> None:
    assert cli.do("manager", "verify")["ok"] is True


class TestWaCenter:
    def arrive(self, cli: Cli, when: str) -> str:
        cli.at(when)
        logged = cli.do("mail_clerk", "letter", "add", "--service", "wa-center", *LETTER, "--complete")
        assert logged["started_at"] == wib(when)
        case: str = logged["case"]
        return case

    def test_it_is_met_within_thirty_minutes_of_the_whole_service(self, cli: Cli) -> None:
        case = self.arrive(cli, "2026-11-23 09:00")
        step(cli, "2026-11-23 09:05", "mail_clerk", case)
        dispose(cli, "2026-11-23 09:10", "section_head", case, "pr_officer")
        cli.at("2026-11-23 09:12")
        taken = cli.do("pr_officer", "case", "take", case)
        assert taken["visits"][-1]["taken_at"] == wib("2026-11-23 09:12")
        assert (taken["due_at"], taken["due_of"]) == (wib("2026-11-23 09:30"), "service")
        done = step(cli, "2026-11-23 09:29", "pr_officer", case, "--output", "Terkirim")
        assert visits(done) == [
            ("2", "forward", 300, "none"),
            ("3", "forward", 300, "none"),
            ("4", "close", 1140, "none"),
        ]
        assert (done["status"], done["band"], done["used_seconds"]) == ("done", "met", 1740)
        assert done["finished_at"] == wib("2026-11-23 09:29")
        assert done["next"] == []
        verified(cli)

    def test_friday_noon_moves_the_deadline_behind_the_break_and_late_is_missed(self, cli: Cli) -> None:
        case = self.arrive(cli, "2026-11-27 11:20")
        step(cli, "2026-11-27 11:25", "mail_clerk", case)
        shown = dispose(cli, "2026-11-27 13:05", "section_head", case, "wa_center_staff")
        assert shown["due_at"] == wib("2026-11-27 13:20")
        assert shown["band"] == "on_time"
        done = step(cli, "2026-11-27 13:21", "wa_center_staff", case)
        assert (done["status"], done["band"], done["used_seconds"]) == ("done", "missed", 1860)

    def test_waiting_for_the_applicant_freezes_the_open_time_left(self, cli: Cli) -> None:
        case = self.arrive(cli, "2026-11-23 09:00")
        step(cli, "2026-11-23 09:05", "mail_clerk", case)
        dispose(cli, "2026-11-23 09:10", "section_head", case, "pr_officer")
        cli.at("2026-11-23 09:20")
        paused = cli.do("pr_officer", "case", "pause", case, "--for", "applicant", "--reason", "Foto buram")
        assert (paused["status"], paused["band"]) == ("waiting", "paused")
        cli.at("2026-11-24 10:00")
        resumed = cli.do("pr_officer", "case", "resume", case)
        assert resumed["due_at"] == wib("2026-11-24 10:10")
        assert (resumed["used_seconds"], resumed["status"]) == (1200, "in_progress")
        done = step(cli, "2026-11-24 10:10", "pr_officer", case)
        assert (done["band"], done["used_seconds"]) == ("met", 1800)
        assert done["visits"][-1]["paused_seconds"] == 24 * 3600 + 2400
        verified(cli)


class TestKeprotokolan:
    def arrive_incomplete(self, cli: Cli) -> str:
        cli.at("2026-11-23 09:00")
        event = ("--event-start", "2026-11-25T09:00", "--event-end", "2026-11-25T12:00")
        have = (
            "--have",
            "surat_pengantar",
            "susunan_acara",
            "narasumber",
            "waktu_kegiatan",
            "tempat_kegiatan",
        )
        logged = cli.do("receptionist", "letter", "add", "--service", "keprotokolan", *LETTER, *event, *have)
        assert logged["status"] == "incomplete"
        assert logged["missing"] == ["daftar_tamu"]
        assert logged["started_at"] is None
        assert logged["due_at"] is None
        case: str = logged["case"]
        assert cli.do("receptionist", "case", "show", case)["visits"] == []
        return case

    def test_clocks_start_with_the_last_requirement_and_follow_the_event(self, cli: Cli) -> None:
        case = self.arrive_incomplete(cli)
        assert cli.refuse("mail_clerk", 1, "case", "finish", case)["code"] == "incomplete"
        cli.at("2026-11-24 08:00")
        completed = cli.do("receptionist", "letter", "complete", case, "--have", "daftar_tamu")
        assert completed["status"] == "registered"
        assert completed["started_at"] == wib("2026-11-24 08:00")
        assert completed["due_at"] == wib("2026-11-25 09:00")
        step(cli, "2026-11-24 08:30", "mail_clerk", case)
        cli.at("2026-11-24 08:40")
        assert cli.refuse("section_head", 1, "case", "finish", case)["code"] == "dispose_first"
        handed = dispose(cli, "2026-11-24 09:00", "section_head", case, "protocol_subsection")
        assert path(handed) == ["2", "3"]
        assert handed["visits"][-1]["holder"] == "protocol_subsection"
        cli.at("2026-11-24 10:00")
        cli.do("protocol_subsection", "case", "take", case)
        done = step(cli, "2026-11-25 12:00", "protocol_subsection", case)
        assert visits(done) == [
            ("2", "forward", 1800, "none"),
            ("3", "close", done["visits"][1]["used_seconds"], "none"),
        ]
        assert (done["status"], done["band"]) == ("done", "met")
        assert clock(done, "service")["due_at"] == wib("2026-11-25 09:00")
        verified(cli)

    def test_an_event_is_missed_when_nobody_had_taken_it_by_its_start(self, cli: Cli) -> None:
        case = self.arrive_incomplete(cli)
        cli.do("receptionist", "letter", "complete", case, "--have", "daftar_tamu")
        step(cli, "2026-11-24 08:30", "mail_clerk", case)
        dispose(cli, "2026-11-24 09:00", "section_head", case, "protocol_staff")
        cli.at("2026-11-25 09:00")
        assert cli.do("manager", "case", "show", case)["band"] != "overdue"
        cli.at("2026-11-25 09:01")
        assert cli.do("manager", "case", "show", case)["band"] == "overdue"
        cli.do("protocol_staff", "case", "take", case)
        done = step(cli, "2026-11-25 12:00", "protocol_staff", case)
        assert done["band"] == "missed"


def complain(cli: Cli, when: str, service: str, user: str, *words: str) -> str:
    cli.at(when)
    text = ("--channel", "whatsapp", "--text", "Lampu jalan padam", "--sender", "Warga Contoh")
    logged = cli.do(user, "complaint", "add", "--service", service, *text, *words)
    assert logged["started_at"] == wib(when)
    assert logged["attached_to"] is None
    case: str = logged["case"]
    return case


class TestPengaduanProkopim:
    def test_eight_steps_the_last_being_the_citizens_own(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", "pengaduan-prokopim", "complaint_officer")
        step(cli, "2026-11-23 09:10", "complaint_officer", case)
        step(cli, "2026-11-23 09:20", "complaint_officer", case)
        dispose(cli, "2026-11-23 10:00", "agency_head", case, "structural_officer")
        step(cli, "2026-11-23 14:00", "structural_officer", case)
        step(cli, "2026-11-23 14:10", "structural_officer", case)
        answered = step(cli, "2026-11-23 14:30", "complaint_officer", case)
        assert answered["status"] == "answered"
        assert answered["visits"][-1]["band"] == "paused"
        assert answered["visits"][-1]["charged_to"] == "applicant"
        done = step(cli, "2026-11-24 09:00", "complaint_officer", case)
        assert path(done) == ["2", "3", "4", "5", "6", "7", "8"]
        assert [used for _no, _exit, used, _band in visits(done)] == [600, 600, 2400, 10800, 600, 1200, 10800]
        assert {visit["due_at"] for visit in done["visits"]} == {None}
        assert (done["status"], done["band"], done["due_at"], done["due_of"]) == ("done", "none", None, None)
        verified(cli)


class TestPengaduanDinkominfo:
    def test_each_class_has_its_own_working_days_from_the_same_start(self, cli: Cli) -> None:
        expected = {
            "minor": "2026-03-31 16:00",
            "normative": "2026-03-31 16:00",
            "non_oversight": "2026-04-14 16:00",
            "oversight": "2026-06-26 16:30",
        }
        shown = {
            key: cli.do("manager", "due", "pengaduan-dinkominfo", "--class", key, "--at", "2026-03-17T14:00")
            for key in expected
        }
        assert {key: item[0]["due_at"] for key, item in shown.items()} == {
            key: wib(when) for key, when in expected.items()
        }

    def test_eight_steps_with_a_class_that_is_changed_on_the_way(self, cli: Cli) -> None:
        service = "pengaduan-dinkominfo"
        case = complain(cli, "2026-11-23 09:00", service, "complaint_officer", "--class", "oversight")
        classed = cli.do("agency_head", "complaint", "class", case, "--class", "minor", "--reason", "Ringan")
        assert classed["class"] == "minor"
        assert classed["due_at"] == wib("2026-11-30 16:00")
        step(cli, "2026-11-23 09:10", "complaint_officer", case)
        step(cli, "2026-11-23 09:20", "complaint_officer", case)
        dispose(cli, "2026-11-23 10:00", "agency_head", case, "structural_officer")
        step(cli, "2026-11-24 14:00", "structural_officer", case)
        step(cli, "2026-11-24 14:10", "structural_officer", case)
        answered = step(cli, "2026-11-30 16:00", "complaint_officer", case)
        assert (answered["status"], answered["band"], answered["due_of"]) == ("answered", "met", "class")
        done = step(cli, "2026-12-01 09:00", "complaint_officer", case)
        assert path(done) == ["2", "3", "4", "5", "6", "7", "8"]
        assert (done["status"], done["band"]) == ("done", "met")
        verified(cli)


class TestPengaduanElektronik:
    service = "pengaduan-elektronik"

    def test_analysed_revised_once_and_approved(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", self.service, "sms_officer")
        step(cli, "2026-11-23 09:10", "sms_officer", case, "--exit", "analyse")
        step(cli, "2026-11-23 09:20", "team_member", case)
        cli.at("2026-11-23 09:25")
        cli.do("team_member", "case", "take", case)
        assert (
            cli.refuse("team_member", 3, "case", "finish", case, "--exit", "approve")["code"] == "not_allowed"
        )
        cli.at("2026-11-23 09:30")
        back = cli.do("team_lead", "case", "return", case, "--reason", "Dasar hukum kurang")
        assert path(back) == ["2", "3", "4", "3"]
        assert back["visits"][-1]["standard_seconds"] == 900
        assert back["visits"][-1]["due_at"] == wib("2026-11-23 09:45")
        step(cli, "2026-11-23 09:50", "team_member", case)
        step(cli, "2026-11-23 10:00", "team_lead", case, "--exit", "approve")
        answered = step(cli, "2026-11-23 16:00", "sms_officer", case)
        assert answered["status"] == "answered"
        done = step(cli, "2026-11-24 09:00", "sms_officer", case)
        assert visits(done) == [
            ("2", "analyse", 600, "met"),
            ("3", "forward", 600, "met"),
            ("4", "revise", 600, "met"),
            ("3", "forward", 1200, "missed"),
            ("4", "approve", 600, "met"),
            ("5", "forward", 5 * 3600, "met"),
            ("7", "close", 5400, "none"),
        ]
        assert done["status"] == "done"
        verified(cli)

    def test_a_stored_answer_goes_straight_to_sending(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", self.service, "sms_officer")
        shown = step(cli, "2026-11-23 09:16", "sms_officer", case, "--exit", "stored_answer")
        assert visits(shown) == [("2", "stored_answer", 960, "missed"), ("5", None, 0, "on_time")]
        assert shown["due_at"] == wib("2026-11-23 15:16")
        assert shown["due_of"] == "step"
        step(cli, "2026-11-23 09:30", "sms_officer", case)
        done = step(cli, "2026-11-23 09:40", "sms_officer", case)
        assert (path(done), done["status"]) == (["2", "5", "7"], "done")

    def test_the_ethics_exit_ends_the_case_as_transferred(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", self.service, "sms_officer")
        done = step(cli, "2026-11-23 09:05", "sms_officer", case, "--exit", "ethics")
        assert (path(done), done["status"], done["next"]) == (["2"], "transferred", [])
        assert done["finished_at"] == wib("2026-11-23 09:05")
        verified(cli)


class TestKontenMedsos:
    def test_two_revisions_cost_the_service_clock_and_are_new_visits(self, cli: Cli) -> None:
        cli.at("2026-11-23 09:20")
        letter = cli.do("receptionist", "letter", "add", "--service", "konten-medsos", *LETTER, "--complete")
        case = letter["case"]
        assert letter["due_at"] == wib("2026-11-24 16:00")
        dispose(cli, "2026-11-23 09:30", "agency_head", case, "division_head")
        dispose(cli, "2026-11-23 10:00", "division_head", case, "division_staff")
        step(cli, "2026-11-23 14:00", "division_staff", case)
        step(cli, "2026-11-23 14:10", "division_staff", case)
        cli.at("2026-11-23 14:30")
        cli.do("division_head", "case", "return", case, "--reason", "Warna salah")
        step(cli, "2026-11-23 15:00", "division_staff", case)
        step(cli, "2026-11-23 15:10", "division_staff", case)
        step(cli, "2026-11-23 15:20", "functional_officer", case, "--exit", "revise", "--output", "Judul")
        step(cli, "2026-11-24 11:42", "division_staff", case)
        at_risk = step(cli, "2026-11-24 11:43", "division_staff", case)
        assert at_risk["band"] == "at_risk"
        assert clock(at_risk, "service")["standard_seconds"] == 47_400
        cli.at("2026-11-24 16:00")
        assert cli.refuse("division_head", 1, "case", "finish", case)["code"] == "exit_needed"
        done = step(cli, "2026-11-24 16:00", "division_head", case, "--exit", "deliver")
        assert path(done) == ["2", "3", "4", "5", "6", "7", "5", "6", "7", "5", "6"]
        assert (done["status"], done["band"], done["used_seconds"]) == ("done", "met", 47_400)
        verified(cli)


class TestHotline:
    service = "hotline-bkpsdm"

    def test_in_jurisdiction_the_office_solves_it(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", self.service, "hotline_officer")
        step(cli, "2026-11-23 09:05", "hotline_officer", case)
        step(cli, "2026-11-23 09:15", "hotline_officer", case)
        step(cli, "2026-11-23 09:30", "complaint_team", case, "--exit", "in_jurisdiction")
        step(cli, "2026-11-23 10:31", "bkpsdm_officer", case)
        step(cli, "2026-11-23 11:00", "complaint_team", case)
        answered = step(cli, "2026-11-23 11:05", "hotline_officer", case)
        assert answered["status"] == "answered"
        done = step(cli, "2026-11-23 13:00", "hotline_officer", case)
        assert visits(done) == [
            ("2", "forward", 300, "met"),
            ("3", "forward", 600, "met"),
            ("4", "in_jurisdiction", 900, "met"),
            ("7", "forward", 3660, "missed"),
            ("8", "forward", 1740, "met"),
            ("9", "forward", 300, "met"),
            ("10", "close", done["visits"][-1]["used_seconds"], "none"),
        ]
        assert done["status"] == "done"
        verified(cli)

    def test_another_agencys_step_is_never_charged_and_ends_as_transferred(self, cli: Cli) -> None:
        case = complain(cli, "2026-11-23 09:00", self.service, "hotline_officer")
        step(cli, "2026-11-23 09:05", "hotline_officer", case)
        step(cli, "2026-11-23 09:15", "hotline_officer", case)
        waiting = step(cli, "2026-11-23 09:30", "complaint_team", case, "--exit", "other_agency")
        assert (waiting["status"], waiting["band"]) == ("waiting", "paused")
        outside = waiting["visits"][-1]
        assert (outside["charged_to"], outside["due_at"]) == ("other_agency", wib("2026-11-23 10:30"))
        shown = step(cli, "2026-11-23 15:00", "complaint_team", case)
        assert shown["visits"][-2]["band"] == "none"
        step(cli, "2026-11-23 15:20", "complaint_team", case)
        step(cli, "2026-11-23 15:25", "hotline_officer", case)
        done = step(cli, "2026-11-24 08:00", "hotline_officer", case)
        assert path(done) == ["2", "3", "4", "6", "8", "9", "10"]
        assert done["status"] == "transferred"
        verified(cli)


class TestSuratUmum:
    def arrive(self, cli: Cli) -> str:
        cli.at("2026-11-23 09:00")
        logged = cli.do("receptionist", "letter", "add", "--service", "surat-umum", *LETTER)
        assert logged["due_at"] is None
        case: str = logged["case"]
        step(cli, "2026-11-23 09:05", "receptionist", case)
        return case

    def test_followed_up_by_whoever_it_was_disposed_to(self, cli: Cli) -> None:
        case = self.arrive(cli)
        dispose(cli, "2026-11-23 09:30", "section_head", case, "protocol_staff")
        answered = step(cli, "2026-11-23 11:00", "protocol_staff", case)
        assert answered["status"] == "answered"
        done = step(cli, "2026-11-23 11:10", "receptionist", case)
        assert visits(done) == [
            ("1", "forward", 300, "none"),
            ("2", "forward", 1500, "none"),
            ("3", "forward", 5400, "none"),
            ("4", "close", 600, "none"),
        ]
        assert done["status"] == "done"
        verified(cli)

    def test_without_action_it_goes_straight_to_the_archive(self, cli: Cli) -> None:
        case = self.arrive(cli)
        step(cli, "2026-11-23 09:30", "section_head", case, "--exit", "no_action")
        done = step(cli, "2026-11-23 09:40", "receptionist", case)
        assert (path(done), done["status"]) == (["1", "2", "4"], "done")


def test_the_walks_above_take_every_exit_of_every_service() -> None:
    """Whoever adds an exit adds its walk: these are the ones walked."""
    walked = {
        "wa-center": {"forward", "close"},
        "keprotokolan": {"forward", "close"},
        "konten-medsos": {"forward", "deliver", "revise"},
        "surat-umum": {"forward", "no_action", "close"},
        "hotline-bkpsdm": {"forward", "in_jurisdiction", "other_agency", "close"},
        "pengaduan-elektronik": {
            "analyse",
            "stored_answer",
            "ethics",
            "forward",
            "approve",
            "revise",
            "close",
        },
        "pengaduan-prokopim": {"forward", "close"},
        "pengaduan-dinkominfo": {"forward", "close"},
    }
    shipped = {
        key: {way.key for step in service.steps for way in step.exits}
        for key, service in shipped_services().items()
    }
    assert walked == shipped
