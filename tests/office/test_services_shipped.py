"""The eight shipped services say what their printed standards and SOPs say."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from desk.assets import ASSETS
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import Charge, Ending, Intake, Service
from desk.office.definitions import SHIPPED, check_definition, read_definition, shipped_services
from desk.office.service_record import service_from_dict, service_to_dict, service_to_json

SERVICES = shipped_services()
PROKOPIM = "Bagian Protokol dan Komunikasi Pimpinan Sekretariat Daerah Kabupaten Jember"
CONFIRM = "perlu konfirmasi"
SECONDS = {Unit.MINUTES: 60, Unit.HOURS: 3600}


def ways(key: str) -> dict[str, dict[str, str | None]]:
    """Per step number, each exit's key and where it leads."""
    return {step.no: {way.key: way.to for way in step.exits} for step in SERVICES[key].steps}


def office_minutes(service: Service, *numbers: str) -> int:
    total = 0
    for no in numbers:
        step = service.step(no)
        if step.charged_to is Charge.OFFICE and step.standard is not None:
            assert step.standard.value is not None
            total += step.standard.value * SECONDS[step.standard.unit] // 60
    return total


def text_of(service: Service) -> str:
    return json.dumps(service_to_dict(service), ensure_ascii=False)


def test_exactly_the_eight_services_ship() -> None:
    files = {path.stem for path in (ASSETS / "services").glob("*.toml")}
    assert files == set(SHIPPED) == set(SERVICES)
    assert len(files) == 8
    assert all(key == service.key for key, service in SERVICES.items())


@pytest.mark.parametrize("key", SHIPPED)
def test_the_quick_way_of_loading_gives_what_the_checked_way_gives(key: str) -> None:
    assert read_definition(ASSETS / "services" / f"{key}.toml") == SERVICES[key]


@pytest.mark.parametrize("key", SHIPPED)
def test_a_stored_service_comes_back_as_the_same_version(key: str) -> None:
    service = SERVICES[key]
    stored = json.dumps(service_to_dict(service))
    assert service_from_dict(json.loads(stored)) == service
    assert service_from_dict(json.loads(stored)).version == service.version
    assert shipped_services()[key].version == service.version


@pytest.mark.parametrize("key", SHIPPED)
def test_any_change_of_the_rules_is_another_version(key: str) -> None:
    service = SERVICES[key]
    last = service.steps[-1]
    changed = [
        replace(service, at_risk_percent=80),
        replace(service, remarks=(*service.remarks, "x")),
        replace(service, steps=(*service.steps[:-1], replace(last, name=last.name + "."))),
        replace(service, total=StandardTime(Unit.MINUTES, 31)),
    ]
    assert len({service.version, *(other.version for other in changed)}) == 5


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("wa-center", "Penyampaian Informasi Melalui Whatsapp Center"),
        ("keprotokolan", "Keprotokolan"),
        ("pengaduan-elektronik", "Prosedur Penanganan Pengaduan Secara Elektronik"),
        ("konten-medsos", "Pembuatan Konten Media Sosial"),
        ("hotline-bkpsdm", "Hotline WhatsApp BKPSDM Kota Pekalongan"),
    ],
)
def test_names_are_those_printed(key: str, name: str) -> None:
    assert SERVICES[key].name == name


def test_one_decree_carries_the_three_standards_of_prokopim_and_no_other_decree_is_invented() -> None:
    decrees = {key: service.decree for key, service in SERVICES.items() if service.decree}
    number = "188.45/0020.a/35.09.315/2024"
    assert decrees == {"wa-center": number, "keprotokolan": number, "pengaduan-prokopim": number}
    assert all(SERVICES[key].agency == PROKOPIM for key in decrees)


@pytest.mark.parametrize(
    ("key", "total"),
    [
        ("wa-center", StandardTime(Unit.MINUTES, 30)),
        ("keprotokolan", StandardTime(Unit.EVENT)),
        ("konten-medsos", StandardTime(Unit.WORKING_DAYS, 1)),
        ("surat-umum", None),
        ("hotline-bkpsdm", None),
        ("pengaduan-elektronik", None),
        ("pengaduan-prokopim", None),
        ("pengaduan-dinkominfo", None),
    ],
)
def test_a_total_is_only_where_one_is_printed(key: str, total: StandardTime | None) -> None:
    assert SERVICES[key].total == total


