from collections.abc import Mapping
from dataclasses import replace
from gettext import NullTranslations

import pytest

from newsletter.rendering import Draft, Flight, MailKind, Severity, preflight
from tests.rendering.samples import BLOCKS, EXCHANGE, UE

ENGLISH = Draft("en", "What nurses told each other", "Who pays when you get sick?", BLOCKS)
FRENCH = replace(ENGLISH, language="fr", subject="Ce que se sont dit les infirmières")
READY = Flight(
    kind=MailKind.UPDATE,
    languages=("en", "fr"),
    drafts=(ENGLISH, FRENCH),
    identities=(UE,),
    topic_name="Medicare for All",
    events=frozenset({1}),
)


def _said(flight: Flight) -> list[tuple[str, str, str]]:
    return [(one.severity.value, one.language, one.message(NullTranslations())) for one in preflight(flight)]


def _with_blocks(*blocks: Mapping[str, object]) -> Flight:
    return replace(READY, languages=("en",), drafts=(replace(ENGLISH, blocks=list(blocks)),))


def test_a_campaign_that_is_ready_is_not_talked_about():
    assert _said(READY) == []


@pytest.mark.parametrize(
    ("subject", "severity", "says"),
    [
        (" ", "error", "The subject is empty."),
        ("Re: our last mail", "error", "The subject looks like an answer (Re:, Fwd:). Providers punish that."),
        ("TR : notre courriel", "error", "The subject looks like an answer (Re:, Fwd:). Providers punish that."),
        ("ACT NOW FOR CARE", "warning", "The subject is all in capitals, as in spam."),
        ("x" * 91, "warning", "The subject has 91 characters; phones show about forty."),
        ("Dear {{nickname}}", "error", "The subject asks for “nickname”, which is no personal field."),
    ],
)
def test_a_subject_is_looked_over(subject, severity, says):
    flight = replace(READY, languages=("fr", "en"), drafts=(replace(ENGLISH, subject=subject), FRENCH))

    assert (severity, "en", says) in _said(flight)


def test_a_mail_without_a_preview_line_is_noticed():
    draft = replace(ENGLISH, preheader="")

    assert _said(replace(READY, drafts=(draft, FRENCH))) == [
        ("warning", "en", "There is no line for the inbox to show beside the subject.")
    ]


@pytest.mark.parametrize(
    "drafts", [(ENGLISH,), (ENGLISH, Draft("fr", "", "", [])), (ENGLISH, replace(FRENCH, blocks=[]))]
)
def test_a_language_that_readers_need_must_be_written(drafts):
    assert ("error", "fr", "The translation is missing.") in _said(replace(READY, drafts=drafts))


def test_a_translation_that_lags_behind_is_noticed():
    old = replace(FRENCH, outdated=True, blocks=BLOCKS[:-2])

    assert _said(replace(READY, drafts=(ENGLISH, old))) == [
        ("warning", "fr", "This translation is older than what it translates."),
        ("warning", "fr", "Blocks that its source has and that are missing here: 2."),
    ]


def test_blocks_that_cannot_be_read_say_where():
    flight = _with_blocks(
        {"kind": "text", "html": "<p>x</p>"}, {"kind": "button", "label": "Go", "url": "ue.example"}
    )

    (found,) = preflight(flight)

    assert (found.severity, found.path) == (Severity.ERROR, "1.url")


PICTURE = {"kind": "image", "url": "https://img.example/1.png"}


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (PICTURE, "This image has no description for those who do not see it."),
        (
            {"kind": "story", "title": "Ferries", "image": PICTURE["url"]},
            "The image of “Ferries” has no description.",
        ),
        ({"kind": "event_card"}, "This block shows the campaign’s event, and the campaign has none."),
        ({"kind": "event_card", "event": 9}, "The event of this block does not exist any more."),
        ({"kind": "event_list", "events": [1, 9]}, "Events of this list that do not exist any more: 1."),
    ],
)
def test_a_block_with_a_hole_must_be_mended(block, says):
    assert _said(_with_blocks(block)) == [("error", "en", says)]


def test_decoration_needs_no_description():
    assert _said(_with_blocks({**PICTURE, "decorative": True})) == []


def test_links_are_looked_at_wherever_they_stand():
    text = {"kind": "text", "html": '<p><a href="http://ue.example/?a=1&amp;b=2">x</a></p>'}
    button = {"kind": "button", "label": "Go", "url": "http://ue.example/go"}

    found = preflight(_with_blocks(text, {"kind": "two_columns", "left": [], "right": [button]}))

    assert [(one.path, one.params["address"]) for one in found] == [
        ("0", "http://ue.example/?a=1&b=2"),
        ("1.right.0", "http://ue.example/go"),
    ]


def test_an_invitation_needs_its_event_and_no_words():
    invitation = replace(READY, kind=MailKind.INVITATION, languages=("en",), drafts=(replace(ENGLISH, blocks=[]),))

    assert _said(replace(invitation, event=EXCHANGE)) == []
    assert _said(invitation) == [("error", "", "This invitation invites to nothing: choose its event.")]


def test_the_law_wants_an_address():
    nowhere = replace(UE, postal_address=" ")

    ((severity, _, says),) = _said(replace(READY, identities=(UE, nowhere)))

    assert severity == "error"
    assert says.endswith("has no postal address, which the law wants in every mail.")


@pytest.mark.parametrize(("paragraphs", "severities"), [(1, []), (3, ["warning"]), (4, ["error"])])
def test_a_heavy_mail_is_noticed_and_one_that_would_be_cut_refused(paragraphs, severities):
    text = {"kind": "text", "html": f"<p>{'x' * 26_000}</p>"}

    assert [severity for severity, _, _ in _said(_with_blocks(*[text] * paragraphs))] == severities
