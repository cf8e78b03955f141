"""ical.js, which Thunderbird reads calendars with, finds in an invitation what was meant."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import writing
from newsletter.delivery.addressing import addressee
from newsletter.delivery.letters import press
from newsletter.rendering import MailKind
from newsletter.subscribers.models import MailingList
from newsletter.unions.models import Union
from tests.factories import make_campaign, make_event, make_person
from tests.fakes import FakeRelay
from tests.standards.samples import DOMAIN, post_office, samples

pytestmark = pytest.mark.node

SUMMER, WINTER = datetime(2026, 7, 15, 18, 30), datetime(2027, 1, 13, 18, 30)  # noqa: DTZ001 (the zone is the question)
ZONES = ("America/Toronto", "America/Mexico_City", "America/Tijuana", "America/St_Johns", "America/Phoenix")
NINETY_MINUTES = timedelta(minutes=90)
MOMENTS = [(zone, local.replace(tzinfo=ZoneInfo(zone))) for zone in ZONES for local in (SUMMER, WINTER)]


@pytest.fixture(scope="session")
def invitations(mails, node):
    wanted = samples(MailKind.INVITATION)
    return dict(zip(wanted, node("calendars.cjs", [mails[one].part("text/calendar") for one in wanted]), strict=True))


@pytest.fixture
def seen(invitation, invitations):
    return invitations[invitation.sample]


def test_it_is_one_event_to_be_answered(seen):
    assert (seen["method"], seen["version"], seen["events"]) == ("REQUEST", "2.0", 1)
    assert seen["uid"].endswith(f"@{DOMAIN}")
    assert seen["sequence"] == 0
    assert seen["stamp"]["utc"] == "2026-05-01T12:00:00.000Z"
    assert seen["stamp"]["zone"] == "UTC"


def test_the_host_is_a_bare_address_that_takes_answers(invitation, seen):
    (host,) = seen["organizers"]

    assert host["value"] == f"mailto:{invitation.message['Reply-To'].addresses[0].addr_spec}"
    assert host["cn"] == invitation.message["From"].addresses[0].display_name.replace('"', "'")


def test_the_guest_is_who_the_mail_went_to_and_is_asked(invitation, seen):
    (guest,) = seen["attendees"]

    assert guest == {
        "value": f"mailto:{invitation.sample.address}",
        "cutype": "INDIVIDUAL",
        "role": "REQ-PARTICIPANT",
        "partstat": "NEEDS-ACTION",
        "rsvp": "TRUE",
    }


def test_its_words_are_in_the_language_of_the_mail(invitation, seen):
    titles = {
        "en": "Care across borders; nurses, dockers & lineworkers compare notes",
        "fr": "Soigner sans frontières : infirmières, débardeurs et monteurs de lignes échangent",
        "es": "Cuidar sin fronteras: enfermeras, estibadores y linieros comparan experiencias",
    }

    assert seen["summary"] == titles[invitation.sample.language]
    assert len(seen["description"].split("\n")) >= 2
    assert seen["location"] == "UE Hall, 37 South Ashland Avenue, Chicago"


@pytest.fixture(scope="session")
def moments(own_engine, mails, node):
    """One invitation for each zone and season, sent in the same way, as ical.js reads it."""
    with Session(writing(own_engine)) as session:  # never committed
        objects = list(_objects(session))
    return dict(zip(MOMENTS, node("calendars.cjs", objects), strict=True))


@pytest.mark.parametrize(("zone", "start"), MOMENTS, ids=str)
def test_the_hour_is_right_wherever_and_whenever(moments, zone, start):
    seen = moments[zone, start]

    assert seen["zones"] == [zone]
    assert seen["start"]["zone"] == zone
    assert seen["start"]["local"] == f"{start:%Y-%m-%dT%H:%M:%S}"
    assert datetime.fromisoformat(seen["start"]["utc"]) == start.astimezone(UTC)
    assert datetime.fromisoformat(seen["end"]["utc"]) - datetime.fromisoformat(seen["start"]["utc"]) == NINETY_MINUTES


def test_toronto_and_mexico_city_are_an_hour_apart_in_winter_and_two_in_summer(moments):
    def hours(zone, local):
        return datetime.fromisoformat(moments[zone, local.replace(tzinfo=ZoneInfo(zone))]["start"]["utc"]).hour

    assert (hours("America/Mexico_City", WINTER) - hours("America/Toronto", WINTER)) % 24 == 1
    assert (hours("America/Mexico_City", SUMMER) - hours("America/Toronto", SUMMER)) % 24 == 2


def _objects(session):
    union, topic = (
        session.scalars(select(Union).filter_by(slug="ue")).one(),
        session.scalars(select(MailingList)).one(),
    )
    guest = addressee(session, subscriber_id=make_person(session, union).id, union_id=union.id)
    for zone, start in MOMENTS:
        event = make_event(session, union, starts_at=start.astimezone(UTC), time_zone=zone)
        campaign = make_campaign(session, union, topic, event=event)
        made = press(session, post_office(FakeRelay()), campaign_id=campaign.id, union_id=union.id, language="es")
        mail = message_from_bytes(made.mould.cast(made.copy.proof(guest)), policy=SMTP)
        (part,) = (one for one in mail.walk() if one.get_content_type() == "text/calendar")
        yield part.get_content()
