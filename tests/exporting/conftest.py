"""Two unions and a worker that writes their exports, all on the test's one connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.accounts.services import open_account
from newsletter.delivery.post import Post
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import Column
from newsletter.exporting.models import Export, ExportFormat
from newsletter.exporting.office import NoTransport
from newsletter.exporting.services.asking import ask
from newsletter.exporting.services.tending import tend
from newsletter.exporting.services.writing import Office, write_export
from newsletter.links import Links
from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.models import Membership
from newsletter.unions.models import Union
from tests.clock import NOON
from tests.factories import make_alliance, make_list, make_union
from tests.factories.people import SIGNER
from tests.fakes import Clock, Letterbox


@dataclass
class House:
    """A union's steward, and the worker that writes what they ask for."""

    session: Session
    home: Path
    nasp: Union
    ue: Union
    unifor: Union
    account: Account
    letterbox: Letterbox = field(default_factory=Letterbox)
    clock: Clock = field(default_factory=Clock)
    ends: bool = False

    def __post_init__(self) -> None:
        self.medicare = make_list(self.session, self.nasp, "medicare")
        self.strike = make_list(self.session, self.ue, "strike", is_public=False)

    @contextmanager
    def sessions(self) -> Iterator[Session]:
        yield self.session
        self.session.flush()

    @property
    def post(self) -> Post:
        return Post(
            links=Links("https://news.example", SIGNER),
            transport=NoTransport(),
            clock=self.clock,
            mail_domain="news.example",
            bounce_domain="bounce.example",
        )

    @property
    def office(self) -> Office:
        return Office(self.sessions, self._beside, self.home, self.post, lambda: self.ends)

    @contextmanager
    def _beside(self) -> Iterator[Session]:
        """A test has one connection, which a reader's end must not roll back."""
        with Session(self.session.connection(), join_transaction_mode="create_savepoint") as session:
            yield session

    def membership(self, subscriber_id: int) -> Membership:
        """In UE."""
        return self.session.scalars(
            select(Membership).filter_by(subscriber_id=subscriber_id, union_id=self.ue.id)
        ).one()

    def asks(self, form: ExportFormat = ExportFormat.CSV, **more: Any) -> Export:
        said: dict[str, Any] = {"choice": Choice(), "columns": list(Column), "language": "en"}
        return ask(
            self.session,
            Outbox(self.letterbox),
            union=self.ue,
            account_id=self.account.id,
            form=form,
            now=self.clock(),
            **said | more,
        )

    def works(self, export: Export) -> None:
        write_export(self.office, export_id=export.id)
        self.session.refresh(export)

    def tends(self) -> list[int]:
        """Which exports are named again."""
        outbox = Outbox(self.letterbox)
        tend(self.session, outbox, home=self.home, now=self.clock())
        return [job.numbers["export_id"] for job in outbox.named if job.name is JobName.WRITE_EXPORT]

    @property
    def files(self) -> list[Path]:
        return sorted((self.home / "exports").iterdir())


@pytest.fixture
def house(session: Session, tmp_path: Path) -> House:
    nasp, ue, unifor = make_alliance(session), make_union(session, "ue"), make_union(session, "unifor")
    account = open_account(
        session, email="steward@ue.example", name="Gloria", language="en", password_hash="", now=NOON
    )
    return House(session, tmp_path, nasp, ue, unifor, account)
