"""The composer as one page shows it: subject and blocks of one language, beside its source if it has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import Length

from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.side_by_side import Condition, Pair, StoredBlock, beside, blocks_of, is_outdated
from newsletter.db import translated
from newsletter.errors import NotVisible
from newsletter.events import queries as event_queries
from newsletter.events.models import Event
from newsletter.rendering.blocks import BLOCK_KINDS, Block, BlockError, BlockKind, FieldType, parse_blocks
from newsletter.web.context import session
from newsletter.web.manage.campaigns.block_forms import empty_form, filled_form
from newsletter.web.manage.campaigns.places import Place, at
from newsletter.web.manage.desk import desk
from newsletter.web.manage.forms import LONGEST_LINE, LineField, Needed, SeenForm

SUBJECT = "subject"
NEW = "new"


class SubjectForm(SeenForm):
    """What stands in the inbox."""

    subject = LineField(lazy_gettext("Subject"), [Needed(), Length(max=LONGEST_LINE)])
    preheader = LineField(lazy_gettext("First line, shown beside the subject"), [Length(max=LONGEST_LINE)])


@dataclass(frozen=True)
class Opened:
    """The one form that is open; the others wait, so that nothing typed gets lost between two."""

    place: str
    """`subject`, `new`, or where a block stands."""

    form: SeenForm
    kind: BlockKind | None = None

    position: int = 0
    """Where a new block goes, counted from 0."""

    column: str = ""
    """The column it goes into, if any."""


@dataclass(frozen=True)
class Row:
    """A block of this language, or the gap where one is missing, and its source."""

    pair: Pair
    position: int
    """Its place among this language's own blocks; where a new one before it would go."""

    @property
    def words(self) -> Block | None:
        """The block itself."""
        return readable(self.pair.translation)

    @property
    def source(self) -> Block | None:
        """What it is a translation of."""
        return readable(self.pair.source)

    @property
    def kind(self) -> BlockKind:
        """Its kind, for its name."""
        return BLOCK_KINDS[(self.pair.translation or self.pair.source or {})["kind"]]

    @property
    def has_form(self) -> bool:
        """Whether there is something to be written in it; a column's blocks have forms of their own."""
        return any(field.type is not FieldType.BLOCKS for field in self.kind.fields)


@dataclass(frozen=True)
class Composer:
    """All that the page shows."""

    campaign: Campaign
    variant: Variant
    opened: Opened | None

    @property
    def source(self) -> Variant | None:
        """What this language is translated from; None for the source itself."""
        return None if self.variant is self.campaign.source else self.campaign.source

    @property
    def rows(self) -> list[Row]:
        """The blocks in their order."""
        own = blocks_of(self.variant)
        if self.source is None:
            return [Row(Pair(None, block, Condition.CURRENT), place) for place, block in enumerate(own)]
        rows, position = [], 0
        for pair in beside(blocks_of(self.source), own):
            rows.append(Row(pair, position))
            position += pair.translation is not None
        return rows

    @property
    def lacks_blocks(self) -> bool:
        """Whether copying the structure would add something."""
        return any(row.pair.condition is Condition.MISSING for row in self.rows)

    @property
    def subject_condition(self) -> Condition:
        """What is to be said of the subject."""
        if self.source is None or self.variant.subject_revision >= self.source.subject_revision:
            return Condition.CURRENT
        return Condition.OUTDATED if self.variant.subject else Condition.MISSING

    def is_open(self, place: object) -> bool:
        """Whether this is what is being written."""
        return self.opened is not None and self.opened.place == str(place)

    def is_outdated(self, language: str) -> bool:
        """Whether a language waits for its translator."""
        variant = self.campaign.variant(language)
        return (
            variant is not None and variant is not self.campaign.source and is_outdated(self.campaign.source, variant)
        )


def variant_of(campaign: Campaign, language: str) -> Variant:
    """The words in this language. Raises NotVisible."""
    variant = campaign.variant(language)
    if variant is None:
        raise NotVisible
    return variant


def kind_called(name: str) -> BlockKind:
    """A kind of block by its name. Raises NotVisible."""
    if name not in BLOCK_KINDS:
        raise NotVisible
    return BLOCK_KINDS[name]


def events_on_offer() -> Sequence[Event]:
    """What an event block may be about, the last to begin first."""
    return event_queries.page(session(), union_id=desk().union.id, limit=50)


def event_titles(variant: Variant) -> dict[int, str]:
    """The names of the events that blocks may name, in the text's own language."""
    return {event.id: translated(event.title, variant.language) for event in events_on_offer()}


def opened_subject(variant: Variant) -> Opened:
    """Subject and first line, to be written."""
    form = SubjectForm(formdata=None, seen=variant.revision, subject=variant.subject, preheader=variant.preheader)
    return Opened(SUBJECT, form)


def opened_block(campaign: Campaign, variant: Variant, place: Place) -> Opened:
    """A block to be written again, or, with its source's words, for the first time."""
    block = stored_at(campaign, variant, place)
    form = filled_form(block, seen=variant.revision, events=events_on_offer())
    return Opened(str(place), form, form.kind)


def opened_new(variant: Variant, kind: BlockKind, *, position: int, column: str) -> Opened:
    """A block that is not there yet."""
    form = empty_form(kind, seen=variant.revision, events=events_on_offer())
    return Opened(NEW, form, kind, position, column)


def stored_at(campaign: Campaign, variant: Variant, place: Place) -> StoredBlock:
    """The block in this language, or else in the source. Raises NotVisible."""
    try:
        return at(blocks_of(variant), place)
    except NotVisible:
        return at(blocks_of(campaign.source), place)


def readable(stored: Any) -> Block | None:  # noqa: ANN401 (a block as JSON has it, or none)
    """A stored block with clean values; None where there is none, or where it cannot be read."""
    if stored is None:
        return None
    try:
        return parse_blocks([stored])[0]
    except BlockError:
        return None
