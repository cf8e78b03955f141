"""The kinds of conditions a page offers, with what can be chosen, all as this union may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import format_date, gettext
from sqlalchemy import select

from newsletter.audiences import queries as audiences
from newsletter.audiences.saying import Names
from newsletter.campaigns import queries as campaigns
from newsletter.campaigns.planning import within
from newsletter.db import translated
from newsletter.events import queries as events
from newsletter.events.models import Event
from newsletter.subscribers import queries as subscribers
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import Basis, CustomField, MemberRole, Standing
from newsletter.unions.queries import locals_of
from newsletter.web.context import session, settings
from newsletter.web.languages import page_language
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import called, country_name, first_upper, language_name, union_by_id
from newsletter.web.public.regions import regions_of

MOST_OFFERED = 200
"""Events and campaigns, the last first: nobody looks through more."""

Choices = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """One condition: what it asks and what can be chosen."""

    label: str
    values: Choices | None = None
    more: Choices = field(default_factory=dict)
    more_label: str = ""
    is_timed: bool = False
    """Whether a time must be given; else it may, where `may_be_timed`."""

    may_be_timed: bool = False
    is_number: bool = False
    is_text: bool = False
    is_single: bool = False


class Offer:
    """Everything this desk can build a rule of."""

    @cached_property
    def within(self) -> frozenset[int]:
        """The unions its campaigns may reach."""
        return within(session(), desk().union)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """By the word a rule has for it."""
        names, standings = self.names, {str(one): called(one) for one in Standing}
        answers = {"yes": gettext("yes"), "maybe": gettext("maybe"), "no": gettext("no")}
        return {
            "lists": Kind(
                gettext("List"),
                _keyed(names.lists),
                standings,
                gettext("How they stand with it"),
                may_be_timed=True,
            ),
            "unions": Kind(
                gettext("Union"),
                _keyed(names.unions),
                {"": gettext("without its affiliates"), "affiliates": gettext("with its affiliates")},
                gettext("Affiliates"),
            ),
            "locals": Kind(gettext("Local"), _keyed(names.locals)),
            "countries": Kind(gettext("Country"), self._countries),
            "regions": Kind(gettext("State or province"), self._regions),
            "languages": Kind(gettext("Language"), self._languages),
            "roles": Kind(gettext("Role in their union"), self._roles),
            "joined": Kind(gettext("Joined their union"), is_timed=True),
            "bases": Kind(gettext("Ground on which they are mailed"), self._bases, may_be_timed=True),
            "events": Kind(
                gettext("Answer to an event"),
                _keyed(names.events),
                answers | {"nothing": gettext("no answer")},
                gettext("Answer"),
            ),
            "campaigns": Kind(gettext("Was sent a campaign"), _keyed(names.campaigns)),
            "segment": Kind(gettext("Another segment"), _keyed(names.segments), is_single=True),
        } | {f"field:{one.id}": self._own(one) for one in self._fields}

    @cached_property
    def names(self) -> Names:
        """What the things are called, for the sentence as well."""
        language, here = page_language(), desk()
        found_events = events.page(session(), union_id=here.union.id, limit=MOST_OFFERED)
        found_campaigns = campaigns.page(session(), union_ids=here.union_ids, limit=MOST_OFFERED)
        lists = subscribers.usable_lists(session(), here.union)
        return Names(
            lists={one.id: translated(one.name, language) for one in lists},
            unions={one: union_by_id(one).short_name for one in sorted(self.within)},
            locals={
                one.id: f"{one.number} {one.name}".strip()
                for union in sorted(self.within)
                for one in locals_of(session(), union)
            },
            events={one.id: translated(one.title, language) for one in found_events if _is_open(one, here.union.id)},
            campaigns={one.id: one.title for one in found_campaigns if one.union_id == here.union.id},
            segments={one.id: one.name for one in audiences.segments(session(), union_id=here.union.id)},
            fields={one.id: translated(one.label, language) for one in self._fields},
            codes={**self._countries, **self._regions, **self._languages, **self._roles, **self._bases}
            | {key: value for one in self._fields for key, value in self._choices(one).items()},
            day=lambda day: str(format_date(day, "long")),
        )

    @cached_property
    def _fields(self) -> list[CustomField]:
        own = select(CustomField).where(CustomField.union_id == desk().union.id, CustomField.archived_at.is_(None))
        return list(session().scalars(own.order_by(CustomField.position)))

    @cached_property
    def _codes_of_countries(self) -> list[str]:
        return list(dict.fromkeys(code for union in self.within for code in union_by_id(union).countries))

    @cached_property
    def _countries(self) -> dict[str, str]:
        return {code: country_name(code) for code in self._codes_of_countries}

    @cached_property
    def _regions(self) -> dict[str, str]:
        return dict(regions_of(self._codes_of_countries))

    @cached_property
    def _languages(self) -> dict[str, str]:
        return {code: language_name(code) for code in settings().languages}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {str(one): called(one) for one in MemberRole}

    @cached_property
    def _bases(self) -> dict[str, str]:
        return {str(one): called(one) for one in Basis}

    def _choices(self, one: CustomField) -> dict[str, str]:
        return {key: translated(label, page_language()) for key, label in one.labels.items()}

    def _own(self, one: CustomField) -> Kind:
        label = first_upper(translated(one.label, page_language()))
        match one.kind:
            case FieldKind.CHOICE:
                return Kind(label, self._choices(one))
            case FieldKind.NUMBER:
                return Kind(label, is_number=True)
            case FieldKind.DATE:
                return Kind(label, is_timed=True)
            case FieldKind.YES_NO:
                return Kind(label, more={"yes": gettext("yes"), "no": gettext("no")}, more_label=label)
            case FieldKind.TEXT:
                return Kind(label, is_text=True)


def _is_open(event: Event, union_id: int) -> bool:
    return event.union_id == union_id or event.is_public


def _keyed(named: Mapping[int, str]) -> dict[str, str]:
    return {str(number): name for number, name in named.items()}
