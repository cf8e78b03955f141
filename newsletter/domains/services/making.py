"""Making keys, always one of each algorithm: some receivers do not know Ed25519 yet."""

from datetime import datetime
from itertools import product
from string import ascii_lowercase

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.domains.models import DkimKey, SendingDomain
from newsletter.mail.dkim import Algorithm, make_key, public_record
from newsletter.vault import Vault

_ENDINGS = {Algorithm.RSA: "r", Algorithm.ED25519: "e"}


def make_keys(session: Session, vault: Vault, *, domain: SendingDomain, now: datetime) -> None:
    """Two new keys for a domain, which wait for DNS."""
    stem = _stem(session, domain.name, now)
    for algorithm, ending in _ENDINGS.items():
        private = make_key(algorithm)
        domain.keys.append(
            DkimKey(
                selector=stem + ending,
                algorithm=algorithm,
                sealed=vault.seal(private),
                record=public_record(private),
                made_at=now,
            )
        )
    session.flush()


def _stem(session: Session, name: str, now: datetime) -> str:
    """`nl`, the day, and a letter; one that no union has used under this name, since receivers remember."""
    used = set(session.scalars(select(DkimKey.selector).join(DkimKey.domain).where(SendingDomain.name == name)))
    stems = (
        f"nl{now:%Y%m%d}{''.join(letters)}"
        for length in (1, 2)
        for letters in product(ascii_lowercase, repeat=length)
    )
    return next(stem for stem in stems if not used & {stem + ending for ending in _ENDINGS.values()})
