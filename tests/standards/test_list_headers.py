"""What mail programs are told of a list: RFC 2369, RFC 2919, STANDARDS 1.2."""

import re

import pytest

NAMES = ("List-Help", "List-Subscribe", "List-Owner", "List-Unsubscribe")


@pytest.mark.parametrize("name", NAMES)
def test_each_is_one_link_in_brackets(list_mail, name):
    (value,) = list_mail.raw(name)

    assert re.fullmatch(rb"<(https|mailto):[!-;=?-~]+>", value)


def test_nobody_can_post(list_mail):
    assert list_mail.raw("List-Post") == [b"NO"]


def test_the_list_is_named_by_an_id_that_never_changes(list_mail):
    (value,) = list_mail.raw("List-Id")

    assert value.endswith(b" <medicare.lists.news.nasp.example>")


def test_its_name_is_in_the_language_of_the_mail(list_mail):
    names = {"en": "Medicare for All", "fr": "Santé pour toutes et tous", "es": "Salud para todas y todos"}

    assert list_mail.message["List-Id"].startswith(names[list_mail.sample.language])


def test_what_providers_log_says_nothing_of_union_or_local(list_mail):
    logged = list_mail.raw("List-Id")[0].rpartition(b"<")[2] + list_mail.raw("Feedback-ID")[0]
    logged += list_mail.raw("List-Unsubscribe")[0] + list_mail.raw("Message-ID")[0]

    for word in (list_mail.sample.union, "ilwu", "506"):
        assert not re.search(rb"\b%s\b" % word.encode(), logged.replace(b"nasp.example", b""))


def test_a_mail_that_answers_one_person_says_nothing_of_lists(notice):
    assert not [name for name, _ in notice.header_lines if name.startswith("list-")]
