"""Signing in a bench: keys for its union's domain, and what they cost a message."""

import time
import timeit
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletter.bench import population
from newsletter.campaigns.models import Campaign
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.domains.phases import Phase
from newsletter.domains.records import Finding
from newsletter.domains.services.adding import add
from newsletter.domains.services.rotating import activate
from newsletter.mail.address import Address
from newsletter.unions.queries import default_sender
from newsletter.vault import Vault

_COPIES, _REPEATS = 200, 5


def begin(session: Session, campaign: Campaign, post: Post, secret: str) -> dict[str, float]:
    """Have the campaign's mail signed from now on; the microseconds a message takes without and with signatures.

    Of the core, not of the clock, and the best of some repeats: what else runs here does not count.
    """
    bare = _cast_us(session, campaign, post)
    _sign(session, campaign.approvals[0].union_id, Vault(secret))
    return {
        "cast_us": bare,
        "cast_and_sign_us": _cast_us(session, campaign, replace(post, vault=Vault(secret))),
    }


def _sign(session: Session, union_id: int, vault: Vault) -> None:
    """No DNS is asked: nobody verifies what a bench sends."""
    name = Address.parse(default_sender(session, union_id).address).domain
    domain = add(session, vault, union_id=union_id, name=name, now=datetime.now(UTC))
    for key in domain.keys_in(Phase.WAITING):
        key.found = Finding.RIGHT
    activate(session, domain=domain, now=datetime.now(UTC))


def _cast_us(session: Session, campaign: Campaign, post: Post) -> float:
    union_id = campaign.approvals[0].union_id
    made = press(session, post, campaign_id=campaign.id, union_id=union_id, language="en")
    values = made.copy.proof(population.somebody())
    runs = timeit.repeat(lambda: made.mould.cast(values), timer=time.process_time, number=_COPIES, repeat=_REPEATS)
    return round(min(runs) / _COPIES * 1e6, 1)
