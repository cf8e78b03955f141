"""RFC 8058: the button beside the sender's name in a mail program."""

import pytest

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_a_post_alone_leaves_the_list(client, path, rosa, standing, content_type):
    answer = client.post(
        path("leave/now"), data=ONE_CLICK if "form" in content_type else b"", content_type=content_type
    )

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert standing(rosa) == {1: "unsubscribed", 2: "confirmed"}


def test_following_the_link_changes_nothing_and_shows_one_button(client, path, rosa, standing):
    answer = client.get(path("leave/now"))
    client.head(path("leave/now"))

    assert answer.text.count("<button") == 1
    assert set(standing(rosa).values()) == {"confirmed"}


def test_an_unknown_token_gets_the_same_answer(client, path, signer):
    known = client.post(path("leave/now"), data=ONE_CLICK)
    again = client.post(path("leave/now"), data=ONE_CLICK)
    erased = client.post("/leave/now/" + signer.sign("leave", 999, 1, 2))
    forged = client.post("/leave/now/AAAAAAAAAAAAAAAAAAAA")

    assert {one.status_code for one in (known, again, erased, forged)} == {200}
    assert known.data == again.data == erased.data == forged.data


def test_a_hundred_of_one_network_all_leave(client, path):
    assert {client.post(path("leave/now")).status_code for _ in range(100)} == {200}
