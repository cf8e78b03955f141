"""One batch from claim to ledger.

Claim and commit; then speak SMTP with no transaction open; then record in sets, twice a second or so, with each time
a sign of life and an announcement of how far one may come by the next. Who cannot give that sign stops sending before
anybody else may take the batch (`watching`), and who may not go on stops, too.

The next batch is claimed while the last mails of the present one are on their way, so that the relay need not wait
for it. Nothing of it is announced before its turn: should the worker be lost until then, nobody of it is in doubt.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from newsletter.delivery.addressing import Addressee, addressees
from newsletter.delivery.journal import CannotNote, Turn
from newsletter.delivery.letters import press
from newsletter.delivery.pacing.dealing import Dealing
from newsletter.delivery.pacing.lane import Lane
from newsletter.delivery.pacing.noting import Noting
from newsletter.delivery.pacing.operators import pause_s
from newsletter.delivery.pacing.requests import asks_for_less
from newsletter.delivery.post import Post
from newsletter.delivery.presses import Press
from newsletter.delivery.replies import as_kept
from newsletter.delivery.services.breaking import turned_away
from newsletter.delivery.services.claiming import Claim, Hold, renew
from newsletter.delivery.services.closing import close
from newsletter.delivery.services.limiting import limits
from newsletter.delivery.services.recording import accept, record
from newsletter.delivery.services.turns import take_turn
from newsletter.delivery.supply import Supply
from newsletter.delivery.watching import sure_of
from newsletter.delivery.ways import ways_out
from newsletter.mail.route import Route
from newsletter.mail.smtp import Outcome, PermanentError, SmtpError

log = logging.getLogger(__name__)

RECORD_EVERY = 1000
RECORD_SECONDS = 0.5
AGAIN_SECONDS = 0.1
"""Not sooner than this, however little is announced."""

TURN_SECONDS = 10.0
"""How long one batch may keep a worker: a slow relay must not make other campaigns wait for it."""

NEARLY = 8
"""The next batch is claimed when so small a part of what goes out in a second is left of the present one."""

LEDGER_PATIENCE_S = 15.0
LEDGER_AGAIN_S = 0.5

Sessions = Callable[[], AbstractContextManager[Session]]
"""Each opens a session of its own that commits at its end."""


def send_batch(sessions: Sessions, post: Post, *, campaign_id: int, number: int) -> None:
    """Send what is left of a batch, or of one whose turn it is instead (`turns`), and of those after it."""
    turn = _take(sessions, post, campaign_id=campaign_id, number=number, until=post.seconds() + post.spell_s)
    while turn:
        turn.run()
        turn = turn.following


def _take(sessions: Sessions, post: Post, *, campaign_id: int, number: int | None, until: float) -> "_Turn | None":
    """None where no batch waits. `until`: so long may further ones follow it."""
    began = post.seconds()
    with sessions() as session:
        taken = take_turn(session, campaign_id=campaign_id, number=number, now=post.clock())
        if taken is None:
            return None
        people = addressees(
            session, campaign_id=taken.campaign_id, number=taken.number, via_union_id=taken.via_union_id
        )
        turn = _Turn(sessions, post, taken, people, began=began, until=until)
        if number is not None:
            turn.announce(session)
    if number is not None:
        turn.begin()
    return turn


@dataclass
class _Turn:
    """A worker's turn with a batch, in the caller's thread."""

    sessions: Sessions
    post: Post
    taken: Claim
    people: Sequence[Addressee]
    began: float
    until: float

    following: "_Turn | None" = None
    """The batch that comes next: claimed, and waiting for the end of this one."""

    announced: int = 0
    """How many of the people the database knows may have been handed over."""

    hold: Hold = Hold.FIRM
    turned_away: bool = False
    """The relay would not speak with us at all, and says that trying again does not help."""

    heard: list[Outcome[int]] = field(default_factory=list)
    supply: Supply | None = None
    asked: str | None = None
    """What an operator said that wants less mail."""

    def __post_init__(self) -> None:
        self._recorded_at = self._alive_at = self.began
        self._next = (0, self.began)

    def announce(self, session: Session) -> None:
        """Give a sign of life, and go on as far as it says."""
        alive_at = self.post.seconds()
        dealt = self.supply.dealing.dealt if self.supply else 0
        aside = self.supply.dealing.call() if self.supply else ()
        further = min(len(self.people), dealt + self.post.window.size)
        reach = self.people[further - 1].subscriber_id if further else 0
        self.hold = renew(session, self.taken, reach=reach, aside=aside, progressed=bool(self.heard))
        self._next = (further, alive_at)

    def wait(self, session: Session) -> None:
        """Give a sign of life before the turn has begun: nobody is mailed yet."""
        renew(session, self.taken, reach=0, aside=(), progressed=False)

    def begin(self) -> None:
        """It was announced, and nothing keeps it any more."""
        self.began = self._recorded_at = self.post.seconds()
        self.announced, self._alive_at = self._next

    def run(self) -> None:
        """Send, record, and give back what is left. Raises what kept the copies from being made."""
        problem: str | None = None
        try:
            self.post.journal.begin(Turn(self.taken.campaign_id, self.taken.number, self.taken.ticket))
            if self.people:
                made, routes = self._prepare()
                desk, taken = self.post.desk, self.taken
                lane = Lane(desk.pacer, desk.limits, relay=routes[0].number, union_id=taken.via_union_id)
                self.supply = Supply(Dealing(self.people, lane, self.announced), made, self.post.bounce_domain)
                self._send(self.supply, routes)
        except SmtpError as said:
            problem = str(said)
            self.turned_away = isinstance(said, PermanentError)
        except CannotNote as said:
            log.warning("batch %d of campaign %d goes back: %s", self.taken.number, self.taken.campaign_id, said)
            problem = str(said)
        except Exception as flaw:
            self._finish(f"{type(flaw).__name__}: {flaw}")
            if self.following:
                self.following.give_back()
            raise
        self._finish(problem)

    def give_back(self) -> None:
        """Do not begin."""
        self._finish(None)

    def must_stop(self) -> bool:
        """Whether no further mail may be handed over: asked before each."""
        now = self.post.seconds()
        return self.hold is not Hold.FIRM or now >= self._alive_at + sure_of(self.post.lease_s)

    def _prepare(self) -> tuple[Press, Sequence[Route]]:
        taken = self.taken
        with self.sessions() as session:
            routes = ways_out(session, self.post, union_id=taken.via_union_id)
            self.post.desk.read(lambda: limits(session, now=self.post.clock()))
            made = self.post.presses.find(
                (taken.campaign_id, taken.revision, taken.via_union_id, taken.language),
                lambda: press(
                    session,
                    self.post,
                    campaign_id=taken.campaign_id,
                    union_id=taken.via_union_id,
                    language=taken.language,
                    relay_signs=all(route.signs for route in routes),
                ),
                now=self.post.clock(),
            )
        return made, routes

    def _send(self, supply: Supply, routes: Sequence[Route]) -> None:
        pacer = self.post.desk.pacer
        outcomes = self.post.transport.send_many(
            supply,
            count=len(self.people),
            stop=self.must_stop,
            routes=routes,
            notebook=Noting(self.post.journal, pacer),
        )
        for outcome in outcomes:
            if outcome is None:
                pacer.look_after()
                if self._is_time(supply.dealing):
                    self._try_to(self._record)
                if self._is_nearly_over(supply.dealing):
                    self._try_to(self._look_further)
            elif asks_for_less(outcome):
                self._put_off(outcome, supply.dealing)
            else:
                self.heard.append(outcome)
        pacer.rest()

    def _put_off(self, outcome: Outcome[int], dealing: Dealing) -> None:
        """It was not about this person: they keep their place, and it costs them no try."""
        operator = dealing.put_off(outcome.key)
        self.post.desk.pacer.push_back(operator, pause_s=pause_s(operator))
        self.asked = as_kept(outcome.code, outcome.text)

    def _is_time(self, dealing: Dealing) -> bool:
        waited = self.post.seconds() - self._recorded_at
        if waited >= RECORD_SECONDS or len(self.heard) >= RECORD_EVERY or dealing.waits_for_a_call:
            return True
        runs_out = self.announced < len(self.people) and self.announced - dealing.dealt <= self.post.window.size // 2
        return runs_out and waited >= AGAIN_SECONDS

    def _is_nearly_over(self, dealing: Dealing) -> bool:
        """There may be a next one, and it is time to look for it."""
        if self.following or self.hold is not Hold.FIRM or self.post.seconds() >= self.until:
            return False
        return dealing.dealt > 0 and len(self.people) - dealing.dealt <= self.post.window.size // NEARLY

    def _look_further(self) -> None:
        self.following = _take(
            self.sessions, self.post, campaign_id=self.taken.campaign_id, number=None, until=self.until
        )
        if self.following is None:
            self.until = 0.0

    def _try_to(self, write: Callable[[], None]) -> None:
        """A ledger that is away ends the turn; what was handed over by then is still listened for."""
        try:
            write()
        except OperationalError:
            self.hold, self._recorded_at = Hold.STOPPED, self.post.seconds()

    def _record(self) -> None:
        with self.sessions() as session:
            self.announce(session)
            self._write(session)
            if self.following:
                self.following.wait(session)
        self._go_on()

    def _finish(self, problem: str | None) -> None:
        """A ledger that is away is waited for; after that the journal is left to tell it later."""
        patience = self.post.seconds() + LEDGER_PATIENCE_S
        while True:
            try:
                with self.sessions() as session:
                    self.announce(session)
                    self._write(session)
                    if problem and self.turned_away:
                        turned_away(session, campaign_id=self.taken.campaign_id, said=problem, now=self.post.clock())
                    if self.hold is not Hold.LOST:
                        self._close(session, problem)
                    if self.following:
                        self.following.announce(session)
            except OperationalError:
                if self.post.seconds() >= patience:
                    self.post.journal.leave()
                    raise
                time.sleep(LEDGER_AGAIN_S)
            else:
                self.post.journal.end()
                if self.following:
                    self.following.begin()
                return

    def _close(self, session: Session, problem: str | None) -> None:
        dealing = self.supply.dealing if self.supply and not problem else None
        close(
            session,
            self.taken,
            problem=problem or self.asked,
            rest_s=dealing.left_s() if dealing else None,
            keeps_only_aside=dealing.keeps_only_aside if dealing else False,
            now=self.post.clock(),
        )

    def _write(self, session: Session) -> None:
        while self.supply and self.supply.spoiled:
            self.heard.append(self.supply.spoiled.popleft())
        campaign_id, now = self.taken.campaign_id, self.post.clock()
        if self.hold is Hold.LOST:
            accept(session, campaign_id=campaign_id, outcomes=self.heard, now=now)
        else:
            record(session, campaign_id=campaign_id, outcomes=self.heard, in_doubt=self.taken.in_doubt, now=now)

    def _go_on(self) -> None:
        """What was announced and recorded is committed."""
        now = self.post.seconds()
        self.post.window.learn(len(self.heard), seconds=now - self._recorded_at)
        self.heard, self._recorded_at = [], now
        self.announced, self._alive_at = self._next
        if self.supply:
            self.supply.dealing.go_on(self.announced)
        if now - self.began >= TURN_SECONDS and self.hold is Hold.FIRM:
            self.hold = Hold.STOPPED
