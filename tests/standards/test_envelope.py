"""Who a mail comes back to: RFC 5321, VERP, STANDARDS 1.4, 1.5 and 1.7."""

import re
from collections import defaultdict

from newsletter.mail.verp import token_of
from newsletter.tokens import Purpose
from tests.factories.people import SIGNER
from tests.standards.samples import BOUNCES


def named(sender):
    return SIGNER.read_caseless(Purpose.BOUNCE, token_of(sender) or "")


def test_a_bounce_names_the_message_it_is_about(list_mail):
    campaign, person = named(list_mail.envelope.sender)

    assert campaign > 0
    assert person == list_mail.envelope.key


def test_the_envelope_tells_servers_on_the_way_nothing_of_the_member(list_mail):
    local, _, domain = list_mail.envelope.sender.partition("@")

    assert re.fullmatch(r"b\+[a-z2-7]{8,62}", local)
    assert domain == BOUNCES
    assert "zoe" not in local


def test_it_survives_servers_that_change_its_case(list_mail):
    shouted = list_mail.envelope.sender.upper()

    assert named(shouted) == named(list_mail.envelope.sender)


def test_complaints_are_counted_by_what_gmail_asks_for(list_mail):
    (value,) = list_mail.raw("Feedback-ID")
    *ids, sender = value.decode().split(":")

    assert len(ids) == len(set(ids)) == 3
    assert 5 <= len(sender) <= 15
    assert list_mail.sample.address not in value.decode()


def test_all_copies_of_a_campaign_are_counted_together(mails):
    values = defaultdict(set)
    for mail in mails.values():
        values[mail.sample.kind].add(tuple(mail.raw("Feedback-ID")))

    assert all(len(one) == 1 for one in values.values())


def test_an_answer_to_one_person_says_that_a_machine_wrote_it(notice):
    assert notice.raw("Auto-Submitted") == [b"auto-generated"]
    assert token_of(notice.envelope.sender)


def test_nobody_is_away_to_a_newsletter(mail):
    assert b"OOF" in mail.raw("X-Auto-Response-Suppress")[0]


def test_a_list_mail_says_that_it_is_one(list_mail):
    assert list_mail.raw("Precedence") == [b"bulk"]
    assert not list_mail.raw("Auto-Submitted")
