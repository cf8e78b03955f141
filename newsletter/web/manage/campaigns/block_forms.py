"""The form of a block, built from what rendering declares of its kind; and the way from form to block and back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, Length

from newsletter.campaigns.side_by_side import StoredBlock
from newsletter.db import translated
from newsletter.events.models import Event
from newsletter.rendering.blocks import BLOCK_KINDS, BlockError, BlockKind, FieldType
from newsletter.rendering.blocks import FormField as Declared
from newsletter.rendering.blocks.form import LONGEST
from newsletter.translations import catalog
from newsletter.web.languages import page_language
from newsletter.web.manage.campaigns.plain_writing import as_html, as_plain
from newsletter.web.manage.forms import CheckboxesField, LineField, SeenForm

PLAIN, HTML = "plain", "html"
THE_CAMPAIGNS_OWN = "0"
"""Stands for the event that a campaign itself is about."""

EMPTY_ROWS = 1
"""Further items one can fill in at once; saving gives another."""


class BlockForm(SeenForm):
    """The form of some kind of block, which is set on the class made for it."""

    kind: BlockKind
    kept: Mapping[str, Any] = MappingProxyType({})
    block_kind = HiddenField()

    def block(self) -> dict[str, Any]:
        """What was typed, as `parse_blocks` reads it."""
        return {"kind": self.kind.name, **self.kept, **_values(self, self.kind.fields)}

    @classmethod
    def sent_for(cls, block: StoredBlock, *, events: Sequence[Event]) -> "BlockForm":
        """The form of a block as it came in; what its columns hold is not in it and stays."""
        form = sent_form(BLOCK_KINDS[block["kind"]], events=events)
        form.kept = {name: block[name] for name in form.columns if name in block}
        return form

    @property
    def columns(self) -> list[str]:
        """The values that are blocks themselves, each with a form of its own."""
        return [one.name for one in self.kind.fields if one.type is FieldType.BLOCKS]

    def explain(self, problem: BlockError) -> None:
        """Put what rendering found beside the field it is about."""
        _place, name, *inner = [*problem.path.split("."), "", ""]
        message = problem.message(catalog(page_language()))
        field = self._fields.get(name)
        if isinstance(field, FieldList) and len(inner) > 1 and inner[0].isdigit() and inner[1]:
            field = field.entries[int(inner[0])].form[inner[1]]
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


def empty_form(kind: BlockKind, *, seen: int, events: Sequence[Event]) -> BlockForm:
    """The form for a new block."""
    return _with_empty_rows(form_class(kind, events)(formdata=None, seen=seen, block_kind=kind.name))


def filled_form(block: StoredBlock, *, seen: int, events: Sequence[Event]) -> BlockForm:
    """The form with what a block says now."""
    kind = BLOCK_KINDS[block["kind"]]
    shown = _shown(block, kind.fields)
    return _with_empty_rows(form_class(kind, events)(formdata=None, seen=seen, block_kind=kind.name, **shown))


def sent_form(kind: BlockKind, *, events: Sequence[Event]) -> BlockForm:
    """The form as it came in."""
    return form_class(kind, events)()


def _with_empty_rows(form: BlockForm) -> BlockForm:
    for field in form:
        if isinstance(field, FieldList):
            while len(field) < min(field.max_entries or 0, len(field.data) + EMPTY_ROWS) and not _ends_empty(field):
                field.append_entry()
    return form


def _ends_empty(field: FieldList) -> bool:
    return bool(field.entries) and not any(field.entries[-1].data.values())


def form_class(kind: BlockKind, events: Sequence[Event]) -> type[BlockForm]:
    """The class of a kind's form."""
    return type(f"{kind.name.title()}Form", (BlockForm,), {"kind": kind, **_fields(kind.fields, events)})


