"""Who gets a campaign and who does not, as sentences and a table are made of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from newsletter.accounts.models import Role
from newsletter.audiences import Audience, Plan, Reason, Share, counts
from newsletter.audiences.reasons import HOLDING
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import plan, plan_if_approved
from newsletter.unions.models import UnionKind
from newsletter.web.context import session
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import union_by_id


@dataclass(frozen=True)
class Row:
    """One union's people."""

    union_id: int
    languages: Sequence[tuple[str, int]]
    """Those who get it, by language."""

    ready: int
    held: int
    suppressed: int


@dataclass(frozen=True)
class Reach:
    """An audience, counted once."""

    shares: Sequence[Share]

    @property
    def audience(self) -> int:
        """Everybody it is meant for."""
        return sum(share.count for share in self.shares)

    @property
    def reaches_anybody(self) -> bool:
        """Whether there is somebody to launch it for, now or with a late yes."""
        return any(not share.is_suppressed for share in self.shares)

    @property
    def ready(self) -> int:
        """Those who get it if it goes out now."""
        return sum(share.count for share in self.shares if share.reason is None)

    @property
    def languages(self) -> list[tuple[str, int]]:
        """Those who get it, by language, the most first."""
        return _by_language(share for share in self.shares if share.reason is None)

    @property
    def unions_reached(self) -> int:
        """How many unions they are in; friends of the alliance are in none."""
        reached = {share.union_id for share in self.shares if share.reason is None}
        return sum(union_by_id(union_id).kind is UnionKind.UNION for union_id in reached)

    @property
    def held(self) -> list[tuple[Reason, list[int], int]]:
        """Those who wait for something, by what it is, with the unions concerned."""
        return [
            (reason, sorted({share.union_id for share in some}), sum(share.count for share in some))
            for reason, some in self._by_reason(HOLDING)
        ]

    @property
    def suppressed(self) -> list[tuple[Reason, int]]:
        """Those who must not be mailed, by why."""
        return [
            (reason, sum(share.count for share in some))
            for reason, some in self._by_reason(frozenset(Reason) - HOLDING)
        ]

    @property
    def unions(self) -> list[int]:
        """The unions through which people may get it, now or with a late yes; first the one with the most."""
        sums: dict[int, int] = {}
        for share in self.shares:
            if not share.is_suppressed:
                sums[share.union_id] = sums.get(share.union_id, 0) + share.count
        return sorted(sums, key=lambda union_id: -sums[union_id])

    @property
    def rows(self) -> list[Row]:
        """Union by union."""
        return [
            _row(union_id, [share for share in self.shares if share.union_id == union_id])
            for union_id in dict.fromkeys(share.union_id for share in self.shares)
        ]

    def _by_reason(self, reasons: Collection[Reason]) -> list[tuple[Reason, list[Share]]]:
        found = ((reason, [share for share in self.shares if share.reason is reason]) for reason in Reason)
        return [(reason, some) for reason, some in found if some and reason in reasons]


def reach_if_launched(campaign: Campaign) -> Reach:
    """What would happen if who sits here launched it now, which is their union's own yes where they may say it."""
    what, here = plan(session(), campaign), desk()
    if here.may(Role.APPROVER) and what.granted is not None:
        own = {(here.union.id, language) for language in what.languages}
        what = replace(what, granted=what.granted | own)
    return reach_of(what)


def reach_of_audience(campaign: Campaign, audience: Audience) -> Reach:
    """Everybody in an audience whom the campaign could reach, once every union says yes."""
    return reach_of(replace(plan_if_approved(session(), campaign), audience=audience))


def reach_of(what: Plan) -> Reach:
    """What a plan would do, as far as this desk may see it."""
    seen = desk().ledger_ids
    shares = counts(session(), what)
    return Reach([share for share in shares if seen is None or share.union_id in seen])


def _row(union_id: int, shares: list[Share]) -> Row:
    ready = [share for share in shares if share.reason is None]
    return Row(
        union_id,
        _by_language(ready),
        ready=sum(share.count for share in ready),
        held=sum(share.count for share in shares if share.is_held),
        suppressed=sum(share.count for share in shares if share.is_suppressed),
    )


def _by_language(shares: Iterable[Share]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for share in shares:
        sums[share.language] = sums.get(share.language, 0) + share.count
    return sorted(sums.items(), key=lambda item: -item[1])
