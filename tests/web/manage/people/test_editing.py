"""Stewards change what is known, add somebody and keep fields of their own, as in a browser."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from newsletter.accounts.models import Role
from newsletter.links import Links
from newsletter.subscribers.models import ConsentRecord, CustomField, Membership, Notice, NoticeKind

ANA = {"given_name": "Ana", "family_name": "Núñez", "role": "leader", "number": "0017", "joined_on": "2020-05-01"}
SHIFT = {
    "kind": "choice",
    "label-en": "Shift",
    "label-fr": "Quart",
    "choices-0-en": "Day",
    "choices-1-en": "Night",
    "choices-2-en": "",
}


@pytest.fixture
def maria(person, ue):
    return person(ue, given_name="Maria", email="maria@ue.example")


@pytest.fixture
def page(maria):
    return f"/manage/ue/people/{maria.id}"


@pytest.fixture
def shift(steward, ask, rows):
    """A field of UE's own."""
    assert ask(steward, "/manage/ue/people/fields/new", **SHIFT).status_code == 303
    return rows.scalars(select(CustomField)).one()


def facts(text):
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text))


def test_what_is_known_is_changed_and_stands_on_the_page(steward, ask, page, shift):
    answer = ask(steward, f"{page}/edit", **ANA, **{f"own_{shift.id}": "night"})

    assert answer.status_code == 303
    shown = facts(steward.get(page).text)
    assert (shown["Membership number"], shown["Member since"], shown["Shift"]) == ("0017", "May 1, 2020", "Night")
    assert '<option selected value="night">' in steward.get(f"{page}/edit").text


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"local_id": "4711"}, {"joined_on": "soon"}, {"number": "x" * 201}]
)
def test_what_cannot_be_is_said_beside_its_field(steward, ask, page, wrong):
    answer = ask(steward, f"{page}/edit", **ANA | wrong)

    assert answer.status_code == 422
    assert "Please look at this again" in answer.text


def test_a_number_that_is_none_is_said_beside_its_field(steward, ask, page, rows):
    ask(steward, "/manage/ue/people/fields/new", **{"kind": "number", "label-en": "Size"})
    field = rows.scalars(select(CustomField)).one()

    answer = ask(steward, f"{page}/edit", **ANA, **{f"own_{field.id}": "many"})

    assert answer.status_code == 422
    assert "A number, such as 12 or 12.5." in answer.text


def test_a_membership_ends_and_is_taken_up_again(steward, ask, page, rows, maria):
    ask(steward, f"{page}/end", ended_on="2026-04-30")
    ended = steward.get(page).text
    assert "ended on April 30, 2026" in ended

    token = re.findall(r'action="[^"]+/resume">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', ended)[0]
    steward.post(f"{page}/resume", data={"csrf_token": token})

    rows.expire_all()
    assert rows.get(Membership, maria.memberships[0].id).ended_on is None


@pytest.mark.parametrize("lists", [True, False])
def test_somebody_is_added_by_hand_with_evidence_or_without_mail(steward, ask, rows, medicare, lists):
    consent = {"basis": "imported", "wording": "Signed at the picnic", "list_ids": medicare.id} if lists else {}

    answer = ask(steward, "/manage/ue/people/new", email="Rosa@Home.example", language="en", **ANA, **consent)

    assert answer.status_code == 303
    assert "Ana Núñez" in steward.get(answer.location).text
    assert rows.scalars(select(ConsentRecord.source)).all() == (["by hand: Signed at the picnic"] if lists else [])


@pytest.mark.parametrize("missing", ["wording", "list_ids"])
def test_a_ground_needs_words_and_a_list(steward, ask, rows, medicare, missing):
    said = {
        "basis": "imported",
        "wording": "Signed",
        "list_ids": medicare.id,
        "email": "r@home.example",
        "language": "en",
    }

    answer = ask(
        steward, "/manage/ue/people/new", **ANA | {key: value for key, value in said.items() if key != missing}
    )

    assert answer.status_code == 422
    assert rows.scalars(select(Membership)).all() == []


