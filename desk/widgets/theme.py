"""The two looks of desk, dark and light, and the only module that names a colour.

Every other style uses a theme variable: `$band-overdue` in .tcss, `"bold $band-overdue"` in a `Line`. On the
grounds of its theme every text role has a contrast of at least 4.5 to 1, except `$faint`, which draws only
lines.

    band-<band>   one per `Band`                    key        a key to press, a number to type
    strong        what is read first                muted      labels, help, second lines
    link          names of services and cases       faint      rules, borders at rest, tracks of bars
    focus         where the keyboard is             on-focus   text on that colour
    bar           ground of header and footer       cursor     ground of the chosen row, keyboard here
    field         ground of inputs                  cursor-idle  the same, keyboard elsewhere
    fault         a field's error                   good       a field's approval
    thumb         the moving part of a scrollbar
"""

from __future__ import annotations

from typing import TypeVar

from textual.app import App
from textual.theme import Theme

DARK = "desk-gelap"
LIGHT = "desk-terang"

_DARK_ROLES = {
    "band-overdue": "#ff6b6b",
    "band-at-risk": "#f4a259",
    "band-on-time": "#7ecb87",
    "band-paused": "#8cb4e0",
    "band-outside-hours": "#98a1ad",
    "band-none": "#98a1ad",
    "band-met": "#7ecb87",
    "band-missed": "#ff6b6b",
    "key": "#f2c14e",
    "strong": "#f0f6fc",
    "muted": "#8b949e",
    "faint": "#30363d",
    "link": "#8cb4e0",
    "focus": "#58a6ed",
    "on-focus": "#0d1117",
    "bar": "#1a212b",
    "field": "#141b24",
    "cursor": "#223347",
    "cursor-idle": "#1a222d",
    "fault": "#ff7b72",
    "thumb": "#3b4654",
    "good": "#7ecb87",
}

_LIGHT_ROLES = {
    "band-overdue": "#c0202c",
    "band-at-risk": "#9a4f00",
    "band-on-time": "#1a6b2f",
    "band-paused": "#235a97",
    "band-outside-hours": "#5a636d",
    "band-none": "#5a636d",
    "band-met": "#1a6b2f",
    "band-missed": "#c0202c",
    "key": "#8a5a00",
    "strong": "#0b0f14",
    "muted": "#57606a",
    "faint": "#c4c9d0",
    "link": "#235a97",
    "focus": "#0f62b4",
    "on-focus": "#ffffff",
    "bar": "#e6e9ee",
    "field": "#e7ecf2",
    "cursor": "#cfe2f7",
    "cursor-idle": "#e6ebf1",
    "fault": "#c0202c",
    "thumb": "#aab3bd",
    "good": "#1a6b2f",
}


def _widgets(roles: dict[str, str]) -> dict[str, str]:
    """What the stock widgets of Textual take their colours from, told in our roles."""
    return {
        **roles,
        "border": roles["focus"],
        "border-blurred": roles["faint"],
        "block-cursor-background": roles["cursor"],
        "block-cursor-foreground": roles["strong"],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": roles["cursor-idle"],
        "block-cursor-blurred-foreground": roles["strong"],
        "input-cursor-background": roles["key"],
        "input-cursor-foreground": roles["on-focus"],
        "input-selection-background": roles["cursor"],
        "input-selection-foreground": roles["strong"],
        "scrollbar": roles["thumb"],
        "scrollbar-hover": roles["muted"],
        "scrollbar-active": roles["focus"],
        "scrollbar-background": roles["bar"],
        "scrollbar-background-hover": roles["bar"],
        "scrollbar-background-active": roles["bar"],
        "scrollbar-corner-color": roles["bar"],
        "text-muted": roles["muted"],
        "text-disabled": roles["muted"],
    }


def _theme(name: str, roles: dict[str, str], *, background: str, foreground: str, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=roles["focus"],
        secondary=roles["link"],
        accent=roles["key"],
        warning=roles["band-at-risk"],
        error=roles["fault"],
        success=roles["good"],
        background=background,
        foreground=foreground,
        surface=background,
        panel=roles["bar"],
        dark=dark,
        variables=_widgets(roles),
    )


THEMES: tuple[Theme, Theme] = (
    _theme(DARK, _DARK_ROLES, background="#0d1117", foreground="#d3dae3", dark=True),
    _theme(LIGHT, _LIGHT_ROLES, background="#f8f9fb", foreground="#1f2630", dark=False),
)

ReturnType = TypeVar("ReturnType")


class ThemedApp(App[ReturnType]):
    """A Textual app in which our theme variables exist, whichever theme is chosen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, ansi_color: bool | None = None, theme: str = DARK) -> None:
        super().__init__(ansi_color=ansi_color)
        for known in list(self.available_themes):
            self.unregister_theme(known)
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(_DARK_ROLES)
