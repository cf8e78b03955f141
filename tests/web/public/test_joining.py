"""Signing up in twenty seconds, and what it never tells."""

import re

import pytest
from sqlalchemy import func, select

from newsletter.subscribers.models import Membership, Notice, Subscriber


def form(**changes):
    return {"email": "rosa@example.org", "topics": "1", "language": "es", "wording": "1", "country": "US"} | changes


def count(rows, table):
    return rows.scalar(select(func.count()).select_from(table))


def test_a_sign_up_asks_by_mail_and_makes_nothing_true(client, rows, queue):
    answer = client.post("/join/ue", data=form(local="UE Local 506"))

    assert answer.status_code == 303
    assert answer.location == "/join/ue/sent"
    notice = rows.scalars(select(Notice)).one()
    assert notice.asked["list_ids"] == [1]
    assert notice.asked["region"] == "US-PA"
    assert [job.numbers for job in queue.jobs] == [{"notice_id": notice.id}]
    assert count(rows, Membership) == 0


def test_the_page_of_all_asks_which_union(client, rows):
    assert client.post("/join", data=form(union="")).status_code == 400

    answer = client.post("/join", data=form(union="unifor"))

    assert answer.location == "/join/unifor/sent"
    assert rows.scalars(select(Notice)).one().union.slug == "unifor"


def test_who_is_in_no_union_joins_through_the_alliance(client, rows):
    client.post("/join", data=form(union="nasp"))

    assert rows.scalars(select(Notice)).one().union.slug == "nasp"


def test_a_known_address_gets_the_same_answer(client):
    first = client.post("/join/ue", data=form())
    second = client.post("/join/ue", data=form())

    assert (first.status_code, first.location, first.data) == (second.status_code, second.location, second.data)


def test_a_robot_is_thanked_and_ignored(client, rows):
    answer = client.post("/join/ue", data=form(website="https://spam.example"))

    assert answer.location == "/join/ue/sent"
    assert count(rows, Subscriber) == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "", "Please type your e-mail address"),
        ("email", "rosa@", "cannot be right"),
        ("email", "rosa@example.org\r\nBcc: all@example.org", "no spaces, line breaks"),
        ("email", "jos☭@example.org", "before the @ cannot be right"),
        ("email", "x" * 300 + "@example.org", "longer than an address can be"),
        ("topics", "", "Choose one topic at least"),
        ("topics", "99", "valid choice"),
        ("topics", "1; DROP", "could not be coerced"),
        ("language", "xx", "Not a valid choice"),
        ("local", "999", "no local by this number"),
        ("local", "5" * 90, "The number alone is enough"),
        ("wording", "7", "has changed"),
        ("country", "XX", "Not a valid choice"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_nothing_typed_is_lost(client, rows, field, value, said):
    answer = client.post("/join/ue", data=form(**{"local": "506", field: value}))

    assert answer.status_code == 400
    assert said in answer.text
    if field != "email":
        assert 'value="rosa@example.org"' in answer.text
    assert count(rows, Subscriber) == 0


def test_an_address_in_another_script_is_taken(client, rows):
    client.post("/join/ue", data=form(email="rosa@solidarité.example"))

    assert rows.scalars(select(Subscriber)).one().email == "rosa@xn--solidarit-j4a.example"


def test_an_unknown_union_is_answered_with_those_there_are(client):
    answer = client.get("/join/teamsters")

    assert answer.status_code == 404
    assert 'href="/join/ue"' in answer.text
    assert 'href="/join/unifor"' in answer.text


def test_a_page_speaks_the_language_of_the_browser_or_of_its_address(client):
    asked = client.get("/join", headers={"Accept-Language": "fr-CA,fr;q=0.9"})
    switched = client.get("/join?lang=es", headers={"Accept-Language": "fr"})

    assert '<html lang="fr">' in asked.text
    assert "Medicare for All (fr)" in asked.text
    assert '<html lang="es">' in switched.text
    assert 'href="/join?lang=fr"' in switched.text
    assert client.post("/join/ue?lang=fr", data=form(wording="2")).location == "/join/ue/sent?lang=fr"


def test_the_browser_guesses_the_country(client):
    answer = client.get("/join", headers={"Accept-Language": "es-MX"})

    assert re.search(r'<option selected value="MX">', answer.text)


def test_many_sign_ups_from_one_address_have_to_wait(client):
    answers = [client.post("/join/ue", data=form()).status_code for _ in range(21)]

    assert answers.pop() == 429
    assert set(answers) == {303}
    assert client.get("/join/ue").status_code == 200


def test_a_form_too_large_is_refused_in_words(client):
    answer = client.post("/join/ue", data=form(email="x" * 70_000))

    assert answer.status_code == 413
    assert "too much" in answer.text


def test_the_bare_address_leads_to_the_sign_up_page_in_its_language(client):
    assert client.get("/").location == "/join"
    assert client.get("/?lang=fr").location == "/join?lang=fr"


def test_only_the_sign_up_page_is_for_search_engines(client):
    assert "noindex" not in client.get("/join/ue").text
    assert "noindex" in client.get("/leave/now/AAAA").text
