"""Text from people made inert: what a terminal is shown may neither move the cursor nor reorder what is read.

No control character, escape sequence, newline or bidirectional control survives.
"""

from __future__ import annotations

import re

NEWLINE = "↵"
CONTROL = "¤"
"""Stands for one control character. In every Windows and Linux console font, unlike U+FFFD."""

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e007f]"
)
_BREAK_WITH_BLANKS = re.compile(rf"[ \t]*(?:{LINE_BREAK.pattern})[ \t]*")


def inert_line(text: str) -> str:
    """One line that shows `text` and does nothing else."""
    if text.isprintable():
        return text
    text = _BREAK_WITH_BLANKS.sub(f" {NEWLINE} ", text).replace("\t", " ")
    return CONTROLS.sub(CONTROL, text)


def inert_same_length(text: str) -> str:
    """Like `inert_line`, one character for one, so that cursor positions in an editor stay true."""
    if text.isprintable():
        return text
    text = re.sub(r"[\n\r\v\f\x85\u2028\u2029]", NEWLINE, text).replace("\t", " ")
    return CONTROLS.sub(CONTROL, text)


def inert_lines(text: str) -> list[str]:
    """The lines of a longer text, each inert; blank ones kept."""
    return [inert_line(line) for line in LINE_BREAK.split(text)]
