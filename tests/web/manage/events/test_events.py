from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from newsletter.events.models import Answer, Event, Rsvp
from tests.factories import make_person
from tests.web.manage.conftest import again

PICNIC = {
    "title_en": "Picnic",
    "title_fr": "Pique-nique",
    "starts_at": "2030-07-01T12:00",
    "ends_at": "2030-07-01T14:00",
    "time_zone": "America/New_York",
    "place": "Union hall",
    "online_url": "",
    "speakers-0-name": "",
    "speakers-0-union": "NNU",
    "speakers-0-part_en": "A nurse from Texas",
    "speakers-1-name": "",
}


def newest(rows):
    rows.rollback()
    return rows.scalars(select(Event).order_by(Event.id.desc())).first()


def test_an_event_is_announced_in_the_hours_of_its_own_zone(anna, rows):
    anna.get("/manage/ue/events/new")

    page = anna.post("/manage/ue/events/new", **PICNIC)

    made = newest(rows)
    assert page.url == f"/manage/ue/events/{made.id}"
    assert made.starts_at == datetime(2030, 7, 1, 16, tzinfo=UTC)
    assert made.title == {"en": "Picnic", "fr": "Pique-nique"}
    assert made.speakers == [{"name": "", "union": "NNU", "part": {"en": "A nurse from Texas"}}]


def test_the_list_tells_the_hours_of_the_events_own_zone_and_names_it(anna):
    anna.get("/manage/ue/events/new")
    anna.post("/manage/ue/events/new", **PICNIC)

    page = anna.get("/manage/ue/events").text

    assert "12:00\u202fPM – 2:00\u202fPM" in page
    assert "Eastern Daylight Time (UTC\N{MINUS SIGN}4)" in page


def test_who_came_to_invite_goes_on_to_the_invitation(anna, rows):
    anna.get("/manage/ue/events/new?invite=1")

    page = anna.post("/manage/ue/events/new?invite=1", **PICNIC)

    assert page.url == f"/manage/ue/campaigns/new-invitation?event={newest(rows).id}"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title_en": " "}, "This must not be empty"),
        ({"ends_at": "2030-07-01T11:00"}, "It must end after it begins"),
        ({"place": ""}, "Say where it is"),
        ({"online_url": "zoom"}, "no address that a browser could open"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"starts_at": "tomorrow"}, "Not a valid datetime"),
    ],
)
def test_a_form_with_errors_says_what_is_wrong_and_loses_nothing(anna, rows, change, complaint):
    before = newest(rows).id
    anna.get("/manage/ue/events/new")

    page = anna.post("/manage/ue/events/new", **(PICNIC | change))

    assert page.status == 422
    assert complaint in page.text
    assert 'value="Pique-nique"' in page.text
    assert newest(rows).id == before


def test_a_change_of_the_hour_counts_up_and_says_that_people_must_be_told(anna, rows, desks):
    event = desks.event["ue"]
    anna.get(f"/manage/ue/events/{event.id}/edit")

    page = anna.post(f"/manage/ue/events/{event.id}/edit", **PICNIC)

    assert "The event moved" in page.text
    assert again(rows, event).sequence == 1


def test_a_change_of_words_alone_moves_nothing(anna, rows, desks):
    event = desks.event["ue"]
    anna.get(f"/manage/ue/events/{event.id}/edit")
    anna.post(f"/manage/ue/events/{event.id}/edit", **PICNIC)

    page = anna.post(f"/manage/ue/events/{event.id}/edit", **(PICNIC | {"title_en": "Great picnic"}))

    assert "The event moved" not in page.text
    assert again(rows, event).sequence == 1


def test_who_answered_is_counted_and_named_for_stewards_of_their_own_union(anna, browser_of, rows, desks):
    joint = rows.scalars(select(Event).where(Event.is_public)).first()
    for slug, answer in (("ue", Answer.YES), ("unifor", Answer.NO)):
        person = make_person(rows, desks.union[slug], given_name=f"Guest{slug}", family_name="G")
        rows.add(
            Rsvp(
                event_id=joint.id,
                subscriber_id=person.id,
                union_id=desks.union[slug].id,
                answer=answer,
                answered_at=datetime.now(UTC),
            )
        )
    rows.commit()
    path = f"events/{joint.id}"

    steward, viewer = anna.get(f"/manage/ue/{path}"), browser_of("viewer@ue.example").get(f"/manage/ue/{path}")
    alliance = browser_of("owner@nasp.example").get(f"/manage/nasp/{path}")

    assert "Guestue" in steward.text
    assert "<b>1</b> person says yes" in steward.text
    assert "<b>0</b> no" in steward.text
    assert "Guestunifor" not in steward.text
    assert "Guestue" not in viewer.text
    assert "<b>1</b> no" in alliance.text
    assert "Guest" not in alliance.text


def test_a_public_event_of_the_alliance_is_invited_to_but_not_edited(anna, rows):
    joint = rows.scalars(select(Event).where(Event.is_public)).first()

    page = anna.get(f"/manage/ue/events/{joint.id}")

    assert "Invite to it" in page.text
    assert anna.get(f"/manage/ue/events/{joint.id}/edit").status == 404


def test_long_lists_are_paged_by_key(anna, rows, desks):
    event = desks.event["ue"]
    for number in range(30):
        rows.add(
            Event(
                **{
                    column.name: getattr(event, column.name)
                    for column in Event.__table__.columns
                    if column.name not in {"id", "title"}
                },
                title={"en": f"Number {number:02}"},
            )
        )
    rows.commit()

    first = anna.get("/manage/ue/events")
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = anna.get(older)

    shown = [f"Number {number:02}" for number in range(30)]
    assert all((name in first.text) != (name in second.text) for name in shown)
