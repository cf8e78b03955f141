"""Sign-up forms at a steward's desk: made, changed, spread; and paper cards typed in."""

import html
import re

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.subscribers.models import ConsentRecord, Membership, Notice, PaperCard, SignUpForm
from tests.factories import make_form

FORMS = "/manage/ue/people/forms"
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def post(steward):
    """Press a button at that desk."""
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', steward.get(f"{FORMS}/new").text)[0]

    def send(path, headers=None, **fields):
        return steward.post(path, data={"csrf_token": token, **fields}, headers=headers)

    return send


@pytest.fixture
def form(rows, ue):
    made = make_form(rows, ue, fields=["given_name"])
    rows.commit()
    return made


def said(**other):
    return {"slug": "may-day", "title_en": "March with us", "is_open": "y", "language": ""} | other


def card(**other):
    return {"key": KEY, "email": "rosa@example.org", "language": "es", "topics": "1"} | other


def test_a_form_is_made_and_changed_and_each_change_is_a_version(post, steward, rows):
    made = post(f"{FORMS}/new", **said(fields=["given_name"], origins="https://UE506.example/\n"))
    form = rows.scalars(select(SignUpForm)).one()
    rows.commit()
    assert made.location.endswith(f"{FORMS}/{form.id}")
    assert form.origins == ["https://ue506.example"]

    post(f"{FORMS}/{form.id}/edit", **said(title_fr="Marchez avec nous"))

    rows.refresh(form)
    assert (form.version, form.title["fr"], form.fields) == (2, "Marchez avec nous", [])
    verbs = rows.scalars(select(Activity.verb).order_by(Activity.id)).all()
    assert verbs == ["sign_up_form.made", "sign_up_form.changed"]
    assert "March with us" in steward.get(FORMS).text


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("slug", "may day", "Small letters"),
        ("slug", "sent", "Another page stands"),
        ("title_en", " ", "must not be empty"),
        ("origins", "https://x.example; script-src *", "One website a line"),
        ("fields", "blood_group", "valid choice"),
    ],
)
def test_a_mistake_is_said_beside_the_field(post, rows, field, value, problem):
    answer = post(f"{FORMS}/new", **said(**{field: value}))

    assert answer.status_code == 422
    assert problem in html.unescape(answer.text)
    assert rows.scalars(select(SignUpForm)).all() == []


def test_it_spreads_by_a_square_a_poster_and_lines_for_a_website(steward, form):
    page = f"{FORMS}/{form.id}"

    assert steward.get(f"{page}/qr.svg").data.startswith(b"<?xml")
    png = steward.get(f"{page}/qr.png?download=1")
    assert png.data.startswith(b"\x89PNG")
    assert png.headers["Content-Disposition"] == 'attachment; filename="ue-may-day.png"'
    poster = steward.get(f"{page}/poster?paper=a4").text
    assert all(title in poster for title in form.title.values())
    assert 'data-paper="a4"' in poster
    assert "localhost/join/ue/may-day" in poster


def test_the_lines_for_a_website_sign_somebody_up(steward, client, form, rows):
    page = html.unescape(steward.get(f"{FORMS}/{form.id}").text)
    snippet = re.findall(
        r"<form method=\"post\" action=\"http://localhost(/join/[^\"]+lang=fr)\".*?</form>", page, re.DOTALL
    )
    lines = re.search(r"<form method=\"post\" action=\"[^\"]+lang=fr\".*?</form>", page, re.DOTALL)
    assert lines
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', lines[0]))
    assert "checked" not in lines[0]

    answer = client.post(snippet[0], data={"email": "rosa@example.org", "topics": "1", **hidden})

    assert answer.status_code == 303
    assert rows.scalars(select(Notice)).one().asked["language"] == "fr"


def test_a_card_is_saved_and_the_next_one_waits_under_the_same_settings(post, steward, form, rows):
    page = f"{FORMS}/{form.id}/sheet"

    answer = post(page, **card(signed="y", kept="Cabinet 2"))

    after = steward.get(answer.location).text
    assert "rosa@example.org: is on the list" in after
    assert 'value="Cabinet 2"' in after
    assert KEY not in after
    assert rows.scalars(select(Membership)).one().union_id == form.union_id
    assert rows.scalars(select(ConsentRecord.source)).all()[-1].endswith("kept: Cabinet 2")


def test_a_script_sends_the_same_card_again_and_nobody_is_entered_twice(post, form, rows):
    page, by_script = f"{FORMS}/{form.id}/sheet", {"Accept": "application/json"}

    first = post(page, headers=by_script, **card())
    second = post(page, headers=by_script, **card())

    assert first.json == second.json == {"outcome": "asked", "text": "a mail asks them to confirm"}
    assert len(rows.scalars(select(PaperCard)).all()) == len(rows.scalars(select(Notice)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("email", "rosa@", "cannot be right"),
        ("topics", "", "Choose one topic"),
        ("local", "999", "no local by this number"),
        ("signed", "y", "where the signed cards are kept"),
        ("key", "x" * 36, "Invalid input"),
    ],
)
def test_a_card_that_cannot_be_read_says_why(post, form, rows, wrong):
    field, value, problem = wrong
    page = f"{FORMS}/{form.id}/sheet"

    told = post(page, headers={"Accept": "application/json"}, **card(**{field: value}))
    shown = post(page, **card(**{field: value}))

    assert told.status_code == shown.status_code == 422
    assert problem in told.json["problems"][field if field != "signed" else "kept"]
    assert 'value="rosa@' in shown.text
    assert rows.scalars(select(PaperCard)).all() == []


def test_a_card_of_another_unions_member_is_like_any_other(post, person, unifor, form):
    person(unifor, email="rosa@example.org")
    by_script = {"Accept": "application/json"}

    told = post(f"{FORMS}/{form.id}/sheet", headers=by_script, **card(signed="y", kept="Cabinet 2"))

    assert told.json == {"outcome": "joined", "text": "is on the list"}
