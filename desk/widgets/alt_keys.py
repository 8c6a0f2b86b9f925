"""Alt and a key: a command or nothing, never a character in a field, and the same with Caps Lock on.

A terminal sends it as Escape and the character. Textual makes a key of it that still carries the character, which a
field would take, and for the digits the sign that a Mac keyboard writes with them, which no command is bound to.
"""

from __future__ import annotations

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

_ALT, _ALT_SHIFT = "alt+", "alt+shift+"


def read_alt_digits() -> None:
    """Have Alt and a digit read as just that."""
    for digit in "0123456789":
        ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)  # type: ignore[attr-defined]  # a dict at heart


def tamed(event: events.Event) -> events.Event:
    """The event itself, or for a key with Alt the same without character and Shift."""
    if not isinstance(event, events.Key) or not event.key.startswith(_ALT):
        return event
    name = event.key
    if name.startswith(_ALT_SHIFT) and len(name) == len(_ALT_SHIFT) + 1:
        name = _ALT + name[-1]
    return event if name == event.key and event.character is None else events.Key(name, None)
