"""A small alliance with a sign-up page, and one person in front of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.queueing import Outbox
from newsletter.subscribers import services
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import (
    ConsentRecord,
    ConsentWording,
    MailingList,
    Notice,
    NoticeKind,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.services.confirming import Confirmed
from newsletter.subscribers.services.suppressing import suppress
from newsletter.unions.models import Union
from tests.clock import NOON
from tests.factories import make_alliance, make_list, make_union
from tests.factories.people import SIGNER
from tests.fakes import Letterbox

ROSA = "rosa@members.example"


@dataclass
class Desk:
    """What people do, with everything said that a test does not care about."""

    session: Session
    letterbox: Letterbox
    alliance: Union
    ue: Union
    unifor: Union
    trade: MailingList
    climate: MailingList
    strikes: MailingList
    """A list of UE's own."""

    leaders: MailingList
    """A private one."""

    wording: ConsentWording

    def asked(self, *lists: MailingList, **more: Any) -> Asked:
        ids = tuple(one.id for one in lists or (self.trade,))
        said: dict[str, Any] = {"list_ids": ids, "wording_id": self.wording.id, "language": "es"}
        return Asked(**said | more)

    def ask(
        self,
        *lists: MailingList,
        address: str = ROSA,
        union: Union | None = None,
        now: datetime = NOON,
        outbox: Outbox | None = None,
        **more: Any,
    ) -> None:
        services.subscribe(
            self.session,
            outbox or Outbox(self.letterbox),
            address=address,
            address_hash=SIGNER.address_hash(address),
            union_id=(union or self.ue).id,
            asked=self.asked(*lists, **more),
            trace=Trace("/join/ue", SIGNER.connection_hash("192.0.2.7")),
            now=now,
        )

    def confirm(self, notice: Notice, now: datetime = NOON, **other: int) -> Confirmed:
        return services.confirm(
            self.session,
            Outbox(self.letterbox),
            **{"subscriber_id": notice.subscriber_id, "notice_id": notice.id} | other,
            trace=Trace("/confirm", SIGNER.connection_hash("192.0.2.8")),
            now=now,
        )

    def join(self, *lists: MailingList, now: datetime = NOON, **more: Any) -> Subscriber:
        """Ask and confirm."""
        self.ask(*lists, now=now, **more)
        return self.confirm(self.notices(NoticeKind.CONFIRMATION)[-1], now=now).subscriber

    def choose(self, person: Subscriber, *lists: MailingList, language: str = "es", now: datetime = NOON) -> None:
        services.choose(
            self.session,
            person=person,
            union_id=self.ue.id,
            list_ids=[one.id for one in lists],
            language=language,
            wording_id=self.wording.id,
            trace=Trace("/preferences"),
            now=now,
        )

    def leave(
        self,
        person: Subscriber,
        scope: Scope,
        *,
        topic: MailingList | None = None,
        union: Union | None = None,
        now: datetime = NOON,
    ) -> None:
        services.leave(
            self.session,
            subscriber_id=person.id,
            list_id=(topic or self.trade).id,
            union_id=(union or self.ue).id,
            scope=scope,
            trace=Trace("/leave"),
            now=now,
        )

    def bar(self, address: str, reason: SuppressionReason, scope: Scope = Scope.ALLIANCE) -> None:
        suppress(
            self.session,
            address_hash=SIGNER.address_hash(address),
            scope=scope,
            union_id=(self.alliance if scope is Scope.ALLIANCE else self.ue).id,
            list_id=self.trade.id if scope is Scope.LIST else 0,
            reason=reason,
            now=NOON,
        )

    def person(self, address: str = ROSA) -> Subscriber | None:
        return self.session.scalar(select(Subscriber).filter_by(email=address))

    def standing(self, person: Subscriber, topic: MailingList) -> Standing | None:
        return self.session.scalar(select(Subscription.standing).filter_by(subscriber_id=person.id, list_id=topic.id))

    def notices(self, kind: NoticeKind | None = None) -> list[Notice]:
        found = self.session.scalars(select(Notice).order_by(Notice.id))
        return [one for one in found if kind in {None, one.kind}]

    def evidence(self) -> list[ConsentRecord]:
        return list(self.session.scalars(select(ConsentRecord).order_by(ConsentRecord.id)))

    def suppressions(self) -> set[tuple[Scope, int, int, SuppressionReason]]:
        return {
            (one.scope, one.union_id, one.list_id, one.reason) for one in self.session.scalars(select(Suppression))
        }


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session)


def open_desk(session: Session) -> Desk:
    alliance = make_alliance(session)
    ue, unifor = make_union(session, "ue"), make_union(session, "unifor")
    wording = ConsentWording(version=3, language="es", text="Sí, quiero.")
    session.add(wording)
    session.flush()
    return Desk(
        session=session,
        letterbox=Letterbox(),
        alliance=alliance,
        ue=ue,
        unifor=unifor,
        trade=make_list(session, alliance, "trade"),
        climate=make_list(session, alliance, "climate"),
        strikes=make_list(session, ue, "strikes"),
        leaders=make_list(session, ue, "leaders", is_public=False),
        wording=wording,
    )
