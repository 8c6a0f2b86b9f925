"""Form fields: see `base.Field` for what they share and `form.Form` for how they are walked through."""

from desk.widgets.fields.base import Field, LineInput
from desk.widgets.fields.checklist import CheckList
from desk.widgets.fields.choice import ChoiceField
from desk.widgets.fields.day import DateField
from desk.widgets.fields.dropdown import Option
from desk.widgets.fields.form import Form
from desk.widgets.fields.moment import MomentField
from desk.widgets.fields.text import AreaField, TextField

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