@pytest.mark.parametrize("key", ["wa-center", "keprotokolan", "konten-medsos"])
def test_a_published_standard_has_its_six_components(key: str) -> None:
    service = SERVICES[key]
    assert service.requirements_text and service.steps and service.total_text
    assert service.fee == "Tidak dipungut biaya"
    assert len(service.products) == 1
    assert service.complaint_text


@pytest.mark.parametrize("key", ["wa-center", "keprotokolan", "konten-medsos", "surat-umum"])
def test_no_step_time_is_invented_where_none_is_printed(key: str) -> None:
    assert all(step.standard is None for step in SERVICES[key].steps)


def test_no_standard_is_zero() -> None:
    for service in SERVICES.values():
        timed = [service.total, *(step.standard for step in service.steps)]
        assert all(time is None or time.unit is Unit.EVENT or (time.value or 0) > 0 for time in timed)
        assert "0 menit" not in re.sub(r"\d\d+", "", text_of(service)).lower()


@pytest.mark.parametrize(
    ("key", "no"),
    [
        ("wa-center", "4"),
        ("keprotokolan", "3"),
        ("pengaduan-prokopim", "7"),
        ("pengaduan-dinkominfo", "7"),
        ("pengaduan-elektronik", "5"),
        ("konten-medsos", "6"),
        ("hotline-bkpsdm", "9"),
        ("surat-umum", "3"),
    ],
)
def test_the_service_clock_stops_at_the_delivering_step(key: str, no: str) -> None:
    assert [step.no for step in SERVICES[key].steps if step.delivers] == [no]


@pytest.mark.parametrize(
    ("key", "no"),
    [(key, "1" if key == "surat-umum" else "2") for key in SHIPPED],
)
def test_a_case_opens_at_the_first_step_of_the_office(key: str, no: str) -> None:
    assert SERVICES[key].first_office_step.no == no


def test_wa_center_leads_from_the_letter_to_the_broadcast() -> None:
    assert ways("wa-center") == {
        "1": {"forward": "2"},
        "2": {"forward": "3"},
        "3": {"forward": "4"},
        "4": {"close": None},
    }
    steps = SERVICES["wa-center"]
    assert steps.step("3").disposition and steps.step("3").actors == ("section_head",)
    assert steps.step("4").actors == ("pr_officer", "wa_center_staff")
    assert steps.required_keys == {"surat_pengantar", "materi"}


def test_keprotokolan_keeps_its_three_steps_and_opens_the_last_with_the_kabag() -> None:
    service = SERVICES["keprotokolan"]
    assert [step.no for step in service.steps] == ["1", "2", "3"]
    last = service.step("3")
    assert last.opens_with == ("section_head",)
    assert last.actors == ("protocol_subsection", "protocol_staff")
    assert not last.disposition
    assert service.total_text == "Waktu menyesuaikan durasi kegiatan/acara"


def test_keprotokolan_has_ticks_under_its_two_printed_items() -> None:
    service = SERVICES["keprotokolan"]
    assert len(service.requirements_text) == 2
    under = {number: [item.key for item in service.requirements if item.under == number] for number in "12"}
    assert under == {
        "1": ["surat_pengantar"],
        "2": ["susunan_acara", "narasumber", "waktu_kegiatan", "tempat_kegiatan", "daftar_tamu", "lain_lain"],
    }
    assert [item.key for item in service.requirements if not item.required] == ["lain_lain"]


def test_a_derived_tick_knows_the_printed_item_it_stands_under() -> None:
    service = SERVICES["keprotokolan"]
    printed = [text for text, _ in service.checklist]
    assert printed == [service.requirements_text[0], *[service.requirements_text[1]] * 6]
    assert [text for text, _ in SERVICES["wa-center"].checklist] == [None, None]


def test_konten_medsos_loops_through_revision() -> None:
    found = ways("konten-medsos")
    assert (found["5"], found["7"]) == ({"forward": "6"}, {"forward": "5"})
    assert found["6"] == {"deliver": None, "revise": "7"}
    service = SERVICES["konten-medsos"]
    assert [way.key for step in service.steps for way in step.exits if way.revision] == ["revise"]
    assert service.step("6").actors == ("division_head", "functional_officer")
    assert [step.no for step in service.steps if step.disposition] == ["2", "3"]
    assert service.required_keys == {"surat_permohonan", "tanda_tangan", "cap"}
    assert {item.under for item in service.requirements} == {"1"}


