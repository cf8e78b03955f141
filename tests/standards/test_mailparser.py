"""Node's mailparser reads in each mail what Python's parser reads."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from tests.rendering.reading import flat
from tests.standards.mail import Mail
from tests.standards.samples import Sample

pytestmark = pytest.mark.node

Readings = dict[Sample, dict[str, Any]]


@pytest.fixture(scope="session")
def readings(mails: dict[Sample, Mail], node: Callable[[str, list[str]], list[Any]]) -> Readings:
    """What mailparser reads, by sample."""
    given = [b64encode(mail.source).decode() for mail in mails.values()]
    return dict(zip(mails, node("mails.cjs", given), strict=True))


@pytest.fixture
def reading(mail: Mail, readings: Readings) -> dict[str, Any]:
    return readings[mail.sample]


def test_who_and_what(mail, reading):
    assert reading["subject"] == mail.message["Subject"]
    assert reading["from"] == _mailboxes(mail, "From")
    assert reading["replyTo"] == _mailboxes(mail, "Reply-To")
    assert [one["address"] for one in reading["to"]] == [mail.envelope.recipient]
    assert reading["messageId"] == mail.message["Message-ID"]
    assert reading["date"] == "2026-05-01T12:00:00.000Z"


def test_the_same_text_and_the_same_page(mail, reading):
    assert flat(reading["text"]) == flat(mail.text)
    assert reading["html"].replace("\r\n", "\n").strip() == mail.html.replace("\r\n", "\n").strip()


def test_nothing_falls_out_as_an_attachment_but_the_calendar(mail, reading):
    kinds = [part["contentType"] for part in reading["attachments"]]

    assert kinds == (["text/calendar"] if mail.sample.kind == "invitation" else [])


def test_the_button_to_leave_is_found(list_mail, readings):
    listed = readings[list_mail.sample]["list"]

    assert listed["unsubscribe"]["url"] == list_mail.raw("List-Unsubscribe")[0].decode().strip("<>")
    assert listed["unsubscribe-post"]["name"] == "List-Unsubscribe=One-Click"
    assert listed["id"]["id"] == "medicare.lists.news.nasp.example"


def _mailboxes(mail, name):
    return [{"name": one.display_name, "address": one.addr_spec} for one in mail.message[name].addresses]
