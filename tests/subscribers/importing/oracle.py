"""What an import should do, said as slowly and plainly as can be: dictionaries, one entry after another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.importing.outcomes import Outcome
from newsletter.subscribers.models import MemberRole, Scope, Standing

Member = dict[str, object]


@dataclass
class World:
    """Everything that is known, by address."""

    people: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    """Language, country, region."""

    members: dict[tuple[str, int], Member] = field(default_factory=dict)
    standings: dict[tuple[str, int], Standing] = field(default_factory=dict)
    suppressed: set[tuple[str, Scope, int]] = field(default_factory=set)
    """Address, how far, and the union or list it is about."""

    evidence: set[tuple[str, int, int]] = field(default_factory=set)
    """Address, list, and the union whose roster said so."""

    def take_in(
        self, entries: Sequence[Entry], *, union: int, alliance: int, language: str, lists: Sequence[int]
    ) -> dict[int, Outcome]:
        return {one.line: self._take(one, union, alliance, language, lists) for one in entries}

    def _take(self, one: Entry, union: int, alliance: int, language: str, lists: Sequence[int]) -> Outcome:
        if self.suppressed & {(one.email, Scope.ALLIANCE, alliance), (one.email, Scope.UNION, union)}:
            return Outcome.GONE
        self.people.setdefault(one.email, (one.language or language, one.country, one.region))
        key = (one.email, union)
        before = self.members.get(key)
        given, family = one.names or (None, None)
        said = {
            "local_id": one.local_id,
            "role": one.role,
            "given_name": given,
            "family_name": family,
            "number": one.number,
            "joined_on": one.joined_on,
        }
        nothing: Member = dict.fromkeys(said)
        nothing |= {"role": MemberRole.MEMBER, "given_name": "", "family_name": ""}
        now = (before or nothing) | {name: value for name, value in said.items() if value is not None}
        self.members[key] = now
        put_on = [each for each in lists if self._put_on(one.email, each, union)]
        if before is None:
            return Outcome.NEW
        return Outcome.CHANGED if now != before or put_on else Outcome.SAME

    def _put_on(self, email: str, list_id: int, union: int) -> bool:
        if (email, list_id) in self.standings or (email, Scope.LIST, list_id) in self.suppressed:
            return False
        self.standings[email, list_id] = Standing.CONFIRMED
        self.evidence.add((email, list_id, union))
        return True