def test_the_electronic_procedure_branches_at_its_decisions() -> None:
    service = SERVICES["pengaduan-elektronik"]
    found = ways("pengaduan-elektronik")
    assert found["2"] == {"analyse": "3", "stored_answer": "5", "ethics": None}
    assert found["4"] == {"approve": "5", "revise": "3"}
    assert found["5"] == {"forward": "7"}
    ethics = service.step("2").exit("ethics")
    assert ethics is not None and ethics.ends_as is Ending.TRANSFERRED
    assert service.step("4").finishes == ("team_lead",)
    assert "team_member" in service.step("4").actors
    revise = service.step("4").exit("revise")
    assert revise is not None and revise.revision


def test_the_electronic_procedure_promises_360_office_minutes() -> None:
    service = SERVICES["pengaduan-elektronik"]
    assert office_minutes(service, *(step.no for step in service.steps)) == 360
    assert service.step("5").standard == StandardTime(Unit.HOURS, 5)


def test_the_monthly_report_is_periodic_and_no_step_of_a_case() -> None:
    service = SERVICES["pengaduan-elektronik"]
    (report,) = service.periodic
    assert (report.no, report.name, report.output) == ("6", "Laporan setiap bulan", "Rekapitulasi Bulanan")
    assert report.standard == StandardTime(Unit.MINUTES, 30)
    assert "6" not in {step.no for step in service.steps}


def test_pekalongan_has_no_step_5() -> None:
    service = SERVICES["hotline-bkpsdm"]
    assert [step.no for step in service.steps] == ["1", "2", "3", "4", "6", "7", "8", "9", "10"]
    assert any("Langkah 5 tidak ada" in note for note in service.remarks)


def test_pekalongan_promises_125_office_minutes_inside_and_65_outside_its_jurisdiction() -> None:
    service = SERVICES["hotline-bkpsdm"]
    assert office_minutes(service, "2", "3", "4", "7", "8", "9") == 125
    assert office_minutes(service, "2", "3", "4", "6", "8", "9") == 65


def test_pekalongan_parts_inside_from_outside_its_jurisdiction() -> None:
    service = SERVICES["hotline-bkpsdm"]
    found = ways("hotline-bkpsdm")
    assert found["4"] == {"in_jurisdiction": "7", "other_agency": "6"}
    assert [found[no] for no in ("6", "7", "8", "9", "10")] == [
        {"forward": "8"},
        {"forward": "8"},
        {"forward": "9"},
        {"forward": "10"},
        {"close": None},
    ]
    handed_on = service.step("4").exit("other_agency")
    assert handed_on is not None and handed_on.ends_as is Ending.TRANSFERRED
    assert service.step("6").charged_to is Charge.OTHER_AGENCY
    assert "wewenang BKPSDM, maka Petugas meneruskan" in service.step("4").name
    assert "bukan" not in service.step("4").name
    assert service.calendar == "hotline"
    assert [basis[:33] for basis in service.legal_basis] == [
        "Undang-Undang Nomor 25 Tahun 2009",
        "Peraturan Presiden Nomor 76 Tahun",
    ]


def test_one_hari_of_the_citizen_is_a_working_day_and_one_jam_a_working_hour() -> None:
    service = SERVICES["hotline-bkpsdm"]
    assert {service.step(no).standard for no in ("1", "10")} == {StandardTime(Unit.WORKING_DAYS, 1)}
    assert {service.step(no).standard for no in ("6", "7")} == {StandardTime(Unit.HOURS, 1)}


def test_the_prokopim_flow_has_its_eight_steps_and_dinkominfo_borrows_them() -> None:
    prokopim, dinkominfo = SERVICES["pengaduan-prokopim"], SERVICES["pengaduan-dinkominfo"]
    assert [step.no for step in prokopim.steps] == list("12345678")
    assert [step.name for step in prokopim.steps] == list(SERVICES["wa-center"].complaint_text)
    assert SERVICES["keprotokolan"].complaint_text == SERVICES["wa-center"].complaint_text
    assert [step.no for step in prokopim.steps if step.disposition] == ["4"]
    assert [replace(step, remarks="") for step in dinkominfo.steps] == list(prokopim.steps)
    assert all(CONFIRM in step.remarks for step in dinkominfo.steps)


