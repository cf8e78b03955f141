import re

import pytest

from newsletter.inbox.store import PAGE_SIZE
from tests.inbox.conftest import arrival
from tests.inbox.test_reading import invitation

SCRIPTED = b'Subject: x\r\nContent-Type: text/html\r\n\r\n<head></head><script>alert(1)</script><a href="https://x.example">x</a>'
TABS = ["", "/text", "/headers", "/source", "/attachments"]


def test_an_empty_inbox_says_what_to_do(client):
    page = client.get("/inbox/")

    assert page.status_code == 200
    assert "No mail has arrived yet" in page.text
    assert "Empty the inbox" not in page.text


def test_the_newest_mails_are_listed_first(client, store):
    store.add(arrival(f"Number {n}") for n in range(PAGE_SIZE + 2))

    page = client.get("/inbox/")

    assert re.findall(r"Number (\d+)", page.text)[:2] == [str(PAGE_SIZE + 1), str(PAGE_SIZE)]
    (older,) = re.findall(r'rel="next" href="([^"]+)"', page.text)
    assert re.findall(r"Number (\d+)", client.get(older).text) == ["1", "0"]
    (newer,) = re.findall(r'rel="prev" href="([^"]+)"', client.get(older).text)
    assert "Number 51" in client.get(newer).text


def test_searching_counts_and_keeps_the_words(client, store):
    store.add([arrival("May Day"), arrival("Earth Day"), arrival("Meeting")])

    page = client.get("/inbox/", query_string={"q": "day"})

    assert 'value="day"' in page.text
    assert "<b>2</b>" in page.text
    assert "Meeting" not in page.text
    assert "Nothing found" in client.get("/inbox/?q=nobody").text


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_mail_can_be_looked_at_in_every_way(client, store, tab, language):
    store.add([arrival(raw=invitation())])

    page = client.get(f"/inbox/1{tab}?lang={language}")

    assert page.status_code == 200
    assert "Zoom – exchange" in page.text
    assert 'aria-current="page"' in page.text
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", page.text)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("raw", [b"\r\n", b"no headers at all", b"\x00\xff: \xfe\r\n\r\n\xff"])
def test_a_broken_mail_is_no_broken_page(client, store, tab, raw):
    store.add([arrival(raw=raw)])

    assert client.get(f"/inbox/1{tab}").status_code == 200
    assert client.get("/inbox/").status_code == 200
    assert client.get("/inbox/1/frame").status_code == 200


def test_the_html_runs_nothing_and_its_links_open_elsewhere(client, store):
    store.add([arrival(raw=SCRIPTED)])

    shown = client.get("/inbox/1/frame")

    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert '<head><base target="_blank"></head>' in shown.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in client.get("/inbox/1").text
    assert "<script>alert" not in client.get("/inbox/1").text


def test_the_text_has_links_to_press(client, store):
    store.add([arrival(raw=invitation())])

    assert '<a href="https://nasp.example/e" rel="noopener" target="_blank">' in client.get("/inbox/1/text").text


def test_envelope_and_headers_are_shown_as_sent(client, store):
    store.add([arrival(raw=invitation())])

    page = client.get("/inbox/1/headers")

    assert "b+abc@nasp.example" in page.text
    assert "=?utf-8?b?4oCT?=" in page.text


def test_the_invitation_is_readable_and_can_be_taken_away(client, store):
    store.add([arrival(raw=invitation())])

    page = client.get("/inbox/1/attachments")
    part = client.get("/inbox/1/attachments/1")

    assert "Zoom exchange" in page.text
    assert "Friday, May 1, 2026" in page.text
    assert "Coordinated Universal Time" in page.text
    assert "maria@ue.example" in page.text
    assert part.mimetype == "text/calendar"
    assert part.headers["Content-Disposition"].startswith("attachment")
    assert b"BEGIN:VCALENDAR" in part.data


def test_the_source_can_be_downloaded_byte_by_byte(client, store):
    store.add([arrival(raw=SCRIPTED)])

    answer = client.get("/inbox/1.eml")

    assert answer.data == SCRIPTED
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "path", ["/9", "/9/text", "/9/frame", "/9.eml", "/9/attachments/1", "/1/attachments/7", "/1/nothing"]
)
def test_what_is_not_there_is_not_found(client, store, path):
    store.add([arrival()])

    assert client.get(f"/inbox{path}").status_code == 404


def test_emptying_takes_a_token_and_forgets_everything(client, store):
    store.add([arrival()])
    (token,) = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/inbox/").text)

    assert client.post("/inbox/empty").status_code == 400
    assert store.count() == 1
    answer = client.post("/inbox/empty", data={"csrf_token": token})

    assert answer.status_code == 303
    assert store.count() == 0


def test_its_own_stylesheet_is_there(client):
    with client.get("/inbox/inbox.css") as answer:
        assert answer.mimetype == "text/css"
