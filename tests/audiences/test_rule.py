import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.audiences import Audience, BadRule
from newsletter.audiences.rule import AllOf, AnyOf, InUnions
from newsletter.audiences.written import MAX_DEPTH, from_json, to_json
from tests.audiences.rules import rules

WORDS = (
    *("all", "any", "none", "lists", "unions", "affiliates", "countries", "roles", "only", "x", "standing", "since"),
    *("bases", "joined", "last_days", "before_days", "from", "to", "field", "is", "yes", "segment", "events"),
)
row_numbers = st.integers(1, 2**63 - 1)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(WORDS),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def nested(depth):
    written: dict[str, object] = {"lists": [1]}
    for _ in range(depth):
        written = {"all": [written]}
    return written


@given(rules(row_numbers))
def test_a_rule_reads_back_as_it_was_written(rule):
    assert from_json(json.loads(json.dumps(to_json(rule)))) == rule


@given(st.lists(row_numbers, max_size=3).map(tuple), rules(row_numbers), rules(row_numbers))
def test_an_audience_reads_back_as_it_was_written(list_ids, only, never):
    audience = Audience(list_ids, only, never)

    assert Audience.from_json(json.loads(json.dumps(audience.to_json()))) == audience


@given(any_json)
@example({"unions": [1], "affiliates": "no"})
@example({"lists": [True]})
@example({"lists": [1.0]})
@example({"lists": [2**63]})
@example({"lists": [0]})
@example({"roles": ["party secretary"]})
@example({"roles": [{}]})
@example({"countries": ["U\0"]})
@example({"languages": [""]})
@example({"languages": [["en"]]})
@example({1: []})
@example({})
@example({"all": [], "any": []})
def test_anything_else_is_a_bad_rule_and_no_other_error(written):
    try:
        assert from_json(to_json(from_json(written))) == from_json(written)
    except BadRule as refusal:
        assert str(refusal)


@given(any_json | st.fixed_dictionaries({"lists": any_json}, optional={"only": any_json, "never": any_json}))
@example(None)
@example([])
@example({"lists": [1], "nevr": {"any": []}})
@example({"only": {"all": []}})
def test_anything_else_is_no_audience(written):
    try:
        assert isinstance(Audience.from_json(written), Audience)
    except BadRule as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ({"all": [{"lists": [1]}, {"any": [{"lists": ["x"]}]}]}, "all[1].any[0].lists"),
        ({"never": []}, "never"),
        ({"unions": [1], "affiliates": 1}, "unions"),
        ({"any": [{"joined": {"last_days": -1}}]}, "any[0].joined"),
        ({"field": 1}, "field"),
    ],
)
def test_a_bad_rule_says_where(written, path):
    with pytest.raises(BadRule) as refusal:
        from_json(written)

    assert refusal.value.path == path


def test_a_misspelt_exclusion_is_no_audience():
    with pytest.raises(BadRule, match="nevr"):
        Audience.from_json({"lists": [1], "nevr": {"unions": [2]}})


def test_rules_nest_so_deep_and_no_deeper():
    assert to_json(from_json(nested(MAX_DEPTH))) == nested(MAX_DEPTH)

    with pytest.raises(BadRule, match="nested deeper"):
        from_json(nested(MAX_DEPTH + 1))
    with pytest.raises(BadRule):
        from_json(nested(100_000))


def test_what_is_not_said_means_everybody_and_nobody():
    assert Audience.from_json({"lists": [1]}) == Audience((1,), only=AllOf(()), never=AnyOf(()))
    assert from_json({"unions": [1]}) == InUnions((1,), with_affiliates=False)
