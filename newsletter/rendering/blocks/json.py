"""From blocks to JSON, as they are stored: clean and in one canonical form, so that two versions compare."""

from dataclasses import fields

from newsletter.rendering.blocks.kinds import Block


def blocks_to_json(blocks: tuple[Block, ...]) -> list[dict[str, object]]:
    """What `parse_blocks` reads back as the same blocks."""
    return [{"kind": block.kind, **_values(block)} for block in blocks]


def _values(thing: object) -> dict[str, object]:
    return {field.name: _value(getattr(thing, field.name)) for field in fields(thing)}  # type: ignore[arg-type]


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_entry(entry) for entry in value]
    return value


def _entry(entry: object) -> object:
    if isinstance(entry, Block):
        return blocks_to_json((entry,))[0]
    return entry if isinstance(entry, int) else _values(entry)