def test_who_is_here_already_is_shown_and_not_changed(steward, ask, rows, maria, page):
    answer = ask(steward, "/manage/ue/people/new", email="maria@ue.example", language="en", **ANA)

    assert answer.status_code == 422
    assert f'href="{page}"' in answer.text
    rows.expire_all()
    assert maria.memberships[0].given_name == "Maria"


def test_a_field_is_said_anew_and_put_away(steward, ask, rows, shift, page):
    path = f"/manage/ue/people/fields/{shift.id}"
    changed = SHIFT | {"label-en": "Turn", "choices-0-key": "day", "choices-1-key": "night"}
    assert ask(steward, path, **changed).status_code == 303
    assert "Turn" in steward.get(f"{page}/edit").text

    token = re.findall(r'name="csrf_token" value="([^"]+)"', steward.get("/manage/ue/people/fields").text)[0]
    steward.post(f"{path}/archive", data={"csrf_token": token})

    assert "Turn" not in steward.get(f"{page}/edit").text
    steward.post(f"{path}/reopen", data={"csrf_token": token})
    assert "Turn" in steward.get(f"{page}/edit").text
    rows.expire_all()
    assert [one["key"] for one in shift.choices] == ["day", "night"]


@pytest.mark.parametrize("wrong", [{"label-en": "", "label-fr": ""}, {"choices-1-en": ""}, {"kind": "shoe"}])
def test_a_field_without_a_name_or_a_choice_is_none(steward, ask, rows, wrong):
    answer = ask(steward, "/manage/ue/people/fields/new", **SHIFT | wrong)

    assert answer.status_code == 422
    assert rows.scalars(select(CustomField)).all() == []


@pytest.mark.parametrize(
    "path",
    [
        "people/new",
        "people/fields",
        "people/fields/new",
        "people/{id}/edit",
        "people/{id}/address",
        "people/{id}/end",
    ],
)
def test_all_this_is_for_stewards_of_this_union(at_desk, client, unions, maria, path):
    path = f"/manage/ue/{path.format(id=maria.id)}"
    assert at_desk(unions["ue"], Role.EDITOR).get(path).status_code == 403
    assert at_desk(unions["unifor"]).get(path).status_code == 404
    assert client.get(path).status_code == 302


def test_another_unions_people_and_fields_cannot_be_changed(at_desk, unifor, ask, maria, shift):
    stranger = at_desk(unifor)

    for path in (f"{maria.id}/edit", f"{maria.id}/end", f"fields/{shift.id}"):
        assert stranger.get(f"/manage/unifor/people/{path}").status_code == 404
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', stranger.get("/manage/unifor/people/new").text)[0]
    for path in (f"{maria.id}/resume", f"fields/{shift.id}/archive", f"fields/{shift.id}/reopen"):
        assert stranger.post(f"/manage/unifor/people/{path}", data={"csrf_token": token}).status_code == 404
    assert maria.memberships[0].ended_on is None


def test_a_new_address_is_asked_for_and_must_answer_itself(steward, ask, rows, maria, settings):
    page = f"/manage/ue/people/{maria.id}"

    answer = ask(steward, f"{page}/address", email="maria@home.example")
    assert answer.status_code == 303
    assert "Nothing changes until" in steward.get(answer.location).text
    (notice,) = rows.scalars(select(Notice).filter_by(kind=NoticeKind.ADDRESS_CHANGE))
    way = urlsplit(Links.of(settings).change_address(maria.id, notice.id)).path

    asked, again = steward.get(way), steward.get(way)
    rows.rollback()
    assert "maria@home.example" in asked.text
    assert asked.text == again.text
    assert maria.email == "maria@ue.example"
    assert "Your address is changed" in steward.post(way).text

    rows.rollback()
    assert maria.email == "maria@home.example"
    assert "Your address is changed" in steward.get(way).text
    assert steward.get(f"{way}x").status_code == 404


@pytest.mark.parametrize("wrong", ["maria@ue.example", "nobody"])
def test_an_address_that_cannot_be_is_said_beside_its_field(steward, ask, page, wrong):
    assert ask(steward, f"{page}/address", email=wrong).status_code == 422
