"""What went out, who answered and what became of it, as lines of an archive: this union's share of each campaign."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.activity.models import Activity
from newsletter.campaigns.models import Campaign
from newsletter.delivery.models import KeptLine, Message
from newsletter.delivery.queries import lines
from newsletter.events.models import Rsvp
from newsletter.exporting.archive import records
from newsletter.exporting.archive.scope import SET_PEOPLE, Reach
from newsletter.reports.afterwards import answers, leavers
from newsletter.reports.outcome import outcome
from newsletter.reports.replies import replies


def events(reach: Reach) -> Iterator[records.EventRecord]:
    """Their number here is that of their row."""
    for one in reach.events:
        yield records.EventRecord(
            number=one.id,
            own=one.union_id == reach.union.id,
            title=one.title,
            description=one.description,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            time_zone=one.time_zone,
            other_zones=one.other_zones,
            place=one.place,
            online_url=one.online_url,
            speakers=one.speakers,
            interpretation=one.interpretation,
            is_public=one.is_public,
            sequence=one.sequence,
        )


def rsvps(session: Session, reach: Reach) -> Iterator[records.RsvpRecord]:
    """What members answered who were invited through the union. Index: the key."""
    for event in reach.events:
        behind = 0
        of_event = select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.union_id == reach.union.id)
        next_ones = of_event.order_by(Rsvp.subscriber_id).limit(SET_PEOPLE)
        while found := session.scalars(next_ones.where(Rsvp.subscriber_id > behind)).all():
            behind = found[-1].subscriber_id
            for one in found:
                if person := reach.people.number(one.subscriber_id):
                    yield records.RsvpRecord(
                        event=event.id, person=person, answer=one.answer, answered_at=one.answered_at
                    )


def campaigns(session: Session, reach: Reach, mails: dict[int, list[str]]) -> Iterator[records.CampaignRecord]:
    """With their words in each language, the union's yes, and the names of the mails they became."""
    for one in reach.campaigns:
        yield records.CampaignRecord(
            number=one.id,
            own=one.union_id == reach.union.id,
            kind=one.kind,
            title=one.title,
            topic=one.list_id,
            event=one.event_id,
            audience=one.audience,
            languages=one.languages,
            revision=one.revision,
            in_doubt=one.in_doubt,
            state=one.state,
            starts_at=one.starts_at,
            created_at=one.created_at,
            started_at=one.started_at,
            finished_at=one.finished_at,
            variants=_variants(one),
            approvals=_approvals(one, reach.union.id),
            forgotten=_forgotten(session, one, reach.union.id),
            mails=mails.get(one.id, []),
        )


def _variants(campaign: Campaign) -> list[records.VariantRecord]:
    return [
        records.VariantRecord(
            language=one.language,
            subject=one.subject,
            preheader=one.preheader,
            blocks=one.blocks,
            revision=one.revision,
            subject_revision=one.subject_revision,
        )
        for one in campaign.variants
    ]


def _approvals(campaign: Campaign, union_id: int) -> list[records.ApprovalRecord]:
    return [
        records.ApprovalRecord(
            language=one.language,
            revision=one.revision,
            granted=one.granted,
            note=one.note,
            decided_at=one.decided_at,
        )
        for one in campaign.approvals
        if one.union_id == union_id
    ]


def _forgotten(session: Session, campaign: Campaign, union_id: int) -> list[records.ForgottenRecord]:
    kept = select(KeptLine).filter_by(campaign_id=campaign.id, via_union_id=union_id).order_by(KeptLine.id)
    return [
        records.ForgottenRecord(
            language=one.language, state=one.state, reason=one.reason, messages=one.messages, doubts=one.doubts
        )
        for one in session.scalars(kept)
    ]


def fates(session: Session, reach: Reach) -> Iterator[records.FateRecord]:
    """Every message to a member that went through the union, or was kept from going. Index: the ledger's key."""
    columns = (
        Message.subscriber_id,
        Message.language,
        Message.state,
        Message.reason,
        Message.attempts,
        Message.doubts,
        Message.sent_at,
        Message.reply,
    )
    for campaign in reach.campaigns:
        behind = 0
        share = select(*columns).where(Message.campaign_id == campaign.id, Message.via_union_id == reach.union.id)
        next_ones = share.order_by(Message.subscriber_id).limit(SET_PEOPLE)
        while found := session.execute(next_ones.where(Message.subscriber_id > behind)).all():
            behind = found[-1].subscriber_id
            for subscriber_id, language, state, reason, attempts, doubts, sent_at, reply in found:
                if person := reach.people.number(subscriber_id):
                    yield records.FateRecord(
                        campaign=campaign.id,
                        person=person,
                        language=language,
                        state=state,
                        reason=reason,
                        attempts=attempts,
                        doubts=doubts,
                        sent_at=sent_at,
                        reply=reply,
                    )


def reports(session: Session, reach: Reach) -> Iterator[records.ReportRecord]:
    """The figures of everything that began to go out."""
    union_ids = (reach.union.id,)
    for one in reach.campaigns:
        if one.started_at is None:
            continue
        found = outcome(session, campaign_id=one.id, union_ids=union_ids)
        left = leavers(
            session, campaign_id=one.id, list_id=one.list_id, union_ids=union_ids, started_at=one.started_at
        )
        said = answers(session, event_id=one.event_id, union_ids=union_ids) if one.event_id else {}
        yield records.ReportRecord(
            campaign=one.id,
            audience=found.counted,
            fates=_figures(session, one, union_ids),
            replies=[
                records.SaidRecord(
                    meaning=reply.meaning, state=reply.state, messages=reply.count, example=reply.example
                )
                for reply in replies(session, campaign_id=one.id, union_ids=union_ids)
            ],
            left_the_topic=left.get(reach.union.id, 0),
            answers={answer: count for (_, answer), count in said.items()},
        )


def _figures(session: Session, campaign: Campaign, union_ids: tuple[int, ...]) -> list[records.FigureRecord]:
    return [
        records.FigureRecord(language=line.language, state=line.state, reason=line.reason, messages=line.count)
        for line in lines(session, campaign_id=campaign.id, union_ids=union_ids)
    ]


def activity(session: Session, reach: Reach) -> Iterator[records.ActivityRecord]:
    """The log, from its beginning."""
    named = {one.id: one.name for one in session.scalars(select(Account))}
    behind = 0
    of_union = select(Activity).where(Activity.union_id == reach.union.id).order_by(Activity.id).limit(SET_PEOPLE)
    while found := session.scalars(of_union.where(Activity.id > behind)).all():
        behind = found[-1].id
        for one in found:
            yield records.ActivityRecord(
                at=one.at,
                verb=one.verb,
                subject=one.subject_id,
                by=named.get(one.account_id) if one.account_id else None,
                details=one.details,
            )
