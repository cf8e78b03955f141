"""One batch from claim to ledger.

Claim and commit; then speak SMTP with no transaction open; then record in sets, a hundred outcomes or a second at a
time, renewing the claim with each. A claim that cannot be renewed stops the sending.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.delivery.addressing import Addressee, addressees
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.delivery.presses import Press
from newsletter.delivery.services.claiming import Claim, Hold, claim, renew
from newsletter.delivery.services.closing import close
from newsletter.delivery.services.recording import put_back, record
from newsletter.mail.smtp import Envelope, Kind, Outcome, SmtpError
from newsletter.mail.verp import envelope_sender

RECORD_EVERY = 100
RECORD_SECONDS = 1.0

Sessions = Callable[[], AbstractContextManager[Session]]
"""Each opens a session of its own that commits at its end."""


def send_batch(sessions: Sessions, post: Post, *, campaign_id: int, number: int) -> None:
    """Send what is left of a batch, unless somebody else has it or its campaign is not sending."""
    with sessions() as session:
        taken = claim(session, campaign_id=campaign_id, number=number, now=post.clock())
    if taken is None:
        return
    try:
        people, made = _prepare(sessions, post, taken)
    except Exception as problem:
        _end(sessions, post, taken, problem=f"{type(problem).__name__}: {problem}")
        raise
    turn = _Turn(sessions, post, taken, {one.subscriber_id: one.attempts for one in people})
    turn.run(people, made)


def _prepare(sessions: Sessions, post: Post, taken: Claim) -> tuple[Sequence[Addressee], Press]:
    campaign_id, union_id, language = taken.campaign_id, taken.via_union_id, taken.language
    with sessions() as session:
        people = addressees(session, campaign_id=campaign_id, number=taken.number, via_union_id=union_id)
        revision = session.scalars(select(Campaign.revision).where(Campaign.id == campaign_id)).one()
        made = post.presses.find(
            (campaign_id, revision, union_id, language),
            lambda: press(session, post, campaign_id=campaign_id, union_id=union_id, language=language),
            now=post.clock(),
        )
    return people, made


def _end(sessions: Sessions, post: Post, taken: Claim, *, problem: str | None) -> None:
    with sessions() as session:
        if renew(session, taken, now=post.clock()) is Hold.LOST:
            return
        put_back(session, taken)
        close(session, taken, problem=problem, now=post.clock())


@dataclass
class _Turn:
    """A worker's turn with a batch."""

    sessions: Sessions
    post: Post
    taken: Claim
    open: dict[int, int]
    """Messages without an outcome, with the number of their attempts."""

    heard: list[Outcome[int]] = field(default_factory=list)
    hold: Hold = Hold.FIRM

    spoiled: deque[Outcome[int]] = field(default_factory=deque)
    """Copies that could not be made; filled from the transport's threads."""

    def run(self, people: Sequence[Addressee], made: Press) -> None:
        problem = None
        if people:
            try:
                self._send(self._envelopes(people, made))
            except SmtpError as said:
                problem = str(said)
            self._record()
        _end(self.sessions, self.post, self.taken, problem=problem)

    def _envelopes(self, people: Sequence[Addressee], made: Press) -> Iterator[Envelope[int]]:
        for one in people:
            try:
                envelope = _envelope(one, made, self.post)
            except ValueError as flaw:  # a name or address no mail can hold: one person's fate, not the batch's
                self.spoiled.append(Outcome(one.subscriber_id, Kind.REFUSED, text=str(flaw)))
            else:
                yield envelope

    def _send(self, envelopes: Iterator[Envelope[int]]) -> None:
        recorded_at = time.monotonic()
        outcomes = self.post.transport.send_many(
            envelopes, count=len(self.open), stop=lambda: self.hold is not Hold.FIRM
        )
        for outcome in outcomes:
            if outcome is not None:
                self.heard.append(outcome)
            if len(self.heard) >= RECORD_EVERY or time.monotonic() - recorded_at >= RECORD_SECONDS:
                self._record()
                recorded_at = time.monotonic()

    def _record(self) -> None:
        while self.spoiled:
            self.heard.append(self.spoiled.popleft())
        heard, self.heard = self.heard, []
        attempts = {one.key: self.open.pop(one.key) for one in heard}
        with self.sessions() as session:
            now = self.post.clock()
            self.hold = renew(session, self.taken, now=now)
            record(session, self.taken, heard, attempts=attempts, hold=self.hold, now=now)


def _envelope(one: Addressee, made: Press, post: Post) -> Envelope[int]:
    return Envelope(
        key=one.subscriber_id,
        sender=envelope_sender(made.copy.token(one), post.bounce_domain),
        recipient=one.email,
        body=made.mould.cast(made.copy.values(one)),
    )
