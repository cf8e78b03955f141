"""A union with something of everything, and another installation with another key; somebody is in both."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.audiences.models import Segment
from newsletter.audiences.rule import (
    AllOf,
    Answered,
    HasField,
    InLocals,
    InSegment,
    InUnions,
    Joined,
    NoneOf,
    OnLists,
    Rule,
    WasSent,
)
from newsletter.audiences.when import InLastDays, LongerAgo
from newsletter.audiences.written import to_json
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.db import writing
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import KeptLine
from newsletter.events.models import Answer, Event, Rsvp
from newsletter.exporting.archive.bringing_in import BroughtIn, bring_in
from newsletter.exporting.archive.taking_out import write_archive
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    ConsentRecord,
    ConsentWording,
    CustomField,
    FieldValue,
    RosterImport,
    Scope,
    SignUpForm,
    Suppression,
    SuppressionReason,
)
from newsletter.tokens import Signer
from newsletter.unions.models import Local
from tests import databases
from tests.clock import NOON
from tests.exporting.conftest import House
from tests.factories import (
    make_alliance,
    make_campaign,
    make_event,
    make_list,
    make_message,
    make_person,
    make_union,
    say_yes,
)
from tests.factories.people import SIGNER

THEIR_SIGNER = Signer("another secret, that only the other installation knows")


@pytest.fixture
def elsewhere(database, run, opened, worker_id, tmp_path_factory) -> Iterator[Session]:
    """Another installation's database, of the same kind, with an alliance and a union."""
    kind = f"elsewhere-{database.engine.dialect.name}"
    if kind not in opened:
        opened[kind] = (
            databases.open_sqlite(run, tmp_path_factory.mktemp(kind))
            if database.engine.dialect.name == "sqlite"
            else databases.open_postgresql(run, f"elsewhere_{worker_id}")
        )
    with writing(opened[kind].engine).connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            alliance = make_alliance(session, "iberia")
            make_list(session, alliance, "medicare")
            session.add(ConsentWording(version=7, language="en", text="What pages show there."))
            cgt = make_union(session, "cgt")
            maria = make_person(session, cgt, email="maria@m.example", language="es", given_name="M.")
            maria.address_hash = THEIR_SIGNER.address_hash(maria.email)
            session.flush()
            yield session
        transaction.rollback()


@pytest.fixture
def furnished(house: House) -> House:
    """UE with something of everything, beside Unifor that has people of its own."""
    session, ue = house.session, house.ue
    maria = make_person(
        session, ue, house.unifor, lists=[house.medicare], email="maria@m.example", given_name="María"
    )
    jo = make_person(session, ue, lists=[house.strike], email="jo@m.example", country="CA", region="CA-QC")
    make_person(session, house.unifor, lists=[house.medicare], email="theirs@m.example")
    jo.memberships[0].ended_on, jo.memberships[0].number = date(2025, 3, 1), "007"
    words = ConsentWording(version=7, language="en", text="I agree to hear about strikes.")
    session.add(words)
    session.flush()
    _furnish_evidence(house, maria.id, jo.id, words.id)
    for address, scope, owner, listed in (
        ("maria@m.example", Scope.LIST, house.nasp, house.medicare.id),
        ("jo@m.example", Scope.ALLIANCE, house.nasp, 0),
        ("long.gone@m.example", Scope.UNION, ue, 0),
        ("theirs@m.example", Scope.UNION, house.unifor, 0),
    ):
        session.add(
            Suppression(
                address_hash=SIGNER.address_hash(address),
                scope=scope,
                union_id=owner.id,
                list_id=listed,
                reason=SuppressionReason.LEFT,
                at=NOON,
            )
        )
    _furnish_campaigns(house, maria.id, jo.id)
    _furnish_segments(house)
    session.flush()
    return house


