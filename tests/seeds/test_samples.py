"""What the samples promise to those who try the software with them."""

from sqlalchemy import func, select

from newsletter.accounts.models import Account, AccountRole, Role
from newsletter.audiences import counts
from newsletter.campaigns.models import Campaign, CampaignKind
from newsletter.campaigns.planning import plan
from newsletter.campaigns.side_by_side import is_outdated
from newsletter.events.models import Event
from newsletter.subscribers.models import (
    ConsentAction,
    ConsentRecord,
    MailingList,
    Membership,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.unions.models import Local, Union
from tests.seeds.conftest import NOW


def count(session, what):
    return session.scalar(select(func.count()).select_from(what))


def test_about_six_hundred_people_over_three_countries_and_languages(planted):
    assert count(planted, Subscriber) == 600
    assert set(planted.scalars(select(Subscriber.country))) == {"US", "CA", "MX"}
    assert set(planted.scalars(select(Subscriber.language))) == {"en", "fr", "es"}
    assert planted.scalar(select(func.count()).where(Subscriber.region == "CA-QC")) > 20


def test_nobody_can_be_mailed_by_mistake(planted):
    addresses = [
        *planted.scalars(select(Subscriber.email)),
        *planted.scalars(select(Account.email)),
        *planted.scalars(select(Union.contact_email)),
    ]

    assert {address.rpartition(".")[2] for address in addresses} == {"example"}


def test_some_people_are_in_two_unions(planted):
    twice = select(Membership.subscriber_id).group_by(Membership.subscriber_id).having(func.count() == 2)

    assert len(planted.scalars(twice).all()) >= 5


def test_every_standing_and_every_reason_not_to_mail_is_there(planted):
    assert set(planted.scalars(select(Subscription.standing))) == set(Standing)
    assert len(set(planted.scalars(select(Suppression.reason)))) == 4


def test_every_confirmed_subscription_has_its_evidence(planted):
    confirmed = select(Subscription.subscriber_id, Subscription.list_id).where(
        Subscription.standing == Standing.CONFIRMED
    )
    evidence = select(ConsentRecord.subscriber_id, ConsentRecord.list_id).where(
        ConsentRecord.action == ConsentAction.CONFIRMED, ConsentRecord.wording_id.is_not(None)
    )

    assert set(planted.execute(confirmed)) <= set(planted.execute(evidence))


def test_nothing_is_known_of_people_before_they_confirm(planted):
    unconfirmed = (
        select(Membership.id)
        .join(Subscription, Subscription.subscriber_id == Membership.subscriber_id)
        .where(Subscription.standing == Standing.PENDING)
    )

    assert planted.scalars(unconfirmed).all() == []


def test_locals_stand_in_three_countries_and_several_provinces(planted):
    regions = set(planted.scalars(select(Local.region)))

    assert {region[:2] for region in regions} == {"US", "CA", "MX"}
    assert {"CA-QC", "CA-ON", "CA-BC", "CA-SK", "CA-NL"} <= regions


def test_topics_are_public_and_in_three_languages(planted):
    public = planted.scalars(select(MailingList).filter_by(is_public=True)).all()
    private = planted.scalars(select(MailingList.slug).filter_by(is_public=False)).all()

    assert all(one.name.keys() == one.description.keys() == {"en", "fr", "es"} for one in public)
    assert "union-renewal" in {one.slug for one in public}
    assert sorted(private) == ["education-staff", "leadership"]


def test_there_is_an_account_for_every_role(planted):
    assert set(planted.scalars(select(AccountRole.role))) == set(Role)


def test_the_event_is_three_weeks_away_in_the_evening_of_new_york(planted):
    event = planted.scalars(select(Event)).one()

    assert 20 <= (event.starts_at - NOW).days <= 22
    assert event.time_zone == "America/New_York"
    assert event.interpretation == ["en", "fr", "es"]


def test_each_campaign_is_up_to_date_in_all_its_languages(planted):
    for campaign in planted.scalars(select(Campaign)):
        assert [one.language for one in campaign.variants] == ["en", "fr", "es"]
        assert not any(is_outdated(campaign.source, one) for one in campaign.variants)


def test_each_campaign_reaches_three_languages_and_holds_one_union_that_has_not_answered(planted):
    held_from = {}
    for campaign in planted.scalars(select(Campaign)):
        shares = counts(planted, plan(planted, campaign, now=NOW))
        held_from[campaign.kind] = {planted.get(Union, one.union_id).slug for one in shares if one.is_held}
        assert {one.language for one in shares if one.reason is None} == {"en", "fr", "es"}
        assert any(one.is_suppressed for one in shares)

    assert held_from == {CampaignKind.UPDATE: {"uwua"}, CampaignKind.INVITATION: {"ilwu"}}
