"""Faults in any order: the fates add up, nobody is missing, and nobody is mailed twice unless it was in doubt.

Everything but the relay is real: the ledger and its leases on both databases, journals in files, the sweep.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.campaigns.services.launching import cancel, resume
from newsletter.delivery.fates import MessageState
from newsletter.delivery.journal import SUFFIX, Journal, orphan
from newsletter.delivery.meanings import OURS
from newsletter.delivery.models import Attempt
from newsletter.delivery.services import breaking, sending
from newsletter.delivery.services.losing import settle
from newsletter.queueing import Job
from newsletter.subscribers.models import Subscriber, SuppressionReason
from newsletter.unions.models import Union
from tests.clock import NOON
from tests.delivery.conftest import Office, Place
from tests.factories import make_event, make_person, say_yes
from tests.fakes import Act, Killed

PEOPLE, BATCH = 7, 3

OVERSLEEP = "another worker takes the batch over while this one sleeps between two mails"
acts = st.one_of(st.just(Act.ACCEPT), st.sampled_from(Act), st.just(OVERSLEEP))
steps = st.one_of(
    st.tuples(st.just("work"), st.lists(acts, max_size=4)),
    st.tuples(st.just("wait"), st.sampled_from([1, 31, 121, 3600, 200_000])),
    st.tuples(st.just("leave"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(["sweep", "lose the queue", "pause", "resume", "say yes", "cancel"]), st.none()),
    st.tuples(st.just("take back the yes"), st.integers(0, 1)),
    st.tuples(st.just("in doubt"), st.sampled_from(InDoubt)),
    st.tuples(st.just("from now on die"), st.sampled_from(["workers", "hosts"])),
)


@dataclass
class Story:
    """One campaign and what befalls it."""

    place: Place
    campaign: Campaign
    people: list[Subscriber]
    journals: Path

    gone: dict[str, int] = field(default_factory=dict)
    """Who left, and how many mails they had got by then."""

    hosts_die: bool = True
    """And their disks with them; else only workers, and their journals are found."""

    def take(self, step: str, what: Any) -> None:
        self._ways(what)[step]()

    def _ways(self, what: Any) -> dict[str, Callable[[], object]]:
        return {
            "work": lambda: self._work(what),
            "wait": lambda: self.office.clock.wait(seconds=what),
            "leave": lambda: self._leave(self.people[what]),
            "sweep": self.office.sweep,
            "lose the queue": self.office.letterbox.emptied,
            "pause": lambda: self.steer(State.SENDING, State.PAUSED),
            "resume": self.resume,
            "cancel": self._cancel,
            "say yes": self._say_yes,
            "take back the yes": lambda: self._take_back(self.unions[what]),
            "in doubt": lambda: self._decide(what),
            "from now on die": lambda: setattr(self, "hosts_die", what == "hosts"),
        }

    def end(self) -> None:
        """From now on all goes well."""
        for _ in range(40):
            self.resume()
            self.office.empty_letterbox()
            self.office.sweep()
            if not self.office.letterbox.jobs and self.is_over:
                return
            self.office.clock.wait(hours=9)
        pytest.fail("it does not end")

    @property
    def office(self) -> Office:
        return self.place.office

    @property
    def is_over(self) -> bool:
        state = self.place.state(self.campaign)
        return state is State.DONE or (state is State.CANCELLED and not self.place.fates(self.campaign).under_way)

    @property
    def unions(self) -> tuple[Union, Union]:
        return self.place.ue, self.place.unifor

    def has_yes(self, union_id: int) -> bool:
        return any(one.union_id == union_id and one.granted for one in self.campaign.approvals)

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
            self._do(self.office.letterbox.jobs.pop(0))
            self.office.relay.script.clear()

    def _do(self, job: Job) -> None:
        """By a worker of its own, whose journal outlives it unless its host dies, too."""
        before, mine = self.office.journal, Journal(self.journals)
        self.office.journal = mine
        try:
            self.office.do(job)
        except Killed:
            self._bury(mine)
        finally:
            mine.close()
            self.office.journal = before

    def _bury(self, journal: Journal) -> None:
        journal.close()
        for path in self.journals.glob(f"*{SUFFIX}"):
            if self.hosts_die:
                path.unlink()
                continue
            with orphan(path) as found:
                if found:
                    with self.office.sessions() as session:
                        settle(session, found, now=self.office.clock.now)

    def _say_yes(self) -> None:
        for union in self.unions:
            if not self.has_yes(union.id):
                for approval in [one for one in self.campaign.approvals if one.union_id == union.id]:
                    self.campaign.approvals.remove(approval)
                self.place.session.flush()
                say_yes(self.place.session, self.campaign, union)

    def _take_back(self, union: Union) -> None:
        for approval in self.campaign.approvals:
            if approval.union_id == union.id:
                approval.granted = False
        self.place.session.flush()

    def _cancel(self) -> None:
        if self.place.state(self.campaign) in {State.SENDING, State.PAUSED}:
            with self.office.sessions() as session:
                campaign = session.get_one(Campaign, self.campaign.id)
                cancel(session, campaign=campaign, account_id=1, now=self.office.clock.now)

    def _decide(self, policy: InDoubt) -> None:
        with self.office.sessions() as session:
            session.get_one(Campaign, self.campaign.id).in_doubt = policy

    def _oversleep(self) -> None:
        """The other worker meets what the script has next."""
        self.office.clock.wait(minutes=5)
        self.office.sweep()
        for job in self.office.letterbox.emptied():
            self._do(job)

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


def begun(place, journals, begins_in):
    """UE said yes, Unifor has not yet; somebody is in both. Perhaps it invites to something that begins soon."""
    event = make_event(place.session, place.alliance, starts_at=NOON + begins_in) if begins_in else None
    unions = [(place.ue,), (place.ue,), (place.ue,), (place.ue, place.unifor), (place.unifor,), (place.unifor,)]
    people = [make_person(place.session, *one, lists=[place.topic]) for one in unions]
    people.append(make_person(place.session, place.ue, lists=[place.topic], language="fr"))
    place.office.batch_size = BATCH
    return Story(place, place.started(event=event), people, journals)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(steps, max_size=12),
    st.sampled_from([None, None, timedelta(minutes=3), timedelta(hours=2)]),
    st.sampled_from([0.0, 60.0]),
)
def test_every_message_ends_in_one_fate(place, tmp_path_factory, schedule, begins_in, spell_s):
    with place.session.begin_nested() as savepoint:
        place.office.renew()
        place.office.spell_s = spell_s
        story = begun(place, tmp_path_factory.mktemp("journals"), begins_in)
        for step in schedule:
            story.take(*step)
            fates = place.fates(story.campaign)
            assert fates.adds_up
            assert fates.audience == PEOPLE
            assert place.state(story.campaign) in {State.PAUSED, State.CANCELLED} or story.campaign.halt is None
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
            assert not relay.doubtful[who]
            is_cancelled = story.place.state(story.campaign) is State.CANCELLED
            assert message.reason is Reason.UNAPPROVED or (message.reason is Reason.CANCELLED and is_cancelled)
            assert is_cancelled or not story.has_yes(message.via_union_id)


def last_words(story, person):
    said = select(Attempt.meaning).filter_by(campaign_id=story.campaign.id, subscriber_id=person.id)
    return story.place.session.scalars(said.order_by(Attempt.number.desc()).limit(1)).one()
