"""Whether the database is there, current, and somebody's."""

from collections.abc import Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from newsletter import migrations
from newsletter.accounts.models import Account
from newsletter.accounts.passwords import opens_with_sample
from newsletter.cli.commands import database
from newsletter.cli.doctor.findings import Finding, ill, well
from newsletter.links import Links
from newsletter.settings import Environment, Settings
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Signer
from newsletter.unions import queries as unions
from newsletter.unions.models import SenderIdentity


def examine_database(settings: Settings) -> Iterator[Finding]:
    """The tables, the alliance in them, and in production the accounts."""
    with database(settings) as engine:
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
            yield ill("There is no database yet; `newsletter db upgrade` makes it.")
            return
        try:
            yield from _tables(engine, settings)
        except DBAPIError as problem:
            yield ill(f"The database cannot be used: {' '.join(str(problem.orig).split())}. Look at DATABASE_URL.")


def _tables(engine: Engine, settings: Settings) -> Iterator[Finding]:
    with engine.connect() as connection:
        now = set(MigrationContext.configure(connection).get_current_heads())
    wanted = set(ScriptDirectory.from_config(migrations.config()).get_heads())
    if now != wanted:
        yield ill("The database does not fit this version of the software; run `newsletter db upgrade`.")
        return
    yield well(f"The database ({engine.dialect.name}) is there and current.")
    with Session(engine) as session:
        yield _alliance(session)
        yield from _hashes(session, Links.of(settings).signer)
        if settings.environment is Environment.PRODUCTION:
            yield _accounts(session)
            yield _senders(session)


def _alliance(session: Session) -> Finding:
    everyone = unions.everyone(session)
    if not everyone:
        return ill("There is no alliance yet; plant one with `newsletter seed NAME`.")
    return well(f"{everyone[0].short_name} and {len(everyone) - 1} unions are there.")


def _hashes(session: Session, signer: Signer) -> Iterator[Finding]:
    """With another key nobody who left would be known again when they are asked for."""
    somebody = session.scalar(select(Subscriber).order_by(Subscriber.id.desc()).limit(1))
    if somebody and somebody.address_hash != signer.address_hash(somebody.email):
        yield ill("Addresses were hashed under another key; HASH_KEY should be the first SECRET_KEY there ever was.")


def _senders(session: Session) -> Finding:
    samples = [one.address for one in session.scalars(select(SenderIdentity)) if one.address.endswith(".example")]
    if samples:
        return ill(f"Mail would come from {', '.join(samples)}: a reserved domain. Plant your own seed.")
    return well("Every sender has an address of yours.")


def _accounts(session: Session) -> Finding:
    public = [one.email for one in session.scalars(select(Account)) if opens_with_sample(one.password)]
    if public:
        return ill(f"The password of {', '.join(public)} is public; change it with `newsletter account password`.")
    return well("No account has a password that is public.")
