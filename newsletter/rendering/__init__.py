"""From blocks to a mail: parse what writers compose, render it once per union and language, look it over."""

from newsletter.rendering.blocks import BLOCK_KINDS, Block, BlockError, blocks_to_json, parse_blocks
from newsletter.rendering.event import EventCard, Speaker
from newsletter.rendering.fields import FIELD_LABELS, PersonalField
from newsletter.rendering.identity import UnionIdentity
from newsletter.rendering.message import MailKind, RenderedMessage, RenderInput
from newsletter.rendering.rendering import render

__all__ = [
    "BLOCK_KINDS",
    "FIELD_LABELS",
    "Block",
    "BlockError",
    "EventCard",
    "MailKind",
    "PersonalField",
    "RenderInput",
    "RenderedMessage",
    "Speaker",
    "UnionIdentity",
    "blocks_to_json",
    "parse_blocks",
    "render",
]
