"""How a translation's blocks stand beside those of its source, so that no block of one language gets lost.

A stored block carries two things besides its words: `id`, the same in every language, and `revision`, the
campaign's when its words were last written (0: a copy still in the source's words).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from newsletter.campaigns.models.variant import Variant

StoredBlock = dict[str, Any]

COPIED = 0
WORDLESS = frozenset({"divider", "event_card", "logos"})
"""Kinds that read the same in every language: a copy of one needs no translator."""


class Condition(StrEnum):
    """What is to be said of a block of a translation."""

    CURRENT = auto()
    OUTDATED = auto()  # its source was written again after it
    UNTRANSLATED = auto()  # copied, still in the source's words
    MISSING = auto()
    EXTRA = auto()  # the source has no such block


@dataclass(frozen=True)
class Pair:
    """A block of the source and what the translation has for it; one of the two may be missing."""

    source: StoredBlock | None
    translation: StoredBlock | None
    condition: Condition

    @property
    def block_id(self) -> int:
        """The number both go by."""
        block: StoredBlock = self.translation or self.source or {}
        return int(block["id"])


def blocks_of(variant: Variant) -> list[StoredBlock]:
    """A variant's blocks, each with its `id` and `revision`; where none was stored, its place and the variant's."""
    stored = enumerate(variant.blocks, start=1)
    return [{"id": place, "revision": variant.revision, **block} for place, block in stored]


def beside(source: Sequence[StoredBlock], translation: Sequence[StoredBlock]) -> list[Pair]:
    """Both languages block by block in the source's order, each extra block behind the one it follows."""
    theirs = {block["id"]: block for block in translation}
    extras = _extras(source, translation)
    pairs = [_extra(block) for block in extras.pop(None, ())]
    for block in source:
        pairs.append(Pair(block, theirs.get(block["id"]), _condition(block, theirs.get(block["id"]))))
        pairs.extend(_extra(extra) for extra in extras.get(block["id"], ()))
    return pairs


def ordered_like(source: Sequence[StoredBlock], translation: Sequence[StoredBlock]) -> list[StoredBlock]:
    """The translation's own blocks in the source's order."""
    return [pair.translation for pair in beside(source, translation) if pair.translation]


def with_copies(source: Sequence[StoredBlock], translation: Sequence[StoredBlock]) -> list[StoredBlock]:
    """The translation with a copy of every block it lacks, marked as not translated yet."""
    return [pair.translation or _copied(pair.source or {}) for pair in beside(source, translation)]


def fresh_id(variants: Iterable[Variant]) -> int:
    """A number that no block in any language has."""
    return 1 + max((block["id"] for variant in variants for block in blocks_of(variant)), default=0)


def is_outdated(source: Variant, translation: Variant) -> bool:
    """Whether the source says something that the translation does not say yet."""
    return translation.subject_revision < source.subject_revision or any(
        pair.condition in {Condition.OUTDATED, Condition.UNTRANSLATED, Condition.MISSING}
        for pair in beside(blocks_of(source), blocks_of(translation))
    )


def _extras(source: Sequence[StoredBlock], translation: Sequence[StoredBlock]) -> dict[int | None, list[StoredBlock]]:
    shared = {block["id"] for block in source}
    followed: int | None = None
    extras: dict[int | None, list[StoredBlock]] = {}
    for block in translation:
        if block["id"] in shared:
            followed = block["id"]
        else:
            extras.setdefault(followed, []).append(block)
    return extras


def _extra(block: StoredBlock) -> Pair:
    return Pair(None, block, Condition.EXTRA)


def _condition(source: StoredBlock, translation: StoredBlock | None) -> Condition:
    if translation is None:
        return Condition.MISSING
    if translation["revision"] == COPIED:
        return Condition.UNTRANSLATED
    return Condition.OUTDATED if translation["revision"] < source["revision"] else Condition.CURRENT


def _copied(block: StoredBlock) -> StoredBlock:
    return {**block, "revision": block["revision"] if block["kind"] in WORDLESS else COPIED}
