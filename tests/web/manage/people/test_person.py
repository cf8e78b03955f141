import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.events.models import Answer, Event, Rsvp
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    ConsentRecord,
    ConsentWording,
    Scope,
    Suppression,
    SuppressionReason,
)
from tests.factories import make_campaign, make_message
from tests.web.manage.people.conftest import NOW


@pytest.fixture
def maria(person, ue, medicare):
    return person(ue, lists=[medicare])


@pytest.fixture
def page(steward, maria):
    """Her page as text a reader sees, one blank between words."""

    def read():
        answer = steward.get(f"/manage/ue/people/{maria.id}")
        assert answer.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1]).split())

    return read


def mail(rows, owner, medicare, maria, state, **known):
    campaign = make_campaign(rows, owner, medicare, state=State.DONE)
    make_message(
        rows,
        campaign_id=campaign.id,
        subscriber_id=maria.id,
        via_union_id=known.pop("via", owner).id,
        state=state,
        **known,
    )
    rows.commit()
    return campaign


def agree(rows, maria, union, medicare):
    wording = rows.scalars(select(ConsentWording).filter_by(language="es")).one()
    rows.add(
        ConsentRecord(
            subscriber_id=maria.id,
            list_id=medicare.id,
            union_id=union.id,
            action=ConsentAction.CONFIRMED,
            basis=Basis.EXPRESS,
            wording_id=wording.id,
            source=f"/join/{union.slug}",
            connection_hash="c0ffee",
            at=NOW,
        )
    )
    rows.commit()


def test_what_the_union_knows_of_somebody_stands_on_one_page(page, maria):
    text = page()

    assert "Maria Garza" in text
    assert maria.email.split("@")[1] in text
    assert "506, Erie" in text
    assert "Is subscribed to 1 list." in text
    assert "Medicare for All Subscribed" in text


def test_somebody_of_another_union_does_not_exist(steward, person, unifor, nasp):
    for stranger in (person(unifor), person(nasp)):
        assert steward.get(f"/manage/ue/people/{stranger.id}").status_code == 404
    assert steward.get("/manage/ue/people/999999").status_code == 404


def test_the_alliance_has_no_page_of_a_unions_member(at_desk, nasp, maria):
    assert at_desk(nasp).get(f"/manage/nasp/people/{maria.id}").status_code == 404


def test_each_union_has_its_own_picture_of_somebody_in_two(at_desk, rows, person, unions, medicare):
    ue, unifor = unions["ue"], unions["unifor"]
    both = person(ue, unifor)
    both.memberships[1].given_name = "Mary"
    mail(rows, unifor, medicare, both, MessageState.SENT, sent_at=NOW)
    agree(rows, both, unifor, medicare)

    through_ue = at_desk(ue).get(f"/manage/ue/people/{both.id}").text
    through_unifor = at_desk(unifor).get(f"/manage/unifor/people/{both.id}").text

    assert "Mary" in through_unifor
    assert "May Day" in through_unifor
    assert "/join/unifor" in through_unifor
    for foreign in ("Mary", "May Day", "/join/unifor", "UNIFOR"):
        assert foreign not in through_ue


def test_consent_is_shown_as_evidence(page, rows, maria, ue, medicare):
    agree(rows, maria, ue, medicare)

    text = page()

    assert "Confirmed it Medicare for All Their own word Spanish, version 1 /join/ue" in text
    assert "I agree (es)." in text
    assert "c0ffee" not in text


def test_every_mail_meant_for_them_has_its_fate(page, rows, ue, medicare, maria):
    mail(rows, ue, medicare, maria, MessageState.SENT, sent_at=NOW)
    mail(rows, ue, medicare, maria, MessageState.SUPPRESSED, reason=Reason.LEFT_LIST)
    mail(rows, ue, medicare, maria, MessageState.FAILED, reply="550 5.1.1 No such mailbox")

    text = page()

    assert "Of the last 3 mails meant for them through UE, 1 went out." in text
    assert "Not mailed left this topic" in text
    assert "Refused 550 5.1.1 No such mailbox" in text


def test_who_is_not_mailed_and_why_stands_first(page, rows, ue, maria):
    rows.add(
        Suppression(
            address_hash=maria.address_hash,
            scope=Scope.UNION,
            union_id=ue.id,
            reason=SuppressionReason.BOUNCED,
            at=NOW,
        )
    )
    rows.commit()

    assert "Is not mailed All mail of UE : Their address returns mail" in page()


def test_what_happened_is_told_from_the_last_to_the_first(page, rows, ue, medicare, maria):
    event = rows.scalars(select(Event).filter_by(is_public=True)).one()
    agree(rows, maria, ue, medicare)
    mail(rows, ue, medicare, maria, MessageState.SENT, sent_at=NOW + timedelta(days=1))
    rows.add(
        Rsvp(
            event_id=event.id,
            subscriber_id=maria.id,
            union_id=ue.id,
            answer=Answer.YES,
            answered_at=NOW + timedelta(days=2),
        )
    )
    rows.commit()

    told = page().split("What happened", 1)[1]

    order = ("Answered “Yes” to “Care across borders”", "Was sent “May Day”", "Confirmed Medicare for All")
    assert [told.index(one) for one in order] == sorted(told.index(one) for one in order)


def test_an_answer_given_through_another_union_is_not_told(page, rows, unifor, maria):
    event = rows.scalars(select(Event).filter_by(is_public=True)).one()
    rows.add(Rsvp(event_id=event.id, subscriber_id=maria.id, union_id=unifor.id, answer=Answer.NO, answered_at=NOW))
    rows.commit()

    assert "Care across borders" not in page()


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_evidence_of_one_person_is_taken_out_and_that_is_written_down(steward, rows, maria, medicare, ending):
    (member,) = maria.memberships
    said = {"subscriber_id": maria.id, "list_id": medicare.id, "union_id": member.union_id, "at": NOW}
    rows.add(ConsentRecord(action=ConsentAction.CONFIRMED, basis=Basis.IMPORTED, source="=by hand", **said))
    rows.commit()
    page = f"/manage/ue/people/{maria.id}"
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', steward.get(page).text)[0]

    answer = steward.post(f"{page}/evidence.{ending}", data={"csrf_token": token})

    assert answer.headers["Content-Disposition"] == f'attachment; filename="consent-{maria.id}.{ending}"'
    assert ("'=by hand" in answer.text) is (ending == "csv")
    assert "confirmed" in answer.text
    assert rows.scalars(select(Activity.verb)).all()[-1] == "person.evidence_taken_out"
    assert steward.post(f"{page}/evidence.exe", data={"csrf_token": token}).status_code == 404
