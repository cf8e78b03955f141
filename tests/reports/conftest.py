"""A ledger small enough to count by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt
from newsletter.subscribers.models import MailingList, Subscriber
from newsletter.unions.models import Union
from tests.factories import make_alliance, make_campaign, make_list, make_message, make_person, make_union

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class Ledger:
    """A campaign, two unions, and a way to write lines."""

    session: Session
    campaign: Campaign
    topic: MailingList
    ue: Union
    unifor: Union

    def write(
        self,
        union: Union,
        state: MessageState,
        *,
        language: str = "en",
        reason: Reason | None = None,
        sent_at: datetime | None = None,
    ) -> Subscriber:
        person = make_person(self.session, union, lists=[self.topic])
        make_message(
            self.session,
            campaign_id=self.campaign.id,
            subscriber_id=person.id,
            via_union_id=union.id,
            language=language,
            state=state,
            reason=reason,
            sent_at=sent_at,
        )
        return person

    def say(self, person: Subscriber, *said: tuple[Meaning, str]) -> None:
        """What the relay answered at each try."""
        for number, (meaning, text) in enumerate(said, 1):
            self.session.add(
                Attempt(
                    campaign_id=self.campaign.id,
                    subscriber_id=person.id,
                    number=number,
                    at=NOON,
                    code=451,
                    status="",
                    meaning=meaning,
                    text=text,
                )
            )
        self.session.flush()


@pytest.fixture
def ledger(session: Session) -> Ledger:
    nasp = make_alliance(session)
    topic = make_list(session, nasp)
    campaign = make_campaign(session, nasp, topic)
    return Ledger(session, campaign, topic, make_union(session, "ue"), make_union(session, "unifor"))
