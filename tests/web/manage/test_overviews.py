"""Home, reports, settings, one's own account."""

from datetime import UTC, datetime

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Halt
from newsletter.delivery.fates import MessageState
from tests.factories import make_message


@pytest.fixture
def sent(rows, desks):
    """UE's campaign went to its one member."""
    campaign = desks.campaign["ue"]
    campaign.state = State.DONE
    campaign.started_at = campaign.finished_at = datetime.now(UTC)
    make_message(
        rows,
        campaign_id=campaign.id,
        subscriber_id=desks.person["ue"].id,
        via_union_id=desks.union["ue"].id,
        state=MessageState.SENT,
    )
    rows.commit()
    return campaign


def test_home_answers_its_three_questions(anna, sent):
    page = anna.get("/manage/ue/")

    assert "Nothing is on its way" in page.text
    assert "Nothing waits for you" in page.text
    assert "1</a> person got it" in page.text


def test_home_shows_what_goes_out(anna, sent, rows):
    sent.state = State.SENDING
    rows.commit()

    assert "1 of 1" in anna.get("/manage/ue/").text


def test_home_tells_owners_that_a_campaign_stopped_and_what_to_do(anna, sent, rows):
    sent.state, sent.halt, sent.halt_reply = State.PAUSED, Halt.TURNED_AWAY, "535 5.7.8 Bad credentials"
    rows.commit()

    page = anna.get("/manage/ue/").text

    assert "the relay turns us away" in page
    assert "its user name, its password" in page


@pytest.mark.parametrize("halt", Halt)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_live_page_says_why_it_stopped_in_the_relays_words_too(anna, sent, rows, halt, language):
    sent.state, sent.halt, sent.halt_reply = State.PAUSED, halt, "550 5.7.26 <unauthenticated>"
    rows.commit()

    page = anna.get(f"/manage/ue/campaigns/{sent.id}/live", headers={"Accept-Language": language}).text

    assert "550 5.7.26 &lt;unauthenticated&gt;" in page
    assert page.count('data-tone="bad"') == 1


def test_a_draft_waits_for_its_editor(anna, desks):
    assert "Secret of ue" in anna.get("/manage/ue/").text


def test_reports_list_what_went_out(anna, sent):
    page = anna.get("/manage/ue/reports")

    assert "Secret of ue" in page.text
    assert "Nothing went out yet" not in page.text


def test_settings_say_what_stands_on_every_mail(anna):
    page = anna.get("/manage/ue/settings")

    assert "1 Main Street, Anytown" in page.text
    assert "news@ue.example" in page.text
    assert "owner of ue" in page.text
    assert "owner of unifor" not in page.text


def test_the_pages_speak_the_language_one_chose(anna):
    anna.get("/manage/ue/account")

    page = anna.post("/manage/ue/account", language="fr")

    assert '<html lang="fr">' in page.text
    assert '<html lang="fr">' in anna.get("/manage/ue/").text


@pytest.mark.parametrize(
    ("path", "language", "said", "not_said"),
    [
        ("campaigns", "fr", "Envoyée<", "Envoyé<"),
        ("campaigns", "es", "Enviada<", "Enviado<"),
        ("settings", "fr", ">Numéro<", ">Chiffre<"),
        ("settings", "es", ">Número<", ">Cifra<"),
    ],
)
def test_a_word_agrees_with_what_it_is_said_of(anna, sent, path, language, said, not_said):  # noqa: PLR0917
    page = anna.get(f"/manage/ue/{path}?lang={language}").text

    assert said in page
    assert not_said not in page


def test_a_language_nobody_offers_is_refused(anna):
    anna.get("/manage/ue/account")

    page = anna.post("/manage/ue/account", language="tlh")

    assert '<html lang="en">' in page.text


def test_the_front_door_leads_to_ones_own_desk(anna):
    assert anna.get("/manage/").url == "/manage/ue/"


def test_whoever_is_lost_while_signed_in_is_led_home(anna):
    assert '<a href="/manage/">Home</a>' in anna.get("/manage/ue/nowhere").text
