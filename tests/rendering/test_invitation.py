from dataclasses import replace

from newsletter.rendering import parse_blocks, render
from tests.rendering.reading import MARIA, links_of, opened, read, seen
from tests.rendering.samples import EXCHANGE, invitation, update


def test_an_invitation_says_what_when_where_who_and_in_which_languages():
    page = seen(opened(render(invitation())))

    assert "Health care for all: an exchange across borders" in page
    assert "Thursday, November 12, 2026 6:30 PM – 8:00 PM Central Standard Time (UTC\N{MINUS SIGN}6)" in page
    assert "7:30 PM · Toronto" in page
    assert "UE Hall, Chicago" in page
    assert "Jocelyne Tremblay nurse, Unifor" in page
    assert "English, French, and Spanish" in page


def test_yes_maybe_and_no_are_three_links_in_both_parts():
    links, text = links_of(opened(render(invitation()))), read(render(invitation()))

    for name, word in (("rsvp_yes_url", "Yes"), ("rsvp_maybe_url", "Maybe"), ("rsvp_no_url", "No")):
        assert links[MARIA[name]] == word
        assert f"{word}: {MARIA[name]}\n" in text


def test_the_card_stands_where_the_writer_put_it_and_once():
    blocks = parse_blocks([{"kind": "heading", "text": "First this", "level": 2}, {"kind": "event_card"}])

    page = seen(opened(render(invitation(blocks=blocks))))

    assert page.count(EXCHANGE.title) == 1
    assert page.index("First this") < page.index(EXCHANGE.title)
    assert page.count("Will you come?") == 1


def test_a_title_before_or_after_the_event_leaves_one_title():
    title, card = {"kind": "heading", "text": "Come and talk", "level": 1}, {"kind": "event_card"}

    for blocks, first in (
        ([title, card], "Come and talk"),
        ([title], EXCHANGE.title),
        ([card, title], EXCHANGE.title),
    ):
        page = opened(render(invitation(blocks=parse_blocks(blocks))))

        assert ["".join(one.itertext()) for one in page.iter("h1")] == [first]


def test_an_update_about_an_event_asks_nobody_to_answer():
    page = seen(opened(render(update(blocks=parse_blocks([{"kind": "event_card"}]), event=EXCHANGE))))

    assert EXCHANGE.title in page
    assert "Will you come?" not in page


def test_a_link_that_is_none_is_not_shown():
    html = render(invitation(event=replace(EXCHANGE, online_url="zoom, see below"))).html

    assert "Join online" not in html


def test_an_invitation_without_its_event_can_still_be_looked_at():
    assert "Will you come?" not in seen(opened(render(invitation(event=None))))


def test_the_french_put_a_space_before_their_colon():
    text = read(render(invitation(language="fr")))

    assert "\u00a0: jeudi 12 novembre 2026" in text
    assert "\u00a0: https://zoom.example/j/82345" in text
