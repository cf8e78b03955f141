"""Writing the words of a campaign, one language and one block at a time."""

from typing import Any

from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.services.editing import Edit, turn_at_variant
from newsletter.campaigns.side_by_side import StoredBlock, blocks_of, fresh_id, ordered_like, with_copies
from newsletter.errors import NotVisible
from newsletter.rendering.blocks import blocks_to_json, parse_blocks


def write_subject(
    session: Session, *, campaign: Campaign, language: str, edit: Edit, subject: str, preheader: str
) -> None:
    """Write what stands in the inbox."""
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="subject")
    variant.subject, variant.preheader = subject, preheader
    variant.subject_revision = variant.revision
    session.flush()


def add_block(
    session: Session, *, campaign: Campaign, language: str, edit: Edit, block: dict[str, Any], at: int
) -> int:
    """Put a new block at a place counted from 0, and return the number it goes by. Raises BlockError."""
    words = _checked(block)
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="block")
    number = fresh_id(campaign.variants)
    blocks = blocks_of(variant)
    blocks.insert(at, {**words, "id": number, "revision": variant.revision})
    variant.blocks = blocks
    session.flush()
    return number


def edit_block(
    session: Session, *, campaign: Campaign, language: str, edit: Edit, block_id: int, block: dict[str, Any]
) -> None:
    """Write a block again, or for the first time in a translation that lacks it. Raises BlockError."""
    words = _checked(block)
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="block")
    written = {**words, "id": block_id, "revision": variant.revision}
    source = blocks_of(campaign.source)
    if _is_lacking(variant, source, block_id):
        variant.blocks = ordered_like(source, [*blocks_of(variant), written])
    else:
        blocks, place = _found(variant, block_id)
        blocks[place] = written
        variant.blocks = blocks
    session.flush()


def confirm_block(session: Session, *, campaign: Campaign, language: str, edit: Edit, block_id: int) -> None:
    """Say that a translation still holds although its source was written again."""
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="block")
    blocks, place = _found(variant, block_id)
    blocks[place] = {**blocks[place], "revision": variant.revision}
    variant.blocks = blocks
    session.flush()


def move_block(session: Session, *, campaign: Campaign, language: str, edit: Edit, block_id: int, by: int) -> None:
    """Move a block up (-1) or down (+1). Where the source moves, its translations follow."""
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="order")
    blocks, place = _found(variant, block_id)
    moved = blocks.pop(place)
    blocks.insert(max(0, place + by), moved)
    variant.blocks = blocks
    if variant is campaign.source:
        _let_translations_follow(campaign)
    session.flush()


def remove_block(session: Session, *, campaign: Campaign, language: str, edit: Edit, block_id: int) -> None:
    """Take a block out of one language; a translation keeps its own until somebody takes that out too."""
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="block")
    blocks, place = _found(variant, block_id)
    del blocks[place]
    variant.blocks = blocks
    session.flush()


def copy_structure(session: Session, *, campaign: Campaign, language: str, edit: Edit) -> None:
    """Give a translation a copy of every block it lacks, marked as not translated yet."""
    variant = turn_at_variant(session, campaign=campaign, language=language, edit=edit, part="structure")
    variant.blocks = with_copies(blocks_of(campaign.source), blocks_of(variant))
    session.flush()


def _checked(block: dict[str, Any]) -> dict[str, object]:
    return blocks_to_json(parse_blocks([block]))[0]


def _is_lacking(variant: Variant, source: list[StoredBlock], block_id: int) -> bool:
    return block_id in _ids(source) - _ids(blocks_of(variant))


def _ids(blocks: list[StoredBlock]) -> set[int]:
    return {block["id"] for block in blocks}


def _found(variant: Variant, block_id: int) -> tuple[list[StoredBlock], int]:
    blocks = blocks_of(variant)
    for place, block in enumerate(blocks):
        if block["id"] == block_id:
            return blocks, place
    raise NotVisible


def _let_translations_follow(campaign: Campaign) -> None:
    for variant in campaign.variants:
        if variant is not campaign.source:
            variant.blocks = ordered_like(blocks_of(campaign.source), blocks_of(variant))
