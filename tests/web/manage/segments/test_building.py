import re

import pytest
from sqlalchemy import select

from newsletter.accounts.models import Role
from newsletter.audiences.models import Segment
from newsletter.audiences.rule import AllOf, InSegment, Reads
from newsletter.audiences.services.saving import make
from newsletter.audiences.written import to_json
from tests.web.manage.people.conftest import NOW

PAGE = "/manage/ue/people/segments"
READ_FRENCH = {"kind.0": "all", "kind.0-0": "languages", "values.0-0": ["fr"]}


@pytest.fixture
def kept(rows):
    """A segment that is there already."""

    def keep(union, name="Francophones", rule=Reads(("fr",))):  # noqa: B008 (frozen)
        within = {union.id}
        made = make(rows, union=union, within=within, name=name, rule=rule, account_id=1, now=NOW)
        rows.commit()
        return made

    return keep


def test_a_segment_is_built_counted_and_saved_without_a_script(steward, ask, person, ue, rows):
    person(ue, given_name="Marie", language="fr")
    person(ue, given_name="Ana", language="en")

    begun = ask(steward, f"{PAGE}/new", do="add:0", **{"kind.0": "all", "add.0": "languages"})
    counted = ask(steward, f"{PAGE}/new", do="count", **READ_FRENCH)
    saved = ask(steward, f"{PAGE}/new", do="save", name="Francophones", **READ_FRENCH)

    assert 'name="kind.0-0" value="languages"' in begun.text
    assert "Everybody who reads French." in counted.text
    assert "That is <b>1</b> person." in counted.text
    assert "Marie Garza" in counted.text
    assert saved.status_code == 302
    kept = rows.scalars(select(Segment)).one()
    assert kept.rule == to_json(AllOf((Reads(("fr",)),)))
    assert "Everybody who reads French." in steward.get(PAGE).text


def test_the_count_comes_alone_while_one_chooses(steward, ask, ue):
    steward.get(f"{PAGE}/new")
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', steward.get(f"{PAGE}/new").text)[0]

    answer = steward.post(f"{PAGE}/count", data={"csrf_token": token, "kind.0": "any"})

    assert "Nobody." in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind.0-0": "joined", "time.0-0": "last_days", "days.0-0": "x"}, "all[0].joined: not a number of days"),
        ({"kind.0-0": "lists", "values.0-0": "999999"}, "all[0]: a list that is not there"),
        ({"kind.0-0": "nonsense"}, "unknown word"),
        ({"name": ""}, "This must not be empty."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(steward, ask, rows, fields, said):
    answer = ask(steward, f"{PAGE}/new", do="save", **{"kind.0": "all", "name": "Odd"} | fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert rows.scalars(select(Segment)).all() == []


def test_a_name_can_be_given_once(steward, ask, kept, ue):
    kept(ue)

    answer = ask(steward, f"{PAGE}/new", do="save", name="Francophones", **READ_FRENCH)

    assert answer.status_code == 422
    assert "Another segment has this name." in answer.text


def test_who_saved_meanwhile_is_not_undone(steward, ask, kept, ue):
    page = f"{PAGE}/{kept(ue).id}"
    ask(steward, page, do="save", name="First", seen="1", **READ_FRENCH)

    late = ask(steward, page, do="save", name="Second", seen="1", **READ_FRENCH)

    assert late.status_code == 422
    assert "Somebody else saved this segment meanwhile" in late.text


def test_what_is_used_stays_and_what_is_not_goes(steward, ask, kept, ue, rows):
    first = kept(ue)
    second = kept(ue, "Others", InSegment(first.id))

    refused = ask(steward, f"{PAGE}/{first.id}", do="count", **READ_FRENCH)
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', refused.text)[0]
    steward.post(f"{PAGE}/{first.id}/delete", data={"csrf_token": token})
    assert "It is used by Others" in steward.get(f"{PAGE}/{first.id}").text

    for one in (second, first):
        steward.post(f"{PAGE}/{one.id}/delete", data={"csrf_token": token})
    rows.expire_all()
    assert rows.scalars(select(Segment)).all() == []


def test_editors_build_and_see_nobody(at_desk, ask, person, ue):
    person(ue, given_name="Marie", language="fr")

    page = ask(at_desk(ue, Role.EDITOR), f"{PAGE}/new", do="count", **READ_FRENCH)

    assert "That is <b>1</b> person." in page.text
    assert "Marie" not in page.text


@pytest.mark.parametrize("path", ["", "/new"])
def test_segments_are_for_editors_and_stewards_of_this_union(at_desk, client, ue, unifor, path):
    assert at_desk(ue, Role.VIEWER).get(f"{PAGE}{path}").status_code == 403
    assert at_desk(ue, Role.STEWARD).get(f"{PAGE}{path}").status_code == 200
    assert at_desk(unifor).get(f"{PAGE}{path}").status_code == 404
    assert client.get(f"{PAGE}{path}").status_code == 302


def test_another_unions_segment_is_not_there(steward, ask, kept, unifor):
    theirs = kept(unifor)

    assert steward.get(f"{PAGE}/{theirs.id}").status_code == 404
    answer = ask(
        steward, f"{PAGE}/new", do="count", **{"kind.0": "all", "kind.0-0": "segment", "values.0-0": theirs.id}
    )
    assert "a segment that is not there" in answer.text


def test_the_alliance_is_not_told_how_few_there_are_of_another_union(at_desk, ask, person, nasp, ue):
    person(ue, language="fr")

    page = ask(at_desk(nasp), "/manage/nasp/people/segments/new", do="count", **READ_FRENCH)

    assert "fewer than 5" in page.text
