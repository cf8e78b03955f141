"""The form for an audience: lists to include, and what narrows or excludes; to a rule and back.

A rule that somebody else made and that does not fit this form is kept and said, never flattened.
"""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from newsletter.audiences import Audience
from newsletter.audiences.queries import segments
from newsletter.audiences.rule import (
    AllOf,
    AnyOf,
    HasRole,
    InCountries,
    InSegment,
    InUnions,
    Leaf,
    OnLists,
    Reads,
    Rule,
)
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import within
from newsletter.db import translated
from newsletter.subscribers import queries as subscribers
from newsletter.subscribers.models import MemberRole, Standing
from newsletter.web.context import session, settings
from newsletter.web.languages import page_language
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import called, country_name, first_upper, language_name, union_by_id
from newsletter.web.manage.forms import CheckboxesField, SeenForm


class AudienceForm(SeenForm):
    """Who should get it, who should not."""

    lists = CheckboxesField(lazy_gettext("Everybody who is on"), coerce=int)

    unions = CheckboxesField(lazy_gettext("Unions"), coerce=int)
    affiliates = BooleanField(lazy_gettext("With their affiliates"))
    countries = CheckboxesField(lazy_gettext("Countries"))
    languages = CheckboxesField(lazy_gettext("Languages"))
    roles = CheckboxesField(lazy_gettext("Roles in their union"))
    segments = CheckboxesField(lazy_gettext("In any of these segments"), coerce=int)

    not_lists = CheckboxesField(lazy_gettext("Those on"), coerce=int)
    not_unions = CheckboxesField(lazy_gettext("Members of"), coerce=int)
    not_affiliates = BooleanField(lazy_gettext("With their affiliates"))
    not_countries = CheckboxesField(lazy_gettext("People in"))
    not_languages = CheckboxesField(lazy_gettext("Readers of"))
    not_roles = CheckboxesField(lazy_gettext("In the role of"))
    not_segments = CheckboxesField(lazy_gettext("In the segments"), coerce=int)

    def offer(self, campaign: Campaign) -> None:
        """Fill in what can be chosen for this campaign."""
        language = page_language()
        found = subscribers.usable_lists(session(), desk().union)
        lists = {one.id: translated(one.name, language) for one in found}
        unions = [union_by_id(union_id) for union_id in sorted(within(session(), campaign.union))]
        countries = dict.fromkeys(code for union in unions for code in union.countries)
        self.lists.choices = self.not_lists.choices = lists
        self.unions.choices = self.not_unions.choices = {union.id: union.short_name for union in unions}
        self.countries.choices = self.not_countries.choices = {code: country_name(code) for code in countries}
        self.languages.choices = self.not_languages.choices = {
            code: first_upper(language_name(code)) for code in settings().languages
        }
        kept = {one.id: one.name for one in segments(session(), union_id=desk().union.id)}
        self.segments.choices = self.not_segments.choices = kept
        self.roles.choices = self.not_roles.choices = {str(role): called(role) for role in MemberRole}

    def audience(self) -> Audience:
        """What was chosen, as a rule."""
        only = (
            *_unions(self.unions.data, with_affiliates=self.affiliates.data),
            *_words(InCountries, self.countries.data),
            *_words(Reads, self.languages.data),
            *_words(HasRole, self.roles.data),
            *_segments(self.segments.data),
        )
        never = (
            *((OnLists(tuple(self.not_lists.data)),) if self.not_lists.data else ()),
            *_unions(self.not_unions.data, with_affiliates=self.not_affiliates.data),
            *_words(InCountries, self.not_countries.data),
            *_words(Reads, self.not_languages.data),
            *_words(HasRole, self.not_roles.data),
            *_segments(self.not_segments.data),
        )
        return Audience(tuple(self.lists.data), AllOf(only), AnyOf(never))


@dataclass
class Chosen:
    """What a rule means in the form's fields; `fits` is false where the form cannot say it."""

    fields: dict[str, object]
    fits: bool = True


def chosen(audience: Audience) -> Chosen:
    """The form's values for an audience."""
    found = Chosen({"lists": list(audience.list_ids)})
    for rule, branch, prefix in ((audience.only, AllOf, ""), (audience.never, AnyOf, "not_")):
        leaves = rule.rules if isinstance(rule, branch) else (rule,)
        for leaf in leaves:
            _choose(found, leaf, prefix)
    return found


def _choose(found: Chosen, leaf: Rule, prefix: str) -> None:
    match leaf:
        case OnLists(ids, Standing.CONFIRMED, None) if prefix:
            values: dict[str, object] = {"lists": list(ids)}
        case InUnions(ids, with_affiliates):
            values = {"unions": list(ids), "affiliates": with_affiliates}
        case InCountries(words):
            values = {"countries": list(words)}
        case Reads(words):
            values = {"languages": list(words)}
        case HasRole(words):
            values = {"roles": list(words)}
        case InSegment(segment_id):
            values = {"segments": [segment_id]}
        case AnyOf(rules) if rules and (numbers := [one.segment_id for one in rules if isinstance(one, InSegment)]):
            values = {"segments": numbers}
            found.fits = found.fits and len(numbers) == len(rules)
        case _:
            found.fits = False
            return
    values = {f"{prefix}{name}": value for name, value in values.items()}
    found.fits = found.fits and not values.keys() & found.fields.keys()
    found.fields.update(values)


def _unions(ids: list[int], *, with_affiliates: bool) -> tuple[Leaf, ...]:
    return (InUnions(tuple(ids), with_affiliates),) if ids else ()


def _segments(ids: list[int] | None) -> tuple[Rule, ...]:
    chosen = tuple(InSegment(one) for one in ids or ())
    return chosen if len(chosen) < 2 else (AnyOf(chosen),)  # noqa: PLR2004 (one needs no group)


def _words(kind: type[InCountries | Reads | HasRole], words: list[str]) -> tuple[Leaf, ...]:
    return (kind(tuple(words)),) if words else ()


def cannot_be_shown() -> str:
    """What to say where a rule does not fit the form."""
    return str(
        gettext("This audience was made by a rule that this form cannot show. Saving here replaces the whole rule.")
    )
