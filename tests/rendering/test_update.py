from dataclasses import replace

from newsletter.mail.marks import mark, personalise
from newsletter.rendering import parse_blocks, render
from tests.rendering.reading import MARIA, links_of, opened, read, seen
from tests.rendering.samples import BLOCKS, NASP, UE, update


def test_an_update_greets_its_reader_in_subject_and_body():
    out = render(update())

    assert personalise(out.subject, MARIA).startswith("Hello Maria")
    assert mark("given_name", "colleague") in out.html
    assert f"Dear {mark('given_name', 'colleague')}," in out.text


def test_a_title_names_nobody():
    page = opened(render(update()))

    assert page.findtext("head/title") == "Hello friend: what nurses told each other"


def test_the_preview_line_is_the_first_thing_one_sees():
    page = opened(render(update()))

    assert seen(page).startswith("Who pays when you get sick? UE")
    assert "display:none" not in render(update()).html


def test_the_footer_says_who_writes_for_whom_from_where_and_why():
    page = seen(opened(render(update())))

    assert "You get this because you are a member of UE Local 506 and chose “Medicare for All”." in page
    assert "United Electrical, Radio and Machine Workers of America for the North American Solidarity Project" in page
    assert "4 Smithfield Street Pittsburgh, PA 15222, USA" in page


def test_a_friend_of_the_alliance_is_not_called_a_member():
    page = seen(opened(render(update(identity=NASP))))

    assert "You get this because you chose “Medicare for All”." in page
    assert "member" not in page


def test_the_ways_out_and_to_the_preferences_are_plain_links():
    links = links_of(opened(render(update())))

    assert links[MARIA["leave_url"]] == "Leave this list"
    assert MARIA["preferences_url"] in links
    assert f"Leave this list: {MARIA['leave_url']}" in read(render(update()))


def test_another_language_is_one_link_away_in_its_own_name():
    page = opened(render(update()))

    assert {link.get("lang"): link.text for link in page.iter("a") if link.get("lang")} == {
        "fr": "Français",
        "es": "Español",
    }


def test_a_union_without_a_logo_signs_with_its_name_and_one_with_a_logo_shows_it():
    with_logo = render(update(identity=replace(UE, logo_url="https://img.example/ue.png"))).html
    without = render(update(identity=replace(UE, logo_url="javascript:alert(1)"))).html

    assert '<img src="https://img.example/ue.png" alt="UE"' in with_logo
    assert "javascript" not in without


def test_a_long_newsletter_is_light_with_all_its_accents():
    html = render(update(blocks=parse_blocks(BLOCKS * 3), language="fr")).html

    assert len(html.encode()) < 80_000


def test_pictures_are_described_and_decoration_is_passed_over():
    blocks = parse_blocks(
        [
            {"kind": "image", "url": "https://img.example/1.png", "alt": 'Nurses & "friends" \u00a0«»'},
            {"kind": "image", "url": "https://img.example/2.png", "alt": "a line", "decorative": True},
        ]
    )
    page = opened(render(update(blocks=blocks)))

    assert [image.get("alt") for image in page.iter("img")] == ['Nurses & "friends" \u00a0«»', ""]


def test_french_punctuation_does_not_fall_off_its_line():
    html = render(update(language="fr", preheader="Qui paie quand on tombe malade ?")).html

    assert "malade\u00a0?" in html


def test_an_event_that_is_gone_leaves_no_hole():
    blocks = parse_blocks([{"kind": "event_card", "event": 99}, {"kind": "text", "html": "<p>Hello</p>"}])

    assert "Hello" in seen(opened(render(update(blocks=blocks))))


def test_the_text_part_is_written_for_reading():
    text = read(render(update()))

    assert "Two systems, one fight\n======================\n" in text
    assert "Read the guide (https://nasp.example/guide?a=1&b=2)." in text
    assert "* a recording\n* one evening\n" in text
    assert "Get the questionnaire:\nhttps://nasp.example/q\n" in text
    assert "  “I never sent a bill.”\n  — Jocelyne, Unifor, Local 5167\n" in text
    assert "\n\n\n" not in text
    assert max(map(len, text.splitlines())) <= 76
