"""Who takes the mail of domains at which a campaign has many people, as DNS says, and never in a mail's way."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from newsletter.delivery.models import Destination, MailDomain
from newsletter.delivery.services import locating
from newsletter.delivery.services.limiting import limits
from newsletter.delivery.services.locating import FORGOTTEN_AFTER, GOOD_FOR, MANY, locate, operators
from tests.factories import make_person
from tests.fakes import Act, FakeDns

WORKSHOP = "workshop.ca"


@pytest.fixture
def dns():
    return FakeDns({WORKSHOP: ("aspmx.l.google.com", "alt1.aspmx.l.google.com")})


@pytest.fixture
def look(place, dns):
    """Goes on the errand."""

    def go():
        locate(place.office.sessions, dns, now=place.office.clock.now)
        place.session.expire_all()

    return go


def people_at(place, domain, count=MANY):
    for number in range(count):
        make_person(place.session, place.ue, lists=[place.topic], email=f"person{number}@{domain}")


def destinations(place):
    rows = place.session.execute(select(Destination.domain, Destination.people).order_by(Destination.domain))
    return [tuple(row) for row in rows]


def test_a_domain_with_many_people_is_asked_about_once(place, dns, look):
    people_at(place, WORKSHOP)
    place.started()

    look()
    look()

    assert dns.asked == [WORKSHOP]
    assert operators(place.session) == {WORKSHOP: "google"}
    assert limits(place.session, now=place.office.clock.now).operator_of(WORKSHOP) == "google"


def test_where_mail_goes_is_counted_once_and_those_with_few_people_together(place, look):
    people_at(place, WORKSHOP, MANY + 2)
    people_at(place, "few.ca", MANY - 1)
    people_at(place, "fewer.ca", 1)
    place.started()

    look()
    look()

    assert destinations(place) == [("", MANY), (WORKSHOP, MANY + 2)]


def test_nobody_asks_about_a_few_people_or_a_name_that_is_in_no_dns_or_one_we_know(place, dns, look):
    people_at(place, WORKSHOP, MANY - 1)
    people_at(place, "gmail.com")
    people_at(place, "local.example")
    place.started()

    look()

    assert dns.asked == []


def test_nothing_is_asked_before_a_campaign_runs_or_after_it(place, dns, look):
    people_at(place, WORKSHOP)
    campaign = place.launched()
    look()
    assert dns.asked == []

    place.office.start(campaign.id)
    place.office.empty_letterbox()
    look()

    assert dns.asked == []


def test_where_dns_is_silent_the_name_says_it_until_there_is_an_answer(place, dns, look):
    people_at(place, WORKSHOP)
    dns.zone = {WORKSHOP: None}
    place.started()

    look()
    assert limits(place.session, now=place.office.clock.now).operator_of(WORKSHOP) == WORKSHOP
    assert place.session.scalars(select(MailDomain)).one().asked_at is None

    dns.zone = {WORKSHOP: ("mx.microsoft",)}
    place.office.clock.wait(minutes=59)
    look()
    assert dns.asked == [WORKSHOP]

    place.office.clock.wait(minutes=2)
    look()
    assert limits(place.session, now=place.office.clock.now).operator_of(WORKSHOP) == "microsoft"


def test_an_answer_is_good_for_a_week_and_silence_then_leaves_it(place, dns, look):
    people_at(place, WORKSHOP)
    place.started()
    look()
    dns.zone = {WORKSHOP: None}

    place.office.clock.wait(days=GOOD_FOR.days, seconds=1)
    look()

    assert dns.asked == [WORKSHOP] * 2
    assert operators(place.session) == {WORKSHOP: "google"}


def test_a_domain_that_moved_is_followed(place, dns, look):
    people_at(place, WORKSHOP)
    place.started()
    look()
    dns.zone = {WORKSHOP: ("mail.workshop.ca",)}

    place.office.clock.wait(days=8)
    look()

    assert operators(place.session) == {}


def test_what_nobody_asked_about_for_long_is_forgotten(place, look):
    old = place.office.clock.now - FORGOTTEN_AFTER - timedelta(seconds=1)
    place.session.add(MailDomain(domain="old.ca", operator="google", asked_at=old, due_at=old))
    people_at(place, WORKSHOP)
    place.started()

    look()

    assert operators(place.session) == {WORKSHOP: "google"}


def test_a_great_many_domains_are_asked_about_in_turns_the_largest_first(place, dns, look, monkeypatch):
    monkeypatch.setattr(locating, "AT_ONCE", 2)
    for number in range(3):
        people_at(place, f"workshop{number}.ca", MANY + number)
    place.started()

    look()
    assert dns.asked == ["workshop2.ca", "workshop1.ca"]

    look()
    assert dns.asked[2:] == ["workshop0.ca"]


def test_two_hosts_do_not_ask_the_same(place, dns, look):
    people_at(place, WORKSHOP)
    place.started()

    class Meanwhile(FakeDns):
        def exchangers(self, domain):
            look()
            return dns.zone[domain]

    locate(place.office.sessions, Meanwhile(), now=place.office.clock.now)

    assert dns.asked == []
    assert operators(place.session) == {WORKSHOP: "google"}
    assert place.session.scalar(select(func.count()).select_from(MailDomain)) == 1


def test_a_workshop_whose_mail_google_takes_waits_when_google_asks_for_less(place, look):
    people_at(place, WORKSHOP)
    make_person(place.session, place.ue, lists=[place.topic], email="somebody@gmail.com")
    make_person(place.session, place.ue, lists=[place.topic], email="somebody@ue.example")
    campaign = place.started()
    look()
    place.office.relay.will(Act.SLOW_DOWN)

    place.office.empty_letterbox()

    assert place.office.relay.recipients == ["somebody@ue.example"]
    assert place.states(campaign) == {"sent": 1, "queued": MANY + 1}