def test_dinkominfo_has_complaint_classes_of_5_5_14_and_60_working_days() -> None:
    classes = SERVICES["pengaduan-dinkominfo"].complaint_classes
    assert [(item.key, item.standard.value) for item in classes] == [
        ("minor", 5),
        ("normative", 5),
        ("non_oversight", 14),
        ("oversight", 60),
    ]
    assert {item.standard.unit for item in classes} == {Unit.WORKING_DAYS}
    assert classes[3].name == "Pengaduan berkadar pengawasan dan memerlukan pemeriksaan"
    assert len(SERVICES["pengaduan-dinkominfo"].complaint_channels) == 7


def test_a_general_letter_may_be_filed_without_action() -> None:
    service = SERVICES["surat-umum"]
    assert ways("surat-umum") == {
        "1": {"forward": "2"},
        "2": {"forward": "3", "no_action": "4"},
        "3": {"forward": "4"},
        "4": {"close": None},
    }
    assert service.step("3").actors == ("any",)
    assert service.step("2").disposition


def test_letters_and_complaints_are_told_apart() -> None:
    letters = {key for key, service in SERVICES.items() if service.intake is Intake.LETTER}
    assert letters == {"wa-center", "keprotokolan", "konten-medsos", "surat-umum"}


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("wa-center", "2"),
        ("keprotokolan", "1 2 3"),
        ("pengaduan-elektronik", "1 2 3 4 5 7"),
        ("konten-medsos", "6 7"),
        ("hotline-bkpsdm", "1 2 4 6 9 10"),
        ("pengaduan-dinkominfo", "1 2 3 4 5 6 7 8"),
    ],
)
def test_what_was_inferred_asks_for_confirmation(key: str, numbers: str) -> None:
    assert [step.no for step in SERVICES[key].steps if CONFIRM in step.remarks] == numbers.split()


@pytest.mark.parametrize("key", SHIPPED)
def test_no_private_number_or_personal_identity_ships(key: str) -> None:
    text = text_of(SERVICES[key])
    digits = re.sub(r"(?<=\d)[ .-](?=\d)", "", text)
    assert not re.search(r"(?:\+?62|0)8\d{7,}", digits), "a mobile number"
    assert not re.search(r"\d{18}", digits), "a NIP"
    assert "NIP" not in text


@pytest.mark.parametrize("key", SHIPPED)
def test_names_for_narrow_columns_fit(key: str) -> None:
    service = SERVICES[key]
    assert 0 < len(service.short) <= 20
    assert all(0 < len(step.label) <= 32 for step in service.steps)


def test_show_prints_every_field_that_scripts_rely_on() -> None:
    shown = service_to_json(SERVICES["hotline-bkpsdm"])
    assert shown["version"] == SERVICES["hotline-bkpsdm"].version
    assert {"key", "name", "agency", "decree", "legal_basis", "requirements", "total", "fee"} <= shown.keys()
    assert {"products", "contact", "qualifications", "equipment", "related", "steps"} <= shown.keys()
    assert {"periodic", "complaint_classes", "complaint_channels"} <= shown.keys()
    analysis = next(step for step in shown["steps"] if step["no"] == "4")
    assert analysis["standard"] == {"kind": "minutes", "value": 15}
    assert analysis["charged_to"] == "office"
    assert analysis["exits"][1] == {
        "key": "other_agency",
        "name": "Bukan kewenangan, salurkan ke OPD lain",
        "to": "6",
        "ends_as": "transferred",
        "revision": False,
    }
    assert service_to_json(SERVICES["keprotokolan"])["total"] == {"kind": "event", "value": None}
    assert json.loads(json.dumps(shown)) == shown


def test_what_show_prints_can_be_read_back() -> None:
    for service in SERVICES.values():
        assert service_from_dict(service_to_json(service)) == service


def test_a_checked_text_is_the_service_it_describes() -> None:
    text = (ASSETS / "services" / "surat-umum.toml").read_text(encoding="utf-8")
    assert check_definition(text.replace("\n", "\r\n"), "surat-umum.toml") == SERVICES["surat-umum"]
