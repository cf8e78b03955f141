"""Signing in and out."""

import sqlite3
import time
from contextlib import closing

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import event

from newsletter.accounts.passwords import SAMPLE_PASSWORD, hash_password
from newsletter.accounts.services import open_account
from newsletter.settings import Environment
from newsletter.web.context import db
from newsletter.web.limits import limiter
from tests.clock import NOON
from tests.web.manage.conftest import PASSWORD, Browser


@pytest.fixture
def account(rows):
    opened = open_account(
        rows, email="ana@ue.example", name="Ana", language="fr", password_hash=hash_password(PASSWORD), now=NOON
    )
    rows.commit()
    return opened


@pytest.fixture
def browser(app, account):
    return Browser(app)


def complaint(page):
    return "do not belong together" in page.text


def test_who_signs_in_goes_where_they_wanted_to(browser):
    door = browser.get("/manage/ue/campaigns")
    assert door.url == "/manage/sign-in?next=%2Fmanage%2Fue%2Fcampaigns"

    page = browser.post(
        door.url, follow=False, email="ana@ue.example", password=PASSWORD, next="/manage/ue/campaigns"
    )

    assert (page.status, page.headers["Location"]) == (302, "/manage/ue/campaigns")


def test_nobody_is_led_to_another_site(browser):
    browser.get("/manage/sign-in")

    page = browser.post(
        "/manage/sign-in", follow=False, email="ana@ue.example", password=PASSWORD, next="https://evil.example/"
    )

    assert "evil" not in page.headers.get("Location", "")


def test_an_address_is_found_in_any_case(browser):
    assert not complaint(browser.sign_in("ANA@ue.example"))


@pytest.mark.parametrize(("email", "password"), [("ana@ue.example", "wrong"), ("nobody@ue.example", PASSWORD)])
def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(browser, email, password):
    page = browser.sign_in(email, password)

    assert page.status == 200
    assert complaint(page)
    assert "nobody" not in page.text.replace('value="nobody@ue.example"', "")


def test_a_closed_account_gets_that_answer_too(browser, account, rows):
    account.active = False
    rows.commit()

    assert complaint(browser.sign_in("ana@ue.example"))


def test_a_form_without_its_token_is_refused(app, account):
    page = app.test_client().post("/manage/sign-in", data={"email": "ana@ue.example", "password": PASSWORD})

    assert page.status_code == 400


def test_signing_out_is_a_post(browser):
    browser.sign_in("ana@ue.example")

    assert browser.get("/manage/sign-out").status == 404
    assert browser.get("/manage/", follow=False).status == 200
    assert browser.post("/manage/sign-out", follow=False).status == 302
    assert browser.get("/manage/", follow=False).status == 302


def test_a_cookie_copied_before_signing_out_opens_nothing(app, browser):
    browser.sign_in("ana@ue.example")
    thief = browser.copied()
    assert thief.get("/manage/", follow=False).status == 200

    browser.get("/manage/")
    browser.post("/manage/sign-out")

    assert thief.get("/manage/", follow=False).status == 302
    assert browser.sign_in("ana@ue.example").url == "/manage/"
    assert thief.get("/manage/", follow=False).status == 302


def test_a_session_outlives_a_new_secret_that_is_told_the_old_one(make_app, settings, browser):
    browser.sign_in("ana@ue.example")
    new = {"secret_key": "n" * 64, "hash_key": settings.secret_key}

    told = browser.copied(make_app(**new, previous_secret_keys=(settings.secret_key,)))
    untold = browser.copied(make_app(**new))

    assert told.get("/manage/", follow=False).status == 200
    assert untold.get("/manage/", follow=False).status == 302


@pytest.fixture
def hours_later(monkeypatch):
    """Lets time pass for whatever dates a cookie."""

    def later(hours):
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time() + hours * 3600))

    return later


def test_a_session_ends_twelve_hours_after_the_last_page(browser, hours_later):
    browser.sign_in("ana@ue.example")

    for hours, status in ((11, 200), (22, 200), (35, 302)):
        hours_later(hours)
        assert browser.get("/manage/", follow=False).status == status


def test_no_cookie_outlives_the_browser(browser):
    browser.get("/manage/sign-in")
    page = browser.post("/manage/sign-in", follow=False, email="ana@ue.example", password=PASSWORD, remember="y")

    (cookie,) = page.headers.getlist("Set-Cookie")
    assert cookie.startswith("newsletter=")
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_a_closed_account_is_out_at_once(browser, account, rows):
    browser.sign_in("ana@ue.example")
    assert browser.get("/manage/", follow=False).status == 200
    account.active = False
    rows.commit()

    assert browser.get("/manage/", follow=False).status == 302


def test_the_session_cookie_is_for_us_alone(browser):
    page = browser.get("/manage/sign-in")

    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_account_without_a_role_is_told_whom_to_ask(browser):
    page = browser.sign_in("ana@ue.example")

    assert page.url == "/manage/"
    assert page.status == 200


def test_pages_speak_the_accounts_language(browser):
    browser.sign_in("ana@ue.example")

    assert '<html lang="fr">' in browser.get("/manage/", **{"Accept-Language": "es"}).text


def test_guessing_is_slowed_down_for_one_account_wherever_it_comes_from(browser):
    limiter.reset()
    answers = [browser.sign_in("ana@ue.example", f"guess {n}").status for n in range(12)]

    assert answers[:10] == [200] * 10
    assert answers[10:] == [429] * 2


def test_the_password_everybody_knows_opens_nothing_in_production(make_app, rows):
    open_account(
        rows,
        email="sample@ue.example",
        name="Sample",
        language="en",
        password_hash=hash_password(SAMPLE_PASSWORD),
        now=NOON,
    )
    rows.commit()
    live = make_app(environment=Environment.PRODUCTION)

    assert complaint(Browser(live).sign_in("sample@ue.example", SAMPLE_PASSWORD))


def test_guessing_is_no_quicker_in_json(browser):
    """Forms read JSON where it is sent; limits by account look into the form alone."""
    limiter.reset()
    browser.get("/manage/sign-in")

    answers = [browser.post_json("/manage/sign-in", email="ana@ue.example", password=f"guess {n}") for n in range(12)]

    assert {page.status for page in answers} == {400}


def test_a_form_in_json_opens_nothing(browser):
    browser.get("/manage/sign-in")

    assert browser.post_json("/manage/sign-in", email="ana@ue.example", password=PASSWORD).status == 400
    assert browser.post_json("/manage/sign-in", email={"a": 1}, password=["b"]).status == 400


def test_nobody_sends_more_than_a_form_can_hold(browser):
    browser.get("/manage/sign-in")

    assert browser.post("/manage/sign-in", email="ana@ue.example", password="x" * 2_000_000).status == 413


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # which has one writer at a time
def test_who_guesses_passwords_holds_up_nobody_who_writes(app, browser, database):
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout = 1"))
    browser.get("/manage/sign-in")
    with closing(sqlite3.connect(database.engine.url.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        page = browser.post("/manage/sign-in", email="ana@ue.example", password="wrong")

    assert complaint(page)
