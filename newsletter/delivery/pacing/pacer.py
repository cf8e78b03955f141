"""What one worker process knows of the gates its mails pass, between one visit to the store and the next."""

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from newsletter.delivery.pacing.alone import Alone
from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.quotas import Ask, PushBack, Quotas, Slowed
from newsletter.delivery.pacing.stock import SELDOM_S, Stock

REPORT_S = 0.05

LONGEST_FIRST_S = 2.0
"""So long does a mail that goes first wait for its place; then it goes without."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A mail that passed."""

    moment: float
    """From when on it may be with the relay."""

    used: Sequence[Stock]


@dataclass
class Pacer:
    """Used by all threads of a process."""

    quotas: Quotas = field(default_factory=Alone)
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    slowed: Mapping[str, Slowed] = field(default_factory=dict)
    """The operators that asked to be mailed slowly, by name, as of the last visit."""

    changes: int = 0
    """Grows whenever operators begin or cease to be slowed."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._stock: dict[str, Stock] = {}
        self._under_way: dict[int, _UnderWay] = {}
        self._pushed: list[PushBack] = []
        self._sharers = 1
        self._visited_at = -math.inf

    def wait_s(self, gates: Sequence[Gate]) -> float:
        """How long until a mail may be let through all of these, as far as one knows; 0: now."""
        with self._lock:
            now = self.seconds()
            return self._wait_s([self._of(gate) for gate in gates], now)

    def may_pass(self, key: int, gates: Sequence[Gate]) -> float:
        """0: it passes, and `handing` and `heard` have to follow. Else how long it waits, and nothing was used up."""
        with self._lock:
            now = self.seconds()
            stocks = [self._of(gate) for gate in gates]
            if wait := self._wait_s(stocks, now):
                return wait
            moment = max((stock.ready.popleft() for stock in stocks), default=now)
            self._under_way[key] = _UnderWay(moment, [stock for stock in stocks if stock.gate.is_spaced])
            return 0.0

    def goes_first(self, key: int, gates: Sequence[Gate]) -> float:
        """0: it passes before all others, and `handing` and `heard` follow. Else how long its operator's pause is.

        It takes the next place of each spaced gate, even one further ahead than is given to others, and counts at the
        others even where these are shut.
        """
        if not gates:
            return 0.0
        with self._lock:
            stocks = [self._of(gate) for gate in gates]
            answer = self.quotas.exchange([Ask(gate, 1, is_urgent=True) for gate in gates])
            now = self.seconds()
            pauses = [slowed.pause_s for gate in gates if (slowed := answer.slowed.get(gate.operator))]
            early_s = max((offset for grant in answer.grants for offset in grant.offsets_s), default=0.0)
            spaced = [stock for stock in stocks if stock.gate.is_spaced]
            self._under_way[key] = _UnderWay(now + min(early_s, LONGEST_FIRST_S), spaced)
        if pause_s := max(pauses, default=0.0):
            self.heard(key)
        return pause_s

    def handing(self, key: int) -> None:
        """Its last byte is about to be written: wait for its moment, which is at most AHEAD_S away."""
        if (mail := self._under_way.get(key)) and (early_s := mail.moment - self.seconds()) > 0:
            self.sleep(early_s)

    def heard(self, key: int) -> None:
        """The reply to this mail was read just now: it was with the relay before."""
        if mail := self._under_way.pop(key, None):
            at = max(mail.moment, self.seconds())  # who is refused before the content is does not wait for the moment
            for stock in mail.used:
                stock.replied.append(at)

    def push_back(self, operator: str, *, pause_s: float) -> None:
        """An operator asked for less; all hosts are told at once."""
        with self._lock:
            self._pushed.append(PushBack(operator, pause_s))
            self._visit(self.seconds())

    def look_after(self) -> None:
        """Now and then: report, and learn who is slowed."""
        now = self.seconds()
        since = now - self._visited_at
        if since >= SELDOM_S or (since >= REPORT_S and any(stock.replied for stock in self._stock.values())):
            with self._lock:
                self._visit(now)

    def rest(self) -> None:
        """A turn is over: no reply is read any more, and what was not used is for others."""
        for key in list(self._under_way):
            self.heard(key)
        with self._lock:
            if self._stock:
                for stock in self._stock.values():
                    stock.wanted = False
                    stock.give_up()
                self._visit(self.seconds())

    def _of(self, gate: Gate) -> Stock:
        stock = self._stock.get(gate.key)
        if stock is None:
            stock = self._stock[gate.key] = Stock(gate)
            self._heed(stock)
        stock.gate, stock.wanted = gate, True
        return stock

    def _wait_s(self, stocks: Sequence[Stock], now: float) -> float:
        if any(stock.runs_short(now) for stock in stocks):
            self._visit(now)
            now = self.seconds()
        return max((stock.wait_s(now) for stock in stocks), default=0.0)

    def _visit(self, now: float) -> None:
        stocks = list(self._stock.values())
        asks = [stock.ask(now, sharers=self._sharers) for stock in stocks]
        pushed, self._pushed = self._pushed, []
        answer = self.quotas.exchange([ask for ask in asks if ask.want or ask.ages_s or ask.unused], pushed)
        grants = iter(answer.grants)
        self._visited_at = self.seconds()
        for stock, ask in zip(stocks, asks, strict=True):
            if ask.want or ask.ages_s or ask.unused:
                stock.take_in(next(grants), asked=ask.want, now=self._visited_at)
        self._sharers = max(1, answer.sharers)
        if answer.slowed.keys() != self.slowed.keys():
            self.changes += 1
        self.slowed = answer.slowed
        for stock in stocks:
            self._heed(stock)

    def _heed(self, stock: Stock) -> None:
        asked = self.slowed.get(stock.gate.operator)
        if asked and asked.pause_s > 0 and stock.gate.is_spaced:
            stock.pause(self._visited_at + asked.pause_s)
