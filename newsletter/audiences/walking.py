"""Every condition of a rule with the path to it, as `written` names it."""

from collections.abc import Iterator

from newsletter.audiences.rule import AllOf, AnyOf, InSegment, Leaf, NoneOf, Rule

_WORDS: dict[type, str] = {AllOf: "all", AnyOf: "any", NoneOf: "none"}


def leaves(rule: Rule, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """From the first to the last."""
    match rule:
        case AllOf(rules) | AnyOf(rules) | NoneOf(rules):
            for number, one in enumerate(rules):
                yield from leaves(one, f"{path}.{_WORDS[type(rule)]}[{number}]".lstrip("."))
        case _:
            yield path, rule


def segments_in(rule: Rule) -> set[int]:
    """The segments that it uses itself."""
    return {leaf.segment_id for _, leaf in leaves(rule) if isinstance(leaf, InSegment)}
