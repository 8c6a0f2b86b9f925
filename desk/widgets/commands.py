"""What can be done here and now, read from the active bindings, for the footer, the palette and F1.

An action is defined once, as `Binding(key, action, label, tooltip=help, id=...)` on the app, screen or widget
that performs it. The `id` makes it a command; bindings without one (cursor keys, editing keys) are not
listed. Several keys of one command (`"f1,question_mark"`) are gathered; the first is the one shown in the
footer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

HELP_ID = "app.help"
"""The binding that the footer never leaves out."""

_KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Spasi",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "Backspace",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "comma": ",",
    "exclamation_mark": "!",
    "asterisk": "*",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def key_name(key: str) -> str:
    """A key as Indonesian keyboards and manuals name it: `Enter`, `F1`, `^s`, `Spasi`, `Alt+P`."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    *modifiers, last = key.split("+")
    if last[:1] == "f" and last[1:].isdigit():
        last = last.upper()
    last = _KEY_NAMES.get(last, last.upper() if "alt" in modifiers else last)
    prefix = "".join("^" if modifier == "ctrl" else f"{modifier.capitalize()}+" for modifier in modifiers)
    return prefix + last


@dataclass(frozen=True, slots=True)
class Command:
    id: str
    keys: tuple[str, ...]
    """Names of its keys, the main one first."""
    label: str
    help: str
    """One sentence; empty when the label says it all."""
    enabled: bool
    shown: bool
    """Whether the footer shows it."""
    group: str
    """Heading in the F1 help: who performs it."""
    action: str
    node: DOMNode
    """Where the action runs."""

    async def run(self, app: App[Any]) -> None:
        await app.run_action(self.action, self.node)


def commands_of(screen: Screen[Any]) -> list[Command]:
    """Every command that a key would start on this screen now: the focused widget's first, the app's last."""
    found: dict[tuple[str, str], Command] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if binding.id is None or not binding.description:
            continue
        name = binding.key_display or key_name(key)
        place = (binding.id, binding.action)
        if (known := found.get(place)) is not None:
            found[place] = replace(known, keys=(*known.keys, name))
            continue
        found[place] = _command(active.node, binding, name, active.enabled)
    return list(found.values())


def _command(node: DOMNode, binding: Binding, name: str, enabled: bool) -> Command:
    return Command(
        id=binding.id or "",
        keys=(name,),
        label=binding.description,
        help=binding.tooltip,
        enabled=enabled,
        shown=binding.show,
        group=_group(node),
        action=binding.action,
        node=node,
    )


def _group(node: DOMNode) -> str:
    if node.BINDING_GROUP_TITLE:
        return node.BINDING_GROUP_TITLE
    if isinstance(node, App):
        return "Di mana saja"
    if isinstance(node, Screen):
        return "Di layar ini"
    return "Di bagian ini" if isinstance(node, Widget) else ""
