"""Looking whether DNS says of a domain what it should.

Three steps, so that no transaction is open while DNS is slow: `hosts` says what to ask for, `dns.ask` asks, `note`
keeps what was said.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.domains.dns import Answers, Texts, first_with_texts
from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import Phase
from newsletter.domains.records import Finding, dmarc_hosts, dmarc_record, key_record, spf_record

_IN_DNS = (Phase.WAITING, Phase.ACTIVE, Phase.RESTING)


def hosts(domain: SendingDomain) -> list[str]:
    """The names to ask DNS for."""
    return [*(key.host for key in domain.keys_in(*_IN_DNS)), domain.name, *dmarc_hosts(domain.name)]


def note(session: Session, *, domain: SendingDomain, answers: Answers, now: datetime) -> None:
    """Keep what DNS said."""
    for key in domain.keys_in(*_IN_DNS):
        said = answers.get(key.host)
        key.found = Finding.SILENT if said is None else key_record(said, key.record)
    domain.spf = _spf(answers.get(domain.name))
    domain.dmarc = _dmarc(first_with_texts(answers, dmarc_hosts(domain.name)))
    domain.checked_at = now
    session.flush()


def _spf(said: Texts | None) -> Finding:
    return Finding.SILENT if said is None else spf_record(said)


def _dmarc(said: Texts | None) -> Finding:
    return Finding.SILENT if said is None else dmarc_record(said)
