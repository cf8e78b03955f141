"""One batch from claim to ledger.

Claim and commit; then speak SMTP with no transaction open; then record in sets, a hundred outcomes or a second at a
time, renewing the claim with each. A claim that cannot be renewed stops the sending.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from newsletter.delivery.addressing import Addressee, addressees
from newsletter.delivery.letters import Press, press
from newsletter.delivery.post import Post
from newsletter.delivery.services.claiming import Claim, claim, renew
from newsletter.delivery.services.closing import close
from newsletter.delivery.services.recording import put_back, record
from newsletter.mail.smtp import Envelope, Outcome, SmtpError
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
    with sessions() as session:
        people = addressees(session, campaign_id=campaign_id, number=number, via_union_id=taken.via_union_id)
        made = press(session, post, campaign_id=campaign_id, union_id=taken.via_union_id, language=taken.language)
    _Turn(sessions, post, taken, {one.subscriber_id: one.attempts for one in people}).run(
        _envelopes(people, made, post)
    )


def _envelopes(people: Sequence[Addressee], made: Press, post: Post) -> Iterator[Envelope[int]]:
    for one in people:
        yield Envelope(
            key=one.subscriber_id,
            sender=envelope_sender(made.copy.token(one), post.bounce_domain),
            recipient=one.email,
            body=made.mould.cast(made.copy.values(one)),
        )


@dataclass
class _Turn:
    """A worker's turn with a batch."""

    sessions: Sessions
    post: Post
    taken: Claim
    open: dict[int, int]
    """Messages without an outcome, with the number of their attempts."""

    heard: list[Outcome[int]] = field(default_factory=list)
    lost: bool = False

    def run(self, envelopes: Iterator[Envelope[int]]) -> None:
        problem = None
        try:
            self._send(envelopes)
        except SmtpError as said:
            problem = str(said)
        self._record()
        with self.sessions() as session:
            put_back(session, self.taken, self.open)
            close(session, self.taken, problem=problem, now=self.post.clock())

    def _send(self, envelopes: Iterator[Envelope[int]]) -> None:
        recorded_at = time.monotonic()
        outcomes = self.post.transport.send_many(envelopes, count=len(self.open), stop=lambda: self.lost)
        for outcome in outcomes:
            if outcome is not None:
                self.heard.append(outcome)
            if len(self.heard) >= RECORD_EVERY or time.monotonic() - recorded_at >= RECORD_SECONDS:
                self._record()
                recorded_at = time.monotonic()

    def _record(self) -> None:
        heard, self.heard = self.heard, []
        attempts = {one.key: self.open.pop(one.key) for one in heard}
        with self.sessions() as session:
            now = self.post.clock()
            self.lost = not renew(session, self.taken, now=now)
            record(session, self.taken, heard, attempts=attempts, now=now)
