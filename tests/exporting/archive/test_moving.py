"""A union that leaves one installation and comes to another, with another key: it is all there, and nothing else."""

import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import func, select

from newsletter.audiences.models import Segment
from newsletter.audiences.rule import AnyOf, InSegment, InUnions, NoneOf
from newsletter.audiences.written import from_json
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.events.models import Event
from newsletter.exporting.archive.bringing_in import NameTaken
from newsletter.reports.outcome import outcome
from newsletter.subscribers.models import (
    ConsentRecord,
    ConsentWording,
    CustomField,
    MailedBy,
    MailingList,
    Membership,
    RosterImport,
    Scope,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.subscribers.topics import current_wording
from newsletter.unions.models import Local, Union
from tests.exporting.archive import reading_back
from tests.exporting.archive.conftest import THEIR_SIGNER
from tests.exporting.conftest import House
from tests.factories.people import SIGNER


def lines_of(path, name):
    with zipfile.ZipFile(path) as file:
        return [json.loads(line) for line in file.read(name).splitlines()]


@pytest.fixture
def moved(archive, bring, elsewhere):
    """The union as it is there."""
    return bring(archive).union


@pytest.mark.parametrize(
    "told",
    [
        reading_back.setting,
        reading_back.people,
        reading_back.values,
        reading_back.subscriptions,
        reading_back.consents,
        reading_back.answers,
        reading_back.forgotten,
    ],
)
def test_it_is_the_same_field_by_field(furnished: House, moved: Union, elsewhere, told):
    here, there = told(furnished.session, furnished.ue), told(elsewhere, moved)

    assert here
    assert there == here


def test_people_are_the_same_but_for_whom_they_know_there_already(furnished: House, moved, elsewhere):
    assert reading_back.known(elsewhere, ["jo@m.example"]) == reading_back.known(furnished.session, ["jo@m.example"])

    maria = elsewhere.scalars(select(Subscriber).filter_by(email="maria@m.example")).one()
    assert (maria.language, len(maria.memberships)) == ("es", 2)
    assert sorted(one.given_name for one in maria.memberships) == ["M.", "María"]


def test_campaigns_and_fates(furnished: House, moved: Union, elsewhere):
    titles = {"The picnic", "Medicare now", "To be written"}
    assert reading_back.campaigns(elsewhere, moved, titles) == reading_back.campaigns(
        furnished.session, furnished.ue, titles
    )

    *under_way, failed, sent = reading_back.fates(elsewhere, moved)
    *before, failed_before, sent_before = reading_back.fates(furnished.session, furnished.ue)
    assert [failed, sent] == [failed_before, sent_before]
    assert len(under_way) == len(before) == 1


def test_nothing_goes_out_because_somebody_moved(moved, elsewhere):
    states = {one.title: one.state for one in elsewhere.scalars(select(Campaign))}
    assert states == {
        "The picnic": State.DONE,
        "Medicare now": State.CANCELLED,
        "To be written": State.DRAFT,
    }
    assert MessageState.QUEUED not in set(elsewhere.scalars(select(Message.state)))


def test_the_report_says_the_same(furnished: House, moved: Union, elsewhere):
    def told(session, union):
        campaign = session.scalars(select(Campaign).filter_by(title="The picnic")).one()
        found = outcome(session, campaign_id=campaign.id, union_ids=[union.id])
        return found.total, found.counted, found.adds_up

    assert told(elsewhere, moved) == told(furnished.session, furnished.ue)


def test_the_ledger_of_a_draft_is_left_to_its_launch(moved, elsewhere):
    draft = elsewhere.scalars(select(Campaign).filter_by(title="To be written")).one()

    assert elsewhere.scalar(select(func.count()).select_from(Message).filter_by(campaign_id=draft.id)) == 0
    card = draft.source.blocks[0]
    assert elsewhere.get_one(Event, card["event"]).union_id == moved.id


def test_saved_rules_name_what_is_there(moved, elsewhere):
    young, strikers = elsewhere.scalars(select(Segment).filter_by(union_id=moved.id).order_by(Segment.id))

    rule: Any = from_json(strikers.rule)
    topic, unions, local, answered, sent, own_field, segment, unknown = rule.rules
    assert unions == InUnions((moved.id,))
    for table, ids in (
        (MailingList, topic.list_ids),
        (Local, local.local_ids),
        (Event, answered.event_ids),
        (Campaign, sent.campaign_ids),
        (CustomField, (own_field.field_id,)),
    ):
        assert [elsewhere.get_one(table, one).union_id for one in ids] == [moved.id]
    assert (segment, unknown) == (InSegment(young.id), NoneOf((AnyOf(),)))


def test_evidence_says_where_it_came_from(moved, elsewhere):
    sources = elsewhere.scalars(select(ConsentRecord.source).order_by(ConsentRecord.at)).all()
    roster = elsewhere.scalars(select(RosterImport)).one()

    mark = "(archive of https://news.example, 2026-05-01)"
    assert sources == [f"/join/ue {mark}", f"/confirm {mark}", f"/imports/{roster.id} {mark}"]
    assert (roster.wording, roster.counts) == ("You are a member.", {"new": 2})


def test_the_words_that_pages_show_stay_those_of_the_place(moved, elsewhere):
    assert current_wording(elsewhere, "en").text == "What pages show there."
    assert sorted(elsewhere.scalars(select(ConsentWording.version))) == [-1, 7]


def test_who_left_stays_gone_under_the_other_key(moved, elsewhere):
    barred = {(one.address_hash, one.scope): one for one in elsewhere.scalars(select(Suppression))}
    maria, jo = (THEIR_SIGNER.address_hash(f"{name}@m.example") for name in ("maria", "jo"))

    assert barred.keys() == {(maria, Scope.LIST), (jo, Scope.UNION)}
    topic = elsewhere.get_one(MailingList, barred[maria, Scope.LIST].list_id)
    assert (topic.union_id, barred[jo, Scope.UNION].union_id) == (moved.id, moved.id)


def test_a_hash_of_somebody_forgotten_serves_only_under_its_key(archive, bring, elsewhere):
    assert bring(archive).unknown_suppressions == 1
    elsewhere.rollback()

    assert bring(archive, slug="again", signer=SIGNER).unknown_suppressions == 0

    assert SIGNER.address_hash("long.gone@m.example") in set(elsewhere.scalars(select(Suppression.address_hash)))


def test_another_unions_topic_comes_along_as_the_unions_own(moved, elsewhere):
    lists = elsewhere.scalars(select(MailingList).filter_by(union_id=moved.id).order_by(MailingList.slug)).all()

    assert [(one.slug, one.is_public, one.mailed_by) for one in lists] == [
        ("medicare-2", False, MailedBy.OWNER),
        ("strike", False, MailedBy.OWNER),
    ]


def test_nothing_of_others_goes_along_or_is_touched(archive, moved, elsewhere):
    assert b"theirs@m.example" not in b"".join(
        zipfile.ZipFile(archive).read(name) for name in zipfile.ZipFile(archive).namelist()
    )
    assert "cgt" in set(elsewhere.scalars(select(Union.slug)))
    assert elsewhere.scalar(select(func.count()).select_from(Membership)) == 3
    assert elsewhere.scalar(select(func.count()).select_from(Subscription)) == 2


def test_a_name_that_is_taken_is_another_union(archive, bring, elsewhere):
    bring(archive)

    with pytest.raises(NameTaken):
        bring(archive)
    assert bring(archive, slug="ue-2").union.slug == "ue-2"


def test_mails_are_in_it_as_they_were_read(archive):
    with zipfile.ZipFile(archive) as file:
        mails = [name for name in file.namelist() if name.startswith("mails/")]
        named = [one for line in lines_of(archive, "campaigns.jsonl") for one in line["mails"]]
        assert sorted(mails) == sorted(named)
        assert len(mails) >= 6
        assert b"List-Unsubscribe-Post" in file.read(mails[0])


def test_figures_of_the_share_are_in_it(archive):
    [picnic, joint] = lines_of(archive, "reports.jsonl")

    assert (picnic["audience"], joint["audience"]) == (43, 1)
