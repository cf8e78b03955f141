import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from newsletter.accounts.models import Account, Role
from newsletter.accounts.services import give_role
from newsletter.audiences import Audience
from newsletter.audiences.rule import AllOf, AnyOf, HasRole, InCountries, InSegment, InUnions, NoneOf, OnLists, Reads
from newsletter.audiences.services.saving import make
from newsletter.campaigns.services.dropping_segment import MailedWithIt, drop
from newsletter.web.manage.campaigns.audience_form import chosen
from tests.factories import make_person

words = st.lists(st.sampled_from(["a", "b"]), min_size=1, unique=True).map(tuple)
numbers = st.lists(st.integers(1, 9), min_size=1, unique=True).map(tuple)
one_of_each = st.fixed_dictionaries(
    {},
    optional={
        "unions": st.builds(InUnions, numbers, st.booleans()),
        "countries": st.builds(InCountries, words),
        "languages": st.builds(Reads, words),
        "roles": st.builds(HasRole, words),
        "segments": st.builds(InSegment, st.integers(1, 9))
        | st.lists(st.builds(InSegment, st.integers(1, 9)), min_size=2, max_size=3).map(tuple).map(AnyOf),
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


def test_the_alliance_is_not_told_how_few_there_are_of_another_union(nadia, rows, desks):
    path = f"/manage/nasp/campaigns/{desks.campaign['nasp'].id}/audience"
    asked = {"lists": [str(desks.topic.id)], "unions": [str(desks.union["ue"].id)]}
    nadia.get(path)
    few = nadia.post(f"{path}/count", **asked).text
    for _ in range(2):
        make_person(rows, desks.union["ue"], lists=[desks.topic], language="en")
    rows.commit()

    assert nadia.post(f"{path}/count", **asked).text == few
    assert "<b>Fewer than 5</b> people will get this" in few


def test_the_alliance_cannot_subtract_the_few_from_a_total(nadia, rows, desks):
    path = f"/manage/nasp/campaigns/{desks.campaign['nasp'].id}/audience"
    for _ in range(7):
        make_person(rows, desks.union["nasp"], lists=[desks.topic], language="fr")
    rows.commit()
    nadia.get(path)

    page = nadia.post(f"{path}/count", lists=[str(desks.topic.id)])

    assert "<b>More than 7</b> people will get this" in page.text


def test_who_is_steward_of_that_union_as_well_is_told(browser_of, rows, desks):
    path = f"/manage/nasp/campaigns/{desks.campaign['nasp'].id}/audience"
    nadia = rows.scalars(select(Account).filter_by(email="owner@nasp.example")).one()
    give_role(rows, account=nadia, union_id=desks.union["ue"].id, role=Role.STEWARD)
    rows.commit()
    browser = browser_of("owner@nasp.example")
    browser.get(path)

    page = browser.post(f"{path}/count", lists=[str(desks.topic.id)], unions=[str(desks.union["ue"].id)])

    assert "<b>1</b> person will get this" in page.text


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


def test_a_segment_is_an_audience_and_stays_while_it_is(anna_writes, rows, desks):
    ue = desks.union["ue"]
    now = datetime.now(UTC)
    made = make(rows, union=ue, within={ue.id}, name="English", rule=Reads(("en",)), account_id=1, now=now)
    rows.commit()
    seen = anna_writes.campaign.revision
    anna_writes.get("/audience")

    saved = {"lists": [str(desks.topic.id)], "segments": [str(made.id)]}
    anna_writes.post("/audience", seen=seen, **saved)
    counted = anna_writes.post("/audience/count", **saved)

    assert Audience.from_json(anna_writes.campaign.audience).only == AllOf((InSegment(made.id),))
    assert "<b>1</b> person will get this" in counted.text
    with pytest.raises(MailedWithIt):
        drop(rows, segment=made, account_id=1, now=now)


def test_a_list_or_union_of_others_cannot_be_chosen(anna_writes, desks):
    before, seen = anna_writes.campaign.audience, anna_writes.campaign.revision
    anna_writes.get("/audience")

    page = anna_writes.post(
        "/audience", seen=seen, lists=[str(desks.topic.id)], unions=[str(desks.union["unifor"].id)]
    )

    assert page.status == 422
    assert anna_writes.campaign.audience == before


def test_a_space_stands_between_the_sentences_about_it(joint, desks):
    joint.rows.rollback()
    make_person(joint.rows, desks.union["nasp"], lists=[desks.topic], language="fr")
    joint.rows.commit()

    said = re.search(r'<p class="sentence">(.*?)</p>', joint.get("/check").text, re.DOTALL)

    assert said
    words = re.sub(r"<[^>]+>", "", said[1])
    assert re.search(r"in French\.\s+[^.]+ are held", words), words
