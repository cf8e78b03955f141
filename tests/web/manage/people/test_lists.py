"""Lists at a steward's desk: seen with their sizes, made, described, archived, merged."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from newsletter.subscribers.models import ListMerge, MailedBy, MailingList, Standing
from newsletter.subscribers.sizes import count_list
from tests.factories import make_list, make_union


def sizes(answer):
    """The numbers of each list's line."""
    assert answer.status_code == 200
    lines = re.findall(r'<tr role="row"><th scope="row".*?</tr>', answer.text.replace("\n", ""))
    return {
        re.findall(r"<span><a[^>]*>([^<]+)", line)[0]: [
            int(re.sub(r"<[^>]+>|\D", "", cell)) for cell in re.findall(r'class="number"[^>]*>(.*?)</td>', line)
        ]
        for line in lines
    }


@pytest.fixture
def counted(rows):
    """What the workers do every ten minutes."""

    def count():
        for list_id in rows.scalars(select(MailingList.id)).all():
            count_list(rows, list_id=list_id, now=datetime.now(UTC))
        rows.commit()

    return count


@pytest.fixture
def post(steward):
    """Press a button at that desk."""
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', steward.get("/manage/ue/people/lists/new").text)[0]
    return lambda path, **fields: steward.post(path, data={"csrf_token": token, **fields})


def said(**other):
    return {"name_en": "Coal to clean", "name_fr": "Du charbon", "joining": "anybody", "mailed_by": "owner"} | other


def test_each_list_says_how_many_of_the_union_are_on_it(steward, counted, person, unions, medicare):
    person(unions["ue"], lists=[medicare])
    person(unions["ue"], lists=[medicare], standing=Standing.PENDING)
    person(unions["unifor"], lists=[medicare])
    counted()

    assert sizes(steward.get("/manage/ue/people/lists")) == {"Medicare for All": [1], "Union Renewal": [0]}


def test_the_number_leads_to_the_people(steward, counted, person, ue, medicare):
    person(ue, lists=[medicare], given_name="Ana")
    counted()

    href = re.findall(r'href="([^"]+list=[^"]+)"', steward.get("/manage/ue/people/lists").text)[0]

    assert "Ana Garza" in steward.get(href.replace("&amp;", "&")).text


def test_the_alliance_sees_totals_but_no_more(at_desk, counted, person, unions, medicare):
    for union in unions.values():
        person(union, lists=[medicare])
    counted()

    assert sizes(at_desk(unions["nasp"]).get("/manage/nasp/people/lists"))["Medicare for All"] == [1, 3]


def test_another_unions_lists_are_not_named(steward, rows, unifor):
    rows.add(MailingList(union=unifor, slug="x", is_public=True, name={"en": "Theirs"}, description={}, position=3))
    rows.commit()

    assert "Theirs" not in steward.get("/manage/ue/people/lists").text


def test_what_was_never_counted_shows_no_number(steward):
    assert ">–</td>" in steward.get("/manage/ue/people/lists").text


def test_a_list_is_made_described_archived_and_opened_again(steward, post, rows, ue):
    made = post("/manage/ue/people/lists/new", **said())
    topic = rows.scalars(select(MailingList).filter_by(union_id=ue.id)).one()
    assert made.location.endswith(f"/people/lists/{topic.id}")
    page = f"/manage/ue/people/lists/{topic.id}"

    post(f"{page}/edit", **said(joining="staff", mailed_by="affiliates", position="3"))
    post(f"{page}/archive")
    assert "This list is archived" in steward.get(page).text
    assert "Coal to clean" in steward.get("/manage/ue/people/lists").text
    post(f"{page}/reopen")

    rows.rollback()
    rows.refresh(topic)
    assert (topic.is_public, topic.mailed_by, topic.position) == (False, MailedBy.AFFILIATES, 3)
    assert topic.is_open
    assert topic.name == {"en": "Coal to clean", "fr": "Du charbon"}


def test_a_list_without_a_name_comes_back(post):
    answer = post("/manage/ue/people/lists/new", **said(name_en=" "))

    assert answer.status_code == 422
    assert "This must not be empty." in answer.text


def test_a_list_is_merged_into_another_of_the_union(steward, post, rows, ue):
    source, target = (
        MailingList(union=ue, slug=slug, is_public=True, name={"en": slug.title()}, description={}, position=1)
        for slug in ("old", "new")
    )
    rows.add_all([source, target])
    rows.commit()
    page = f"/manage/ue/people/lists/{source.id}"
    assert "New" in steward.get(f"{page}/merge").text

    post(f"{page}/merge", target=target.id)

    merge = rows.scalars(select(ListMerge)).one()
    assert (merge.source_id, merge.target_id) == (source.id, target.id)
    assert "being brought to" in steward.get(page).text
    assert post(f"{page}/merge", target=target.id).status_code == 422


def test_a_topic_of_the_alliance_can_be_looked_at_and_not_touched(steward, post, medicare):
    page = f"/manage/ue/people/lists/{medicare.id}"

    assert steward.get(page).status_code == 200
    for act in ("edit", "archive", "reopen", "merge"):
        assert post(f"{page}/{act}").status_code == 404


@pytest.mark.parametrize(
    ("mailed_by", "seen"),
    [(MailedBy.OWNER, False), (MailedBy.AFFILIATES, True), (MailedBy.ALLIANCE, True)],
)
def test_an_affiliate_sees_the_lists_it_may_write_to(at_desk, rows, ue, mailed_by, seen):
    shop = make_union(rows, "shop", parent=ue)
    make_list(rows, ue, "stewards", is_public=False).mailed_by = mailed_by
    rows.commit()

    assert ("Stewards" in at_desk(shop).get("/manage/shop/people/lists").text) == seen
