"""Numbers inside audiences and blocks, turned into those that things have here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsletter.audiences import Audience
from newsletter.audiences.rule import AllOf, AnyOf, InUnions, NoneOf, OnLists, Rule


def audience_here(written: dict[str, Any], *, lists: Mapping[int, int], unions: Mapping[int, int]) -> dict[str, Any]:
    """Lists and unions that did not come along are left out: a rule of none but them holds nobody."""
    audience = Audience.from_json(written)
    return Audience(
        tuple(lists[one] for one in audience.list_ids if one in lists),
        _rule(audience.only, lists, unions),
        _rule(audience.never, lists, unions),
    ).to_json()


def _rule(rule: Rule, lists: Mapping[int, int], unions: Mapping[int, int]) -> Rule:
    match rule:
        case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
            return replace(rule, rules=tuple(_rule(one, lists, unions) for one in rules))
        case OnLists(ids):
            return OnLists(tuple(lists[one] for one in ids if one in lists))
        case InUnions(ids, with_affiliates):
            return InUnions(tuple(unions[one] for one in ids if one in unions), with_affiliates)
        case _:
            return rule


def blocks_here(blocks: list[dict[str, Any]], events: Mapping[int, int]) -> list[dict[str, Any]]:
    """Cards of events that did not come along are left out."""
    found = (_block(one, events) for one in blocks)
    return [one for one in found if one is not None]


def _block(block: dict[str, Any], events: Mapping[int, int]) -> dict[str, Any] | None:
    match block:
        case {"event": int(number)}:
            return block | {"event": events[number]} if number in events else None
        case {"events": list(numbers)}:
            return block | {"events": [events[one] for one in numbers if one in events]}
        case {"left": list(left), "right": list(right)}:
            return block | {"left": blocks_here(left, events), "right": blocks_here(right, events)}
        case _:
            return block
