"""Leaving always works, and one can come back."""

import re

import pytest

from newsletter.subscribers.models import MailingList, Standing, Subscription


@pytest.mark.parametrize(
    ("scope", "left", "said"),
    [
        ("list", {1: "unsubscribed", 2: "confirmed", 3: "confirmed"}, "Medicare for All"),
        ("union", {1: "confirmed", 2: "confirmed", 3: "unsubscribed"}, "United Electrical Workers"),
        ("alliance", {1: "unsubscribed", 2: "unsubscribed", 3: "unsubscribed"}, "from anybody here"),
    ],
)
@pytest.mark.usefixtures("ue_list")
def test_one_button_leaves_as_far_as_asked(client, path, rosa, standing, scope, left, said):  # noqa: PLR0917
    asked = client.get(path("leave"))
    answer = client.post(path("leave"), data={"scope": scope})

    assert asked.text.count('type="radio"') == 3
    assert answer.status_code == 200
    assert said in answer.text
    assert standing(rosa) == left


@pytest.fixture
def ue_list(rows, rosa):
    """A list of UE's own, to which Rosa subscribes too."""
    rows.add(
        MailingList(id=3, union_id=2, slug="erie", is_public=True, name={"en": "Erie"}, description={}, position=1)
    )
    rows.flush()
    rows.add(Subscription(subscriber_id=rosa.id, list_id=3, standing=Standing.CONFIRMED, changed_at=rosa.created_at))
    rows.commit()


def test_opening_the_page_changes_nothing(client, path, rosa, standing):
    client.get(path("leave"))
    client.head(path("leave"))

    assert set(standing(rosa).values()) == {"confirmed"}


def test_an_answer_that_was_not_offered_leaves_nothing(client, path, rosa, standing):
    assert client.post(path("leave"), data={"scope": "galaxy"}).status_code == 400
    assert set(standing(rosa).values()) == {"confirmed"}


def test_the_way_back_is_on_the_page(client, path, rosa, standing):
    left = client.post(path("leave"), data={"scope": "alliance"})
    assert path("preferences") in left.text

    client.post(path("preferences"), data={"topics": "1", "language": "en", "wording": "1"})

    assert standing(rosa)[1] == "confirmed"


@pytest.mark.parametrize("scope", ["list", "union", "alliance"])
def test_a_space_stands_between_the_sentences_in_each_language(client, path, scope):
    for language in ("en", "fr", "es"):
        page = client.post(f"{path('leave')}?lang={language}", data={"scope": scope}).text
        said = next(one for one in re.findall(r"<p>(.*?)</p>", page, re.DOTALL) if "rosa@" in one)

        assert re.search(r"\.\s+\w", said), said
        assert not re.search(r"\.[A-ZÀ-Ý]", said), said
