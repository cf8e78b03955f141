"""Whose mail is next: in their order, but who has to wait is set aside while the others go."""

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from newsletter.delivery.addressing import Addressee
from newsletter.delivery.pacing.lane import Lane

WORTH_WAITING_S = 0.25
"""So long a worker waits with nobody left but those for whom an operator makes it wait."""

WORTH_WAITING_FOR_ALL_S = 2.0
"""So long where everybody has to: mail by a relay that takes one a second goes nowhere quicker."""

REST_S = 10.0
"""Not sooner does what was set aside come back, so that a thousand such batches do not keep the workers busy."""


class Over(Exception):
    """There is nobody left who may be mailed in this turn."""


@dataclass
class Dealing:
    """The people of one batch. `next` is called in the transport's threads, one at a time."""

    people: Sequence[Addressee]
    lane: Lane
    dealt: int = 0
    """How many were looked at; some of them may have been set aside."""

    aside: dict[str, deque[Addressee]] = field(default_factory=dict)
    """By operator."""

    returned: deque[Addressee] = field(default_factory=deque)
    """Whose operator put them off just now; filled by the caller's thread."""

    rest_s: float | None = None
    """How long the batch has to wait, once it is over with somebody left."""

    def next(self, announced: int) -> Addressee | None:
        """Who is next; None while that has to wait. Raises Over."""
        if (self.aside or self.returned) and (one := self._of_those_aside()):
            return one
        while self.dealt < announced:
            one = self.people[self.dealt]
            gates = self.lane.gates(one.email)
            if not gates:
                self.dealt += 1
                return one
            if wait_s := self.lane.pacer.wait_s(self.lane.common):
                self._wait(wait_s, WORTH_WAITING_FOR_ALL_S)
                return None
            self.dealt += 1
            if not self.lane.pacer.may_pass(one.subscriber_id, gates):
                return one
            self._set_aside(one)
        if self.dealt < len(self.people):
            return None
        if not self.aside:
            raise Over
        self._wait(min(self._wait_s(waiting[0]) for waiting in self.aside.values()), WORTH_WAITING_S)
        return None

    def put_off(self, subscriber_id: int) -> str:
        """They stay in the batch as if they had not been mailed; the operator that asked for less."""
        place = bisect_left(self.people, subscriber_id, key=attrgetter("subscriber_id"))
        self.returned.append(self.people[place])
        return self.lane.operator(self.people[place].email)

    def left_s(self) -> float | None:
        """How long the batch has to rest; None where it need not."""
        return REST_S if self.rest_s is None and (self.aside or self.returned) else self.rest_s

    def _of_those_aside(self) -> Addressee | None:
        while self.returned:
            self._set_aside(self.returned.popleft())
        for operator, waiting in self.aside.items():
            one = waiting[0]
            if not self.lane.pacer.may_pass(one.subscriber_id, self.lane.gates(one.email)):
                waiting.popleft()
                if not waiting:
                    del self.aside[operator]
                return one
        return None

    def _set_aside(self, one: Addressee) -> None:
        self.aside.setdefault(self.lane.operator(one.email), deque()).append(one)

    def _wait_s(self, one: Addressee) -> float:
        return self.lane.pacer.wait_s(self.lane.gates(one.email))

    def _wait(self, wait_s: float, worth_s: float) -> None:
        if wait_s > worth_s:
            self.rest_s = max(wait_s, REST_S)
            raise Over