def _fields(declared: Sequence[Declared], events: Sequence[Event]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in declared:
        if one.type is FieldType.BLOCKS:
            continue  # a column's blocks have forms of their own
        fields[one.name] = _MAKERS[one.type](one, events)
        if one.type is FieldType.RICHTEXT:
            fields[f"{one.name}_as"] = HiddenField(default=PLAIN)
    return fields


def _line(one: Declared, _events: Sequence[Event], *, field: type[StringField]) -> Any:  # noqa: ANN401 (an unbound field)
    required = [InputRequired(gettext("This must not be empty."))] if one.required else []
    longest = LONGEST.get(one.type, 0)
    limit = [Length(max=longest, message=gettext("This is longer than %(max)d signs."))] if longest else []
    return field(gettext(one.label), [*required, *limit])


def _choice(one: Declared, _events: Sequence[Event]) -> Any:  # noqa: ANN401 (an unbound field)
    plain = int if isinstance(one.default, int) else str
    choices = {plain(choice.value): gettext(choice.label) for choice in one.choices}
    return SelectField(gettext(one.label), choices=choices, coerce=plain, default=plain(one.default))


def _yes_no(one: Declared, _events: Sequence[Event]) -> Any:  # noqa: ANN401 (an unbound field)
    return BooleanField(gettext(one.label))


def _event(one: Declared, events: Sequence[Event]) -> Any:  # noqa: ANN401 (an unbound field)
    choices = {THE_CAMPAIGNS_OWN: gettext("The event of this invitation"), **_event_choices(events)}
    return SelectField(gettext(one.label), choices=choices, default=THE_CAMPAIGNS_OWN)


def _several_events(one: Declared, events: Sequence[Event]) -> Any:  # noqa: ANN401 (an unbound field)
    return CheckboxesField(gettext(one.label), choices=_event_choices(events), coerce=str)


def _event_choices(events: Sequence[Event]) -> dict[str, str]:
    return {str(event.id): translated(event.title, page_language()) for event in events}


def _items(one: Declared, events: Sequence[Event]) -> Any:  # noqa: ANN401 (an unbound field)
    row = type(f"{one.name.title()}Row", (Form,), _fields([_optional(inner) for inner in one.items], events))
    return FieldList(FormField(row), gettext(one.label), max_entries=one.most)


def _optional(inner: Declared) -> Declared:
    """A row may stay empty; what is missing in a row that is not, rendering says."""
    return Declared(inner.name, inner.type, inner.label, personal=inner.personal, choices=inner.choices)


_MAKERS: Mapping[FieldType, Callable[[Declared, Sequence[Event]], Any]] = {
    FieldType.TEXT: partial(_line, field=LineField),
    FieldType.PARAGRAPH: partial(_line, field=TextAreaField),
    FieldType.RICHTEXT: partial(_line, field=TextAreaField),
    FieldType.URL: partial(_line, field=URLField),
    FieldType.IMAGE: partial(_line, field=URLField),
    FieldType.EVENT: _event,
    FieldType.EVENTS: _several_events,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.ITEMS: _items,
}


def _values(form: Any, declared: Sequence[Declared]) -> dict[str, Any]:  # noqa: ANN401 (a form or a row of one)
    return {one.name: _value(form, one) for one in declared if one.type is not FieldType.BLOCKS}


def _value(form: Any, one: Declared) -> Any:  # noqa: ANN401 (a value as JSON has it)
    typed = form[one.name].data
    match one.type:
        case FieldType.RICHTEXT:
            return typed if form[f"{one.name}_as"].data == HTML else as_html(typed or "")
        case FieldType.EVENT:
            return None if typed == THE_CAMPAIGNS_OWN else int(typed)
        case FieldType.EVENTS:
            return [int(event_id) for event_id in typed or ()]
        case FieldType.ITEMS:
            rows = (_values(entry.form, one.items) for entry in form[one.name].entries)
            return [row for row in rows if any(row.values())]
        case FieldType.URL | FieldType.IMAGE:
            return (typed or "").strip()
        case _:
            return typed


def _shown(block: StoredBlock, declared: Sequence[Declared]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for one in declared:
        stored = block.get(one.name)
        if one.type is FieldType.BLOCKS or stored is None:
            continue
        shown[one.name] = [str(event_id) for event_id in stored] if one.type is FieldType.EVENTS else stored
        if one.type is FieldType.RICHTEXT:
            plain = as_plain(stored)
            shown[one.name], shown[f"{one.name}_as"] = (stored, HTML) if plain is None else (plain, PLAIN)
    return shown
