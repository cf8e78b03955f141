"""Whose rows an export holds, out of the people of one union."""

from dataclasses import dataclass
from typing import Any, Self

from newsletter.subscribers.models import Standing


@dataclass(frozen=True, slots=True)
class Choice:
    """Everybody, or those who stand like this with one list, or whom a segment means."""

    list_id: int | None = None
    standing: Standing = Standing.CONFIRMED
    """Counts where there is a list."""

    former: bool = False
    """Also those who are members no more. Without them the same file taken in again changes nothing."""

    segment_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """For a row of the database."""
        return {"list": self.list_id, "standing": self.standing.value, "former": self.former} | (
            {"segment": self.segment_id} if self.segment_id else {}
        )

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Self:
        """From that row."""
        return cls(written["list"], Standing(written["standing"]), written["former"], written.get("segment"))
