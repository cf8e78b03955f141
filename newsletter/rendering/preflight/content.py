"""Looking over the blocks of one language: what readers could not see, open or read."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from newsletter.rendering.blocks.kinds import Block, Button, Event, EventList, Image, Logos, Story, Text, TwoColumns
from newsletter.rendering.preflight.finding import Finding, error, warning
from newsletter.translations import N_

_HREF = re.compile(r'<a href="([^"]*)"')


def look_over_blocks(
    blocks: Iterable[Block], *, events: frozenset[int], has_event: bool, path: str = ""
) -> Iterator[Finding]:
    """What is to be said of a mail's blocks."""
    for number, block in enumerate(blocks):
        place = f"{path}{number}"
        yield from _images(block, place)
        yield from _links(block, place)
        yield from _events(block, place, events, has_event=has_event)
        if isinstance(block, TwoColumns):
            for name, column in (("left", block.left), ("right", block.right)):
                yield from look_over_blocks(column, events=events, has_event=has_event, path=f"{place}.{name}.")


def _images(block: Block, path: str) -> Iterator[Finding]:
    match block:
        case Image(alt="", decorative=False):
            yield error(N_("This image has no description for those who do not see it."), path=path)
        case Story(image=image, alt="") if image:
            yield error(N_("The image of “%(title)s” has no description."), path=path, title=block.title)


def _links(block: Block, path: str) -> Iterator[Finding]:
    for address in _addresses(block):
        if address.startswith("http://"):
            yield warning(N_("%(address)s is not a secure link (https)."), path=path, address=address[:80])


def _addresses(block: Block) -> list[str]:
    match block:
        case Text(html):
            return _in_rich_text(html)
        case Image(url=url, link=link):
            return [url, link]
        case Button(url=url):
            return [url]
        case Story(html=html, image=image, url=url):
            return [image, url, *_in_rich_text(html)]
        case Logos(logos):
            return [address for logo in logos for address in (logo.image, logo.url)]
    return []


def _in_rich_text(html: str) -> list[str]:
    return [unescape(address) for address in _HREF.findall(html)]


def _events(block: Block, path: str, known: frozenset[int], *, has_event: bool) -> Iterator[Finding]:
    match block:
        case Event(event=None) if not has_event:
            yield error(N_("This block shows the campaign’s event, and the campaign has none."), path=path)
        case Event(event=int(number)) if number not in known:
            yield error(N_("The event of this block does not exist any more."), path=path)
        case EventList(events=numbers) if missing := len(set(numbers) - known):
            yield error(N_("Events of this list that do not exist any more: %(count)d."), path=path, count=missing)
