"""Faults in any order: the fates add up, nobody is missing, and nobody is mailed twice unless it was in doubt."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.launching import resume
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import OURS
from newsletter.delivery.models import Attempt
from newsletter.delivery.services import breaking, sending
from newsletter.subscribers.models import Subscriber, SuppressionReason
from tests.delivery.conftest import Office, Place
from tests.factories import make_person, say_yes
from tests.fakes import Act, Killed

PEOPLE, BATCH = 7, 3

OVERSLEEP = "another worker takes the batch over while this one sleeps between two mails"
acts = st.one_of(st.just(Act.ACCEPT), st.sampled_from(Act), st.just(OVERSLEEP))
steps = st.one_of(
    st.tuples(st.just("work"), st.lists(acts, max_size=4)),
    st.tuples(st.just("wait"), st.sampled_from([1, 31, 121, 3600, 200_000])),
    st.tuples(st.just("leave"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(["sweep", "lose the queue", "pause", "resume", "say yes"]), st.none()),
)


@dataclass
class Story:
    """One campaign and what befalls it."""

    place: Place
    campaign: Campaign
    people: list[Subscriber]

    gone: dict[str, int] = field(default_factory=dict)
    """Who left, and how many mails they had got by then."""

    def take(self, step: str, what: object) -> None:
        match step, what:
            case "work", list(script):
                self._work(script)
            case "wait", int(seconds):
                self.office.clock.wait(seconds=seconds)
            case "leave", int(number):
                self._leave(self.people[number])
            case "sweep", _:
                self.office.sweep()
            case "lose the queue", _:
                self.office.letterbox.emptied()
            case "pause", _:
                self.steer(State.SENDING, State.PAUSED)
            case "resume", _:
                self.resume()
            case "say yes", _ if not self.unifor_said_yes:
                say_yes(self.place.session, self.campaign, self.place.unifor)

    def end(self) -> None:
        """From now on all goes well."""
        for _ in range(40):
            self.resume()
            self.office.empty_letterbox()
            self.office.sweep()
            if not self.office.letterbox.jobs and self.place.state(self.campaign) is State.DONE:
                return
            self.office.clock.wait(hours=9)
        pytest.fail("it does not end")

    @property
    def office(self) -> Office:
        return self.place.office

    @property
    def unifor_said_yes(self) -> bool:
        return any(one.union_id == self.place.unifor.id for one in self.campaign.approvals)

    def steer(self, before: State, after: State) -> None:
        if self.place.state(self.campaign) is before:
            self.place.steer(self.campaign, after)

    def resume(self) -> None:
        """A person lets it go on, whatever had stopped it."""
        if self.place.state(self.campaign) is State.PAUSED:
            with self.office.sessions() as session:
                campaign = session.get_one(Campaign, self.campaign.id)
                resume(session, campaign=campaign, account_id=1, now=self.office.clock.now)

    def _work(self, script: list[Act | str]) -> None:
        """A worker does the first job there is."""
        if self.office.letterbox.jobs:
            self.office.relay.will(*(self._oversleep if act == OVERSLEEP else Act(act) for act in script))
            with suppress(Killed):
                self.office.do(self.office.letterbox.jobs.pop(0))
            self.office.relay.script.clear()

    def _oversleep(self) -> None:
        """The other worker meets what the script has next."""
        self.office.clock.wait(minutes=5)
        self.office.sweep()
        for job in self.office.letterbox.emptied():
            with suppress(Killed):
                self.office.do(job)

    def _leave(self, person: Subscriber) -> None:
        self.place.bar(person, SuppressionReason.LEFT)
        self.gone.setdefault(person.email, self.office.relay.recipients.count(person.email))


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """The ledger hears of every mail before the next one is sent, so that one mail at most is in doubt."""
    monkeypatch.setattr(sending, "RECORD_EVERY", 1)


@pytest.fixture(autouse=True)
def easily_stopped(monkeypatch):
    """Two refusals that are about us are too much."""
    monkeypatch.setattr(breaking, "LIMIT", 40)


def begun(place):
    """UE said yes, Unifor has not yet; somebody is in both, somebody barred."""
    unions = [(place.ue,), (place.ue,), (place.ue,), (place.ue, place.unifor), (place.unifor,), (place.unifor,)]
    people = [make_person(place.session, *one, lists=[place.topic]) for one in unions]
    people.append(make_person(place.session, place.ue, lists=[place.topic], language="fr"))
    place.office.batch_size = BATCH
    return Story(place, place.started(), people)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=12))
def test_every_message_ends_in_one_fate(place, schedule):
    with place.session.begin_nested() as savepoint:
        place.office.renew()
        story = begun(place)
        for step in schedule:
            story.take(*step)
            fates = place.fates(story.campaign)
            assert fates.adds_up
            assert fates.audience == PEOPLE
            assert place.state(story.campaign) is State.PAUSED or story.campaign.halt is None
        story.end()
        look(story)
        savepoint.rollback()


def look(story):
    relay, got = story.office.relay, Counter(story.office.relay.recipients)
    messages = {one.subscriber_id: one for one in story.place.messages(story.campaign)}
    assert story.place.fates(story.campaign).under_way == 0
    for person in story.people:
        message, who = messages[person.id], person.email
        if message.state is MessageState.SENT:
            assert got[who] >= 1
        assert got[who] <= 1 + relay.doubtful[who]
        assert got[who] <= story.gone.get(who, got[who])
        if not relay.doubtful[who] and message.state is not MessageState.SENT:
            assert got[who] == 0
        if message.state is MessageState.FAILED:
            assert last_words(story, person) not in OURS
        if message.state is MessageState.SUPPRESSED:
            assert who in story.gone
        if message.state is MessageState.HELD:
            assert message.reason is Reason.UNAPPROVED
            assert not story.unifor_said_yes


def last_words(story, person):
    said = select(Attempt.meaning).filter_by(campaign_id=story.campaign.id, subscriber_id=person.id)
    return story.place.session.scalars(said.order_by(Attempt.number.desc()).limit(1)).one()
