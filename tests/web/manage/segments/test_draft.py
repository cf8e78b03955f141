import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from newsletter.audiences import BadRule
from newsletter.audiences.rule import AllOf, AnyOf, Between, HasField, NoneOf, OnLists, Reads
from newsletter.audiences.when import Days
from newsletter.web.manage.segments.draft import MOST_QUESTIONS, added, draft_of, posted, removed, rule_of
from tests.audiences.rules import rules

typed = st.dictionaries(
    st.builds(
        "{}.{}".format,
        st.sampled_from(["kind", "values", "more", "time", "days", "first", "last"]),
        st.sampled_from(["0", "0-0", "0-0-0", "0-1"]),
    ),
    st.sampled_from(
        ["all", "lists", "joined", "field:1", "field:x", "segment", "unions", "between", "last_days", "é", "1"]
    )
    | st.text(max_size=4),
)


def fields_of(draft):
    """As a browser sends the page."""
    form: MultiDict[str, str] = MultiDict()
    for one in draft.everything():
        form.add(f"kind.{one.path}", one.kind)
        for value in one.values:
            form.add(f"values.{one.path}", value)
        for name in ("more", "time", "days", "first", "last"):
            form.add(f"{name}.{one.path}", getattr(one, name))
    return form


def is_sayable(rule):
    """What no page would make: text that is blank, times and numbers without any end."""
    match rule:
        case AllOf(inner) | AnyOf(inner) | NoneOf(inner):
            return all(is_sayable(one) for one in inner)
        case HasField(_, Days(None, None) | Between(None, None)):
            return False
        case _:
            return True


@given(rules(st.integers(1, 9), st.integers(1, 9)).filter(is_sayable))
def test_every_rule_can_be_shown_sent_and_read_again(rule):
    again = rule_of(posted(fields_of(draft_of(rule))))

    assert again in {rule, AllOf((rule,))}


@given(typed)
def test_whatever_is_sent_is_a_rule_or_says_what_is_wrong(form):
    try:
        rule_of(posted(MultiDict(form)))
    except BadRule as problem:
        assert str(problem)


def test_questions_come_and_go_and_keep_their_places():
    draft = draft_of(AllOf((Reads(("fr",)), OnLists((1,)))))

    added(draft, "0", "any")
    added(draft, "0-2", "roles")
    removed(draft, "0-0")

    assert [(one.path, one.kind) for one in draft.everything()] == [
        ("0", "all"),
        ("0-0", "lists"),
        ("0-1", "any"),
        ("0-1-0", "roles"),
    ]


def test_a_page_holds_only_so_much():
    wide = MultiDict({"kind.0": "all"} | {f"kind.0-{n}": "roles" for n in range(MOST_QUESTIONS)})
    deep = MultiDict({"kind." + "-".join("0" * (level + 1)): "all" for level in range(1000)})

    for form in (wide, deep):
        with pytest.raises(BadRule):
            posted(form)
