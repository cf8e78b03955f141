"""Events with their answers, campaigns with their words, and the fate of each message."""

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign, Variant
from newsletter.delivery.fates import UNDER_WAY, MessageState
from newsletter.delivery.models import KeptLine
from newsletter.delivery.services.ledger import loading
from newsletter.events.models import Event, Rsvp
from newsletter.exporting.archive import records
from newsletter.exporting.archive.bringing.places import Places, in_sets
from newsletter.exporting.archive.bringing.rewriting import blocks_here
from newsletter.exporting.archive.reading import Archive
from newsletter.unions.models import Union

_OVER = (State.DONE, State.CANCELLED)


def bring_events(session: Session, archive: Archive, places: Places, *, union: Union) -> None:
    """Another's event becomes one of the union's, and is not public: it is nobody's to announce again."""
    for one in archive.lines("events.jsonl", records.EventRecord):
        said = one.model_dump(exclude={"number", "own"})
        if not one.own:
            said["is_public"] = False
        row = Event(union_id=union.id, **said)
        session.add(row)
        session.flush()
        places.events[one.number] = row.id


def bring_rsvps(session: Session, archive: Archive, places: Places, *, union: Union) -> None:
    """What people answered."""
    for some in in_sets(archive.lines("rsvps.jsonl", records.RsvpRecord)):
        session.execute(
            insert(Rsvp),
            [
                {
                    "event_id": places.events[one.event],
                    "subscriber_id": places.person(one.person),
                    "union_id": union.id,
                    "answer": one.answer,
                    "answered_at": one.answered_at,
                }
                for one in some
            ],
        )


def bring_campaigns(session: Session, archive: Archive, places: Places, *, union: Union, now: datetime) -> None:
    """What was launched and not over is cancelled: nothing begins to go out because somebody moved."""
    for one in archive.lines("campaigns.jsonl", records.CampaignRecord):
        row = _campaign(one, places, union, now)
        session.add(row)
        session.flush()
        places.campaigns[one.number] = row.id
        for line in one.forgotten:
            session.add(KeptLine(campaign_id=row.id, via_union_id=union.id, **line.model_dump()))


def _campaign(one: records.CampaignRecord, places: Places, union: Union, now: datetime) -> Campaign:
    stopped = one.state not in {*_OVER, State.DRAFT}
    row = Campaign(
        union_id=union.id,
        kind=one.kind,
        title=one.title,
        list_id=places.lists[one.topic],
        event_id=places.events[one.event] if one.event else None,
        audience=one.audience,
        languages=one.languages,
        revision=one.revision,
        in_doubt=one.in_doubt,
        state=State.CANCELLED if stopped else one.state,
        starts_at=one.starts_at,
        created_at=one.created_at,
        started_at=one.started_at,
        finished_at=now if stopped else one.finished_at,
    )
    row.variants = [
        Variant(blocks=blocks_here(words.blocks, places.events), **words.model_dump(exclude={"blocks"}))
        for words in one.variants
    ]
    row.approvals = [Approval(union_id=union.id, **yes.model_dump()) for yes in one.approvals]
    return row


def bring_fates(session: Session, archive: Archive, places: Places, *, union: Union) -> None:
    """Into each campaign's own part of the ledger. What was under way is held for good: its campaign is cancelled."""
    lines = archive.lines("fates.jsonl", records.FateRecord)
    for number, share in groupby(lines, key=lambda line: line.campaign):
        campaign_id = places.campaigns[number]
        with loading(session, campaign_id=campaign_id) as table:
            for some in in_sets(share):
                session.execute(insert(table), [_fate(one, places, campaign_id, union) for one in some])


def _fate(one: records.FateRecord, places: Places, campaign_id: int, union: Union) -> dict[str, Any]:
    moved = one.state in UNDER_WAY
    return {
        "campaign_id": campaign_id,
        "subscriber_id": places.person(one.person),
        "via_union_id": union.id,
        "language": one.language,
        "state": MessageState.HELD if moved else one.state,
        "reason": Reason.CANCELLED if moved else one.reason,
        "batch_number": 0,
        "attempts": one.attempts,
        "doubts": one.doubts,
        "retry_at": None,
        "reply": one.reply,
        "sent_at": one.sent_at,
    }
