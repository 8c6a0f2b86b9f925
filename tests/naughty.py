"""Texts that outside people, phones and files send, each of which once broke some program. None of them is an order.

Every escape sequence carries `MARK`, so that a terminal's byte stream can be searched for one that came through.
"""

from __future__ import annotations

import re

MARK = "susupan"
"""Stands inside every sequence that a terminal would obey."""

ESCAPES = {
    "colour": f"\x1b[31;1m{MARK}\x1b[0m",
    "clear": f"\x1b[2J\x1b[H{MARK}",
    "erase line": f"{MARK}\x1b[2K\r\x1b[1A",
    "title": f"\x1b]0;{MARK}\x07",
    "title st": f"\x1b]2;{MARK}\x1b\\",
    "link": f"\x1b]8;;http://{MARK}.invalid\x1b\\klik\x1b]8;;\x1b\\",
    "link left open": f"\x1b]8;;http://{MARK}.invalid\x07klik",
    "clipboard": f"\x1b]52;c;{MARK}\x07",
    "palette": f"\x1b]4;1;rgb:00/00/00{MARK}\x07",
    "device": f"\x1bP$q{MARK}\x1b\\",
    "application": f"\x1b_{MARK}\x1b\\",
    "privacy": f"\x1b^{MARK}\x1b\\",
    "start of string": f"\x1bX{MARK}\x1b\\",
    "eight bit csi": f"\x9b31m{MARK}",
    "eight bit osc": f"\x9d0;{MARK}\x9c",
    "eight bit dcs": f"\x90{MARK}\x9c",
    "other screen": f"\x1b[?1049l{MARK}\x1b[?1049h",
    "cursor gone": f"\x1b[?25l{MARK}",
    "mouse": f"\x1b[?1003h{MARK}",
    "paste": f"\x1b[200~{MARK}\x1b[201~",
    "scroll region": f"\x1b[5;10r{MARK}",
    "charset": f"\x1b(0{MARK}\x0e",
    "answerback": f"\x05{MARK}\x1b[c\x1b[6n",
    "reset": f"\x1bc{MARK}",
    "insert mode": f"\x1b[4h{MARK}",
    "bell": f"{MARK}\x07\x08\x08\x7f",
}

INVISIBLE = {
    "bidi override": "surat\u202efdp.exe",
    "bidi isolate": "\u2066\u2067a\u2068b\u2069\u2069",
    "bidi marks": "a\u200e\u200f\u061cb",
    "zero width": "ad\u200bmi\u2060n\ufeff",
    "joiners": "a\u200db\u200cc",
    "tags": "x" + "".join(chr(0xE0000 + ord(letter)) for letter in MARK) + "\U000e007f",
    "selectors": "a" + "".join(map(chr, range(0xFE00, 0xFE10))) + "\U000e0100\U000e01ef",
    "fillers": "\u115f\u1160\u3164\uffa0\u034f\u17b4\u180e x",
    "anchors": "\ufff9a\ufffab\ufffb",
    "bom": "\ufeffhalo",
    "private": "\ue000\uf8ff\U000f0000\U0010fffd",
    "unassigned": "\u0378\U0003fffd",
    "noncharacters": "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff",
    "c1": "".join(map(chr, range(0x80, 0xA0))),
    "c0": "".join(map(chr, range(1, 0x20))) + ".",
    "separators": "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei",
}

WIDE = {
    "zalgo": "z" + "\u0301\u0489\u0334" * 20 + "algo",
    "thousand marks": "h" + "\u0336" * 400,
    "orphan marks": "\u0338\u20e3 \u0338",
    "family": "👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f 👍🏽 🏴\u200d☠\ufe0f",
    "flags": "🇮🇩🇲🇾🇮",
    "keycaps": "1\ufe0f\u20e3 #\ufe0f\u20e3",
    "cjk": "漢字かな交じり文ｶﾅＡＢＣ",
    "hangul": "한글 \u1112\u1161\u11ab",
    "arabic": "السلام عليكم، مُشَكَّل ١٢٣",
    "hebrew": "שָׁלוֹם 123 abc",
    "java": "ꦲꦏ꧀ꦱꦫꦗꦮ",
    "thai": "ทำให้น้ำ",
    "decomposed": "re\u0301sume\u0301 Vie\u0323\u0302t",
    "ligature": "ﷺ ﷽ ﬃ Ǆ ß İ",
}

MARKUP = {
    "closing": "Surat [/salah] x",
    "red": "[red]x[/red] [b]tebal",
    "click": "[@click=app.quit]q[/]",
    "link": "[link=http://x.invalid]klik[/link]",
    "variable": "[$primary]x [on red]",
    "broken": "[[]] \\[ [ ] [/ ]",
    "percent": "%s %d %n %(x)s %",
    "braces": "{} {0} {x!r} {{ }} {0.__class__}",
    "dollar": "$(id) `id` ${HOME} $HOME",
    "html": "<script>alert(1)</script>&lt;&#0;",
    "sql": '\'; DROP TABLE "case"; -- " % _ \\',
    "path": "../../../etc/passwd",
    "windows": "C:\\CON\\..\\NUL.txt",
    "equals": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-1-1 --json",
    "at": "@SUM(1)",
    "tab formula": "\t=1+1",
    "return formula": "\r=1+1",
    "json": '{"a": "b\\u0000"}, null',
    "toml": '"""\nkey = 1\n[[steps]]',
    "null word": "NULL",
    "logger": "${jndi:ldap://x.invalid/a}",
}

UNSTORABLE = {
    "nul": "satu\0dua",
    "high surrogate": "satu\ud800dua",
    "low surrogate": "satu\udfffdua",
    "invalid utf-8": b"satu\xff\xfe\xc3(dua".decode("utf-8", "surrogateescape"),
}
"""No database holds these: refused in words, at their field."""

BLANK = {
    "blanks": "   \t ",
    "blank signs": "\u2003\u3164\u200b\u2800\u115f\ufe0f",
    "marks only": "\u0301\u0301",
}
"""Nothing of these can be read."""

LONG = {
    "long line": "panjang " * 125_000,
    "long word": "x" * 1_000_000,
    "many lines": "baris\n" * 100_000,
    "flood": "z" + "\u0301" * 300_000,
    "many escapes": "\x1b[31m" * 100_000,
}

STORABLE = ESCAPES | INVISIBLE | WIDE | MARKUP
"""Shown inert and stored whole."""

SHORT_MIX = "".join(
    [
        "Awal",
        ESCAPES["title"],
        "[/x]\u202e",
        ESCAPES["link left open"],
        "{0}%s'\"",
        WIDE["family"],
        WIDE["zalgo"][:12],
        INVISIBLE["tags"][:5],
        "Akhir",
    ]
)
"""A little of everything, short enough for every line."""

_OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000]"
)


def is_inert(printed: str) -> bool:
    """Whether nothing in what a program printed would be obeyed by a terminal, or hidden by it."""
    return _OBEYED.search(printed) is None
