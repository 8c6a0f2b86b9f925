"""Form fields: see `base.Field` for what they share and `form.Form` for how they are walked through.

Each is imported when it is first asked for, since the gate needs two of them and opens sooner without the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.widgets.fields.area import AreaField
    from desk.widgets.fields.base import Field, LineInput
    from desk.widgets.fields.checklist import CheckList
    from desk.widgets.fields.choice import ChoiceField
    from desk.widgets.fields.day import DateField
    from desk.widgets.fields.dropdown import Option
    from desk.widgets.fields.form import Form
    from desk.widgets.fields.moment import MomentField
    from desk.widgets.fields.text import TextField

__all__ = [
    "AreaField",
    "CheckList",
    "ChoiceField",
    "DateField",
    "Field",
    "Form",
    "LineInput",
    "MomentField",
    "Option",
    "TextField",
]

_MODULES = {
    "AreaField": "area",
    "CheckList": "checklist",
    "ChoiceField": "choice",
    "DateField": "day",
    "Field": "base",
    "Form": "form",
    "LineInput": "base",
    "MomentField": "moment",
    "Option": "dropdown",
    "TextField": "text",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
