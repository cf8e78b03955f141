"""Writing without a script: every button is a form, and nothing typed is ever lost."""

import pytest

from newsletter.campaigns.lifecycle import State
from tests.web.manage.campaigns.conftest import Desk


def test_a_subject_is_saved(anna_writes):
    anna_writes.get("/text/en?edit=subject")

    page = anna_writes.post("/text/en/subject", seen=anna_writes.seen(), subject="Strike won", preheader="At last")

    assert page.status == 200
    assert anna_writes.campaign.variant("en").subject == "Strike won"


def test_what_one_types_becomes_rich_text(anna_writes):
    anna_writes.add("text", html="Dear **all**,\n\n- one\n- two", html_as="plain")

    assert anna_writes.blocks()[-1]["html"] == "<p>Dear <strong>all</strong>,</p><ul><li>one</li><li>two</li></ul>"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("heading", {"text": "We won", "level": "1"}),
        ("image", {"url": "https://ue.example/a.png", "alt": "A picket line"}),
        ("button", {"label": "Read", "url": "https://ue.example/"}),
        ("story", {"title": "Erie", "html": "It happened.", "html_as": "plain"}),
        ("quote", {"text": "We stood together", "name": "Ana"}),
        ("event_card", {"event": "0"}),
        ("numbers", {"figures-0-value": "11", "figures-0-label": "weeks", "figures-1-value": ""}),
        ("divider", {}),
        ("logos", {"logos-0-image": "https://ue.example/l.png", "logos-0-name": "UE", "logos-0-url": ""}),
        ("two_columns", {}),
    ],
)
def test_every_kind_of_block_has_a_form_that_saves(anna_writes, kind, fields):
    page = anna_writes.add(kind, **fields)

    assert page.status == 200
    assert anna_writes.blocks()[-1]["kind"] == kind
    assert anna_writes.get(f"/text/en?edit={anna_writes.blocks()[-1]['id']}").status == 200


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/details", "Topic"),
        ("/details", "Write it first in"),
        ("/text/en?edit=subject", "Subject"),
        ("/text/en?add=event_card", "Event"),
        ("/text/en?add=heading", "Size"),
        ("/check", "Day and hour"),
    ],
)
def test_what_must_be_answered_is_not_called_optional(anna_writes, path, label):
    page = anna_writes.get(path).text

    assert f">{label}</label>" in page
    assert f">{label} <span" not in page


def test_a_card_is_about_the_event_of_the_campaign_unless_another_is_chosen(anna_writes, desks):
    anna_writes.add("event_card", event="0")
    assert anna_writes.blocks()[-1]["event"] is None

    anna_writes.add("event_card", event=str(desks.event["ue"].id))

    assert anna_writes.blocks()[-1]["event"] == desks.event["ue"].id


def test_a_list_of_events_offers_ones_own_events_only(anna_writes, desks):
    page = anna_writes.get("/text/en?add=event_list")
    assert "Picnic of ue" in page.text
    assert "Picnic of unifor" not in page.text

    refused = anna_writes.add("event_list", events=[str(desks.event["unifor"].id)])
    taken = anna_writes.add("event_list", events=[str(desks.event["ue"].id)])

    assert (refused.status, taken.status) == (422, 200)
    assert anna_writes.blocks()[-1]["events"] == [desks.event["ue"].id]


def test_a_refused_block_comes_back_with_the_error_beside_the_field(anna_writes):
    before = anna_writes.blocks()

    page = anna_writes.add("button", label="Read", url="nonsense")

    assert page.status == 422
    assert 'value="Read"' in page.text
    assert 'aria-describedby="url-hint url-error"' in page.text
    assert anna_writes.blocks() == before


def test_an_error_in_a_row_stands_in_that_row(anna_writes):
    page = anna_writes.add("numbers", **{"figures-0-value": "11", "figures-0-label": ""})

    assert page.status == 422
    assert 'id="figures-0-label-error"' in page.text


def test_an_unknown_personal_field_is_explained(anna_writes):
    page = anna_writes.add("heading", text="Dear {{password}}", level="2")

    assert page.status == 422
    assert "password" in page.text


def test_who_comes_second_is_told_and_loses_no_word(anna_writes, browser_of):
    (block,) = anna_writes.blocks()
    both_saw, path = anna_writes.seen(), f"/text/en/blocks/{block['id']}"
    berta = Desk(browser_of("editor@ue.example"), anna_writes.rows, anna_writes.before, anna_writes.pages)
    for somebody in (anna_writes, berta):
        somebody.get(f"/text/en?edit={block['id']}")
    berta.post(path, seen=both_saw, html="Berta's words", html_as="plain")

    page = anna_writes.post(path, seen=both_saw, html="Anna's words", html_as="plain")

    assert page.status == 422
    assert "editor of ue changed this" in page.text
    assert "Anna&#39;s words" in page.text
    assert anna_writes.blocks()[0]["html"] == "<p>Berta's words</p>"

    assert anna_writes.post(path, seen=anna_writes.seen(), html="Anna's words", html_as="plain").status == 200
    assert anna_writes.blocks()[0]["html"] == "<p>Anna's words</p>"


