"""Leaving by one press of a button that the mail program draws: RFC 8058, STANDARDS 1.1."""

import re

import pytest

from newsletter.tokens import BadToken, Purpose
from tests.factories.people import SIGNER
from tests.standards.samples import BASE_URL, CAMPAIGNS, samples

TARGET = re.compile(rb"<https://news\.nasp\.example/leave/now/([A-Za-z0-9_-]{8,60})>")


def token(mail):
    (named,) = TARGET.findall(mail.raw("List-Unsubscribe")[0])
    return named.decode()


def test_the_pair_stands_once_and_raw(list_mail):
    (target,) = list_mail.raw("List-Unsubscribe")

    assert TARGET.fullmatch(target)
    assert list_mail.raw("List-Unsubscribe-Post") == [b"List-Unsubscribe=One-Click"]


def test_the_address_alone_says_who_leaves_which_list(list_mail):
    person, topic, union = SIGNER.read(Purpose.LEAVE, token(list_mail))

    assert person == list_mail.envelope.key
    assert topic > 0
    assert union > 0


def test_the_address_cannot_be_guessed_from_another_one(list_mail):
    forged = token(list_mail)[:-1] + ("A" if token(list_mail)[-1] != "A" else "E")

    with pytest.raises(BadToken):
        SIGNER.read(Purpose.LEAVE, forged)


def test_nobody_shares_the_address_with_somebody_else(mails):
    for kind in CAMPAIGNS:
        targets = {token(mails[sample]) for sample in samples(kind)}

        assert len(targets) == len(samples(kind))


def test_a_mail_that_answers_one_person_is_no_list_mail(notice):
    assert not notice.raw("List-Unsubscribe")
    assert not notice.raw("List-Unsubscribe-Post")


def test_the_footer_has_a_way_out_for_everybody_else(list_mail):
    (link,) = {one.get("href") for one in list_mail.links if one.get("href").startswith(f"{BASE_URL}/leave/")}

    assert "/leave/now/" not in link
    assert link in list_mail.text
