import re
from datetime import date

import pytest

from newsletter.accounts.models import Role
from newsletter.subscribers.models import MailingList, Standing
from newsletter.web.manage.people import searching


def names(answer):
    assert answer.status_code == 200
    return re.findall(r'<a href="/manage/[a-z]+/people/\d+">([^<]+)</a>', answer.text)


@pytest.mark.parametrize("start", ["núñ", "ana", "ana@home"])
def test_a_steward_finds_people_by_the_start_of_a_name_or_an_address(steward, person, ue, start):
    person(ue, given_name="Ana", family_name="Núñez", email="ana@home.example")
    person(ue, given_name="Eve", family_name="Zola")

    answer = steward.get("/manage/ue/people", query_string={"q": start})

    assert names(answer) == ["Ana Núñez"]
    assert "1 person found" in answer.text


def test_the_search_works_as_a_plain_form_and_while_one_types(steward, person, ue):
    person(ue)

    page = steward.get("/manage/ue/people").text

    assert re.search(r'<form class="search" method="get"[^>]* hx-get="/manage/ue/people"', page)
    assert "<button" in page.split('<form class="search"')[1].split("</form>")[0]


def test_a_long_list_goes_on_and_says_so_without_counting(steward, person, ue, monkeypatch):
    monkeypatch.setattr(searching, "PER_PAGE", 2)
    for family_name in "ABCDE":
        person(ue, given_name="Ana", family_name=family_name)

    first = steward.get("/manage/ue/people?q=ana")
    further = re.findall(r'rel="next" href="([^"]+)"', first.text)[0].replace("&amp;", "&")
    second = steward.get(further)

    assert names(first) == ["Ana A", "Ana B"]
    assert "There are more" in first.text
    assert names(second) == ["Ana C", "Ana D"]
    assert 'href="/manage/ue/people?q=ana">From the beginning' in second.text


def test_people_are_found_by_how_they_stand_with_a_list(steward, person, ue, medicare):
    person(ue, lists=[medicare], given_name="On")
    person(ue, lists=[medicare], given_name="Off", standing=Standing.UNSUBSCRIBED)
    person(ue, given_name="Never")

    on, off = (
        steward.get("/manage/ue/people", query_string={"list": medicare.id, "standing": standing})
        for standing in (Standing.CONFIRMED, Standing.UNSUBSCRIBED)
    )

    assert names(on) == ["On Garza"]
    assert names(off) == ["Off Garza"]


def test_former_members_are_marked_and_can_be_looked_for(steward, rows, person, ue):
    person(ue, given_name="Ana")
    person(ue, given_name="Eve").memberships[0].ended_on = date(2026, 4, 1)
    rows.commit()

    assert steward.get("/manage/ue/people").text.count("Former member</span>") == 1
    assert names(steward.get("/manage/ue/people?who=former")) == ["Eve Garza"]


def test_an_empty_union_is_told_what_to_do_first(steward):
    answer = steward.get("/manage/ue/people")

    assert "Nobody here yet" in answer.text
    assert "http://localhost/join/ue" in answer.text


def test_nothing_found_says_what_else_to_try(steward, person, ue):
    person(ue)

    assert "Nobody found" in steward.get("/manage/ue/people?q=zzz").text


def test_a_list_that_ended_leads_back(steward, person, ue):
    last = person(ue).memberships[0]

    assert "The list ends here" in steward.get(f"/manage/ue/people?behind=0-{last.id}").text


@pytest.mark.parametrize(
    "query", ["q=%00%0d", "q=%25", "standing=king", "behind=x", "behind=0", "behind=9-9", "who=me"]
)
def test_odd_questions_get_a_page(steward, query):
    assert steward.get(f"/manage/ue/people?{query}").status_code == 200


def test_nobody_of_another_union_is_shown_or_found(steward, person, ue, unifor, nasp):
    person(unifor, given_name="Strange", family_name="Abbot", email="strange@else.example")
    person(nasp, given_name="Friendly")
    person(ue, given_name="Ana")

    assert names(steward.get("/manage/ue/people")) == ["Ana Garza"]
    assert names(steward.get("/manage/ue/people?q=strange")) == []


def test_the_alliance_sees_its_friends_and_nobodys_members(at_desk, person, nasp, ue):
    person(nasp, given_name="Friend")
    person(ue, given_name="Member")

    assert names(at_desk(nasp).get("/manage/nasp/people")) == ["Friend Garza"]


def test_another_unions_private_list_cannot_be_asked_for(steward, rows, unifor):
    secret = MailingList(union=unifor, slug="secret", is_public=False, name={"en": "S"}, description={}, position=9)
    rows.add(secret)
    rows.commit()

    assert steward.get(f"/manage/ue/people?list={secret.id}").status_code == 404
    assert steward.get("/manage/ue/people?list=999999").status_code == 404


@pytest.mark.parametrize("path", ["people", "people/lists", "people/suppressed", "people/1"])
def test_people_are_for_stewards_of_this_union(at_desk, client, ue, unifor, path):
    assert at_desk(ue, Role.EDITOR).get(f"/manage/ue/{path}").status_code == 403
    assert at_desk(unifor).get(f"/manage/ue/{path}").status_code == 404
    assert client.get(f"/manage/ue/{path}").status_code == 302
