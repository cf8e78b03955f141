"""Sending domains."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.domains.dns import Texts
from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import Phase
from newsletter.domains.services.adding import add
from newsletter.domains.services.checking import hosts, note
from newsletter.domains.services.rotating import activate
from newsletter.mail.address import Address
from newsletter.unions.models import Union
from newsletter.unions.queries import default_sender
from newsletter.vault import Vault
from tests.clock import NOON

SPF, DMARC = "v=spf1 mx -all", "v=DMARC1; p=reject"


def zone_of(domain: SendingDomain) -> dict[str, Texts]:
    """What DNS says when all of a domain's records were published."""
    keys = domain.keys_in(Phase.WAITING, Phase.ACTIVE, Phase.RESTING)
    return {
        **dict.fromkeys(hosts(domain), ()),
        domain.name: (SPF,),
        f"_dmarc.{domain.name}": (DMARC,),
        **{key.host: (key.record,) for key in keys},
    }


def make_domain(session: Session, vault: Vault, union: Union, *, now: datetime = NOON) -> SendingDomain:
    """The domain of a union's sender, with keys that DNS shows and mail is signed with."""
    sender = Address.parse(default_sender(session, union.id).address)
    domain = add(session, vault, union_id=union.id, name=sender.domain, now=now)
    note(session, domain=domain, answers=zone_of(domain), now=now)
    activate(session, domain=domain, now=now)
    return domain
