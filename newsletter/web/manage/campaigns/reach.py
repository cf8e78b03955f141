"""Who gets a campaign and who does not, as sentences and a table are made of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from newsletter.accounts.grants import granting
from newsletter.accounts.models import GrantKind, Role
from newsletter.accounts.scope import unions_where
from newsletter.audiences import Audience, Plan, Reason, Share, counts
from newsletter.audiences.discretion import NOBODY, Headcount, headcount
from newsletter.audiences.queries import ground
from newsletter.audiences.reasons import HOLDING
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import plan, plan_if_approved
from newsletter.unions.models import UnionKind
from newsletter.web.context import now, session
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import union_by_id


@dataclass(frozen=True)
class Row:
    """One union's people."""

    union_id: int
    languages: Sequence[tuple[str, Headcount]]
    """Those who get it, by language."""

    ready: Headcount
    held: Headcount
    suppressed: Headcount


@dataclass(frozen=True)
class Reach:
    """An audience, counted once."""

    shares: Sequence[Share]

    known_by_name: Collection[int]
    """The unions whose people one may see, or which tell their numbers all the same.

    How many of any other's there are is told only where it names nobody.
    """

    @property
    def audience(self) -> Headcount:
        """Everybody it is meant for."""
        return self._told(self.shares)

    @property
    def reaches_anybody(self) -> bool:
        """Whether there is somebody to launch it for, now or with a late yes."""
        return any(not share.is_suppressed for share in self.shares)

    @property
    def ready(self) -> Headcount:
        """Those who get it if it goes out now."""
        return self._told(share for share in self.shares if share.reason is None)

    @property
    def ready_by_union(self) -> dict[int, int]:
        """The same union by union, to reckon with and not to be shown."""
        sums: dict[int, int] = {}
        for share in self.shares:
            if share.reason is None:
                sums[share.union_id] = sums.get(share.union_id, 0) + share.count
        return sums

    @property
    def languages(self) -> list[tuple[str, Headcount]]:
        """Those who get it, by language, the most first."""
        return self._by_language(share for share in self.shares if share.reason is None)

    @property
    def unions_reached(self) -> int:
        """How many unions they are in; friends of the alliance are in none."""
        reached = {share.union_id for share in self.shares if share.reason is None}
        return sum(union_by_id(union_id).kind is UnionKind.UNION for union_id in reached)

    @property
    def held(self) -> list[tuple[Reason, list[int], Headcount]]:
        """Those who wait for something, by what it is, with the unions concerned."""
        return [
            (reason, sorted({share.union_id for share in some}), self._told(some))
            for reason, some in self._by_reason(HOLDING)
        ]

    @property
    def suppressed(self) -> list[tuple[Reason, Headcount]]:
        """Those who must not be mailed, by why."""
        return [(reason, self._told(some)) for reason, some in self._by_reason(frozenset(Reason) - HOLDING)]

    @property
    def unions(self) -> list[int]:
        """The unions through which people may get it, now or with a late yes; first who is known to have the most."""
        sums: dict[int, Headcount] = {}
        for share in self.shares:
            if not share.is_suppressed:
                sums[share.union_id] = sums.get(share.union_id, NOBODY) + self._told([share])
        return sorted(sums, key=lambda union_id: (-sums[union_id].known, union_id))

    @property
    def rows(self) -> list[Row]:
        """Union by union."""
        return [
            self._row(union_id, [share for share in self.shares if share.union_id == union_id])
            for union_id in dict.fromkeys(share.union_id for share in self.shares)
        ]

    def _by_reason(self, reasons: Collection[Reason]) -> list[tuple[Reason, list[Share]]]:
        found = ((reason, [share for share in self.shares if share.reason is reason]) for reason in Reason)
        return [(reason, some) for reason, some in found if some and reason in reasons]

    def _row(self, union_id: int, shares: list[Share]) -> Row:
        ready = [share for share in shares if share.reason is None]
        return Row(
            union_id,
            self._by_language(ready),
            ready=self._told(ready),
            held=self._told(share for share in shares if share.is_held),
            suppressed=self._told(share for share in shares if share.is_suppressed),
        )

    def _by_language(self, shares: Iterable[Share]) -> list[tuple[str, Headcount]]:
        sums: dict[str, Headcount] = {}
        for share in shares:
            sums[share.language] = sums.get(share.language, NOBODY) + self._told([share])
        return sorted(sums.items(), key=lambda item: -item[1].known)

    def _told(self, shares: Iterable[Share]) -> Headcount:
        cells = (headcount(one.count, may_see=one.union_id in self.known_by_name) for one in shares)
        return sum(cells, NOBODY)


def reach_if_launched(campaign: Campaign) -> Reach:
    """What would happen if who sits here launched it now, which is their union's own yes where they may say it."""
    what, here = plan(session(), campaign, now=now()), desk()
    if here.may(Role.APPROVER) and what.granted is not None:
        own = {(here.union.id, language) for language in what.languages}
        what = replace(what, granted=what.granted | own)
    return reach_of(what)


def reach_of_audience(campaign: Campaign, audience: Audience) -> Reach:
    """Everybody in an audience whom the campaign could reach, once every union says yes."""
    settled = audience.settled(ground(session(), union=campaign.union, now=now()))
    return reach_of(replace(plan_if_approved(session(), campaign, now=now()), audience=settled))


def reach_of(what: Plan) -> Reach:
    """What a plan would do, as far as this desk may see it."""
    here = desk()
    seen = here.ledger_ids
    shares = [share for share in counts(session(), what) if seen is None or share.union_id in seen]
    told = granting(session(), to_union_id=here.union.id, kind=GrantKind.TOTALS, today=now().date())
    return Reach(shares, known_by_name={here.union.id, *unions_where(here.account, Role.STEWARD), *told})
