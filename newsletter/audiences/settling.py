"""A rule as it is meant today: other segments put in where they are named, and "in the last 90 days" as days.

What comes out asks neither a clock nor other rules, so that all who count, show and freeze it mean the same people.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.rule import AllOf, AnyOf, HasField, InSegment, Joined, NoneOf, OnBasis, OnLists, Rule
from newsletter.audiences.when import Days, InLastDays, LongerAgo, Today, on

MOST_RULES = 500
"""In one rule with all segments it uses. SQLite takes a thousand levels in one expression, and people less."""

MOST_LEVELS = 60


@dataclass(frozen=True)
class Ground:
    """Where a rule stands when it is settled."""

    today: Today

    rule_of: Callable[[int], Rule | None]
    """The rule of a segment of the same union; None where it has no such segment."""


def settled(rule: Rule, ground: Ground, path: str = "") -> Rule:
    """The same rule without segments and without relative days.

    Raises BadRule: for a segment that is not there, a circle of segments, and more than a database takes.
    """
    return _Settling(ground).settle(rule, path, ())


class _Settling:
    def __init__(self, ground: Ground) -> None:
        self._ground, self._left = ground, MOST_RULES

    def settle(self, rule: Rule, path: str, within: tuple[int, ...], level: int = 0) -> Rule:
        self._left -= 1
        if self._left < 0:
            raise BadRule(path, f"more than {MOST_RULES} conditions with the segments it uses")
        if level > MOST_LEVELS:
            raise BadRule(path, f"nested deeper than {MOST_LEVELS} with the segments it uses")
        match rule:
            case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
                return type(rule)(
                    tuple(self.settle(one, f"{path}[{n}]", within, level + 1) for n, one in enumerate(rules))
                )
            case InSegment(segment_id):
                return self._put_in(segment_id, path, within, level)
            case _:
                return self._on_this_day(rule)

    def _put_in(self, segment_id: int, path: str, within: tuple[int, ...], level: int) -> Rule:
        if segment_id in within:
            raise BadRule(path, "a segment that uses itself, by itself or by another")
        found = self._ground.rule_of(segment_id)
        if found is None:
            raise BadRule(path, "a segment that is not there")
        return self.settle(found, f"{path}.segment".lstrip("."), (*within, segment_id), level + 1)

    def _on_this_day(self, rule: Rule) -> Rule:
        today = self._ground.today
        match rule:
            case Joined(when):
                return Joined(on(today, when))
            case OnLists(_, _, when) | OnBasis(_, when) if when:
                return replace(rule, since=on(today, when))
            case HasField(field_id, Days() | InLastDays() | LongerAgo() as when):
                return HasField(field_id, on(today, when))
            case _:
                return rule
