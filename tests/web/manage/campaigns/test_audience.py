import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audiences import Audience
from newsletter.audiences.rule import AllOf, AnyOf, HasRole, InCountries, InUnions, NoneOf, OnLists, Reads
from newsletter.web.manage.campaigns.audience_form import chosen

words = st.lists(st.sampled_from(["a", "b"]), min_size=1, unique=True).map(tuple)
numbers = st.lists(st.integers(1, 9), min_size=1, unique=True).map(tuple)
one_of_each = st.fixed_dictionaries(
    {},
    optional={
        "unions": st.builds(InUnions, numbers, st.booleans()),
        "countries": st.builds(InCountries, words),
        "languages": st.builds(Reads, words),
        "roles": st.builds(HasRole, words),
    },
).map(lambda rules: tuple(rules.values()))


@given(numbers, one_of_each, one_of_each, st.none() | st.builds(OnLists, numbers))
def test_every_rule_the_form_makes_it_can_show(list_ids, only, never, not_lists):
    rules = (*((not_lists,) if not_lists else ()), *never)

    shown = chosen(Audience(list_ids, AllOf(only), AnyOf(rules)))

    assert shown.fits
    assert shown.fields["lists"] == list(list_ids)


@pytest.mark.parametrize(
    "audience",
    [
        Audience((1,), NoneOf((Reads(("en",)),))),
        Audience((1,), AllOf((Reads(("en",)), Reads(("fr",))))),
        Audience((1,), AllOf((AnyOf((Reads(("en",)), InCountries(("CA",)))),))),
    ],
)
def test_a_rule_the_form_cannot_show_is_said_and_not_flattened(audience):
    assert not chosen(audience).fits


def test_the_count_says_who_would_get_it(anna_writes, desks):
    anna_writes.get("/audience")

    page = anna_writes.post("/audience/count", lists=[str(desks.topic.id)], languages=["en"])
    nobody = anna_writes.post("/audience/count", lists=[str(desks.topic.id)], languages=["fr"])

    assert "<b>1</b> person will get this" in page.text
    assert "Nobody is in this audience" in nobody.text


def test_counting_without_a_script_saves_nothing(anna_writes, desks):
    before, seen = anna_writes.campaign.audience, anna_writes.campaign.revision
    anna_writes.get("/audience")

    page = anna_writes.post("/audience", count="1", seen=seen, lists=[str(desks.topic.id)], languages=["fr"])

    assert "Nobody is in this audience" in page.text
    assert anna_writes.campaign.audience == before


def test_an_audience_is_saved_as_a_rule(anna_writes, desks):
    seen = anna_writes.campaign.revision
    anna_writes.get("/audience")

    anna_writes.post("/audience", seen=seen, lists=[str(desks.topic.id)], languages=["en"], not_roles=["friend"])

    saved = Audience.from_json(anna_writes.campaign.audience)
    assert saved.only == AllOf((Reads(("en",)),))
    assert saved.never == AnyOf((HasRole(("friend",)),))


def test_a_list_or_union_of_others_cannot_be_chosen(anna_writes, desks):
    before, seen = anna_writes.campaign.audience, anna_writes.campaign.revision
    anna_writes.get("/audience")

    page = anna_writes.post(
        "/audience", seen=seen, lists=[str(desks.topic.id)], unions=[str(desks.union["unifor"].id)]
    )

    assert page.status == 422
    assert anna_writes.campaign.audience == before
