"""Finding among options by what was typed so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def holds_words(text: str, typed: str) -> bool:
    """Whether the text holds every typed word, wherever, in any case."""
    text = text.casefold()
    return all(word in text for word in typed.casefold().split())


def matching(
    typed: str, items: Iterable[T], label: Callable[[T], str], words: Callable[[T], str] | None = None
) -> list[T]:
    """The items that hold every typed word: those whose label begins with it first, then those whose label has it.

    `words`: all that may be searched in an item. None: its label alone. Otherwise the order stays.
    """
    start = " ".join(typed.casefold().split())

    def rank(item: T) -> int:
        text = label(item).casefold()
        return 0 if text.startswith(start) else 1 if start in text else 2

    searched = words or label
    return sorted((item for item in items if holds_words(searched(item), typed)), key=rank)
