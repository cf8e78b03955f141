"""Readable by everybody, and whole: STANDARDS 1.9, WCAG 2.2."""

import re
from collections import defaultdict
from itertools import pairwise

from tests.rendering.reading import flat, seen

SIZE_LIMIT_BYTES = 80_000
VAGUE = {"click here", "here", "link", "cliquez ici", "ici", "haga clic aquí", "aquí", "read more", "more"}


def name(link):
    """What a screen reader calls a link."""
    return flat("".join([*link.itertext(), *(image.get("alt", "") for image in link.iter("img"))]))


def test_it_stays_whole_where_programs_cut(mail):
    (html,) = (part for part in mail.message.walk() if part.get_content_type() == "text/html")

    assert len(mail.html.encode()) < SIZE_LIMIT_BYTES
    assert len(html.get_payload()) < SIZE_LIMIT_BYTES


def test_it_says_its_language(mail):
    language = mail.sample.language

    assert mail.page.get("lang") == language
    wrapper = mail.page.find("body/div")
    assert wrapper is not None
    assert wrapper.get("lang") == language


def test_it_has_a_title(mail):
    assert mail.page.findtext("head/title").strip()


def test_tables_are_only_layout(mail):
    assert {table.get("role") for table in mail.page.iter("table")} == {"presentation"}


def test_every_image_has_words_or_says_that_it_needs_none(mail):
    assert all(image.get("alt") is not None for image in mail.page.iter("img"))
    assert all(map(name, mail.links))


def test_links_say_where_they_lead(mail):
    for link in mail.links:
        assert name(link).lower() not in VAGUE
        assert re.match(r"(https|mailto):", link.get("href"))


def test_the_same_words_lead_to_the_same_place(mail):
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for link in mail.links:
        leads[name(link)].add(link.get("href"))

    assert {words: hrefs for words, hrefs in leads.items() if len(hrefs) > 1} == {}


def test_whoever_reads_the_text_part_misses_no_link(mail):
    for link in mail.links:
        assert link.get("href").removeprefix("mailto:") in mail.text


def test_both_forms_name_the_union_its_address_and_why_one_gets_it(mail):
    for form in (seen(mail.page), flat(mail.text)):
        assert "1 Union Square" in form
        assert "Pittsburgh PA 15222, USA" in form
        assert f"contact@{mail.sample.union}.example" in form


def test_no_mark_is_left(mail):
    for form in (mail.message["Subject"], mail.html, mail.text):
        assert not re.search("[\ue000-\uf8ff]|\\{\\{|\\}\\}", form)


def test_headings_go_down_by_one_step(mail):
    levels = [int(one.tag[1]) for one in mail.page.iter() if re.fullmatch(r"h[1-6]", str(one.tag))]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_fetched_but_pictures(mail):
    assert not list(mail.page.iter("link"))
    assert not list(mail.page.iter("script"))
    assert "@import" not in mail.html
    assert "@font-face" not in mail.html


def test_it_is_made_for_the_night_too(mail):
    metas = {meta.get("name"): meta.get("content") for meta in mail.page.iter("meta")}

    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert "prefers-color-scheme: dark" in mail.html
