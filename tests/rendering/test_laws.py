"""What holds for every mail that can be composed."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from hypothesis import HealthCheck, given, settings

from newsletter.mail.marks import mark, names, personalise, split
from newsletter.rendering import Block, MailKind, blocks_to_json, parse_blocks, render
from newsletter.rendering.blocks.kinds import Button, Heading, Image, Logos, Numbers, Story, Text, TwoColumns
from newsletter.rendering.fields import PersonalField, with_marks
from tests.rendering.reading import MARIA, flat, opened, read
from tests.rendering.strategies import block_trees, mails

anything = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LINKS = {
    MailKind.UPDATE: {"leave_url", "preferences_url"},
    MailKind.INVITATION: {"leave_url", "preferences_url"},
    MailKind.CONFIRMATION: {"confirm_url"},
    MailKind.WELCOME: {"leave_url", "preferences_url"},
    MailKind.ALREADY_SUBSCRIBED: {"leave_url", "preferences_url"},
    MailKind.ADDRESS_CHANGE: {"confirm_url"},
    MailKind.ADDRESS_CHANGED: set(),
}
ANSWERS = {"rsvp_yes_url", "rsvp_maybe_url", "rsvp_no_url"}


@anything
@given(mails)
def test_a_strict_parser_has_nothing_to_say(mail):
    page = opened(render(mail))

    assert page.get("lang")
    assert page.findtext("head/title") is not None
    assert not list(page.iter("script"))
    assert all(image.get("alt") is not None for image in page.iter("img"))
    assert all(table.get("role") == "presentation" for table in page.iter("table"))


@anything
@given(mails)
def test_each_has_exactly_one_heading_of_the_first_level(mail):
    assert len(list(opened(render(mail)).iter("h1"))) == 1


@anything
@given(mails)
def test_every_mark_is_whole_and_no_writer_can_make_one(mail):
    out = render(mail)

    for part in (out.subject, out.html, out.text):
        assert part == "".join(one if isinstance(one, str) else mark(one.name, one.fallback) for one in split(part))
    links = names(out.html) - set(PersonalField)
    assert links - ANSWERS == LINKS[mail.kind]
    assert not links & ANSWERS or links >= ANSWERS
    assert names(out.text) == names(out.html)


@anything
@given(mails)
def test_only_links_may_lack_a_value(mail):
    out = render(mail)

    for part in split(out.html):
        assert isinstance(part, str) or part.fallback or part.name.endswith("_url")


@anything
@given(mails)
def test_whoever_reads_the_text_misses_nothing(mail):
    told = flat(read(render(mail)))

    if mail.kind in {MailKind.UPDATE, MailKind.INVITATION}:
        for word in _promised(mail.blocks):
            assert flat(personalise(with_marks(word, {}), MARIA)) in told


@anything
@given(mails)
def test_a_subject_is_one_line(mail):
    assert len(render(mail).subject.splitlines()) <= 1


@anything
@given(block_trees)
def test_blocks_are_stored_as_they_were_read(tree):
    blocks = parse_blocks(tree)

    assert parse_blocks(blocks_to_json(blocks)) == blocks


def _promised(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield text
            case Text(html):
                yield from _words_and_links(html)
            case Image(caption=caption, link=link):
                yield from (caption, link)
            case Button(label, url):
                yield from (label, url)
            case Story(title=title, html=html, url=url):
                yield from (title, url)
                yield from _words_and_links(html)
            case Logos(logos):
                yield from (logo.name for logo in logos)
            case Numbers(figures):
                yield from (figure.label for figure in figures)
            case TwoColumns(left, right):
                yield from _promised(left + right)


def _words_and_links(html: str) -> Iterator[str]:
    yield from map(unescape, re.split("<[^>]*>", html))
    yield from map(unescape, re.findall('href="([^"]*)"', html))
