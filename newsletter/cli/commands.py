"""What commands share: a place to be added to, a way to refuse, and a database to work on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsletter import models
from newsletter.db import make_engine, writing
from newsletter.errors import NewsletterError
from newsletter.mail.address import BadAddress, normalise
from newsletter.settings import Settings
from newsletter.unions import queries as unions
from newsletter.unions.models import Union

if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (argparse gives it no other name)
else:
    Commands = object

__all__ = ["Commands", "Refused", "address", "database", "models", "transaction", "union_called"]


class Refused(NewsletterError):
    """The command cannot be done as it was given."""


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The installation's database."""
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def transaction(settings: Settings) -> Iterator[Session]:
    """A session on it that commits at the end."""
    with database(settings) as engine, Session(writing(engine)) as session, session.begin():
        yield session


def union_called(session: Session, slug: str) -> Union:
    """The union of this name. Raises Refused, with the names there are."""
    union = unions.by_slug(session, slug)
    if union is None:
        known = ", ".join(one.slug for one in unions.everyone(session))
        raise Refused(f"there is no union {slug!r}; there are: {known or 'none yet (newsletter seed)'}")
    return union


def address(text: str) -> str:
    """A mail address as we keep it. Raises Refused."""
    try:
        return normalise(text)
    except BadAddress as problem:
        raise Refused(str(problem)) from None
