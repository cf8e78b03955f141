"""What became of everybody in a campaign's audience, by union and language, and why some were not mailed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.delivery import queries as ledger
from newsletter.delivery.queries import Line
from newsletter.reports.tally import Tally

Key = TypeVar("Key")


@dataclass(frozen=True)
class Share:
    """A union's members who read one language."""

    union_id: int
    language: str
    tally: Tally


@dataclass(frozen=True)
class Left:
    """So many of a union who were not mailed, for one reason."""

    union_id: int
    reason: Reason
    count: int


@dataclass(frozen=True)
class Outcome:
    """A campaign's ledger, as far as who asks may see it."""

    shares: Sequence[Share]
    left_out: Sequence[Left]

    counted: int
    """The audience counted on its own, so that a lost message would show."""

    @property
    def total(self) -> Tally:
        """All shares together."""
        return sum((share.tally for share in self.shares), Tally())

    @property
    def adds_up(self) -> bool:
        """Every message has exactly one fate, or is on its way to one (PRODUCT.md, rule 7)."""
        return self.total.audience == self.counted

    @property
    def by_union(self) -> dict[int, Tally]:
        """Each union's languages together."""
        return _summed((share.union_id, share.tally) for share in self.shares)

    @property
    def by_language(self) -> dict[str, Tally]:
        """Each language's unions together."""
        return _summed((share.language, share.tally) for share in self.shares)


def outcome(session: Session, *, campaign_id: int, union_ids: Collection[int] | None) -> Outcome:
    """The ledger of a campaign for staff of these unions, or with None for all."""
    lines = ledger.lines(session, campaign_id=campaign_id, union_ids=union_ids)
    counted = ledger.audience(session, campaign_id=campaign_id, union_ids=union_ids)
    return Outcome(shares_of(lines), _left_out(lines), counted)


def shares_of(lines: Sequence[Line]) -> list[Share]:
    """The ledger's lines, one share for each union and language."""
    ordered = sorted(lines, key=lambda line: (line.union_id, line.language))
    grouped = groupby(ordered, key=lambda line: (line.union_id, line.language))
    return [Share(union_id, language, Tally.of(some)) for (union_id, language), some in grouped]


def _summed(shares: Iterable[tuple[Key, Tally]]) -> dict[Key, Tally]:
    sums: dict[Key, Tally] = {}
    for key, tally in shares:
        sums[key] = sums.get(key, Tally()) + tally
    return sums


def _left_out(lines: Sequence[Line]) -> list[Left]:
    sums: dict[tuple[int, Reason], int] = {}
    for line in lines:
        if line.reason is not None:
            sums[line.union_id, line.reason] = sums.get((line.union_id, line.reason), 0) + line.count
    return [Left(union_id, reason, count) for (union_id, reason), count in sums.items()]
