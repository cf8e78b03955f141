"""A rule as JSON: one word and what it is about, and for some words how."""

import math
import re
from collections.abc import Callable, Collection
from typing import Any

from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.rule import (
    SILENCE,
    AllOf,
    Answered,
    AnyOf,
    Between,
    FieldTest,
    HasField,
    HasRole,
    InCountries,
    InLocals,
    InRegions,
    InSegment,
    InUnions,
    Joined,
    Leaf,
    NoneOf,
    OnBasis,
    OnLists,
    Reads,
    Rule,
    WasSent,
)
from newsletter.audiences.when import Days, InLastDays, LongerAgo, when_from_json, when_to_json
from newsletter.subscribers.models import Basis
from newsletter.subscribers.roles import MemberRole
from newsletter.subscribers.standing import Standing

MAX_DEPTH = 20

MOST_VALUES = 1_000
"""Of one word. A database takes only so many in a statement."""

ANSWERS = ("yes", "maybe", "no", SILENCE)

_MAX_NUMBER = 2**63 - 1
"""A row number beyond it cannot be looked for."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}")

_BRANCHES: dict[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}

More = dict[str, Any]


def to_json(rule: Rule) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 (a line for each kind of rule)
    """The rule as it is kept."""
    match rule:
        case AllOf(rules):
            return {"all": [to_json(one) for one in rules]}
        case AnyOf(rules):
            return {"any": [to_json(one) for one in rules]}
        case NoneOf(rules):
            return {"none": [to_json(one) for one in rules]}
        case OnLists(ids, standing, since):
            unusual = {} if standing == Standing.CONFIRMED else {"standing": str(standing)}
            return {"lists": list(ids)} | unusual | ({"since": when_to_json(since)} if since else {})
        case InUnions(ids, with_affiliates):
            return {"unions": list(ids), "affiliates": with_affiliates}
        case InLocals(ids):
            return {"locals": list(ids)}
        case InCountries(words):
            return {"countries": list(words)}
        case InRegions(words):
            return {"regions": list(words)}
        case Reads(words):
            return {"languages": list(words)}
        case HasRole(words):
            return {"roles": list(words)}
        case Joined(when):
            return {"joined": when_to_json(when)}
        case OnBasis(words, since):
            return {"bases": list(words)} | ({"since": when_to_json(since)} if since else {})
        case Answered(ids, answer):
            return {"events": list(ids), "answer": answer}
        case WasSent(ids):
            return {"campaigns": list(ids)}
        case HasField(field_id, test):
            return {"field": field_id} | _test_to_json(test)
        case InSegment(segment_id):
            return {"segment": segment_id}


def from_json(written: object, path: str = "", depth: int = 0) -> Rule:
    """Read a rule. Raises BadRule."""
    if depth > MAX_DEPTH:
        raise BadRule(path, f"nested deeper than {MAX_DEPTH}")
    if not isinstance(written, dict):
        raise BadRule(path, "not a rule")
    for word, inner in written.items():
        if word in _BRANCHES and len(written) == 1:
            return _branch(word, inner, f"{path}.{word}".lstrip("."), depth)
        if word in _LEAVES:
            more = {name: value for name, value in written.items() if name != word}
            may, read = _LEAVES[word]
            if more.keys() <= may:
                return read(inner, more, f"{path}.{word}".lstrip("."))
    if len(written) == 1:
        raise BadRule(f"{path}.{next(iter(written))}".lstrip("."), "unknown word")
    raise BadRule(path, "a rule has one word and what it is about")


def numbers(inner: object, path: str) -> tuple[int, ...]:
    """A list of row numbers. Raises BadRule."""
    if not isinstance(inner, list) or not all(_is_number(one) for one in inner):
        raise BadRule(path, "not a list of row numbers")
    return tuple(_not_too_many(inner, path))


def _branch(word: str, inner: object, path: str, depth: int) -> Rule:
    if not isinstance(inner, list):
        raise BadRule(path, "not a list of rules")
    rules = _not_too_many(inner, path)
    return _BRANCHES[word](tuple(from_json(one, f"{path}[{n}]", depth + 1) for n, one in enumerate(rules)))


def _lists(inner: object, more: More, path: str) -> Leaf:
    standing = more.get("standing", Standing.CONFIRMED.value)
    (known,) = _words({*Standing}, "standings")([standing], path)
    since = when_from_json(more["since"], path) if "since" in more else None
    return OnLists(numbers(inner, path), known, since)


def _unions(inner: object, more: More, path: str) -> Leaf:
    with_affiliates = more.get("affiliates", False)
    if not isinstance(with_affiliates, bool):
        raise BadRule(path, "affiliates is neither true nor false")
    return InUnions(numbers(inner, path), with_affiliates)


def _bases(inner: object, more: More, path: str) -> Leaf:
    since = when_from_json(more["since"], path) if "since" in more else None
    return OnBasis(_words({*Basis}, "grounds")(inner, path), since)


def _events(inner: object, more: More, path: str) -> Leaf:
    (answer,) = _words(ANSWERS, "answers")([more.get("answer", "yes")], path)
    return Answered(numbers(inner, path), answer)


def _field(inner: object, more: More, path: str) -> Leaf:
    field_id = _number(inner, path)
    match more:
        case {"is": words} if len(more) == 1:
            return HasField(field_id, _texts(words, path))
        case {"when": when} if len(more) == 1:
            return HasField(field_id, when_from_json(when, path))
        case {"yes": bool(yes)} if len(more) == 1:
            return HasField(field_id, yes)
        case {**ends} if ends and ends.keys() <= {"from", "to"}:
            return HasField(field_id, Between(_amount(ends.get("from"), path), _amount(ends.get("to"), path)))
    raise BadRule(path, "say what the field is: is, from and to, when, or yes")


def _test_to_json(test: FieldTest) -> dict[str, Any]:
    match test:
        case bool():
            return {"yes": test}
        case Between(low, high):
            return {word: end for word, end in (("from", low), ("to", high)) if end is not None}
        case Days() | InLastDays() | LongerAgo():
            return {"when": when_to_json(test)}
        case _:
            return {"is": list(test)}


def _segment(inner: object, _more: More, path: str) -> Leaf:
    return InSegment(_number(inner, path))


def _number(inner: object, path: str) -> int:
    return numbers([inner], path)[0]


def _is_number(inner: object) -> bool:
    return type(inner) is int and 0 < inner <= _MAX_NUMBER


def _amount(inner: object, path: str) -> float | None:
    if inner is None:
        return None
    if isinstance(inner, bool) or not isinstance(inner, int | float) or not math.isfinite(inner):
        raise BadRule(path, "not a number")
    return float(inner)


def _texts(inner: object, path: str) -> tuple[str, ...]:
    if not isinstance(inner, list) or not all(isinstance(one, str) and _is_clean(one) for one in inner):
        raise BadRule(path, "not a list of texts")
    return tuple(_not_too_many(inner, path))


def _is_clean(text: str) -> bool:
    return "\0" not in text and len(text) <= MOST_VALUES and text.encode("utf-8", "ignore").decode() == text


def _codes(inner: object, path: str) -> tuple[str, ...]:
    if not isinstance(inner, list) or not all(isinstance(one, str) and _CODE.fullmatch(one) for one in inner):
        raise BadRule(path, "not a list of codes such as CA or fr")
    return tuple(_not_too_many(inner, path))


def _words(known: Collection[str], called: str) -> Callable[[object, str], tuple[str, ...]]:
    def read(inner: object, path: str) -> tuple[str, ...]:
        if not isinstance(inner, list) or not all(isinstance(one, str) and one in known for one in inner):
            raise BadRule(path, f"not a list of {called}, which are {', '.join(sorted(known))}")
        return tuple(_not_too_many(inner, path))

    return read


def _not_too_many(inner: list[Any], path: str) -> list[Any]:
    if len(inner) > MOST_VALUES:
        raise BadRule(path, f"more than {MOST_VALUES} of them")
    return inner


_LEAVES: dict[str, tuple[frozenset[str], Callable[[object, More, str], Leaf]]] = {
    "lists": (frozenset({"standing", "since"}), _lists),
    "unions": (frozenset({"affiliates"}), _unions),
    "locals": (frozenset(), lambda inner, _, path: InLocals(numbers(inner, path))),
    "countries": (frozenset(), lambda inner, _, path: InCountries(_codes(inner, path))),
    "regions": (frozenset(), lambda inner, _, path: InRegions(_codes(inner, path))),
    "languages": (frozenset(), lambda inner, _, path: Reads(_codes(inner, path))),
    "roles": (frozenset(), lambda inner, _, path: HasRole(_words({*MemberRole}, "roles")(inner, path))),
    "joined": (frozenset(), lambda inner, _, path: Joined(when_from_json(inner, path))),
    "bases": (frozenset({"since"}), _bases),
    "events": (frozenset({"answer"}), _events),
    "campaigns": (frozenset(), lambda inner, _, path: WasSent(numbers(inner, path))),
    "field": (frozenset({"is", "from", "to", "when", "yes"}), _field),
    "segment": (frozenset(), _segment),
}
