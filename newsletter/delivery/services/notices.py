"""Mails a person's own act asked for: confirmation, welcome, already subscribed.

They pass the gates of relay, operator and union as every mail does, or a relay that wants 200 a second would get 201.
But somebody sits and waits for them: so each takes the next place there is, before all campaigns, and after
`pacer.LONGEST_FIRST_S` goes without one. A gate that counts by the hour or day counts them and never stops them, so
that a campaign that used up the day keeps nobody from signing up. Only during the pause an operator asked for they
wait, too: it would refuse them and ask for a longer one. That costs them no try.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsletter.db import rows_changed, translated
from newsletter.delivery.addressing import addressee
from newsletter.delivery.identities import identity
from newsletter.delivery.pacing.ahead import Ahead
from newsletter.delivery.pacing.lane import Lane
from newsletter.delivery.pacing.noting import Noting
from newsletter.delivery.pacing.operators import pause_s
from newsletter.delivery.pacing.requests import asks_for_less
from newsletter.delivery.post import Post
from newsletter.delivery.replies import as_kept
from newsletter.delivery.retrying import next_notice
from newsletter.delivery.services.limiting import limits
from newsletter.delivery.services.sending import Sessions
from newsletter.delivery.signing import signers
from newsletter.delivery.ways import ways_out
from newsletter.mail.address import Address, Mailbox
from newsletter.mail.letter import MESSAGE_ID, RECIPIENT, Letter
from newsletter.mail.mould import Mould
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind, Outcome, SmtpError, Unwritten
from newsletter.mail.verp import envelope_sender
from newsletter.rendering import MailKind, RenderInput, render
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import MailingList, Notice, NoticeKind, NoticeState
from newsletter.tokens import Purpose
from newsletter.unions import queries as unions

PATIENCE = timedelta(minutes=15)
"""How long a notice may be with the relay before another worker takes it up."""


def send_notice(sessions: Sessions, post: Post, *, notice_id: int) -> None:
    """Send a notice that is due, unless somebody else is doing it."""
    with sessions() as session:
        if not _claim(session, notice_id, post.clock()):
            return
    try:
        with sessions() as session:
            notice = session.get_one(Notice, notice_id)
            routes = ways_out(session, post, union_id=notice.union_id)
            lane = Lane(
                post.desk.pacer,
                post.desk.read(lambda: limits(session, now=post.clock())),
                relay=routes[0].number,
                union_id=notice.union_id,
            )
            ahead = Ahead(_envelope(session, post, notice, relay_signs=all(route.signs for route in routes)), lane)
    except Exception as problem:
        _close(sessions, post, notice_id, _Verdict(Kind.UNSENT, f"{type(problem).__name__}: {problem}"))
        raise
    _close(sessions, post, notice_id, _hand_over(post, ahead, routes))
    post.desk.pacer.rest()


@dataclass(frozen=True)
class _Verdict:
    kind: Kind
    said: str
    pause_s: float = 0.0
    """It was not tried: its operator takes nothing for so long."""


def _claim(session: Session, notice_id: int, now: datetime) -> bool:
    """A queued notice may be taken at once, one in SENDING only when its worker has been silent for PATIENCE."""
    taken = rows_changed(
        session,
        update(Notice)
        .where(
            Notice.id == notice_id,
            (Notice.state == NoticeState.QUEUED) | ((Notice.state == NoticeState.SENDING) & (Notice.due_at <= now)),
        )
        .values(state=NoticeState.SENDING, attempts=Notice.attempts + 1, due_at=now + PATIENCE),
    )
    return taken > 0


def _envelope(session: Session, post: Post, notice: Notice, *, relay_signs: bool) -> Envelope[int]:
    person, union, asked = notice.subscriber, notice.union, Asked.from_json(notice.asked)
    sender = unions.default_sender(session, union.id)
    topics = session.scalars(
        select(MailingList).where(MailingList.id.in_(asked.list_ids)).order_by(MailingList.position)
    )
    words = render(
        RenderInput(
            kind=MailKind(notice.kind),
            language=asked.language,
            identity=identity(union, unions.alliance(session), asked.language),
            topic_name=", ".join(translated(topic.name, asked.language) for topic in topics),
        )
    )
    from_ = Mailbox(sender.name, Address.parse(sender.address))
    mould = Mould.compile(
        Letter(
            from_=from_,
            reply_to=Mailbox(sender.name, Address.parse(sender.reply_to)),
            subject=words.subject,
            text=words.text,
            html=words.html,
        ),
        date=post.clock(),
        signers=signers(session, post, union_id=union.id, sender=from_.address, relay_signs=relay_signs),
    )
    one = addressee(session, subscriber_id=person.id, union_id=union.id)
    values = {
        RECIPIENT: notice.recipient or person.email,
        MESSAGE_ID: f"notice-{notice.id}@{post.mail_domain}",
        "given_name": one.given_name,  # never what was typed: a stranger could have us mail their words
        "local": union.short_name,
        "confirm_url": _button(post, notice),
        "preferences_url": post.links.preferences(person.id, union.id),
        "leave_url": post.links.leave(person.id, next(iter(asked.list_ids), 0), union.id),
    }
    token = post.links.signer.sign_caseless(Purpose.NOTICE, notice.id)
    return Envelope(
        sender=envelope_sender(token, post.bounce_domain),  # relays refuse mail of ours that has none
        recipient=notice.recipient or person.email,
        body=mould.cast(values),
        key=notice.id,
    )


def _button(post: Post, notice: Notice) -> str:
    """What the one button of the mail leads to."""
    links = post.links
    way = links.change_address if notice.kind is NoticeKind.ADDRESS_CHANGE else links.confirm
    return way(notice.subscriber_id, notice.id)


def _hand_over(post: Post, ahead: Ahead, routes: Sequence[Route]) -> _Verdict:
    noting = Noting(Unwritten(), post.desk.pacer)
    try:
        outcomes = post.transport.send_many(ahead, count=1, stop=lambda: False, routes=routes, notebook=noting)
        for outcome in outcomes:
            if isinstance(outcome, Outcome):
                if asks_for_less(outcome):
                    operator = ahead.lane.operator(ahead.envelope.recipient)
                    post.desk.pacer.push_back(operator, pause_s=pause_s(operator))
                return _Verdict(outcome.kind, f"{outcome.code or ''} {outcome.text}".strip())
    except SmtpError as problem:
        return _Verdict(Kind.UNSENT, str(problem))
    return _Verdict(Kind.UNSENT, "its operator asked for a pause" if ahead.pause_s else "", ahead.pause_s)


def _close(sessions: Sessions, post: Post, notice_id: int, verdict: _Verdict) -> None:
    with sessions() as session:
        _record(session.get_one(Notice, notice_id), verdict, post.clock())


def _record(notice: Notice, verdict: _Verdict, now: datetime) -> None:
    """A person waits for it, so a copy too many is better than none: what is in doubt is sent again."""
    if verdict.kind is Kind.ACCEPTED:
        notice.state, notice.due_at, notice.reply = NoticeState.SENT, None, None
        return
    if verdict.pause_s:
        notice.state, notice.due_at = NoticeState.QUEUED, now + timedelta(seconds=verdict.pause_s)
        notice.attempts, notice.reply = notice.attempts - 1, verdict.said
        return
    again_at = None if verdict.kind is Kind.REFUSED else next_notice(notice.attempts, now)
    notice.state = NoticeState.QUEUED if again_at else NoticeState.FAILED
    notice.due_at, notice.reply = again_at, as_kept(0, verdict.said)
