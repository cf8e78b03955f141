"""What happened before a journey begins: done by the domain's own verbs, since no page is being looked at."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.audiences import Audience
from newsletter.audiences.rule import AllOf, InCountries, Reads
from newsletter.campaigns.models import Campaign, CampaignKind
from newsletter.campaigns.services.approving import ask, decide
from newsletter.campaigns.services.duplicating import duplicate
from newsletter.campaigns.services.launching import launch
from newsletter.subscribers.models import MailingList, Standing, Subscriber, Subscription
from newsletter.unions.models import Union
from tests.factories import make_person
from tests.journeys.stage import Stage

TOPIC, OTHER_TOPIC = "medicare-for-all", "climate"


def enrol(stage: Stage, address: str, *, union: str, language: str, country: str) -> None:
    """A member who confirmed the topic long ago."""
    with stage.session() as session:
        through = session.scalars(select(Union).filter_by(slug=union)).one()
        topic = session.scalars(select(MailingList).filter_by(slug=TOPIC)).one()
        person = make_person(session, through, lists=[topic], email=address, language=language, country=country)
        person.address_hash = stage.signer.address_hash(address)


def send_invitation(stage: Stage, *, language: str, country: str) -> int:
    """The seeded invitation again, to these people alone, with every union's yes, at once. Its event's number."""
    now = datetime.now(UTC)
    with stage.session() as session:
        owner = session.scalars(select(Account.id).filter_by(email="owner@nasp.example")).one()
        invitations = select(Campaign).filter_by(kind=CampaignKind.INVITATION).order_by(Campaign.id).limit(1)
        seeded = session.scalars(invitations).one()
        campaign = duplicate(session, campaign=seeded, title=f"Invitation ({language})", account_id=owner, now=now)
        only = AllOf((Reads((language,)), InCountries((country,))))
        campaign.audience = Audience((campaign.list_id,), only).to_json()
        _let_all_say_yes(session, campaign, owner, now)
        launch(
            session,
            campaign=campaign,
            seen_revision=campaign.revision,
            grace=timedelta(0),
            account_id=owner,
            now=now,
        )
        return seeded.event_id or 0


def standing(stage: Stage, address: str, topic: str) -> Standing | None:
    """How somebody stands with a topic."""
    with stage.session() as session:
        return session.scalar(
            select(Subscription.standing)
            .join(Subscriber, Subscriber.id == Subscription.subscriber_id)
            .join(MailingList, MailingList.id == Subscription.list_id)
            .where(Subscriber.email == address, MailingList.slug == topic)
        )


def _let_all_say_yes(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    for approval in ask(session, campaign=campaign, account_id=account_id, now=now):
        decide(
            session,
            campaign=campaign,
            union_id=approval.union_id,
            language=approval.language,
            seen_revision=campaign.revision,
            granted=True,
            account_id=account_id,
            now=now,
        )
