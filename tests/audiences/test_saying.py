from datetime import date
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audiences.rule import (
    AllOf,
    Answered,
    AnyOf,
    Between,
    HasField,
    InLocals,
    InSegment,
    InUnions,
    Joined,
    NoneOf,
    OnLists,
    Reads,
)
from newsletter.audiences.saying import Names, sentence
from newsletter.audiences.when import Days, InLastDays, LongerAgo
from newsletter.translations import catalog
from tests.audiences.rules import rules

NAMES = Names(
    lists={1: "Trade", 2: "Climate"},
    unions={2: "UE"},
    locals={3: "506"},
    events={4: "May Day"},
    segments={5: "Leaders"},
    fields={6: "shift"},
    codes={"fr": "French", "night": "by night"},
)
FRENCH = Reads(("fr",))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (AllOf(), "Everybody."),
        (NoneOf(), "Everybody."),
        (AnyOf(), "Nobody."),
        (FRENCH, "Everybody who reads French."),
        (OnLists((1, 2)), "Everybody who is on Trade or Climate."),
        (OnLists((1,), "unsubscribed", InLastDays(90)), "Everybody who has left Trade (in the last 90 days)."),
        (
            AllOf((FRENCH, InUnions((2,), with_affiliates=True))),
            "Everybody who reads French and is in UE or an affiliate.",
        ),
        (
            AllOf((FRENCH, AnyOf((InLocals((3,)), Joined(LongerAgo(1)))))),
            "Everybody who reads French and (is in local 506 or joined more than a day ago).",
        ),
        (
            NoneOf((FRENCH, InSegment(5))),
            "Everybody who is not somebody who (reads French or is in the segment Leaders).",
        ),
        (Answered((4,), "nothing"), "Everybody who has not answered May Day."),
        (Joined(Days(date(2026, 1, 1), date(2026, 5, 1))), "Everybody who joined from 2026-01-01 to 2026-05-01."),
        (HasField(6, ("night",)), "Everybody who has shift: by night."),
        (HasField(6, Between(1, None)), "Everybody who has shift: 1–."),
        (OnLists((9,)), "Everybody who is on something that is gone."),
    ],
)
def test_a_rule_reads_as_a_sentence(rule, said):
    assert sentence(rule, NAMES, NullTranslations()) == said


@given(rules(st.integers(1, 9), st.integers(1, 9)), st.sampled_from(["en", "fr", "es"]))
def test_every_rule_is_one_sentence_in_every_language(rule, language):
    said = sentence(rule, NAMES, catalog(language))

    assert said.endswith(".")
    assert "%(" not in said
