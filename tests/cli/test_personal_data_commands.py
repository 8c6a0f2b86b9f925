"""Identities by command: masked, and in full only by an act with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import db
from desk.office.drafts import Drafts
from desk.office.opened_copies import OpenedCopies
from tests.cli.samples import COMPLAINT, log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def complain(cli: Cli, *words: str) -> str:
    phone = () if "--phone" in words else ("--phone", "0812-0000-0678")
    number: str = cli.do("complaint_officer", "complaint", "add", *COMPLAINT, *phone, *words)["complaint_no"]
    return number


def test_an_identity_is_told_in_full_with_a_reason_and_the_history_says_so(cli: Cli) -> None:
    number = complain(cli)
    shown = cli.do("complaint_officer", "complaint", "identity", number, "--reason", "Menghubungi pengadu")
    assert shown == {"complaint_no": number, "sender": "Siti Rahma", "phone": "0812-0000-0678"}
    assert "Siti Rahma" in cli.text("manager", "complaint", "identity", "P-1", "--reason", "Memeriksa")
    told = [event["text"] for event in cli.do("manager", "case", "history", number)][-2:]
    assert told == ["Identitas pengadu dibuka: Menghubungi pengadu", "Identitas pengadu dibuka: Memeriksa"]
    assert cli.refuse("pr_officer", 3, "complaint", "identity", number, "--reason", "x")["code"] == "sealed"
    assert cli.refuse("manager", 2, "complaint", "identity", number)["field"] == "reason"


def test_an_earlier_complaint_from_the_number_is_named_and_found_by_the_whole_number(cli: Cli) -> None:
    first = complain(cli)
    result = cli.run("complaint_officer", "complaint", "add", *COMPLAINT, "--phone", "+62 812 0000 0678")
    assert result.data["duplicates"] == [first]
    assert f"pernah mengadu dan masih terbuka: {first}" in result.err
    found = cli.do("complaint_officer", "complaint", "list", "--phone", "62-812-0000-0678")
    assert [row["complaint_no"] for row in found] == ["P-0002/2026", first]
    assert cli.do("complaint_officer", "complaint", "list", "--phone", "08120000067") == []
    assert cli.refuse("complaint_officer", 1, "complaint", "list", "--phone", "0812")["field"] == "phone"
    assert cli.do("pr_officer", "complaint", "list", "--phone", "62-812-0000-0678") == []
    assert cli.refuse("admin", 3, "complaint", "list", "--phone", "62-812-0000-0678")["code"] == "not_allowed"
    told = cli.do("admin", "ledger", "list", "--kind", "number_looked_up")
    assert [(event["by"], event["about"]) for event in told] == [
        ("pr_officer", "office"),
        *[("complaint_officer", "office")] * 2,
    ]
    assert cli.do("complaint_officer", "letter", "find", "081200000678") == []


def test_what_was_written_down_wrongly_is_put_right_by_command(cli: Cli) -> None:
    case, why = log(cli), ("--reason", "salah baca")
    words = ("--from", "Dinas Sosial", "--no-number", "--date", "2026-11-19", "--security", "restricted")
    shown = cli.do("mail_clerk", "letter", "correct", case, *words, *why)
    assert (shown["from"], shown["letter_no"], shown["letter_date"]) == ("Dinas Sosial", None, "2026-11-19")
    assert "pengirim semula “Dinas Contoh”" in cli.do("mail_clerk", "case", "history", case)[-1]["text"]
    assert (
        cli.refuse("mail_clerk", 1, "letter", "correct", case, "--from", "Dinas Sosial", *why)["code"]
        == "same"
    )
    assert (
        cli.refuse("mail_clerk", 1, "letter", "correct", case, "--subject", " ", *why)["field"] == "subject"
    )
    number = complain(cli)
    shown = cli.do(
        "complaint_officer", "complaint", "correct", number, "--sender", "Budi", "--no-phone", *why
    )
    assert (shown["sender"], shown["phone"]) == ("B.", None)
    assert cli.do("manager", "verify")["ok"]


def test_a_sealed_case_is_shown_by_command_without_class_channel_and_words_of_dispositions(cli: Cli) -> None:
    number = complain(cli, "--confidential", "--class", "oversight", "--exclude", "agency_head")
    words = ("--to", "complaint_officer", "--instruction", "review_and_advise", "--cc", "pr_officer")
    cli.do("complaint_officer", "case", "dispose", number, *words)
    open_one, sealed = (cli.do(who, "case", "show", number) for who in ("complaint_officer", "agency_head"))
    assert open_one.keys() == sealed.keys()
    assert (sealed["class"], sealed["class_basis"]) == (None, None)
    [sheet], [whole] = sealed["dispositions"], open_one["dispositions"]
    assert sheet.keys() == whole.keys()
    assert (sheet["to"], sheet["cc"], sheet["instructions"], sheet["answers"]) == ([], [], [], [])
    assert whole["instructions"] == ["review_and_advise"]
    assert cli.do("agency_head", "complaint", "show", number)["channel"] is None
    for words in (("case", "show"), ("complaint", "show"), ("case", "explain")):
        told = cli.text("agency_head", *words, number)
        for word in ("pengawasan", "Telepon", "Pranata", "Teliti", "belum digolongkan"):
            assert word not in told, told
    assert "(rahasia)" in cli.text("agency_head", "case", "show", number)


def test_a_complaint_is_protected_by_command_at_once(cli: Cli) -> None:
    number, why = complain(cli), ("--reason", "diminta pengadu")
    assert cli.refuse("mail_clerk", 2, "complaint", "protect", number, *why)["field"] == "anonymous"
    sealed = cli.do("mail_clerk", "complaint", "protect", number, "--anonymous", "--confidential", *why)
    assert (sealed["text"], sealed["sender"]) == ("(rahasia)", "(rahasia)")
    lower = ("complaint", "correct", number, "--no-confidential", *why)
    assert cli.refuse("mail_clerk", 3, *lower)["code"] == "not_allowed"


def test_a_closed_case_is_erased_by_command_and_it_is_said_what_still_holds_it(cli: Cli) -> None:
    case, words = log(cli), ("--basis", "SK Bupati 1/2026", "--confirm")
    assert cli.refuse("manager", 1, "case", "erase", case, *words, case)["code"] == "open"
    cli.do("manager", "case", "cancel", case, "--reason", "ditarik")
    assert cli.refuse("manager", 1, "case", "erase", case, *words, "2")["field"] == "confirm"
    assert cli.refuse("mail_clerk", 3, "case", "erase", case, *words, case)["code"] == "not_allowed"
    drafts = Drafts(cli.desk.config.drafts, "mail_clerk", cli.desk.clock.now)
    drafts.keep(f"NoteDialog:{case}", {"text": "ditelepon Budi"})
    drafts.keep("NoteDialog:0002/2026", {"text": "lain"})
    drafts.close()
    copies = OpenedCopies(cli.desk.config.opened)
    erased, kept = copies.place(case), copies.place("0002/2026")
    result = cli.run("manager", "case", "erase", case, *words, case)
    assert not erased.exists() and kept.exists()
    left = Drafts(cli.desk.config.drafts, "mail_clerk", cli.desk.clock.now).left_behind()
    assert [draft.form for draft in left] == ["NoteDialog:0002/2026"]
    assert result.status == 0, result.err
    assert "Cadangan yang dibuat sebelumnya masih memuatnya" in result.err
    shown = cli.do("manager", "letter", "show", case)
    assert (shown["from"], shown["letter_no"], shown["subject"]) == ("(dihapus)", None, "(dihapus)")
    assert "(dihapus)" in cli.text("manager", "case", "history", case)
    assert [row["from"] for row in cli.do("manager", "letter", "list")] == ["(dihapus)"]
    assert cli.do("manager", "verify")["ok"]


def test_lists_are_masked_and_in_full_only_by_a_head_with_a_reason_that_is_kept(cli: Cli) -> None:
    plain, hidden = complain(cli), complain(cli, "--anonymous", "--phone", "0813-1111-2222")
    sealed = complain(cli, "--confidential", "--phone", "0813-3333-4444")
    for words in (("complaint", "list"), ("case", "list"), ("board",), ("complaint", "show", plain)):
        for who in ("manager", "complaint_officer", "admin"):
            told = cli.text(who, *words) + str(cli.do(who, *words))
            assert "Rahma" not in told
            assert "0000" + "0678" not in told
    full = ("--full-identity", "--reason", "rekap untuk Inspektorat")
    assert cli.refuse("complaint_officer", 3, "complaint", "list", *full)["code"] == "not_allowed"
    assert cli.refuse("manager", 2, "complaint", "list", "--full-identity")["field"] == "reason"
    rows = {row["complaint_no"]: row for row in cli.do("manager", "complaint", "list", *full)}
    assert (rows[plain]["from"], rows[plain]["phone"]) == ("Siti Rahma", "081200000678")
    assert (rows[hidden]["from"], rows[hidden]["phone"]) == ("(anonim)", None)
    assert (rows[sealed]["from"], rows[sealed]["phone"]) == ("(rahasia)", None)
    event = db.EventLog.select().order_by(db.EventLog.id.desc()).get()
    assert (event.subject, event.kind, event.by) == ("office", "identities_exported", "manager")
    assert event.data == {"cases": [plain], "count": 1, "reason": "rekap untuk Inspektorat"}
    assert "081200000678" in cli.text("manager", "complaint", "list", *full)
    assert cli.do("manager", "verify")["ok"]


def test_one_complaint_in_full_is_shown_as_its_identity_is_and_its_history_says_so(cli: Cli) -> None:
    number, hidden = complain(cli), complain(cli, "--anonymous", "--phone", "0813-1111-2222")
    full = ("--full-identity", "--reason", "Memeriksa")
    for who in ("manager", "complaint_officer"):
        shown = cli.do(who, "complaint", "show", number, *full)
        assert (shown["sender"], shown["phone"]) == ("Siti Rahma", "081200000678")
        told = cli.do("manager", "case", "history", number)[-1]
        assert (told["by"], told["text"]) == (who, "Identitas pengadu dibuka: Memeriksa")
    assert cli.refuse("pr_officer", 3, "complaint", "show", number, *full)["code"] == "sealed"
    assert cli.refuse("manager", 3, "complaint", "show", hidden, *full)["code"] == "sealed"
    kinds = [kind for (kind,) in db.tuples(db.EventLog.select(db.EventLog.kind))]
    assert (kinds.count("identity_shown"), kinds.count("identities_exported")) == (2, 0)
