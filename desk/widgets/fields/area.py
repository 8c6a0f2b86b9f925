"""Several lines of text."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from desk.widgets.fields.base import Field
from desk.widgets.text import inert_same_length


class InertTextArea(TextArea):
    """A text area that shows control characters as signs and leaves Tab for moving on."""

    DEFAULT_CSS = """
    InertTextArea, InertTextArea:focus {
        border: none;
        padding: 0 1;
        background: $field;
        background-tint: transparent 0%;
        color: $strong;
        height: 4;
        width: 1fr;
    }
    InertTextArea:focus { background: $cursor-idle; }
    """
    takes_text = True

    def on_mount(self) -> None:
        self.cursor_blink = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual selects with F6 and F7, which lead to the other screens of desk everywhere."""
        return action not in ("select_line", "select_all") and super().check_action(action, parameters)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        return Text(inert_same_length(line.plain), end="", no_wrap=True)


class AreaField(Field[str]):
    """Several lines of text. Enter makes a new line; Tab goes on."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        value: str = "",
        placeholder: str = "",
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._area = InertTextArea(
            value, soft_wrap=True, tab_behavior="focus", placeholder=placeholder, highlight_cursor_line=False
        )

    def compose_control(self) -> ComposeResult:
        yield self._area

    @property
    def value(self) -> str:
        return self._area.text.strip()

    @value.setter
    def value(self, value: str) -> None:
        with self._area.prevent(TextArea.Changed):
            self._area.text = value

    def draft(self) -> str:
        return self._area.text

    def restore(self, draft: str) -> None:
        self.value = draft
        self._area.move_cursor(self._area.document.end)

    @property
    def control_widget(self) -> Widget:
        return self._area

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.changed()
