"""A rule while somebody builds it: a tree of questions as the page's form has them, and the rule to and from it.

Every question's place in the tree stands in the names of its fields (`kind.0-2`), so that the whole draft travels
with each post and nothing is kept on the server before it is saved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from newsletter.audiences import BadRule
from newsletter.audiences.rule import Rule
from newsletter.audiences.written import MAX_DEPTH, from_json, to_json

GROUPS = ("all", "any", "none")
NUMBERED = ("lists", "unions", "locals", "events", "campaigns", "segment")
VALUED = (*NUMBERED, "countries", "regions", "languages", "roles", "bases")
TIMED = ("lists", "bases", "joined")
MOST_QUESTIONS = 200

_TIMES = {"last_days", "before_days"}


Posted = MultiDict[str, str]
"""What was typed."""


@dataclass
class Question:
    """A group or a condition, with what is chosen so far."""

    kind: str
    """A word of `audiences.written`; of a union's own field `field:` and its number."""

    path: str = "0"
    children: list["Question"] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    more: str = ""
    time: str = ""
    """Empty, `last_days`, `before_days` or `between`."""

    days: str = ""
    first: str = ""
    last: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it holds others."""
        return self.kind in GROUPS

    def everything(self) -> Iterator["Question"]:
        """It and all below it."""
        yield self
        for child in self.children:
            yield from child.everything()

    def numbered(self, path: str = "0") -> "Question":
        """With the paths that fit after something was added or removed."""
        self.path = path
        for number, child in enumerate(self.children):
            child.numbered(f"{path}-{number}")
        return self


def posted(form: Posted, path: str = "0") -> Question:
    """What the page's form says. Raises BadRule where it is more than a page holds."""
    left = [MOST_QUESTIONS]

    def read(path: str) -> Question:
        left[0] -= 1
        if left[0] < 0 or path.count("-") > MAX_DEPTH:
            raise BadRule("", "more conditions than a page can hold")
        found = Question(form.get(f"kind.{path}", "all"), path, values=form.getlist(f"values.{path}"))
        for name in ("more", "time", "days", "first", "last"):
            setattr(found, name, form.get(f"{name}.{path}", ""))
        while form.get(f"kind.{path}-{len(found.children)}", ""):
            found.children.append(read(f"{path}-{len(found.children)}"))
        return found

    return read(path)


def added(draft: Question, path: str, kind: str) -> None:
    """One question more in this group."""
    for one in draft.everything():
        if one.path == path and one.is_group:
            one.children.append(Question(kind, time="last_days" if kind == "joined" else ""))
            break
    draft.numbered()


def removed(draft: Question, path: str) -> None:
    """Without this question and all below it."""
    for one in list(draft.everything()):
        one.children = [child for child in one.children if child.path != path]
    draft.numbered()


def rule_of(draft: Question) -> Rule:
    """The rule that is meant. Raises BadRule."""
    return from_json(written(draft))


def written(one: Question) -> dict[str, Any]:
    """The same as JSON, whatever was typed: what cannot be is left for `from_json` to say."""
    kind, about_field, field_id = one.kind.partition(":")
    if one.is_group:
        return {one.kind: [written(child) for child in one.children]}
    if about_field:
        return {"field": _number(field_id)} | _field(one)
    if kind == "joined":
        return {"joined": _time(one)}
    if kind == "segment":
        return {"segment": _number(one.values[0] if one.values else "")}
    said: dict[str, Any] = {kind: [_number(one) for one in one.values] if kind in NUMBERED else one.values}
    if kind == "unions":
        said["affiliates"] = one.more == "affiliates"
    elif one.more:
        said[{"lists": "standing", "events": "answer"}.get(kind, "more")] = one.more
    if kind in TIMED and one.time:
        said["since"] = _time(one)
    return said


def draft_of(rule: Rule) -> Question:
    """A saved rule as questions. One that is no group is put into one, to which more can be added."""
    found = _question(to_json(rule))
    return (found if found.is_group else Question("all", children=[found])).numbered()


def _question(said: dict[str, Any]) -> Question:
    kind = next((word for word in said if word not in {"standing", "since", "answer", "affiliates"}), "all")
    about = said.get(kind, [])
    if kind in GROUPS:
        return Question(kind, children=[_question(one) for one in about])
    if "field" in said:
        return _field_question(said)
    found = Question(kind)
    if kind == "joined":
        _set_time(found, about)
        return found
    found.values = [str(one) for one in (about if isinstance(about, list) else [about])]
    found.more = "affiliates" if said.get("affiliates") else said.get("standing", said.get("answer", ""))
    if "since" in said:
        _set_time(found, said["since"])
    return found


def _field_question(said: dict[str, Any]) -> Question:
    found = Question(f"field:{said['field']}")
    if "is" in said:
        found.values = said["is"]
    elif "yes" in said:
        found.more = "yes" if said["yes"] else "no"
    elif "when" in said:
        _set_time(found, said["when"])
    else:
        found.time = "number"
        found.first, found.last = (f"{said[end]:g}" if end in said else "" for end in ("from", "to"))
    return found


def _field(one: Question) -> dict[str, Any]:
    if one.more:
        return {"yes": one.more == "yes"}
    if one.time == "number":
        return {word: _amount(end) for word, end in (("from", one.first), ("to", one.last)) if end}
    if one.time:
        return {"when": _time(one)}
    return {"is": [text for text in one.values if text.strip()]}


def _time(one: Question) -> dict[str, Any]:
    if one.time in _TIMES:
        return {one.time: _number(one.days)}
    return {word: day for word, day in (("from", one.first), ("to", one.last)) if day}


def _set_time(found: Question, said: dict[str, Any]) -> None:
    ((word, value), *_more) = said.items() if said else [("between", "")]
    if word in _TIMES:
        found.time, found.days = word, str(value)
    else:
        found.time, found.first, found.last = "between", said.get("from", ""), said.get("to", "")


def _number(typed: str) -> int | str:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < len(str(2**63)) else typed


def _amount(typed: str) -> float | str:
    try:
        return float(typed)
    except ValueError:
        return typed
