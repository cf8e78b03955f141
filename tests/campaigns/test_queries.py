import pytest

from newsletter.campaigns import queries
from newsletter.campaigns.services.approving import ask
from newsletter.campaigns.services.duplicating import duplicate
from newsletter.errors import NotVisible
from tests.campaigns.conftest import NOON


def test_a_campaign_of_another_union_does_not_exist(session, campaign, alliance):
    with pytest.raises(NotVisible):
        queries.visible_campaign(session, union_ids=[alliance.ue.id], campaign_id=campaign.id)
    assert queries.page(session, union_ids=[alliance.ue.id]) == []


def test_a_union_sees_a_joint_campaign_once_it_is_asked_and_cannot_edit_it(session, campaign, alliance):
    ask(session, campaign=campaign, account_id=1, now=NOON)

    found = queries.visible_campaign(session, union_ids=[alliance.ue.id], campaign_id=campaign.id)

    assert found is campaign
    with pytest.raises(NotVisible):
        queries.own_campaign(session, union_ids=[alliance.ue.id], campaign_id=campaign.id)


def test_a_long_list_is_paged_by_key(session, campaign, alliance):
    more = [duplicate(session, campaign=campaign, title=str(n), account_id=1, now=NOON) for n in range(4)]

    first = queries.page(session, union_ids=[alliance.nasp.id], limit=3)
    rest = queries.page(session, union_ids=[alliance.nasp.id], before=first[-1].id, limit=3)

    assert [*first, *rest] == [*reversed(more), campaign]


def test_who_edited_last_has_a_name(session, campaign):
    assert queries.last_edit(session, campaign_id=campaign.id) == ("Ana", NOON)
