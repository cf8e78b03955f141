"""Taking a domain in, with its first two keys."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.domains import queries
from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import Phase
from newsletter.domains.services.making import make_keys
from newsletter.errors import NewsletterError
from newsletter.mail.address import Address, BadAddress
from newsletter.vault import Vault


class BadDomain(NewsletterError):
    """No mail can come from it."""


class AlreadyThere(NewsletterError):
    """The union has this domain."""


class InUse(NewsletterError):
    """Mail was signed in its name, and mailboxes may look for its keys yet."""


def domain_name(typed: str) -> str:
    """A domain in the one form in which we keep it. Raises BadDomain."""
    try:
        return Address.parse(f"news@{typed.strip().rstrip('.')}").domain
    except BadAddress:
        raise BadDomain("A domain is what stands behind the @ of a sender, such as union.example.") from None


def add(
    session: Session, vault: Vault, *, union_id: int, name: str, account_id: int | None = None, now: datetime
) -> SendingDomain:
    """Take a domain in; its keys wait for DNS. Raises BadDomain, AlreadyThere."""
    name = domain_name(name)
    if queries.by_name(session, union_id=union_id, name=name):
        raise AlreadyThere(f"{name} is there already.")
    domain = SendingDomain(union_id=union_id, name=name)
    session.add(domain)
    make_keys(session, vault, domain=domain, now=now)
    session.flush()
    record(session, verb="domain.added", subject_id=domain.id, union_id=union_id, account_id=account_id, now=now)
    return domain


def remove(session: Session, *, domain: SendingDomain, account_id: int | None = None, now: datetime) -> None:
    """Forget a domain that never signed anything. Raises InUse."""
    if domain.keys_in(Phase.ACTIVE, Phase.RESTING, Phase.RETIRED):
        raise InUse(f"Mail was signed for {domain.name} already, so it stays.")
    record(
        session, verb="domain.removed", subject_id=domain.id, union_id=domain.union_id, account_id=account_id, now=now
    )
    session.delete(domain)
    session.flush()
