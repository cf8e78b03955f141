"""Whose mail is next: in their order, but who has to wait is set aside while the others go."""

import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter

from newsletter.delivery.addressing import Addressee
from newsletter.delivery.pacing.lane import Lane

WORTH_WAITING_S = 0.25
"""So long a worker waits with nobody left but those for whom an operator makes it wait."""

WORTH_WAITING_FOR_ALL_S = 2.0
"""So long where everybody has to: mail by a relay that takes one a second goes nowhere quicker."""

REST_S = 10.0
"""Not sooner does what was set aside come back, so that a thousand such batches do not keep the workers busy."""

CALLED_AT_ONCE = 20
"""Of one operator; so many are in doubt for nothing when a host is lost."""

SOON_S = 1.0
"""Who is called has a chance to go before the next sign of life."""


class Over(Exception):
    """There is nobody left who may be mailed in this turn."""


@dataclass
class Dealing:
    """The people of one batch.

    The ledger knows how far we are by the last person announced. Who was set aside stands before that one and was not
    handed over, which the ledger is told by name (`call`); they are dealt again after they were called.
    """

    people: Sequence[Addressee]
    """In the order of their subscriber_id."""

    lane: Lane
    announced: int = 0
    """How many of them the ledger knows may be handed over."""

    dealt: int = 0
    """How many were looked at; some of them may have been set aside."""

    aside: dict[str, deque[Addressee]] = field(default_factory=dict)
    """By operator."""

    called: dict[str, deque[Addressee]] = field(default_factory=dict)
    """Those of them who may go when there is a place."""

    again: deque[Addressee] = field(default_factory=deque)
    """Who was not taken by one relay, and goes by another."""

    rest_s: float | None = None
    """How long the batch has to wait, once it is over with somebody left."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._calling: list[Addressee] = []

    def next(self) -> Addressee | None:
        """Who is next; None while that has to wait. Raises Over."""
        with self._lock:
            if self.called and (one := self._of_the_called()):
                return one
            while one := self._front():
                gates = self.lane.gates(one.email)
                if gates and (wait_s := self.lane.pacer.wait_s(self.lane.common)):
                    self._wait(wait_s, WORTH_WAITING_FOR_ALL_S)
                    return None
                self._step()
                if not gates or not self.lane.pacer.may_pass(one.subscriber_id, gates):
                    return one
                self._set_aside(one)
            if self.dealt == len(self.people):
                self._wait(self._shortest_wait_s(), WORTH_WAITING_S)
            return None

    def put_off(self, subscriber_id: int) -> str:
        """They stay in the batch as if they had not been mailed; the operator that asked for less."""
        with self._lock:
            one = self._person(subscriber_id)
            self._set_aside(one)
            return self.lane.operator(one.email)

    def call(self) -> Sequence[int]:
        """Who is kept back from now on; the others set aside may go when this is written down (`go_on`)."""
        with self._lock:
            calling, self._calling = self._calling, []  # it was not: they are kept back still
            for one in [*calling, *self._in_vain()]:
                self._set_aside(one)
            self._calling = [
                one for operator, waiting in self.aside.items() for one in self._to_call(operator, waiting)
            ]
            for one in self._calling:
                self._take_from(self.aside, self.lane.operator(one.email))
            return sorted(one.subscriber_id for waiting in self.aside.values() for one in waiting)

    def go_on(self, announced: int) -> None:
        """What was said by the last call is written down, and so far one may go."""
        with self._lock:
            for one in self._calling:
                self.called.setdefault(self.lane.operator(one.email), deque()).append(one)
            self._calling, self.announced = [], announced

    def go_by(self, relay: int, unsent: Iterable[int]) -> None:
        """From now on by another relay, also those whom the one before did not take."""
        with self._lock:
            self.lane.go_by(relay)
            self.rest_s = None
            for subscriber_id in unsent:
                self.lane.pacer.heard(subscriber_id)
                self.again.append(self._person(subscriber_id))

    @property
    def waits_for_a_call(self) -> bool:
        """Nobody can go but those who were not called yet."""
        return self.dealt == len(self.people) and bool(self.aside) and not (self.called or self.again)

    @property
    def keeps_only_aside(self) -> bool:
        """Everybody was looked at, and who is left waits for operators that asked for less, not for our limits."""
        waiting = {*self.aside, *self.called}
        all_slowed = waiting <= self.lane.pacer.slowed.keys()
        return self.dealt == len(self.people) and not self.again and self._is_anybody_aside and all_slowed

    def left_s(self) -> float | None:
        """How long the batch has to rest; None where it need not."""
        return REST_S if self.rest_s is None and self._is_anybody_aside else self.rest_s

    @property
    def _is_anybody_aside(self) -> bool:
        return bool(self.aside or self.called or self._calling)

    def _front(self) -> Addressee | None:
        if self.again:
            return self.again[0]
        return self.people[self.dealt] if self.dealt < self.announced else None

    def _step(self) -> None:
        if self.again:
            self.again.popleft()
        else:
            self.dealt += 1

    def _of_the_called(self) -> Addressee | None:
        for operator, waiting in self.called.items():
            one = waiting[0]
            if not self.lane.pacer.may_pass(one.subscriber_id, self.lane.gates(one.email)):
                return self._take_from(self.called, operator)
        return None

    def _in_vain(self) -> Iterable[Addressee]:
        """Who was called, and then their operator asked for less."""
        waiting = [operator for operator, people in self.called.items() if self._wait_s(people[0]) > SOON_S]
        return [one for operator in waiting for one in self.called.pop(operator)]

    def _to_call(self, operator: str, waiting: deque[Addressee]) -> Iterable[Addressee]:
        if self._wait_s(waiting[0]) > SOON_S:
            return ()
        return islice(waiting, max(0, CALLED_AT_ONCE - len(self.called.get(operator, ()))))

    def _take_from(self, people: dict[str, deque[Addressee]], operator: str) -> Addressee:
        one = people[operator].popleft()
        if not people[operator]:
            del people[operator]
        return one

    def _set_aside(self, one: Addressee) -> None:
        self.aside.setdefault(self.lane.operator(one.email), deque()).append(one)

    def _person(self, subscriber_id: int) -> Addressee:
        return self.people[bisect_left(self.people, subscriber_id, key=attrgetter("subscriber_id"))]

    def _shortest_wait_s(self) -> float:
        if not self._is_anybody_aside:
            raise Over
        first = [waiting[0] for waiting in (*self.called.values(), *self.aside.values())]
        return min((self._wait_s(one) for one in [*first, *self._calling[:1]]), default=0.0)

    def _wait_s(self, one: Addressee) -> float:
        return self.lane.pacer.wait_s(self.lane.gates(one.email))

    def _wait(self, wait_s: float, worth_s: float) -> None:
        if wait_s > worth_s:
            self.rest_s = max(wait_s, REST_S)
            raise Over
