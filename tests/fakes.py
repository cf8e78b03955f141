"""What stands at the edges in tests: a queue, a clock and a relay that do as they are told."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

import redis

from newsletter.domains.dns import Silent, Texts
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind, Notebook, Outcome, PermanentError, TransientError, Unwritten
from newsletter.queueing import Job
from tests.clock import NOON


@dataclass
class Letterbox:
    """A queue that remembers, and can be away."""

    jobs: list[Job] = field(default_factory=list)
    away: bool = False

    def dispatch(self, jobs: Iterable[Job]) -> None:
        if self.away:
            raise redis.ConnectionError("nobody is there")
        self.jobs += jobs

    def emptied(self) -> list[Job]:
        """Its jobs, which are then no longer in it."""
        jobs, self.jobs = self.jobs, []
        return jobs


@dataclass
class Clock:
    """Stands still until time is let pass."""

    now: datetime = NOON
    past_s: float = 0.0
    """How long it has been going."""

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.past_s += timedelta(**time).total_seconds()

    def seconds(self) -> float:
        """The same as a clock that only goes forward."""
        return self.past_s


@dataclass
class FakeDns:
    """Says what it was told; under a name that is None it gives no answer."""

    zone: Mapping[str, Texts | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def texts(self, host: str) -> Texts:
        return self._said(host)

    def exchangers(self, domain: str) -> Texts:
        return self._said(domain)

    def _said(self, host: str) -> Texts:
        self.asked.append(host)
        said = self.zone.get(host, ())
        if said is None:
            raise Silent(host)
        return said


class Killed(BaseException):
    """The worker's process is gone, with all that it had not written down."""


class Act(Enum):
    """What happens to the next mail."""

    ACCEPT = auto()
    PUT_OFF = auto()
    SLOW_DOWN = auto()
    REFUSE = auto()
    DISTRUST = auto()  # the relay refuses our mail, whoever it is for
    TAKE_AND_FALL_SILENT = auto()  # the connection dies when the relay has the mail
    FALL_SILENT = auto()  # it dies when the relay has most of it
    GO_AWAY = auto()  # the relay takes no more mails for now
    TURN_AWAY = auto()  # it does not speak with us any more
    KILL_BEFORE = auto()  # the worker dies with the mail in its hand
    KILL_AFTER = auto()  # the worker dies when the relay has the mail


_ANSWERS = {
    Act.ACCEPT: (Kind.ACCEPTED, 250, "2.0.0 Ok"),
    Act.PUT_OFF: (Kind.DEFERRED, 451, "4.7.1 Greylisted, come back later"),
    Act.SLOW_DOWN: (Kind.DEFERRED, 421, "4.7.28 Our system has detected an unusual rate of mail from you"),
    Act.REFUSE: (Kind.REFUSED, 550, "5.1.1 <{recipient}>: No such mailbox"),
    Act.DISTRUST: (Kind.REFUSED, 550, "5.7.26 This mail is not authenticated"),
    Act.TAKE_AND_FALL_SILENT: (Kind.IN_DOUBT, 0, "the relay closed the connection"),
    Act.FALL_SILENT: (Kind.IN_DOUBT, 0, "the relay closed the connection"),
}
_DOUBTFUL = {Act.TAKE_AND_FALL_SILENT, Act.FALL_SILENT, Act.KILL_BEFORE, Act.KILL_AFTER}
_TAKES = {Act.ACCEPT, Act.TAKE_AND_FALL_SILENT, Act.KILL_AFTER}


@dataclass
class FakeRelay:
    """Takes mails by a script, one act for each, and accepts all when the script is at its end."""

    script: deque[Act | Callable[[], Act | None]] = field(default_factory=deque)
    """A function is called when its turn comes, and may say what happens to the mail; else it is accepted."""

    taken: list[Envelope[int]] = field(default_factory=list)

    doubtful: Counter[str] = field(default_factory=Counter)
    """How often nobody could know whether it took a mail, by recipient."""

    def will(self, *acts: Act | Callable[[], Act | None]) -> None:
        self.script.extend(acts)

    @property
    def recipients(self) -> list[str]:
        return [envelope.recipient for envelope in self.taken]

    def send_many(
        self,
        envelopes: Iterable[Envelope[int] | None],
        *,
        count: int,
        stop: Callable[[], bool],
        routes: Sequence[Route],
        notebook: Notebook[int] | None = None,
    ) -> Iterator[Outcome[int] | None]:
        book, source = notebook or Unwritten(), iter(envelopes)
        while not stop():
            try:
                envelope = next(source)
            except StopIteration:
                return
            if envelope is None:
                yield None
                continue
            act = self.script.popleft() if self.script else Act.ACCEPT
            if not isinstance(act, Act):
                self.doubtful[envelope.recipient] += 1
                act = act() or Act.ACCEPT
            self.doubtful[envelope.recipient] += act in _DOUBTFUL
            if act is Act.GO_AWAY:
                raise TransientError("cannot reach the relay")
            if act is Act.TURN_AWAY:
                raise PermanentError("signing in: the relay answered 535 5.7.8 Bad credentials", 535)
            book.handing(envelope.key)
            if act in _TAKES:
                self.taken.append(envelope)
            if act not in _ANSWERS:
                raise Killed
            kind, code, text = _ANSWERS[act]
            outcome = Outcome(envelope.key, kind, code, text.format(recipient=envelope.recipient))
            book.heard(outcome)
            yield outcome
            yield None
