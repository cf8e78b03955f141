import re

from newsletter.subscribers.models import MailingList, Standing


def sizes(answer):
    """The numbers of each list's line."""
    assert answer.status_code == 200
    lines = re.findall(r'<tr role="row"><th scope="row".*?</tr>', answer.text.replace("\n", ""))
    return {
        re.findall(r"<span>([^<]+)", line)[0]: [
            int(re.sub(r"<[^>]+>|\D", "", cell)) for cell in re.findall(r'class="number"[^>]*>(.*?)</td>', line)
        ]
        for line in lines
    }


def test_each_list_says_how_many_of_the_union_are_on_it(steward, person, ue, unifor, medicare):
    person(ue, lists=[medicare])
    person(ue, lists=[medicare], standing=Standing.PENDING)
    person(unifor, lists=[medicare])

    assert sizes(steward.get("/manage/ue/people/lists")) == {"Medicare for All": [1], "Union Renewal": [0]}


def test_the_number_leads_to_the_people(steward, person, ue, medicare):
    person(ue, lists=[medicare], given_name="Ana")

    href = re.findall(r'href="([^"]+list=[^"]+)"', steward.get("/manage/ue/people/lists").text)[0]

    assert "Ana Garza" in steward.get(href.replace("&amp;", "&")).text


def test_the_alliance_sees_totals_but_no_more(at_desk, person, unions, medicare):
    for union in unions.values():
        person(union, lists=[medicare])

    assert sizes(at_desk(unions["nasp"]).get("/manage/nasp/people/lists"))["Medicare for All"] == [1, 3]


def test_another_unions_lists_are_not_named(steward, rows, unifor):
    rows.add(MailingList(union=unifor, slug="x", is_public=True, name={"en": "Theirs"}, description={}, position=3))
    rows.commit()

    assert "Theirs" not in steward.get("/manage/ue/people/lists").text
