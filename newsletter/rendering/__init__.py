"""From blocks to a mail: parse what writers compose, render it once per union and language, look it over."""

from newsletter.rendering.blocks import BLOCK_KINDS, Block, BlockError, blocks_to_json, parse_blocks
from newsletter.rendering.environment import warm_up
from newsletter.rendering.event import EventCard, Speaker
from newsletter.rendering.fields import FIELD_LABELS, PersonalField
from newsletter.rendering.identity import UnionIdentity
from newsletter.rendering.message import MailKind, RenderedMessage, RenderInput
from newsletter.rendering.preflight import Draft, Finding, Flight, Severity, preflight
from newsletter.rendering.rendering import render

__all__ = [
    "BLOCK_KINDS",
    "FIELD_LABELS",
    "Block",
    "BlockError",
    "Draft",
    "EventCard",
    "Finding",
    "Flight",
    "MailKind",
    "PersonalField",
    "RenderInput",
    "RenderedMessage",
    "Severity",
    "Speaker",
    "UnionIdentity",
    "blocks_to_json",
    "parse_blocks",
    "preflight",
    "render",
    "warm_up",
]
