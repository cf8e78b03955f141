"""The form of an event, and the way to its facts and back."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import URL, InputRequired, Length, Optional

from newsletter.events.models import Event
from newsletter.events.services.holding import EventFacts
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance
from newsletter.web.context import session, settings
from newsletter.web.manage.display import first_upper, language_name
from newsletter.web.manage.forms import LONGEST_LINE, CheckboxesField, LineField, StaffForm, Written, in_zone
from newsletter.web.manage.zones import usual_zone, zone_choices

MOST_SPEAKERS = 30
EMPTY_ROWS = 2
LONGEST_DESCRIPTION = 4000


class EventForm(StaffForm):
    """What is said of an event; title and description in each language, made by `event_form`."""

    starts_at = DateTimeLocalField(lazy_gettext("Begins"), [InputRequired(lazy_gettext("When does it begin?"))])
    ends_at = DateTimeLocalField(lazy_gettext("Ends"), [InputRequired(lazy_gettext("When does it end?"))])
    time_zone = SelectField(lazy_gettext("Time zone of these hours"))
    other_zones = CheckboxesField(lazy_gettext("Also say the hour in"))
    place = LineField(lazy_gettext("Place"), [Length(max=LONGEST_LINE)])
    online_url = URLField(
        lazy_gettext("Address to join online"),
        [Optional(), URL(message=lazy_gettext("This is no address that a browser could open."))],
    )
    interpretation = CheckboxesField(lazy_gettext("Interpreted into"))
    is_public = BooleanField(lazy_gettext("Anybody may see it"))

    def offer(self, union: Union, chosen: Sequence[str] = ()) -> None:
        """Fill in what can be chosen."""
        self.time_zone.choices = self.other_zones.choices = zone_choices(union, *chosen)
        self.time_zone.data = self.time_zone.data or usual_zone(union, alliance(session()))
        self.interpretation.choices = _languages()

    def validate_ends_at(self, field: Field) -> None:
        """An event ends after it began."""
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(gettext("It must end after it begins."))

    def validate_place(self, field: Field) -> None:
        """People must know where to go."""
        if not field.data and not (self.online_url.data or "").strip():
            raise ValidationError(gettext("Say where it is, or give an address to join online."))

    def facts(self) -> EventFacts:
        """What was typed."""
        return EventFacts(
            title=self._translated("title"),
            description=self._translated("description"),
            starts_at=in_zone(self.starts_at.data, self.time_zone.data),
            ends_at=in_zone(self.ends_at.data, self.time_zone.data),
            time_zone=self.time_zone.data,
            other_zones=[zone for zone in self.other_zones.data if zone != self.time_zone.data],
            place=self.place.data or None,
            online_url=(self.online_url.data or "").strip() or None,
            speakers=[_speaker(row.form) for row in self["speakers"] if any(row.data.values())],
            interpretation=self.interpretation.data,
            is_public=self.is_public.data,
        )

    def _translated(self, name: str) -> dict[str, str]:
        texts = ((code, (self[f"{name}_{code}"].data or "").strip()) for code in settings().languages)
        return {code: text for code, text in texts if text}


def event_form(event: Event | None = None) -> EventForm:
    """The form, empty or with what an event says now; what was sent goes before both."""
    form = _form_class()(**(_shown(event) if event else {}))
    rows = form["speakers"]
    if not rows.is_sent:
        for _row in range(min(EMPTY_ROWS, MOST_SPEAKERS - len(rows))):
            rows.append_entry()
    return form


class SpeakersField(FieldList):
    """As many speakers as there are, and room for more."""

    is_sent = False

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (WTForms' signature)
        """Remember whether these rows came in."""
        self.is_sent = bool(formdata)
        super().process(formdata, *args, **kwargs)


def _form_class() -> type[EventForm]:
    fields: dict[str, Any] = {}
    for number, (code, name) in enumerate(_languages().items()):
        required = [Written()] if number == 0 else [Optional()]
        fields[f"title_{code}"] = LineField(
            gettext("Title (%(language)s)", language=name), [*required, Length(max=LONGEST_LINE)]
        )
        fields[f"description_{code}"] = TextAreaField(
            gettext("Description (%(language)s)", language=name), [Optional(), Length(max=LONGEST_DESCRIPTION)]
        )
    fields["speakers"] = SpeakersField(FormField(_speaker_row()), max_entries=MOST_SPEAKERS)
    return type("FullEventForm", (EventForm,), fields)


def _speaker_row() -> type[Form]:
    fields: dict[str, Any] = {
        "name": LineField(gettext("Name"), [Optional(), Length(max=LONGEST_LINE)]),
        "union": LineField(gettext("Union"), [Optional(), Length(max=LONGEST_LINE)]),
    }
    for code, name in _languages().items():
        fields[f"part_{code}"] = LineField(
            gettext("Part (%(language)s)", language=name), [Optional(), Length(max=LONGEST_LINE)]
        )
    return type("SpeakerRow", (Form,), fields)


def _speaker(row: Form) -> dict[str, Any]:
    parts = {code: row[f"part_{code}"].data for code in settings().languages if row[f"part_{code}"].data}
    return {"name": row["name"].data, "union": row["union"].data or "", "part": parts}


def _shown(event: Event) -> dict[str, Any]:
    zone = ZoneInfo(event.time_zone)
    shown: dict[str, Any] = {
        name: getattr(event, name)
        for name in ("time_zone", "other_zones", "place", "online_url", "interpretation", "is_public")
    }
    shown["starts_at"] = event.starts_at.astimezone(zone).replace(tzinfo=None)
    shown["ends_at"] = event.ends_at.astimezone(zone).replace(tzinfo=None)
    shown["speakers"] = [
        {"name": one["name"], "union": one.get("union", "")}
        | {f"part_{code}": text for code, text in one.get("part", {}).items()}
        for one in event.speakers
    ]
    for code in settings().languages:
        shown[f"title_{code}"] = event.title.get(code, "")
        shown[f"description_{code}"] = event.description.get(code, "")
    return shown


def _languages() -> dict[str, str]:
    return {code: first_upper(language_name(code)) for code in settings().languages}
