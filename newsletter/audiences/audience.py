"""Whom a campaign is for."""

from dataclasses import dataclass, field
from typing import Any

from newsletter.audiences.rule import AllOf, AnyOf, BadRule, Rule, from_json, to_json


@dataclass(frozen=True)
class Audience:
    """People confirmed on any of these lists, narrowed, less those it must not reach.

    A list is always named: what somebody agreed to is a list, and nobody is mailed without that.
    """

    list_ids: tuple[int, ...]

    only: Rule = field(default_factory=AllOf)
    """What the membership through which a person is reached must satisfy."""

    never: Rule = field(default_factory=AnyOf)
    """Who is left out, by any of their memberships."""

    def to_json(self) -> dict[str, Any]:
        """For the campaign's row."""
        return {"lists": list(self.list_ids), "only": to_json(self.only), "never": to_json(self.never)}

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Audience":
        """From the campaign's row. Raises BadRule."""
        lists = written.get("lists")
        if not isinstance(lists, list) or not all(type(one) is int for one in lists):
            raise BadRule("lists", "not a list of row numbers")
        return cls(
            tuple(lists),
            from_json(written.get("only", {"all": []}), "only"),
            from_json(written.get("never", {"any": []}), "never"),
        )
