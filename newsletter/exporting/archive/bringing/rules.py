"""Numbers inside rules, turned into those that things have here; last of all, for a rule names anything there is."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.audiences import Audience
from newsletter.audiences.models import Segment
from newsletter.audiences.rule import (
    AllOf,
    Answered,
    AnyOf,
    HasField,
    InLocals,
    InSegment,
    InUnions,
    NoneOf,
    OnLists,
    Rule,
    WasSent,
)
from newsletter.audiences.written import from_json, to_json
from newsletter.campaigns.models import Campaign
from newsletter.exporting.archive.bringing.places import Places

_NOBODY = AnyOf()


def rewrite_rules(session: Session, places: Places) -> None:
    """Of all segments and campaigns that came along. What did not come along is nobody's."""
    for segment in session.scalars(select(Segment).where(Segment.id.in_(places.segments.values()))):
        segment.rule = to_json(_here(from_json(segment.rule), places))
    for campaign in session.scalars(select(Campaign).where(Campaign.id.in_(places.campaigns.values()))):
        audience = Audience.from_json(campaign.audience)
        campaign.audience = Audience(
            _numbers(audience.list_ids, places.lists), _here(audience.only, places), _here(audience.never, places)
        ).to_json()
    session.flush()


def _here(rule: Rule, places: Places) -> Rule:  # noqa: PLR0911 (a line for each kind that names something)
    match rule:
        case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
            return replace(rule, rules=tuple(_here(one, places) for one in rules))
        case OnLists(ids):
            return replace(rule, list_ids=_numbers(ids, places.lists))
        case InUnions(ids):
            return replace(rule, union_ids=_numbers(ids, places.unions))
        case InLocals(ids):
            return replace(rule, local_ids=_numbers(ids, places.local_rows))
        case Answered(ids):
            return replace(rule, event_ids=_numbers(ids, places.events))
        case WasSent(ids):
            return replace(rule, campaign_ids=_numbers(ids, places.campaigns))
        case HasField(number):
            return replace(rule, field_id=places.fields[number]) if number in places.fields else _NOBODY
        case InSegment(number):
            return InSegment(places.segments[number]) if number in places.segments else _NOBODY
        case _:
            return rule


def _numbers(ids: tuple[int, ...], places: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(places[one] for one in ids if one in places)
