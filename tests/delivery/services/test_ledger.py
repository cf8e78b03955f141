"""What befalls a message in each of its states, as the database does it: every state meets every event."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import update

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.delivery.fates import MessageState
from newsletter.delivery.journal import Found, Turn
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.retrying import LIFE
from newsletter.delivery.services.attempts import DIED, keep_of_all
from newsletter.delivery.services.claiming import Claim, claim, renew
from newsletter.delivery.services.closing import close
from newsletter.delivery.services.dropping import drop_leavers
from newsletter.delivery.services.expiring import expire
from newsletter.delivery.services.losing import settle, take_away
from newsletter.delivery.services.recording import accept, record
from newsletter.delivery.services.requeueing import retry_due
from newsletter.delivery.services.standing_behind import hold
from newsletter.delivery.services.withholding import withhold_cancelled
from newsletter.mail.smtp import Kind, Outcome
from newsletter.queueing import Outbox
from newsletter.subscribers.models import Subscriber, SuppressionReason
from tests.clock import NOON
from tests.delivery.conftest import Place
from tests.factories import make_event, say_yes
from tests.fakes import Letterbox

STATES = list(MessageState)

TABLE = """
                         queued     deferred  sent  failed  suppressed  held    uncertain
accepted                 sent       sent      sent  sent    sent        sent    sent
accepted, says the past  sent       sent      sent  sent    sent        sent    sent
put off                  deferred   deferred  sent  failed  suppressed  held    uncertain
put off for too long     failed     deferred  sent  failed  suppressed  held    uncertain
refused                  failed     deferred  sent  failed  suppressed  held    uncertain
no answer: again         deferred   deferred  sent  failed  suppressed  held    uncertain
no answer: leave         uncertain  deferred  sent  failed  suppressed  held    uncertain
worker dies: again       queued     deferred  sent  failed  suppressed  held    uncertain
worker dies: leave       uncertain  deferred  sent  failed  suppressed  held    uncertain
host is lost: again      queued     deferred  sent  failed  suppressed  held    uncertain
host is lost: leave      uncertain  deferred  sent  failed  suppressed  held    uncertain
lost, but set aside      queued     deferred  sent  failed  suppressed  held    uncertain
person leaves            suppressed deferred  sent  failed  suppressed  held    uncertain
yes is taken back        held       deferred  sent  failed  suppressed  held    uncertain
late yes                 queued     deferred  sent  failed  suppressed  queued  uncertain
time for another try     queued     queued    sent  failed  suppressed  held    uncertain
event has begun          failed     deferred  sent  failed  suppressed  held    uncertain
campaign is cancelled    held       held      sent  failed  suppressed  held    uncertain
"""
"""A deferred message is in nobody's hand: until its time has come only the relay's yes and the end of its campaign
reach it. Whoever leaves or is not to be invited any more meanwhile is found when it is queued again."""

HEAD, *LINES = TABLE.strip().splitlines()
COLUMNS = HEAD.split()
EXPECTED = {line[:25].strip(): dict(zip(COLUMNS, line[25:].split(), strict=True)) for line in LINES}
DOUBTFUL = {"failed": "uncertain", "held": "uncertain"}
"""What is said instead of whom an earlier try may have reached."""


@dataclass
class Scene:
    """A batch that a worker has, with a message in each state."""

    place: Place
    campaign: Campaign
    taken: Claim
    keys: list[int]
    happens: dict[str, Callable[[], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session, self.now = self.place.session, self.place.office.clock.now
        self.turn = Turn(self.taken.campaign_id, self.taken.number, self.taken.ticket)
        self.where = {"campaign_id": self.taken.campaign_id, "number": self.taken.number}

    def heard(self, kind: Kind, code: int = 0, *, policy: InDoubt = InDoubt.AGAIN, later: timedelta = NOON - NOON):
        outcomes = [Outcome(key, kind, code, "said") for key in self.keys]
        record(
            self.session,
            campaign_id=self.campaign.id,
            outcomes=outcomes,
            in_doubt=policy,
            now=self.now + later,
        )

    def put_off_for_long(self):
        keep_of_all(self.session, DIED, Message.state == MessageState.QUEUED, now=self.now)
        self.session.execute(update(Message).values(attempts=Message.attempts + 1))
        self.heard(Kind.DEFERRED, 451, later=LIFE)

    def accepted_in_the_past(self):
        outcomes = [Outcome(key, Kind.ACCEPTED, 250, "Ok") for key in self.keys]
        accept(self.session, campaign_id=self.campaign.id, outcomes=outcomes, now=self.now)

    def worker_dies(self, policy):
        self.campaign.in_doubt = policy
        self.session.flush()
        settle(self.session, Found(self.turn, handed=set(self.keys)), now=self.now)

    def host_is_lost(self, policy, aside=()):
        self.campaign.in_doubt = policy
        renew(self.session, self.taken, reach=max(self.keys), aside=list(aside), progressed=False)
        take_away(self.session, {self.turn: 1}, now=self.now)

    def all_leave(self):
        for key in self.keys:
            self.place.bar(self.session.get_one(Subscriber, key), SuppressionReason.LEFT)
        drop_leavers(self.session, **self.where, via_union_id=self.taken.via_union_id)

    def yes_comes_late(self):
        self.session.execute(update(Batch).values(state=BatchState.HELD))
        self.place.office.release(self.campaign.id, self.taken.via_union_id)

    def event_begins(self):
        self.campaign.event_id = make_event(self.session, self.place.alliance, starts_at=NOON + LIFE).id
        self.session.flush()
        expire(self.session, **self.where, now=NOON + LIFE)

    def is_cancelled(self):
        close(self.session, self.taken, problem=None, now=self.now)
        self.place.steer(self.campaign, State.CANCELLED)
        withhold_cancelled(self.session)

    def time_comes(self):
        retry_due(self.session, Outbox(Letterbox()), batch_size=100, now=NOON)


@pytest.fixture
def scene(place):
    """Columns that go with a state are as they would be."""
    campaign = place.launched(len(STATES))
    say_yes(place.session, campaign, place.unifor)
    place.office.start(campaign.id)
    (job,) = place.office.letterbox.emptied()
    taken = claim(place.session, **job.numbers, now=NOON)
    assert taken
    keys = [one.subscriber_id for one in place.messages(campaign)]
    for key, state in zip(keys, STATES, strict=True):
        place.session.execute(
            update(Message)
            .where(Message.subscriber_id == key)
            .values(
                state=state,
                retry_at=NOON if state is MessageState.DEFERRED else None,
                reason={MessageState.HELD: Reason.UNAPPROVED, MessageState.SUPPRESSED: Reason.LEFT_LIST}.get(state),
            )
        )
    return Scene(place, campaign, taken, keys)


EVENTS: dict[str, Callable[[Scene], None]] = {
    "accepted": lambda scene: scene.heard(Kind.ACCEPTED, 250),
    "accepted, says the past": Scene.accepted_in_the_past,
    "put off": lambda scene: scene.heard(Kind.DEFERRED, 451),
    "put off for too long": Scene.put_off_for_long,
    "refused": lambda scene: scene.heard(Kind.REFUSED, 550),
    "no answer: again": lambda scene: scene.heard(Kind.IN_DOUBT),
    "no answer: leave": lambda scene: scene.heard(Kind.IN_DOUBT, policy=InDoubt.LEAVE),
    "worker dies: again": lambda scene: scene.worker_dies(InDoubt.AGAIN),
    "worker dies: leave": lambda scene: scene.worker_dies(InDoubt.LEAVE),
    "host is lost: again": lambda scene: scene.host_is_lost(InDoubt.AGAIN),
    "host is lost: leave": lambda scene: scene.host_is_lost(InDoubt.LEAVE),
    "lost, but set aside": lambda scene: scene.host_is_lost(InDoubt.LEAVE, aside=scene.keys),
    "person leaves": Scene.all_leave,
    "yes is taken back": lambda scene: hold(scene.session, **scene.where),
    "late yes": Scene.yes_comes_late,
    "time for another try": Scene.time_comes,
    "event has begun": Scene.event_begins,
    "campaign is cancelled": Scene.is_cancelled,
}


def test_every_event_has_a_row_and_every_state_a_column():
    assert EXPECTED.keys() == EVENTS.keys()
    assert sorted(COLUMNS) == sorted(STATES)


@pytest.mark.parametrize("event", EVENTS)
def test_every_state_meets_every_event(place, scene, event):
    EVENTS[event](scene)

    now = {str(state): str(one.state) for state, one in zip(STATES, place.messages(scene.campaign), strict=True)}
    assert now == EXPECTED[event]
    assert place.fates(scene.campaign).adds_up


@pytest.mark.parametrize("event", EVENTS)
def test_whom_a_mail_may_have_reached_is_not_said_to_have_none(place, scene, event):
    place.session.execute(update(Message).values(doubts=1))

    EVENTS[event](scene)

    now = {str(state): str(one.state) for state, one in zip(STATES, place.messages(scene.campaign), strict=True)}
    for state in ("queued", "deferred"):
        fate = EXPECTED[event][state]
        assert now[state] == DOUBTFUL.get(fate, fate)
