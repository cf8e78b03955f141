"""Preflight: a campaign looked over before anybody gets it, in every language and as every union would send it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsletter.rendering.blocks import Block, BlockError, parse_blocks
from newsletter.rendering.event import EventCard
from newsletter.rendering.identity import UnionIdentity
from newsletter.rendering.message import MailKind, RenderInput
from newsletter.rendering.preflight.content import look_over_blocks
from newsletter.rendering.preflight.finding import Finding, error, warning
from newsletter.rendering.preflight.words import look_over_preheader, look_over_subject
from newsletter.rendering.rendering import render
from newsletter.translations import N_

SIZE_TO_WARN_BYTES = 80_000
SIZE_TO_REFUSE_BYTES = 100_000
"""Gmail cuts a mail off at about 102 kB, and the footer with the way out is at its end."""


@dataclass(frozen=True)
class Draft:
    """What a campaign says in one language, as it is stored."""

    language: str
    subject: str
    preheader: str
    blocks: object
    """JSON, perhaps not fit to be parsed."""
    outdated: bool = False
    """Whether its source says something that it does not say yet."""


@dataclass(frozen=True)
class Flight:
    """A campaign about to go out."""

    kind: MailKind
    languages: tuple[str, ...]
    """Those its readers need; the first is the source."""
    drafts: tuple[Draft, ...]
    identities: tuple[UnionIdentity, ...] = ()
    """The unions it goes through."""
    topic_name: str = ""
    event: EventCard | None = None
    events: frozenset[int] = frozenset()
    """The events that its blocks may name."""


def preflight(flight: Flight) -> tuple[Finding, ...]:
    """All that is to be said before sending: what concerns the whole first, then language by language."""
    found = list(_whole(flight))
    source = _parsed(flight.drafts, flight.languages[0]) if flight.languages else None
    for draft in flight.drafts:
        found += [replace(one, language=draft.language) for one in _draft(draft, flight, source)]
    return tuple(found)


def _whole(flight: Flight) -> Iterator[Finding]:
    if flight.kind is MailKind.INVITATION and flight.event is None:
        yield error(N_("This invitation invites to nothing: choose its event."))
    for identity in flight.identities:
        if not identity.postal_address.strip():
            yield error(
                N_("%(union)s has no postal address, which the law wants in every mail."), union=identity.name
            )
    needs_blocks = flight.kind is not MailKind.INVITATION
    written = {one.language for one in flight.drafts if one.subject.strip() and (one.blocks or not needs_blocks)}
    for language in flight.languages:
        if language not in written:
            yield replace(error(N_("The translation is missing.")), language=language)


def _draft(draft: Draft, flight: Flight, source: tuple[Block, ...] | None) -> Iterator[Finding]:
    if draft.outdated:
        yield warning(N_("This translation is older than what it translates."))
    yield from look_over_subject(draft.subject)
    yield from look_over_preheader(draft.preheader)
    try:
        blocks = parse_blocks(draft.blocks)
    except BlockError as problem:
        yield error(problem.problem, path=problem.path, **problem.params)
        return
    if source is not None:
        yield from _completeness(blocks, source)
    yield from look_over_blocks(blocks, events=flight.events, has_event=flight.event is not None)
    yield from _size(draft, blocks, flight)


def _completeness(blocks: tuple[Block, ...], source: tuple[Block, ...]) -> Iterator[Finding]:
    missing = Counter(block.kind for block in source) - Counter(block.kind for block in blocks)
    if missing:
        yield warning(N_("Blocks that its source has and that are missing here: %(count)d."), count=missing.total())


def _size(draft: Draft, blocks: tuple[Block, ...], flight: Flight) -> Iterator[Finding]:
    sizes = [_size_bytes(draft, blocks, identity, flight) for identity in flight.identities]
    largest = max(sizes, default=0)
    if largest > SIZE_TO_REFUSE_BYTES:
        yield error(N_("The mail has %(size)d kB; mail programs cut it off at 100."), size=largest // 1000)
    elif largest > SIZE_TO_WARN_BYTES:
        yield warning(N_("The mail has %(size)d kB; from 80 on it loads slowly."), size=largest // 1000)


def _size_bytes(draft: Draft, blocks: tuple[Block, ...], identity: UnionIdentity, flight: Flight) -> int:
    mail = RenderInput(
        kind=flight.kind,
        language=draft.language,
        identity=identity,
        subject=draft.subject,
        preheader=draft.preheader,
        blocks=blocks,
        topic_name=flight.topic_name,
        event=flight.event,
    )
    return len(render(mail).html.encode())


def _parsed(drafts: tuple[Draft, ...], language: str) -> tuple[Block, ...] | None:
    for draft in drafts:
        if draft.language == language:
            try:
                return parse_blocks(draft.blocks)
            except BlockError:
                return None
    return None
