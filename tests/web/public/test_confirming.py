"""One mail, one page, one button."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from newsletter.subscribers.models import Membership, Notice


def test_opening_the_link_changes_nothing(client, confirm_path, rows):
    for _ in range(2):
        answer = client.get(confirm_path)
        client.head(confirm_path)

    assert answer.text.count("<button") == 1
    assert "Union Renewal" in answer.text
    assert rows.scalars(select(Membership)).all() == []


def test_the_button_makes_it_true_and_leads_to_the_preferences(client, confirm_path, rows):
    answer = client.post(confirm_path)

    assert answer.status_code == 200
    assert "/preferences/" in answer.text
    assert rows.scalars(select(Membership)).one().union.slug == "ue"


def test_pressing_twice_is_like_pressing_once(client, confirm_path, rows):
    first, second = client.post(confirm_path), client.post(confirm_path)

    assert first.text == second.text == client.get(confirm_path).text
    assert len(rows.scalars(select(Membership)).all()) == 1


def test_a_tampered_link_says_so(client, confirm_path):
    answer = client.get(confirm_path[:-1])

    assert answer.status_code == 404
    assert "not complete" in answer.text


def test_a_link_of_another_purpose_is_no_link(client, path):
    assert client.get(path("leave").replace("/leave/", "/confirm/")).status_code == 404


def test_an_old_link_says_what_to_do(client, confirm_path, rows):
    notice = rows.scalars(select(Notice)).one()
    notice.asked_at = datetime.now(UTC) - timedelta(days=60)
    rows.commit()

    answer = client.post(confirm_path)

    assert answer.status_code == 410
    assert "Sign up once more" in answer.text