def _furnish_evidence(house: House, maria: int, jo: int, wording: int) -> None:
    session, ue = house.session, house.ue
    field = CustomField(
        union_id=ue.id, key="shift", kind=FieldKind.DATE, label={"en": "Shift since"}, choices=[], position=1
    )
    roster = RosterImport(
        union_id=ue.id,
        file_name="members.csv",
        folder="x",
        language="en",
        roster={},
        mapping={},
        basis=Basis.MEMBERSHIP,
        wording="You are a member.",
        list_ids=[house.strike.id],
        position=1,
        line=1,
        counts={"new": 2},
        made_at=NOON,
    )
    session.add_all([field, roster])
    session.add(
        SignUpForm(
            union_id=ue.id,
            slug="picnic",
            title={"en": "Picnic"},
            intro={},
            thanks={},
            fields=["local"],
            list_ids=[house.strike.id],
            origins=[],
            made_at=NOON,
        )
    )
    session.flush()
    membership = house.membership(jo)
    session.add(FieldValue(membership_id=membership.id, field_id=field.id, day=date(2024, 2, 29)))
    for days, person, listed, action, words, source in (
        (0, maria, house.medicare, ConsentAction.ASKED, wording, "/join/ue"),
        (1, maria, house.medicare, ConsentAction.CONFIRMED, wording, "/confirm"),
        (2, jo, house.strike, ConsentAction.CONFIRMED, None, f"/imports/{roster.id}"),
    ):
        session.add(
            ConsentRecord(
                subscriber_id=person,
                list_id=listed.id,
                union_id=ue.id,
                action=action,
                basis=Basis.EXPRESS,
                wording_id=words,
                source=source,
                connection_hash=SIGNER.connection_hash("192.0.2.1"),
                at=NOON - timedelta(days=400 - days),
            )
        )


def _furnish_campaigns(house: House, maria: int, jo: int) -> None:
    session, ue = house.session, house.ue
    picnic, care = make_event(session, ue, is_public=False), make_event(session, house.nasp)
    session.add(Rsvp(event_id=care.id, subscriber_id=maria, union_id=ue.id, answer=Answer.YES, answered_at=NOON))
    over = make_campaign(session, ue, house.strike, event=picnic, state=State.DONE)
    joint = make_campaign(session, house.nasp, house.medicare, state=State.SENDING)
    draft = make_campaign(session, ue, house.strike)
    over.title, joint.title, draft.title = "The picnic", "Medicare now", "To be written"
    over.started_at = joint.started_at = over.finished_at = NOON
    draft.variants[0].blocks = [{"kind": "event_card", "event": picnic.id}]
    say_yes(session, joint, ue, house.unifor)
    stranger = make_person(session, house.unifor).id
    for campaign, person, union, state in (
        (over, maria, ue, MessageState.SENT),
        (over, jo, ue, MessageState.FAILED),
        (joint, maria, ue, MessageState.QUEUED),
        (joint, stranger, house.unifor, MessageState.SENT),
    ):
        make_message(
            session,
            campaign_id=campaign.id,
            subscriber_id=person,
            via_union_id=union.id,
            state=state,
            sent_at=NOON if state is MessageState.SENT else None,
            reply="550 5.1.1 no" if state is MessageState.FAILED else None,
            batch_number=0,
        )
    session.add(
        KeptLine(
            campaign_id=over.id,
            via_union_id=ue.id,
            language="en",
            state=MessageState.SENT,
            messages=41,
            doubts=1,
        )
    )


def _furnish_segments(house: House) -> None:
    """One that names something of everything, the other segment as well."""
    session, ue = house.session, house.ue
    young = _segment(house, "Young", Joined(InLastDays(90)))
    rules = (
        OnLists((house.strike.id,)),
        InUnions((ue.id, house.unifor.id)),
        InLocals(tuple(session.scalars(select(Local.id).filter_by(union_id=ue.id)))),
        Answered(tuple(session.scalars(select(Event.id).filter_by(union_id=ue.id))), "yes"),
        WasSent(tuple(session.scalars(select(Campaign.id).filter_by(title="The picnic")))),
        HasField(session.scalars(select(CustomField.id).filter_by(union_id=ue.id)).one(), LongerAgo(7)),
        InSegment(young.id),
    )
    _segment(house, "Strikers", AllOf((*rules, NoneOf((InSegment(4711),)))))


def _segment(house: House, name: str, rule: Rule) -> Segment:
    made = Segment(union_id=house.ue.id, name=name, rule=to_json(rule), made_at=NOON, changed_at=NOON)
    house.session.add(made)
    house.session.flush()
    return made


@pytest.fixture
def archive(furnished: House, tmp_path: Path) -> Path:
    """All of UE, as a file."""
    path = tmp_path / "ue.zip"
    path.touch()
    write_archive(
        furnished.session, union=furnished.ue, path=path, post=furnished.post, now=NOON, tell=lambda _lines: None
    )
    return path


@pytest.fixture
def bring(elsewhere: Session):
    """Take an archive in there."""

    def do(path: Path, slug: str | None = None, signer: Signer = THEIR_SIGNER) -> BroughtIn:
        return bring_in(elsewhere, path=path, slug=slug, signer=signer, now=NOON)

    return do
