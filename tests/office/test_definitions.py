"""A definition from outside: whatever is wrong with the file is said at once, each fault with its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk.errors import DefinitionError
from desk.office.definitions import check_definition, read_definition

SOUND = """
key = "izin-acara"
name = "Izin Acara"
short = "Izin"
agency = "Bagian Umum"
intake = "letter"
total = { kind = "hours", value = 4 }

[actors]
dokter = "Dokter"

[[steps]]
no = "1"
name = "Periksa"
label = "Periksa"
actors = ["dokter"]
exits = [{ key = "forward", name = "Teruskan", to = "2" }]

[[steps]]
no = "2"
name = "Serahkan"
label = "Serahkan"
actors = ["section_head"]
delivers = true
exits = [{ key = "close", name = "Selesai", ends_as = "done" }]
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(DefinitionError) as caught:
        check_definition(text, "izin.toml")
    return caught.value.faults


def faulty_places(text: str) -> set[str]:
    return {fault.split(": ", 1)[0] for fault in faults(text)}


def test_a_sound_file_gives_its_service() -> None:
    service = check_definition(SOUND, "izin.toml")
    assert service.actors == {"dokter": "Dokter"}
    assert str(service.total) == "4 jam"


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ('kind = "hours"', 'kind = "jam"', "total.kind"),
        ("value = 4", 'value = "4"', "total.value"),
        ("value = 4", "value = true", "total.value"),
        ("delivers = true", 'delivers = "ya"', "steps[1].delivers"),
        ('ends_as = "done"', 'ends_as = "tamat"', "steps[1].exits[0].ends_as"),
        ('intake = "letter"', 'intake = "fax"', "intake"),
        ('short = "Izin"', "", "short"),
        ('short = "Izin"', 'short = "Izin"\nbiaya = "gratis"', "biaya"),
        ('no = "1"', "no = 1", "steps[0].no"),
        ('actors = ["dokter"]', 'actors = "dokter"', "steps[0].actors"),
        ('actors = ["dokter"]', "actors = [7]", "steps[0].actors[0]"),
        ('dokter = "Dokter"', "dokter = 1", "actors.dokter"),
        ("delivers = true", 'charged_to = "kantor"\ndelivers = true', "steps[1].charged_to"),
    ],
)
def test_a_fault_of_shape_is_named_at_its_place(right: str, wrong: str, place: str) -> None:
    assert right in SOUND
    assert place in faulty_places(SOUND.replace(right, wrong, 1))


def test_faults_of_shape_and_of_sense_are_named_in_the_same_breath() -> None:
    text = (
        SOUND.replace('kind = "hours"', 'kind = "jam"')
        .replace('to = "2"', 'to = "9"')
        .replace('label = "Periksa"', "label = 5")
        .replace('actors = ["section_head"]', 'actors = ["dukun"]')
        .replace("delivers = true", "")
    )
    assert faulty_places(text) == {
        "total.kind",
        "steps[0].label",
        "steps[0].exits[0].to",
        "steps[1].actors[0]",
        "steps[1]",
        "steps",
    }


def test_each_fault_is_named_once() -> None:
    found = [fault.split(": ", 1)[0] for fault in faults(SOUND.replace('short = "Izin"', "short = 3"))]
    assert found == ["short"]


def test_an_empty_file_names_every_required_field() -> None:
    assert faulty_places("") == {"key", "name", "short", "agency", "intake", "steps"}


@pytest.mark.parametrize("text", ["steps = 5", "steps = [1, {}]", "steps = [{ exits = [2] }]", "actors = 1"])
def test_a_file_of_the_wrong_build_is_refused_and_never_crashes(text: str) -> None:
    assert faults(text)


def test_a_syntax_error_names_its_line() -> None:
    (fault,) = faults('key = "a"\nname = "b\n')
    assert fault.startswith("baris 2, kolom ")
    assert "izin.toml" in fault


def test_an_unfinished_file_is_faulty_at_its_end() -> None:
    (fault,) = faults("steps = [")
    assert fault.startswith("akhir berkas: ")


def test_messages_show_control_characters_inert() -> None:
    text = SOUND.replace('kind = "hours"', 'kind = "\\u001b[31m"') + '\n"\\u001b" = 1\n'
    assert all(fault.isprintable() for fault in faults(text))


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "izin.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert read_definition(path).key == "izin-acara"


def test_a_file_that_is_no_text_or_not_there_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "izin.toml"
    path.write_bytes(b"key = \xff")
    for missing_or_binary in (path, tmp_path / "tiada.toml", tmp_path):
        with pytest.raises(DefinitionError):
            read_definition(missing_or_binary)


def test_loading_what_ships_never_imports_pydantic() -> None:
    code = (
        "import sys; from desk.office.definitions import shipped_services; "
        "assert len(shipped_services()) == 8; assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
