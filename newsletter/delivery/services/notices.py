"""Mails a person's own act asked for: confirmation, welcome, already subscribed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsletter.db import rows_changed, translated
from newsletter.delivery.addressing import addressee
from newsletter.delivery.identities import identity
from newsletter.delivery.post import Post
from newsletter.delivery.replies import as_kept
from newsletter.delivery.retrying import next_notice
from newsletter.delivery.services.sending import Sessions
from newsletter.delivery.signing import signers
from newsletter.delivery.ways import ways_out
from newsletter.mail.address import Address, Mailbox
from newsletter.mail.letter import MESSAGE_ID, RECIPIENT, Letter
from newsletter.mail.mould import Mould
from newsletter.mail.route import Route
from newsletter.mail.smtp import Envelope, Kind, Outcome, SmtpError
from newsletter.mail.verp import envelope_sender
from newsletter.rendering import MailKind, RenderInput, render
from newsletter.subscribers.asking import Asked
from newsletter.subscribers.models import MailingList, Notice, NoticeState
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
            envelope = _envelope(session, post, notice, relay_signs=all(route.signs for route in routes))
    except Exception as problem:
        _close(sessions, post, notice_id, _Verdict(Kind.UNSENT, f"{type(problem).__name__}: {problem}"))
        raise
    _close(sessions, post, notice_id, _hand_over(post, envelope, routes))


@dataclass(frozen=True)
class _Verdict:
    kind: Kind
    said: str


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
        RECIPIENT: person.email,
        MESSAGE_ID: f"notice-{notice.id}@{post.mail_domain}",
        "given_name": one.given_name,  # never what was typed: a stranger could have us mail their words
        "local": union.short_name,
        "confirm_url": post.links.confirm(person.id, notice.id),
        "preferences_url": post.links.preferences(person.id, union.id),
        "leave_url": post.links.leave(person.id, asked.list_ids[0], union.id),
    }
    token = post.links.signer.sign_caseless(Purpose.NOTICE, notice.id)
    return Envelope(
        sender=envelope_sender(token, post.bounce_domain),  # relays refuse mail of ours that has none
        recipient=person.email,
        body=mould.cast(values),
        key=notice.id,
    )


def _hand_over(post: Post, envelope: Envelope[int], routes: Sequence[Route]) -> _Verdict:
    try:
        for outcome in post.transport.send_many([envelope], count=1, stop=lambda: False, routes=routes):
            if isinstance(outcome, Outcome):
                return _Verdict(outcome.kind, f"{outcome.code or ''} {outcome.text}".strip())
    except SmtpError as problem:
        return _Verdict(Kind.UNSENT, str(problem))
    return _Verdict(Kind.UNSENT, "")


def _close(sessions: Sessions, post: Post, notice_id: int, verdict: _Verdict) -> None:
    with sessions() as session:
        _record(session.get_one(Notice, notice_id), verdict, post.clock())


def _record(notice: Notice, verdict: _Verdict, now: datetime) -> None:
    """A person waits for it, so a copy too many is better than none: what is in doubt is sent again."""
    if verdict.kind is Kind.ACCEPTED:
        notice.state, notice.due_at, notice.reply = NoticeState.SENT, None, None
        return
    again_at = None if verdict.kind is Kind.REFUSED else next_notice(notice.attempts, now)
    notice.state = NoticeState.QUEUED if again_at else NoticeState.FAILED
    notice.due_at, notice.reply = again_at, as_kept(0, verdict.said)
