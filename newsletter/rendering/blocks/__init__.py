"""Blocks: what a mail is composed of, from the editor's JSON to values a template can trust."""

from newsletter.rendering.blocks.catalogue import BLOCK_KINDS
from newsletter.rendering.blocks.error import BlockError
from newsletter.rendering.blocks.form import BlockKind, Choice, FieldType, FormField
from newsletter.rendering.blocks.json import blocks_to_json
from newsletter.rendering.blocks.kinds import Block
from newsletter.rendering.blocks.parsing import parse_blocks

__all__ = [
    "BLOCK_KINDS",
    "Block",
    "BlockError",
    "BlockKind",
    "Choice",
    "FieldType",
    "FormField",
    "blocks_to_json",
    "parse_blocks",
]