def test_blocks_move_and_go(anna_writes):
    anna_writes.add("heading", text="Second", level="2")
    first, second = (block["id"] for block in anna_writes.blocks())

    anna_writes.post(f"/text/en/blocks/{second}/arrange", seen=anna_writes.seen(), act="up")
    assert [block["id"] for block in anna_writes.blocks()] == [second, first]

    anna_writes.post(f"/text/en/blocks/{second}/arrange", seen=anna_writes.seen(), act="remove")
    assert [block["id"] for block in anna_writes.blocks()] == [first]


def test_an_act_nobody_knows_is_no_act(anna_writes):
    anna_writes.get("/text/en")

    assert anna_writes.post("/text/en/blocks/1/arrange", seen=1, act="explode").status == 404


def test_a_block_in_a_column_is_added_edited_moved_and_taken_out(anna_writes):
    anna_writes.add("two_columns")
    number = anna_writes.blocks()[-1]["id"]
    left = f"/text/en/blocks/{number}.left"

    def column():
        return [inner["text"] for inner in anna_writes.blocks()[-1]["left"]]

    for text in ("One", "Two"):
        anna_writes.add("heading", text=text, level="3", column=f"{number}.left")
    assert column() == ["One", "Two"]

    anna_writes.get(f"/text/en?edit={number}.left.0")
    anna_writes.post(f"{left}.0", seen=anna_writes.seen(), text="First", level="3")
    anna_writes.post(f"{left}.1/arrange", seen=anna_writes.seen(), act="up")
    assert column() == ["Two", "First"]

    anna_writes.post(f"{left}.0/arrange", seen=anna_writes.seen(), act="remove")
    assert column() == ["First"]
    assert anna_writes.blocks()[-1]["right"] == []


def test_a_wide_block_does_not_go_into_a_column(anna_writes):
    anna_writes.add("two_columns")

    page = anna_writes.add("event_card", event="0", column=f"{anna_writes.blocks()[-1]['id']}.left")

    assert page.status == 422
    assert "whole width" in page.text


@pytest.mark.parametrize("place", ["x", "1.middle", "1.left.99", "999", "1.left"])
def test_a_place_where_nothing_stands_does_not_exist(anna_writes, place):
    assert anna_writes.get(f"/text/en?edit={place}").status == 404


def test_a_translation_stands_beside_its_source_and_is_filled_from_it(anna_writes):
    anna_writes.add("heading", text="New", level="2")
    assert "Missing" in anna_writes.get("/text/fr").text

    anna_writes.post("/text/fr/structure", seen=anna_writes.seen("fr"))

    assert [block["kind"] for block in anna_writes.blocks("fr")] == ["text", "heading"]
    assert "Not translated yet" in anna_writes.get("/text/fr").text


def test_each_block_says_in_which_language_it_is_beside_its_source(anna_writes):
    anna_writes.add("heading", text="Hello", level="2")

    page = anna_writes.get("/text/fr").text

    assert 'Heading<span class="of-language"> · English</span>' in page
    assert 'Heading<span class="of-language"> · French</span>' in page
    assert "of-language" not in anna_writes.get("/text/en").text


def test_a_missing_block_waits_for_the_form_that_is_open_and_says_so(anna_writes):
    anna_writes.add("heading", text="Hello", level="2")

    page = anna_writes.get("/text/fr?edit=subject").text

    assert "Translate it" not in page
    assert '<a href="#block-subject">First save what you are writing.</a>' in page


def test_a_missing_block_is_translated_in_one_step(anna_writes):
    anna_writes.add("heading", text="New", level="2")
    number = anna_writes.blocks()[-1]["id"]
    assert 'value="New"' in anna_writes.get(f"/text/fr?edit={number}").text

    anna_writes.post(f"/text/fr/blocks/{number}", seen=anna_writes.seen("fr"), text="Neuf", level="2")

    assert anna_writes.blocks("fr")[-1]["text"] == "Neuf"
    assert "Missing" not in anna_writes.get("/text/fr").text


def test_a_launched_campaign_is_not_written_any_more(anna_writes):
    anna_writes.campaign.state = State.WAITING
    anna_writes.rows.commit()

    page = anna_writes.get("/text/en")

    assert page.url.endswith("/live")
    assert "take it back first" in page.text


def test_what_somebody_typed_is_never_run(anna_writes):
    anna_writes.add("heading", text="<script>alert(1)</script>", level="2")
    anna_writes.add("text", html='<p>Hi<img src=x onerror="alert(1)"></p>', html_as="html")

    page = anna_writes.get("/text/en")

    assert "<script>alert" not in page.text
    assert "onerror" not in page.text


def test_a_language_the_campaign_has_not_does_not_exist(anna_writes):
    assert anna_writes.get("/text/es").status == 404
