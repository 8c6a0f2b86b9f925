"""Rows read in pages, of which only a few are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from desk.errors import StorageError

T = TypeVar("T")

PAGE = 128
"""Rows asked for at once."""
PAGES_KEPT = 6

Fetch = Callable[[int, int], Sequence[T]]
"""`fetch(offset, limit)`: the rows from `offset` on, at most `limit`."""


class Pages(Generic[T]):
    """`count` rows, looked at one by one and asked for page by page."""

    def __init__(self, count: int, fetch: Fetch[T]) -> None:
        self.count = count
        self._fetch = fetch
        self._kept: dict[int, Sequence[T]] = {}

    def __getitem__(self, index: int) -> T | None:
        """The row at `index`. None: there is no such row, the data shrank since it was counted, or cannot be read."""
        if not 0 <= index < self.count:
            return None
        number, place = divmod(index, PAGE)
        page = self._kept.get(number)
        if page is None:
            try:
                page = self._fetch(number * PAGE, PAGE)
            except StorageError:
                page = ()  # until they are set anew: a list that is being drawn has nobody to tell
            while len(self._kept) >= PAGES_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[number] = page
        return page[place] if place < len(page) else None
