"""All that the templates of one mail see."""

from dataclasses import dataclass
from itertools import groupby

from newsletter.rendering.blocks.catalogue import BLOCK_KINDS
from newsletter.rendering.blocks.kinds import Block, Event, EventList
from newsletter.rendering.colour import palette
from newsletter.rendering.event import EventCard
from newsletter.rendering.fields import PersonalField
from newsletter.rendering.filters import as_link
from newsletter.rendering.language import language_tag
from newsletter.rendering.message import BEFORE_CONSENT, MailKind, RenderInput
from newsletter.rendering.outline import Outline, event_of, has_title
from newsletter.rendering.words import Words
from newsletter.translations import catalog

LINK_MARKS = (
    "confirm_url",
    "leave_url",
    "preferences_url",
    "rsvp_maybe_url",
    "rsvp_no_url",
    "rsvp_yes_url",
)


@dataclass(frozen=True)
class Band:
    """A stripe of a mail: one block that needs the width, or several that stand below each other."""

    wide: Block | None = None
    narrow: tuple[Block, ...] = ()


def page(mail: RenderInput, words: Words) -> dict[str, object]:
    """The names that templates use, in one form of the mail."""
    identity = mail.identity
    return {
        "mail": mail,
        "identity": identity,
        "lang": language_tag(mail.language),
        "palette": palette(identity.colour),
        "logo_url": as_link(identity.logo_url),
        "website": as_link(identity.website),
        "contact_url": as_link(f"mailto:{identity.contact_email}"),
        "languages": identity.languages if mail.language in identity.languages else (),
        "bands": bands(mail.blocks),
        "answers_wanted": mail.kind is MailKind.INVITATION,
        "event_first": mail.event is not None and Event() not in mail.blocks,
        "may_leave": mail.kind not in BEFORE_CONSENT,
        "marks": {
            **{name: words.mark(name) for name in LINK_MARKS},
            **{field.value: words.mark(field, fallback) for field, fallback in fallbacks(mail).items()},
        },
        "personal": words.personal,
        "rich": words.rich,
        "heading_level": Outline().level,
        "has_title": has_title(mail),
        "event_of": lambda block: event_of(block, mail),
        "events_of": lambda block: _events_of(block, mail),
    }


def fallbacks(mail: RenderInput) -> dict[PersonalField, str]:
    """What is said of somebody we know too little of, where the writer has not chosen a word."""
    friend = catalog(mail.language).pgettext("instead of the name of a reader", "friend")
    return {
        PersonalField.GIVEN_NAME: friend,
        PersonalField.FAMILY_NAME: friend,
        PersonalField.FULL_NAME: friend,
        PersonalField.LOCAL: mail.identity.short_name,
        PersonalField.UNION: mail.identity.short_name,
    }


def bands(blocks: tuple[Block, ...]) -> tuple[Band, ...]:
    """The blocks as stripes, in their order."""
    stripes: list[Band] = []
    for wide, group in groupby(blocks, key=lambda block: BLOCK_KINDS[block.kind].wide):
        together = tuple(group)
        stripes += [Band(wide=block) for block in together] if wide else [Band(narrow=together)]
    return tuple(stripes)


def _events_of(block: EventList, mail: RenderInput) -> list[EventCard]:
    return [mail.events[number] for number in block.events if number in mail.events]
