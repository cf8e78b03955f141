"""A rule as a sentence, for people who never saw a bracket in a query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations

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
from newsletter.audiences.when import Days, InLastDays, LongerAgo, When
from newsletter.subscribers.standing import Standing

Called = Mapping[int, str]


@dataclass(frozen=True)
class Names:
    """What the things in a rule are called in the language of the sentence. What is not in it is gone."""

    lists: Called = field(default_factory=dict)
    unions: Called = field(default_factory=dict)
    locals: Called = field(default_factory=dict)
    events: Called = field(default_factory=dict)
    campaigns: Called = field(default_factory=dict)
    segments: Called = field(default_factory=dict)
    fields: Called = field(default_factory=dict)

    codes: Mapping[str, str] = field(default_factory=dict)
    """Countries, regions, languages, roles, grounds, and the choices of fields."""

    day: Callable[[date], str] = date.isoformat


def sentence(rule: Rule, names: Names, words: NullTranslations) -> str:
    """Whole, with its full stop."""
    match rule:
        case AllOf(()) | NoneOf(()):
            return words.gettext("Everybody.")
        case AnyOf(()):
            return words.gettext("Nobody.")
    said = _Saying(names, words).said(rule, is_inside=False)
    return words.gettext("Everybody who %(rule)s.") % {"rule": said}


class _Saying:
    def __init__(self, names: Names, words: NullTranslations) -> None:
        self._names, self._words = names, words
        self._: Callable[[str], str] = words.gettext

    def said(self, rule: Rule, *, is_inside: bool = True) -> str:
        match rule:
            case AllOf(()) | NoneOf(()):
                return self._("is anybody")
            case AnyOf(()):
                return self._("is nobody")
            case AllOf(rules):
                return self._group(rules, self._("%(before)s and %(last)s"), is_inside=is_inside)
            case AnyOf(rules):
                return self._group(rules, self._("%(before)s or %(last)s"), is_inside=is_inside)
            case NoneOf(rules):
                inner = self._group(rules, self._("%(before)s or %(last)s"), is_inside=False)
                return self._("is not somebody who (%(rule)s)") % {"rule": inner}
            case _:
                return self._leaf(rule)

    def _group(self, rules: Sequence[Rule], joined: str, *, is_inside: bool) -> str:
        if len(rules) == 1:
            return self.said(rules[0], is_inside=is_inside)
        parts = [self.said(one) for one in rules]
        text = parts[0]
        for part in parts[1:]:
            text = joined % {"before": text, "last": part}
        return f"({text})" if is_inside else text

    def _leaf(self, rule: Leaf) -> str:  # noqa: C901, PLR0911 (a line for each kind)
        names = self._names
        match rule:
            case OnLists(ids, standing, since):
                return self._on_lists(standing) % {"names": self._of(names.lists, ids)} + self._since(since)
            case InUnions(ids, with_affiliates):
                said = self._("is in %(names)s or an affiliate") if with_affiliates else self._("is in %(names)s")
                return said % {"names": self._of(names.unions, ids)}
            case InLocals(ids):
                return self._("is in local %(names)s") % {"names": self._of(names.locals, ids)}
            case InCountries(codes) | InRegions(codes):
                return self._("lives in %(names)s") % {"names": self._codes(codes)}
            case Reads(codes):
                return self._("reads %(names)s") % {"names": self._codes(codes)}
            case HasRole(codes):
                return self._("has the role of %(names)s") % {"names": self._codes(codes)}
            case Joined(when):
                return self._("joined %(when)s") % {"when": self._when(when)}
            case OnBasis(codes, since):
                ground = self._("is mailed on this ground: %(names)s") % {"names": self._codes(codes)}
                return ground + self._since(since)
            case Answered(ids, answer):
                return self._answer(answer) % {"names": self._of(names.events, ids)}
            case WasSent(ids):
                return self._("was sent %(names)s") % {"names": self._of(names.campaigns, ids)}
            case HasField(field_id, test):
                about = {"name": self._of(names.fields, (field_id,)), "value": self._test(test)}
                return self._("has %(name)s: %(value)s") % about
            case InSegment(number):
                return self._("is in the segment %(names)s") % {"names": self._of(names.segments, (number,))}

    def _on_lists(self, standing: str) -> str:
        return {
            Standing.CONFIRMED: self._("is on %(names)s"),
            Standing.PENDING: self._("has not confirmed %(names)s"),
            Standing.UNSUBSCRIBED: self._("has left %(names)s"),
        }[Standing(standing)]

    def _answer(self, answer: str) -> str:
        return {
            "yes": self._("said yes to %(names)s"),
            "maybe": self._("said maybe to %(names)s"),
            "no": self._("said no to %(names)s"),
            SILENCE: self._("has not answered %(names)s"),
        }[answer]

    def _since(self, when: When | None) -> str:
        return f" ({self._when(when)})" if when else ""

    def _when(self, when: When) -> str:
        match when:
            case Days(first, last):
                return self._days(first, last)
            case InLastDays(days):
                said = self._words.ngettext("in the last day", "in the last %(count)s days", days)
            case LongerAgo(days):
                said = self._words.ngettext("more than a day ago", "more than %(count)s days ago", days)
        return said % {"count": days}

    def _days(self, first: date | None, last: date | None) -> str:
        day = self._names.day
        if first and last:
            return self._("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}
        if first:
            return self._("on %(day)s or later") % {"day": day(first)}
        return self._("on %(day)s or earlier") % {"day": day(last)} if last else self._("at any time")

    def _test(self, test: FieldTest) -> str:
        match test:
            case bool():
                return self._("yes") if test else self._("no")
            case Between(low, high):
                return f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"
            case tuple():
                return self._codes(test)
            case _:
                return self._when(test)

    def _codes(self, codes: Sequence[str]) -> str:
        return self._listed([self._names.codes.get(code, code) for code in codes])

    def _of(self, called: Called, ids: Sequence[int]) -> str:
        return self._listed([called.get(one, self._("something that is gone")) for one in ids])

    def _listed(self, names: Sequence[str]) -> str:
        if not names:
            return self._("nothing")
        *others, last = names
        return self._("%(before)s or %(last)s") % {"before": ", ".join(others), "last": last} if others else last
