"""Text from people made inert: what a terminal is shown may neither move the cursor nor reorder what is read.

No control character, escape sequence, newline or bidirectional control survives, and what is invisible is not hidden:
a sign stands for it. What is left takes on every terminal the cells that its characters take one by one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

NEWLINE = "↵"
CONTROL = "¤"
"""Stands for one control character. In every Windows and Linux console font, unlike U+FFFD."""

MARKS = 4
"""Combining marks drawn over one letter. No living script needs more; a flood of them covers the lines around it."""

FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Letters by their category, and yet nothing is seen."""

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BREAK_WITH_BLANKS = re.compile(rf"[ \t]*(?:{LINE_BREAK.pattern})[ \t]*")

_PLAIN = re.compile(
    r"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20b8\u2190-\u21ff\u2500-\u259f]*"
)
"""Letters, punctuation and drawn lines that need no second look."""

_SELECTORS = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TONES = "\U0001f3fb-\U0001f3ff"
_JOINERS = "\u200c\u200d"
_LOOKS = re.compile(f"[{_SELECTORS}{_TONES}{_JOINERS}]")
_LOOKS_OF_SOMETHING = re.compile(
    f"(?={_LOOKS.pattern})"
    "(?<=[\xa9\xae\u0590-\u180a\u1810-\u1fff\u203c\u2049\u2070-\ud7ff\uf900-\ufdff\ufe20-\ufefe\uff00-\uffef"
    "\U00010000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0003ffff])"
    f"[{_SELECTORS}]?[{_TONES}]?[{_JOINERS}]?"
    "|(?<=[0-9#*])\ufe0f"
)
"""What only tells how the picture or letter before it is to look. Terminals disagree on whether that takes cells, so
it is left out; after anything else it is shown by a sign like all that is invisible."""

_VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
_NEW_PICTURES = range(0x1FA70, 0x1FB00)
"""Where emoji younger than Python's tables are."""
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


class _Shown(dict[int, str]):
    """How each character is shown, found out when it first occurs; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cn", "Co", "Cs") and code not in _NEW_PICTURES:
            return CONTROL  # not remembered: there are a million of them
        self[code] = shown = _shown(character, category)
        return shown


def _shown(character: str, category: str) -> str:
    if ord(character) in _FLAG_LETTERS:
        return chr(ord("A") + ord(character) - _FLAG_LETTERS.start)
    if character == "\xad":
        return "-"
    if category == "Zs" and character != "\u3000":
        return " "
    if character in _VISIBLE_FORMATS:
        return character
    unseen = category in ("Cc", "Cf", "Zl", "Zp") or character in FILLERS or _LOOKS.match(character)
    return CONTROL if unseen else character


_SHOWN = _Shown()


def inert_line(text: str) -> str:
    """One line that shows `text` and does nothing else."""
    if _PLAIN.fullmatch(text):
        return text
    text = _BREAK_WITH_BLANKS.sub(f" {NEWLINE} ", text).replace("\t", " ")
    if _LOOKS.search(text):
        text = _LOOKS_OF_SOMETHING.sub("", text)
    return _marks().sub(lambda found: _few(found, 1), text.translate(_SHOWN))


def inert_same_length(text: str) -> str:
    """Like `inert_line`, one character for one, so that cursor positions in an editor stay true."""
    if _PLAIN.fullmatch(text):
        return text
    text = re.sub(r"[\n\r\v\f\x85\u2028\u2029]", NEWLINE, text).replace("\t", " ").translate(_SHOWN)
    return _marks().sub(lambda found: _few(found, len(found[0])), text)


def inert_lines(text: str) -> list[str]:
    """The lines of a longer text, each inert; blank ones kept."""
    return [inert_line(line) for line in LINE_BREAK.split(text)]


def is_mark(sign: str) -> bool:
    """Whether it is drawn over the character before it, in no cell of its own."""
    return not sign.isascii() and _marks().fullmatch(sign) is not None


def _few(found: re.Match[str], signs: int) -> str:
    """As many of these marks as a letter bears, none where there is no letter; at most `signs` signs for the rest."""
    start = found.start()
    borne = MARKS if start and found.string[start - 1] not in f" {CONTROL}{NEWLINE}" else 0
    left = len(found[0]) - borne
    return found[0][:borne] + CONTROL * min(max(0, left), signs)


@cache
def _marks() -> re.Pattern[str]:
    """Marks drawn over the character before them, in no cell of their own, Korean vowels and finals among them.

    Gathered from Unicode when first needed, leaving out the long blocks in which there are none.
    """
    basic = _marks_in(range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xFB00, 0x10000))
    further = _marks_in(range(0x10000, 0x1F000))
    return re.compile(f"(?:[{basic}\u1160-\u11ff\ud7b0-\ud7ff]|(?=[\U00010000-\U0001f000])[{further}])+")


def _marks_in(*blocks: range) -> str:
    return "".join(
        chr(code) for block in blocks for code in block if unicodedata.category(chr(code))[0] == "M"
    )
