"""Names of files from outside lead nowhere and hide nothing."""

import pytest

from desk.domain.file_names import MAX_BYTES, ending, safe_name, storable_name


@pytest.mark.parametrize(
    ("given", "kept", "safe"),
    [
        ("Surat dari Bu Sari.pdf", "Surat dari Bu Sari.pdf", "Surat dari Bu Sari.pdf"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini", "win.ini"),
        ("a\0b\udcff.pdf", "a\ufffdb\ufffd.pdf", "a_b_.pdf"),
        ("tagihan\u202efdp.exe", "tagihan\u202efdp.exe", "tagihan_fdp.exe"),
        ("\x1b]0;judul\x07x.txt", "\x1b]0;judul\x07x.txt", "_0_judul_x.txt"),
        ("-rf", "-rf", "rf"),
        (".bashrc", ".bashrc", "bashrc"),
        ("NUL.pdf", "NUL.pdf", "_NUL.pdf"),
        ("com1", "com1", "_com1"),
        ("..", "lampiran", "lampiran"),
        ("", "lampiran", "lampiran"),
        ("???", "???", "lampiran"),
        ("=cmd|' calc'!A0.csv", "=cmd|' calc'!A0.csv", "_cmd_ calc_A0.csv"),
        ("nama. . ", "nama. .", "nama"),
        ("ꦱꦸꦫꦠ é.pdf", "ꦱꦸꦫꦠ é.pdf", "ꦱꦸꦫꦠ é.pdf"),
    ],
    ids=ascii,
)
def test_a_name_is_kept_to_be_read_and_made_harmless_to_be_used(given: str, kept: str, safe: str) -> None:
    assert storable_name(given) == kept
    assert safe_name(given) == safe


@pytest.mark.parametrize("letter", ["x", "é", "漢", "🙂"])
def test_a_long_name_keeps_its_ending(letter: str) -> None:
    long = letter * 400 + ".pdf"
    assert len(storable_name(long)) == 255
    assert storable_name(long).endswith(letter + ".pdf")
    assert len(safe_name(long).encode()) <= MAX_BYTES
    assert safe_name(long).endswith(".pdf")
    assert len(safe_name("y" * 300).encode()) == MAX_BYTES
    assert len(storable_name("y." + "z" * 400)) == 255


def test_an_ending_is_what_follows_the_last_dot() -> None:
    assert [ending(name) for name in ("Surat.PDF", "a.b.Png", ".bashrc", "tanpa")] == ["pdf", "png", "", ""]
