"""An event in the reader's language, told as the mail told it."""

from dataclasses import dataclass

from newsletter.delivery.identities import event_card
from newsletter.events.models import Event
from newsletter.rendering import EventCard
from newsletter.rendering.when import When, when
from newsletter.web.context import links
from newsletter.web.languages import own_name, page_language


@dataclass(frozen=True)
class EventWords:
    """An event and its time, in words."""

    card: EventCard
    when: When
    interpretation: tuple[str, ...]
    """Languages by their own names."""


def in_words(event: Event) -> EventWords:
    """The event for the language of this page."""
    card = event_card(event, page_language(), links())
    return EventWords(card, when(card, page_language()), tuple(map(own_name, card.interpretation)))
