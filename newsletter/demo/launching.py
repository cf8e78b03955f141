"""The first mails of a demo, launched as staff would launch them, and followed until they are out."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from newsletter.accounts.models import AccountRole, Role
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign, CampaignKind
from newsletter.campaigns.services.launching import launch
from newsletter.delivery.queries import Fates, fates

UNDER_WAY = (State.WAITING, State.SENDING)
LOOK_EVERY_S = 0.25


@dataclass(frozen=True)
class Progress:
    """How far one campaign is."""

    kind: CampaignKind
    state: State
    fates: Fates

    @property
    def is_over(self) -> bool:
        return self.state not in UNDER_WAY


def launch_all(session: Session, *, now: datetime) -> None:
    """Launch every draft without grace, by an owner of the union that wrote it."""
    for campaign in session.scalars(select(Campaign).where(Campaign.state == State.DRAFT)).all():
        owner = select(AccountRole.account_id).filter_by(union_id=campaign.union_id, role=Role.OWNER).limit(1)
        launch(
            session,
            campaign=campaign,
            seen_revision=campaign.revision,
            grace=timedelta(0),
            account_id=session.scalars(owner).one(),
            now=now,
        )


def progress(engine: Engine) -> dict[CampaignKind, Progress]:
    """The first campaign of each kind as it is now."""
    found: dict[CampaignKind, Progress] = {}
    with Session(engine) as session:
        for campaign in session.scalars(select(Campaign).order_by(Campaign.id)):
            became = fates(session, campaign_id=campaign.id)
            found.setdefault(campaign.kind, Progress(campaign.kind, campaign.state, became))
    return found


def follow(engine: Engine) -> Iterator[dict[CampaignKind, Progress]]:
    """Look again and again until nothing of these campaigns is under way."""
    while True:
        seen = progress(engine)
        yield seen
        if all(one.is_over for one in seen.values()):
            return
        time.sleep(LOOK_EVERY_S)
