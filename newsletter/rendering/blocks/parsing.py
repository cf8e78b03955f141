"""From JSON to blocks: each value is read by the form of its kind; what does not fit says where and why."""

from collections.abc import Callable, Mapping
from functools import partial

from newsletter.rendering.blocks.catalogue import BLOCK_KINDS
from newsletter.rendering.blocks.error import BlockError
from newsletter.rendering.blocks.form import FieldType, FormField
from newsletter.rendering.blocks.kinds import Block
from newsletter.rendering.blocks.values import READERS
from newsletter.translations import N_

MOST_BLOCKS = 200
_BESIDE_THE_WORDS = {"kind", "id", "revision"}
"""What campaigns store with a block to know it again; it is not shown."""


def parse_blocks(json: object) -> tuple[Block, ...]:
    """The blocks in a JSON list. Raises BlockError at the first thing that does not fit."""
    return _blocks(json, path="", most=MOST_BLOCKS, in_column=False)


def _blocks(json: object, *, path: str, most: int, in_column: bool) -> tuple[Block, ...]:
    read = partial(_block, in_column=in_column)
    return tuple(read(entry, path=place) for place, entry in _entries(json, path, most))


def _block(json: object, *, path: str, in_column: bool) -> Block:
    entry = _mapping(json, path)
    kind = BLOCK_KINDS.get(str(entry.get("kind")))
    if kind is None:
        raise BlockError(path, N_("There is no kind of block called “%(kind)s”."), kind=entry.get("kind"))
    if in_column and kind.wide:
        raise BlockError(path, N_("This block needs the whole width and does not fit a column."))
    return kind.block(**_values(entry, kind.fields, path, besides=_BESIDE_THE_WORDS))


def _values(
    entry: Mapping[str, object], fields: tuple[FormField, ...], path: str, *, besides: set[str]
) -> dict[str, object]:
    names = {field.name for field in fields} | besides
    for name in entry:
        if name not in names:
            raise BlockError(_at(path, name), N_("This block has no value called “%(name)s”."), name=name)
    return {field.name: _value(entry.get(field.name), field, _at(path, field.name)) for field in fields}


def _value(json: object, field: FormField, path: str) -> object:
    value = _READERS[field.type](json, field, path)
    if field.required and not value:
        raise BlockError(path, N_("This must not be empty."))
    return value


def _items(json: object, field: FormField, path: str) -> tuple[object, ...]:
    return tuple(
        field.item(**_values(_mapping(entry, place), field.items, place, besides=set()))
        for place, entry in _entries(json, path, field.most)
    )


def _column(json: object, field: FormField, path: str) -> tuple[Block, ...]:
    return _blocks(json, path=path, most=field.most, in_column=True)


def _entries(json: object, path: str, most: int) -> list[tuple[str, object]]:
    if json is None:
        return []
    if not isinstance(json, list | tuple):
        raise BlockError(path, N_("A list is expected here."))
    if len(json) > most:
        raise BlockError(
            path, N_("There may be %(most)d at most, and there are %(count)d."), most=most, count=len(json)
        )
    return [(_at(path, number), entry) for number, entry in enumerate(json)]


def _mapping(json: object, path: str) -> Mapping[str, object]:
    if not isinstance(json, dict):
        raise BlockError(path, N_("A block is expected here."))
    return json


def _at(path: str, place: object) -> str:
    return f"{path}.{place}" if path else str(place)


_READERS: dict[FieldType, Callable[[object, FormField, str], object]] = {
    **READERS,
    FieldType.ITEMS: _items,
    FieldType.BLOCKS: _column,
}
