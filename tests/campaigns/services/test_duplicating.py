from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import InDoubt
from newsletter.campaigns.services.approving import ask
from newsletter.campaigns.services.duplicating import duplicate
from newsletter.campaigns.services.writing import write_subject
from newsletter.campaigns.side_by_side import is_outdated
from tests.campaigns.conftest import NOON, seen


def test_a_duplicate_has_the_words_and_none_of_the_approvals(session, campaign):
    ask(session, campaign=campaign, account_id=1, now=NOON)
    campaign.state = State.DONE

    draft = duplicate(session, campaign=campaign, title="June", account_id=1, now=NOON)

    assert (draft.state, draft.title, draft.approvals) == (State.DRAFT, "June", [])
    assert [one.subject for one in draft.variants] == ["May Day", "Premier mai"]
    assert not is_outdated(*draft.variants)


def test_a_duplicate_does_the_same_with_mails_in_doubt(session, campaign):
    campaign.in_doubt = InDoubt.LEAVE

    assert duplicate(session, campaign=campaign, title="June", account_id=1, now=NOON).in_doubt is InDoubt.LEAVE


def test_writing_the_duplicate_leaves_the_original_alone(session, campaign):
    draft = duplicate(session, campaign=campaign, title="June", account_id=1, now=NOON)

    write_subject(session, campaign=draft, language="en", edit=seen(draft, "en"), subject="June", preheader="")

    assert campaign.variant("en").subject == "May Day"
