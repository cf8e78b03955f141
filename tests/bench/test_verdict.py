"""Every person against the relay's own list."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from newsletter.audiences import Audience
from newsletter.bench.chaos.copies import Count
from newsletter.bench.chaos.verdict import judge
from newsletter.bench.crowd import announce, gather
from newsletter.bench.witness import Taken
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.delivery.services.starting import start
from newsletter.queueing import Outbox
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Purpose, Signer
from tests.fakes import Letterbox

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SIGNER = Signer("a secret of thirty-two characters")
PEOPLE, SUPPRESSED = 100, 5


@pytest.fixture
def campaign(session):
    """To a hundred, of whom five are suppressed and all others sent."""
    everybody = gather(session, people=PEOPLE, now=NOW)
    campaign = announce(session, everybody, audience=Audience(everybody.list_ids), now=NOW)
    campaign.state, campaign.starts_at = State.WAITING, NOW
    session.flush()
    start(session, Outbox(Letterbox()), campaign_id=campaign.id, batch_size=20, now=NOW)
    queued = Message.state == MessageState.QUEUED
    session.execute(update(Message).where(queued).values(state=MessageState.SENT, sent_at=NOW))
    campaign.state = State.DONE
    session.flush()
    return campaign


@pytest.fixture
def taken(session, campaign):
    """One mail for each who is owed one."""
    due = select(Message.subscriber_id, Subscriber.email).join(Subscriber, Subscriber.id == Message.subscriber_id)
    return [
        Taken(email, f"{SIGNER.sign_caseless(Purpose.BOUNCE, campaign.id, number)}@news.example", 0.0)
        for number, email in session.execute(due.where(Message.state == MessageState.SENT))
    ]


@pytest.fixture
def verdict(session, campaign):
    return lambda taken: judge(session, campaign_id=campaign.id, copies=Count(taken, SIGNER).of(campaign.id))


def test_what_comes_later_is_counted_with_what_was(campaign, taken):
    seen = taken[:50]
    count = Count(seen, SIGNER)
    assert count.of(campaign.id).total() == 50
    seen += [*taken[50:], taken[0]]

    assert count.of(campaign.id).total() == PEOPLE - SUPPRESSED + 1
    assert count.of(campaign.id + 1) == {}


def test_who_is_owed_a_mail_and_has_one_is_all_right(verdict, taken):
    found = verdict(taken)

    assert (found.people, found.lost, found.doubled, found.strangers) == (PEOPLE, 0, 0, 0)
    assert found.wrongs(people=PEOPLE, doubts_allowed=False) == []


def test_a_mail_that_is_missing_is_lost(verdict, taken):
    assert verdict(taken[1:]).lost == 1
    assert verdict(taken[1:]).wrongs(people=PEOPLE, doubts_allowed=True) == ["1 lost"]


def test_a_second_copy_without_a_doubt_is_wrong(verdict, taken):
    found = verdict([*taken, taken[0]])

    assert (found.doubled, found.unexplained) == (1, 1)
    assert found.wrongs(people=PEOPLE, doubts_allowed=True) == ["1 doubled without a doubt"]


def test_a_mail_to_somebody_who_is_suppressed_is_wrong(verdict, taken, session):
    barred = session.scalars(select(Message).filter_by(state=MessageState.SUPPRESSED)).first()
    token = SIGNER.sign_caseless(Purpose.BOUNCE, barred.campaign_id, barred.subscriber_id)
    address = session.get_one(Subscriber, barred.subscriber_id).email

    assert verdict([*taken, Taken(address, f"{token}@news.example", 0.0)]).strangers == 1


def test_a_mail_under_anothers_name_is_one_lost_and_one_stranger(verdict, taken):
    swapped = Taken(taken[0].recipient, taken[1].message_id, 0.0)

    assert (verdict([taken[0], swapped, *taken[2:]]).lost, verdict([taken[0], swapped]).strangers) == (1, 1)


def test_mails_of_other_campaigns_and_notices_do_not_count(verdict, taken, campaign):
    other = Taken("a@b.example", f"{SIGNER.sign_caseless(Purpose.BOUNCE, campaign.id + 1, 1)}@news.example", 0.0)
    notice = Taken("a@b.example", "notice-1@news.example", 0.0)

    assert verdict([*taken, other, notice]) == verdict(taken)


def test_a_message_in_doubt_that_was_left_is_neither_lost_nor_a_stranger(verdict, taken, session):
    one = select(Message.subscriber_id).where(Message.state == MessageState.SENT).limit(1).scalar_subquery()
    session.execute(
        update(Message).where(Message.subscriber_id == one).values(state=MessageState.UNCERTAIN),
        execution_options={"synchronize_session": False},
    )

    for arrived in (taken, taken[1:]):
        assert (verdict(arrived).lost, verdict(arrived).strangers, verdict(arrived).in_doubt) == (0, 0, 1)


def test_who_is_not_in_the_ledger_and_what_goes_on_are_told(verdict, taken, session, campaign):
    campaign.state = State.SENDING
    session.flush()

    wrongs = verdict(taken).wrongs(people=PEOPLE + 3, doubts_allowed=True)

    assert wrongs == ["3 people more or less in the ledger than in the audience", "the campaign is sending"]
