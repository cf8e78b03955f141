"""Whom a campaign is for."""

from dataclasses import dataclass, field
from typing import Any

from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.rule import AllOf, AnyOf, Rule
from newsletter.audiences.settling import Ground, settled
from newsletter.audiences.written import from_json, numbers, to_json


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

    def settled(self, ground: Ground) -> "Audience":
        """As it is meant today. Raises BadRule."""
        return Audience(self.list_ids, settled(self.only, ground, "only"), settled(self.never, ground, "never"))

    @classmethod
    def from_json(cls, written: object) -> "Audience":
        """From the campaign's row. Raises BadRule."""
        if not isinstance(written, dict):
            raise BadRule("", "not an audience")
        if unknown := written.keys() - {"lists", "only", "never"}:
            raise BadRule(str(min(unknown, key=str)), "unknown word")
        return cls(
            numbers(written.get("lists"), "lists"),
            from_json(written.get("only", {"all": []}), "only"),
            from_json(written.get("never", {"any": []}), "never"),
        )
