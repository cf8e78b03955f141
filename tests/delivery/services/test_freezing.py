"""Who is in the ledger, through which union, in which batch, and why some are not mailed."""

from collections import Counter

import pytest

from newsletter.audiences import Reason
from newsletter.audiences.reasons import HOLDING
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import BatchState
from newsletter.delivery.services.numbering import NO_BATCH
from newsletter.queueing import JobName
from newsletter.subscribers.models import Scope, Standing, SuppressionReason
from tests.factories import make_campaign, make_person, say_yes


@pytest.fixture
def campaign(place):
    return make_campaign(place.session, place.alliance, place.topic, state=State.WAITING)


def test_one_copy_for_a_person_in_two_unions(place, campaign):
    both = make_person(place.session, place.ue, place.unifor, lists=[place.topic])
    say_yes(place.session, campaign, place.ue, place.unifor)

    place.office.start(campaign.id)

    (message,) = place.messages(campaign)
    assert (message.subscriber_id, message.via_union_id) == (both.id, place.ue.id)


def test_the_union_with_a_yes_is_preferred(place, campaign):
    make_person(place.session, place.ue, place.unifor, lists=[place.topic])
    say_yes(place.session, campaign, place.unifor)

    place.office.start(campaign.id)

    (message,) = place.messages(campaign)
    assert (message.via_union_id, message.state) == (place.unifor.id, MessageState.QUEUED)


def test_a_share_without_a_yes_is_held_in_batches_that_wait(place, campaign):
    make_person(place.session, place.ue, lists=[place.topic])
    make_person(place.session, place.unifor, lists=[place.topic])
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    assert [(one.state, one.reason) for one in place.messages(campaign)] == [
        (MessageState.QUEUED, None),
        (MessageState.HELD, Reason.UNAPPROVED),
    ]
    assert [(one.via_union_id, one.state) for one in place.batches(campaign)] == [
        (place.ue.id, BatchState.QUEUED),
        (place.unifor.id, BatchState.HELD),
    ]
    assert len(place.office.letterbox.jobs) == 1


@pytest.mark.parametrize(
    ("reason", "scope", "shown"),
    [
        (SuppressionReason.LEFT, Scope.LIST, Reason.LEFT_LIST),
        (SuppressionReason.LEFT, Scope.UNION, Reason.LEFT_UNION),
        (SuppressionReason.LEFT, Scope.ALLIANCE, Reason.LEFT_ALLIANCE),
        (SuppressionReason.BOUNCED, Scope.ALLIANCE, Reason.BOUNCED),
        (SuppressionReason.COMPLAINED, Scope.LIST, Reason.COMPLAINED),
        (SuppressionReason.STEWARD, Scope.UNION, Reason.STEWARD),
    ],
)
def test_who_is_suppressed_is_in_the_ledger_with_the_reason(place, campaign, reason, scope, shown):
    person = make_person(place.session, place.ue, lists=[place.topic])
    say_yes(place.session, campaign, place.ue)
    place.bar(person, reason, scope)

    place.office.start(campaign.id)

    (message,) = place.messages(campaign)
    assert (message.state, message.reason) == (MessageState.SUPPRESSED, shown)
    assert message.batch_number == NO_BATCH
    assert place.batches(campaign) == []


def test_who_never_confirmed_is_not_in_it(place, campaign):
    for standing in (Standing.PENDING, Standing.UNSUBSCRIBED):
        make_person(place.session, place.ue, lists=[place.topic], standing=standing)
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    assert place.messages(campaign) == []


def test_batches_are_of_one_union_and_language_and_not_too_large(place, campaign):
    place.office.batch_size = 3
    for union in (place.ue, place.unifor):
        for language, people in (("en", 7), ("fr", 3), ("es", 1)):
            for _ in range(people):
                make_person(place.session, union, lists=[place.topic], language=language)
    say_yes(place.session, campaign, place.ue, place.unifor)

    place.office.start(campaign.id)

    contents = Counter((one.batch_number, one.via_union_id, one.language) for one in place.messages(campaign))
    assert {(one.number, one.via_union_id, one.language) for one in place.batches(campaign)} == contents.keys()
    assert sorted(contents.values()) == [1, 1, 1, 1, 3, 3, 3, 3, 3, 3]
    assert [job.numbers["number"] for job in place.office.letterbox.jobs] == sorted(
        {number for number, *_ in contents}
    )


def test_a_late_reader_of_another_language_gets_the_first_one(place):
    campaign = make_campaign(place.session, place.alliance, place.topic, languages=["fr", "en"], state=State.WAITING)
    make_person(place.session, place.ue, lists=[place.topic], language="es")
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    assert [one.language for one in place.messages(campaign)] == ["fr"]


def test_quebec_waits_for_french(place):
    campaign = make_campaign(place.session, place.alliance, place.topic, languages=["en"], state=State.WAITING)
    make_person(place.session, place.ue, lists=[place.topic], region="CA-QC")
    make_person(place.session, place.ue, lists=[place.topic], region="CA-ON")
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    assert [one.reason for one in place.messages(campaign)] == [Reason.FRENCH_MISSING, None]


def test_the_ledger_adds_up_from_the_first_moment(place, campaign):
    for place_in_line in range(12):
        person = make_person(place.session, (place.ue, place.unifor)[place_in_line % 2], lists=[place.topic])
        if place_in_line % 3 == 0:
            place.bar(person, SuppressionReason.BOUNCED)
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    fates = place.fates(campaign)
    assert fates.adds_up
    assert (fates.audience, fates.under_way, fates.held, fates.suppressed) == (12, 4, 4, 4)
    assert {one.reason for one in place.messages(campaign) if one.state is MessageState.HELD} <= HOLDING


def test_a_campaign_for_nobody_is_done_at_once(place, campaign):
    place.office.start(campaign.id)

    place.session.refresh(campaign)
    assert (campaign.state, campaign.finished_at) == (State.DONE, place.office.clock.now)


def test_starting_names_no_job_but_sending(place, campaign):
    make_person(place.session, place.ue, lists=[place.topic])
    say_yes(place.session, campaign, place.ue)

    place.office.start(campaign.id)

    assert {job.name for job in place.office.letterbox.jobs} == {JobName.SEND_BATCH}
