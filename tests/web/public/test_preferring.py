"""Choosing without a login."""

from newsletter.subscribers.models import MailingList, Standing, Subscription


def test_the_page_shows_what_the_person_has(client, path):
    answer = client.get(path("preferences"))

    assert answer.text.count("checked") == 3  # two topics, one language
    assert "rosa@example.org" in answer.text


def test_what_is_ticked_is_what_the_person_gets(client, path, rosa, standing):
    answer = client.post(path("preferences"), data={"topics": "2", "language": "fr", "wording": "1"})

    assert "Saved" in answer.text
    assert standing(rosa) == {1: "unsubscribed", 2: "confirmed"}
    assert rosa.language == "fr"


def test_nothing_ticked_is_nothing_sent(client, path, rosa, standing):
    client.post(path("preferences"), data={"language": "en", "wording": "1"})

    assert set(standing(rosa).values()) == {"unsubscribed"}


def test_a_mistake_changes_nothing(client, path, rosa, standing):
    before = standing(rosa)

    answer = client.post(path("preferences"), data={"topics": "77", "language": "en", "wording": "1"})

    assert answer.status_code == 400
    assert standing(rosa) == before


def test_a_closed_list_is_seen_by_who_is_on_it_and_can_be_left(client, path, rosa, rows, standing):
    closed = MailingList(
        union_id=1, slug="leaders", is_public=False, name={"en": "Leaders"}, description={}, position=9
    )
    rows.add(closed)
    rows.flush()
    rows.add(
        Subscription(
            subscriber_id=rosa.id, list_id=closed.id, standing=Standing.CONFIRMED, changed_at=rosa.created_at
        )
    )
    rows.commit()

    assert "Leaders" in client.get(path("preferences")).text
    client.post(path("preferences"), data={"topics": ["1", "2"], "language": "en", "wording": "1"})

    assert standing(rosa)[closed.id] == "unsubscribed"
    assert "Leaders" not in client.get(path("preferences")).text


def test_who_left_their_union_sees_no_topic_ticked_and_comes_back_by_ticking(client, path):
    client.post(path("leave"), data={"scope": "union"})

    assert client.get(path("preferences")).text.count("checked") == 1  # the language

    client.post(path("preferences"), data={"topics": "2", "language": "en", "wording": "1"})
    assert client.get(path("preferences")).text.count("checked") == 2


def test_an_erased_person_has_no_page(client, signer):
    assert client.get("/preferences/" + signer.sign("preferences", 999, 2)).status_code == 404
