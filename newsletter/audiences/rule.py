"""A rule about people as a pure tree, and its form in JSON."""

import re
from dataclasses import dataclass
from typing import Any

from newsletter.errors import NewsletterError
from newsletter.subscribers.roles import MemberRole

MAX_DEPTH = 20

_MAX_NUMBER = 2**63 - 1
"""A row number beyond it cannot be looked for."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}")


class BadRule(NewsletterError):
    """A rule that cannot be read; says where."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'rule'}: {problem}")
        self.path, self.problem = path, problem


@dataclass(frozen=True)
class OnLists:
    """Confirmed on any of these lists."""

    list_ids: tuple[int, ...]


@dataclass(frozen=True)
class InUnions:
    """Member of any of these unions, or of an affiliate of theirs."""

    union_ids: tuple[int, ...]
    with_affiliates: bool = False


@dataclass(frozen=True)
class InCountries:
    """Living in any of these countries (ISO 3166-1)."""

    countries: tuple[str, ...]


@dataclass(frozen=True)
class Reads:
    """Having chosen any of these languages."""

    languages: tuple[str, ...]


@dataclass(frozen=True)
class HasRole:
    """Having any of these roles in their union."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class AllOf:
    """Every one of these rules; of none, everybody."""

    rules: tuple["Rule", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """At least one of these rules; of none, nobody."""

    rules: tuple["Rule", ...] = ()


@dataclass(frozen=True)
class NoneOf:
    """Not one of these rules."""

    rules: tuple["Rule", ...] = ()


Leaf = OnLists | InUnions | InCountries | Reads | HasRole
Branch = AllOf | AnyOf | NoneOf
Rule = Leaf | Branch

_BRANCHES: dict[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
_CODES: dict[str, type[InCountries | Reads]] = {"countries": InCountries, "languages": Reads}


def to_json(rule: Rule) -> dict[str, Any]:  # noqa: PLR0911 (a line for each kind of rule)
    """The rule as it is kept on a campaign."""
    match rule:
        case AllOf(rules):
            return {"all": [to_json(one) for one in rules]}
        case AnyOf(rules):
            return {"any": [to_json(one) for one in rules]}
        case NoneOf(rules):
            return {"none": [to_json(one) for one in rules]}
        case OnLists(ids):
            return {"lists": list(ids)}
        case InUnions(ids, with_affiliates):
            return {"unions": list(ids), "affiliates": with_affiliates}
        case InCountries(words):
            return {"countries": list(words)}
        case Reads(words):
            return {"languages": list(words)}
        case HasRole(words):
            return {"roles": list(words)}


def from_json(written: object, path: str = "", depth: int = 0) -> Rule:
    """Read a rule. Raises BadRule."""
    if depth > MAX_DEPTH:
        raise BadRule(path, f"nested deeper than {MAX_DEPTH}")
    if not isinstance(written, dict):
        raise BadRule(path, "not a rule")
    match written:
        case {"unions": ids, **rest} if rest.keys() <= {"affiliates"}:
            return InUnions(numbers(ids, path), _yes_or_no(rest.get("affiliates", False), path))
        case _ if len(written) == 1:
            ((word, inner),) = written.items()
            return _one(str(word), inner, f"{path}.{word}".lstrip("."), depth)
    raise BadRule(path, "a rule has one word and what it is about")


def _one(word: str, inner: object, path: str, depth: int) -> Rule:
    if word in _BRANCHES:
        if not isinstance(inner, list):
            raise BadRule(path, "not a list of rules")
        return _BRANCHES[word](tuple(from_json(one, f"{path}[{n}]", depth + 1) for n, one in enumerate(inner)))
    if word == "lists":
        return OnLists(numbers(inner, path))
    if word == "roles":
        return HasRole(_roles(inner, path))
    if word in _CODES:
        return _CODES[word](_codes(inner, path))
    raise BadRule(path, "unknown word")


def numbers(inner: object, path: str) -> tuple[int, ...]:
    """A list of row numbers. Raises BadRule."""
    if not isinstance(inner, list) or not all(type(one) is int and 0 < one <= _MAX_NUMBER for one in inner):
        raise BadRule(path, "not a list of row numbers")
    return tuple(inner)


def _codes(inner: object, path: str) -> tuple[str, ...]:
    if not isinstance(inner, list) or not all(isinstance(one, str) and _CODE.fullmatch(one) for one in inner):
        raise BadRule(path, "not a list of codes such as CA or fr")
    return tuple(inner)


def _roles(inner: object, path: str) -> tuple[str, ...]:
    if not isinstance(inner, list) or not all(isinstance(one, str) and one in {*MemberRole} for one in inner):
        raise BadRule(path, "not a list of roles, which are " + ", ".join(MemberRole))
    return tuple(inner)


def _yes_or_no(inner: object, path: str) -> bool:
    if not isinstance(inner, bool):
        raise BadRule(path, "neither true nor false")
    return inner
