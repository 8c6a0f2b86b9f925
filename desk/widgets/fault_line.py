"""The line under a form that says what is going on, or what stands in the way."""

from __future__ import annotations

from textual.widgets import Static

from desk.widgets.text import inert


class FaultLine(Static):
    DEFAULT_CSS = """
    FaultLine {
        height: auto;
        color: $fault;
    }
    FaultLine.-quiet {
        color: $muted;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def say(self, text: str, *, fault: bool = True) -> None:
        """Empty: nothing is amiss any more. Not a `fault`: calmly, without the mark."""
        self.update(inert(f"! {text}" if text and fault else text))
        self.set_class(not fault, "-quiet")
