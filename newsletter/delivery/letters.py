"""A campaign as one union's members get it in one language: rendered, headed and made into a mould, once."""

import hashlib
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.db import translated
from newsletter.delivery.addressing import Addressee
from newsletter.delivery.identities import event_card, identity, local_label, named_events
from newsletter.delivery.personal import Copy
from newsletter.delivery.post import Post
from newsletter.delivery.presses import Press
from newsletter.delivery.signing import signers
from newsletter.events import calendar
from newsletter.events.models import Event
from newsletter.mail.address import Address, Mailbox
from newsletter.mail.calendar import Calendar
from newsletter.mail.letter import Letter, ListHeaders
from newsletter.mail.marks import mark
from newsletter.mail.mould import Mould
from newsletter.rendering import EventCard, MailKind, RenderedMessage, RenderInput, parse_blocks, render
from newsletter.unions import queries as unions
from newsletter.unions.models import SenderIdentity, Union

_NOBODY = Addressee(0, "nobody@newsletter.invalid", "", "", "")


def press(
    session: Session, post: Post, *, campaign_id: int, union_id: int, language: str, relay_signs: bool = False
) -> Press:
    """Make the mould of a share and what fills it, and pull one proof, so that a missing value shows at once.

    Its copies are signed by us, unless the relay they go through does that.
    """
    campaign = session.get_one(Campaign, campaign_id)
    union = session.get_one(Union, union_id)
    sender = unions.default_sender(session, union_id)
    words = rendered(session, campaign, union, language, post)
    letter = Letter(
        from_=_mailbox(sender.name, sender.address),
        reply_to=_mailbox(sender.name, sender.reply_to),
        to_name=mark("full_name"),
        subject=words.subject,
        text=words.text,
        html=words.html,
        list_headers=_list_headers(campaign, sender, language, post),
        calendar=_invitation(campaign, sender, language, post),
    )
    keys = signers(session, post, union_id=union_id, sender=letter.from_.address, relay_signs=relay_signs)
    mould = Mould.compile(letter, date=post.clock(), signers=keys)
    made = Press(mould, copy(campaign, union, language, post))
    made.mould.cast(made.copy.proof(_NOBODY))
    return made


def rendered(session: Session, campaign: Campaign, union: Union, language: str, post: Post) -> RenderedMessage:
    """The words of a share, with marks where copies differ; empty where the language has none yet."""
    variant = campaign.variant(language)
    blocks = parse_blocks(variant.blocks if variant else [])
    return render(
        RenderInput(
            kind=MailKind(campaign.kind),
            language=language,
            identity=identity(union, unions.alliance(session), language),
            subject=variant.subject if variant else "",
            preheader=variant.preheader if variant else "",
            blocks=blocks,
            topic_name=translated(campaign.topic.name, language),
            event=event_card(campaign.event, language, post.links) if campaign.event else None,
            events=_events(session, campaign, language, post, named_events(blocks)),
        )
    )


def copy(campaign: Campaign, union: Union, language: str, post: Post) -> Copy:
    """What fills the marks of a share."""
    return Copy(
        links=post.links,
        campaign_id=campaign.id,
        union_id=union.id,
        union_name=union.short_name,
        list_id=campaign.list_id,
        event_id=campaign.event_id,
        mail_domain=post.mail_domain,
        local_label=partial(local_label, language, union.short_name),
    )


def _events(
    session: Session, campaign: Campaign, language: str, post: Post, ids: frozenset[int]
) -> dict[int, EventCard]:
    """The events its blocks name, as far as this campaign may tell of them."""
    found = session.scalars(
        select(Event).where(Event.id.in_(ids), or_(Event.union_id == campaign.union_id, Event.is_public))
    )
    return {event.id: event_card(event, language, post.links) for event in found}


def _mailbox(name: str, address: str) -> Mailbox:
    return Mailbox(name, Address.parse(address))


def _list_headers(campaign: Campaign, sender: SenderIdentity, language: str, post: Post) -> ListHeaders:
    topic = campaign.topic
    return ListHeaders(
        name=translated(topic.name, language),
        id=f"{topic.slug}.lists.{post.mail_domain}",
        help_url=post.links.help(),
        owner=sender.reply_to,
        feedback_id=f"c{campaign.id}:l{topic.id}:{campaign.kind}:{_sender_id(post.mail_domain)}",
        subscribe_url=post.links.join(),
    )


def _sender_id(mail_domain: str) -> str:
    """Gmail's SenderId: the same for everything we send, five to fifteen signs."""
    return "nl" + hashlib.sha256(mail_domain.encode()).hexdigest()[:10]


def _invitation(campaign: Campaign, sender: SenderIdentity, language: str, post: Post) -> Calendar | None:
    if campaign.event is None:
        return None
    organizer = calendar.Organizer(sender.name, sender.reply_to)
    return Calendar(
        calendar.invitation(
            campaign.event, organizer=organizer, domain=post.mail_domain, language=language, now=post.clock()
        )
    )
