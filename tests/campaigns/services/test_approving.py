import pytest

from newsletter.activity.models import Activity
from newsletter.audiences import Audience
from newsletter.audiences.rule import InUnions
from newsletter.campaigns import queries
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.services.approving import NothingToApprove, OutdatedReview, ask, decide
from newsletter.campaigns.services.describing import choose_audience
from newsletter.campaigns.services.writing import write_subject
from tests.campaigns.conftest import NOON, seen


def shares(campaign):
    return sorted((one.union_id, one.language) for one in campaign.approvals)


def say(session, campaign, union, language, *, granted=True, revision=None):
    return decide(
        session,
        campaign=campaign,
        union_id=union.id,
        language=language,
        seen_revision=revision or campaign.revision,
        granted=granted,
        account_id=1,
        now=NOON,
    )


def edit(session, campaign):
    write_subject(session, campaign=campaign, language="en", edit=seen(campaign, "en"), subject="New", preheader="")


def test_every_union_is_asked_for_each_language_its_members_would_get(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)

    assert shares(campaign) == sorted(
        [(alliance.ue.id, "en"), (alliance.unifor.id, "en"), (alliance.unifor.id, "fr")]
    )
    assert all(one.waits for one in campaign.approvals)


def test_asking_again_keeps_what_was_decided_on_the_same_words(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    yes = say(session, campaign, alliance.ue, "en")

    assert ask(session, campaign=campaign, account_id=1, now=NOON) == []
    assert yes.counts


def test_an_edit_takes_the_yes_back_until_the_union_is_asked_again(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    yes = say(session, campaign, alliance.ue, "en")

    edit(session, campaign)

    assert not yes.counts
    assert queries.waiting_approvals(session, union_ids=[alliance.ue.id]) == []
    ask(session, campaign=campaign, account_id=1, now=NOON)
    assert list(queries.waiting_approvals(session, union_ids=[alliance.ue.id])) == [yes]


def test_a_yes_to_an_older_text_is_refused(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    edit(session, campaign)

    with pytest.raises(OutdatedReview):
        say(session, campaign, alliance.ue, "en", revision=campaign.revision - 1)


def test_a_union_that_was_not_asked_has_nothing_to_say(session, campaign, alliance):
    with pytest.raises(NothingToApprove):
        say(session, campaign, alliance.ue, "en")


def test_a_cancelled_campaign_needs_no_yes(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    campaign.state = State.CANCELLED

    with pytest.raises(NothingToApprove):
        say(session, campaign, alliance.ue, "en")


def test_one_unions_yes_never_counts_for_another(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)

    say(session, campaign, alliance.ue, "en")

    assert [one.union_id for one in campaign.approvals if one.counts] == [alliance.ue.id]


def test_a_union_that_left_the_audience_is_no_longer_asked(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    only_ue = Audience((alliance.topic.id,), only=InUnions((alliance.ue.id,)))

    choose_audience(session, campaign=campaign, edit=seen(campaign), audience=only_ue.to_json())
    ask(session, campaign=campaign, account_id=1, now=NOON)

    assert shares(campaign) == [(alliance.ue.id, "en")]


def test_a_yes_and_a_no_are_kept_in_the_log_of_the_union_that_said_it(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    say(session, campaign, alliance.ue, "en", granted=False)

    line = session.query(Activity).order_by(Activity.id.desc()).first()

    assert (line.verb, line.union_id) == ("approval.refused", alliance.ue.id)
