"""Owners see what limits hold and why, change them, and put back what is usual."""

import html
import re

import pytest
from sqlalchemy import func, select

from newsletter.activity.models import Activity
from newsletter.delivery.models import Limit
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.services.limiting import MOST, limits, set_limit
from newsletter.relays.details import RelayDetails
from newsletter.relays.services import add
from newsletter.vault import Vault
from tests.clock import NOON

ALL = "/manage/nasp/settings/limits"
OURS = "/manage/ue/settings/limits"
GMAIL = f"{ALL}/operator/google"
USUAL = Rates(per_second=10)


@pytest.fixture
def gmail(rows):
    """What holds for Gmail now."""

    def find():
        rows.rollback()
        return limits(rows, now=NOON).rates[LimitOn.OPERATOR, "google"]

    return find


@pytest.fixture
def relay(desks, rows):
    """One of UE's own."""
    details = RelayDetails("Post of UE", "mx.ue.example", connections_in_all=20)
    made = add(rows, Vault("x" * 32), union_id=desks.union["ue"].id, details=details, now=NOON)
    rows.commit()
    return made


def words(page):
    text = re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1].split("</main>")[0])
    return html.unescape(" ".join(text.split()))


def verbs(rows):
    rows.rollback()
    return list(rows.scalars(select(Activity.verb).where(Activity.verb.startswith("limit.")).order_by(Activity.id)))


def test_what_is_usual_holds_and_stands_there_with_its_reason(nadia, gmail):
    page = nadia.get(ALL)

    assert gmail() == USUAL
    assert "Gmail 10 a second It takes 5 connections at a time well, and two mails a second on each." in words(page)
    assert "Relay of the installation no limit 4 each" in words(page)


def test_a_limit_is_set_with_its_reason(nadia, gmail, rows):
    nadia.get(GMAIL)

    page = nadia.post(GMAIL, per_second="20", per_hour="", per_day="50 000", because="Their desk wrote so in May")

    assert page.url == ALL
    assert "Gmail Changed 20 a second · 50,000 a day Their desk wrote so in May" in words(page)
    assert gmail() == Rates(per_second=20, per_day=50_000)
    (line,) = rows.scalars(select(Activity).where(Activity.verb == "limit.set"))
    assert line.details == {
        "on": "operator",
        "name": "google",
        "per_second": 20,
        "per_day": 50_000,
        "because": "Their desk wrote so in May",
    }


def test_what_is_left_empty_is_not_limited_any_more(nadia, gmail):
    nadia.get(GMAIL)

    page = nadia.post(GMAIL, per_second="", per_hour="", per_day="", because="")

    assert gmail() == Rates()
    assert "Gmail Changed no limit No reason was given." in words(page)


def test_what_is_usual_can_be_put_back(nadia, gmail, rows):
    nadia.get(GMAIL)
    nadia.post(GMAIL, per_second="3", because="")
    assert "Put back what is usual" in nadia.get(GMAIL).text

    page = nadia.post(f"{GMAIL}/put-back")

    assert gmail() == USUAL
    assert "Changed" not in words(page)
    assert verbs(rows) == ["limit.set", "limit.put_back"]


def test_where_nothing_was_set_there_is_nothing_to_put_back(nadia, rows):
    nadia.get(ALL)

    assert nadia.post(f"{GMAIL}/put-back").status == 200
    assert verbs(rows) == []


def test_what_is_no_number_is_said_beside_the_field_and_nothing_is_lost(nadia, gmail):
    nadia.get(GMAIL)

    page = nadia.post(GMAIL, per_second='5 a "second"', per_day="700", because="so that it ends")

    assert page.status == 422
    assert 'value="5 a &#34;second&#34;"' in page.text
    assert 'value="700"' in page.text
    assert 'value="so that it ends"' in page.text
    assert "whole number" in words(page)
    assert gmail() == USUAL


def test_the_error_is_in_the_language_of_the_page(nadia):
    nadia.get(f"{GMAIL}?lang=fr")

    page = nadia.post(f"{GMAIL}?lang=fr", per_second="abc")

    assert "nombre entier" in words(page)


def test_a_domain_of_its_own_gets_a_limit(nadia, rows):
    nadia.get(ALL)

    page = nadia.post(ALL, domain=" Mail.CUPE.ca ")
    assert page.url == f"{ALL}/operator/mail.cupe.ca"
    page = nadia.post(page.url, per_hour="500", because="Their own server")

    assert "mail.cupe.ca Changed 500 an hour Their own server" in words(page)


def test_a_domain_that_an_operator_keeps_leads_to_that_operator(nadia):
    nadia.get(ALL)

    assert nadia.post(ALL, domain="hotmail.ca").url == f"{ALL}/operator/microsoft"


def test_what_is_no_domain_is_said(nadia):
    nadia.get(ALL)

    for typed in ("", "@", "two words", "a@b.example", "x" * 300, "<script>"):
        page = nadia.post(ALL, domain=typed)
        assert page.status == 422, typed
        assert html.escape(typed[:20]) in page.text


def test_what_is_no_operator_has_no_page(nadia):
    for name in ("gmail.com", "GOOGLE", "no domain", "a@b", "..", "union.example."):
        assert nadia.get(f"{ALL}/operator/{name}").status == 404, name


def test_what_holds_for_everybody_is_for_the_alliance_to_change(anna):
    anna.get(OURS)

    for of in ("operator/google", "union/1", "relay/0", "relay/9999", "union/x", "relay/x"):
        assert anna.get(f"{OURS}/{of}").status == 404, of
        assert anna.post(f"{OURS}/{of}", per_second="1").status == 404, of
        assert anna.post(f"{OURS}/{of}/put-back").status == 404, of
    assert anna.post(OURS, domain="ue.example").status == 404


def test_a_union_sees_what_holds_for_it_and_not_for_others(anna, desks, rows):
    for slug, because in (("ue", "Six thousand is enough"), ("unifor", "Secret of unifor")):
        on = str(desks.union[slug].id)
        set_limit(rows, on=LimitOn.UNION, name=on, rates=Rates(per_day=6000), because=because)
    rows.commit()

    page = anna.get(OURS)

    assert "UE 6,000 a day Six thousand is enough" in words(page)
    assert "Secret of unifor" not in page.text
    assert "Gmail 10 a second" in words(page)
    assert "/operator/google" not in page.text


def test_a_union_limits_its_own_relays(anna, nadia, relay, rows):
    anna.get(OURS)

    page = anna.post(f"{OURS}/relay/{relay.id}", per_second="14", per_day="50000", because="As SES allows")

    assert "Post of UE 14 a second · 50,000 a day 4 each, 20 in all As SES allows" in words(page)
    assert "Post of UE" not in nadia.get(ALL).text
    assert nadia.get(f"{ALL}/relay/{relay.id}").status == 404


@pytest.mark.parametrize("role", ["viewer", "steward"])
def test_only_owners_come_in(browser_of, role):
    somebody = browser_of(f"{role}@ue.example")

    assert somebody.get(OURS).status == 403
    assert "settings/limits" not in somebody.get("/manage/ue/settings").text


def test_a_page_of_hundreds_is_still_a_page_and_there_are_never_more(nadia, rows):
    """Workers read all of them every few seconds."""
    for number in range(MOST):
        set_limit(rows, on=LimitOn.OPERATOR, name=f"domain{number:03}.example", rates=USUAL, because="b" * 200)
    rows.commit()
    page = nadia.get(ALL)
    assert page.text.count("/operator/domain") == MOST

    page = nadia.post(f"{ALL}/operator/one-more.example", per_second="1", because="kept")

    assert page.status == 422
    assert "too many limits" in words(page)
    assert 'value="kept"' in page.text
    assert nadia.post(f"{ALL}/operator/domain001.example", per_second="1").status == 200
    assert rows.scalar(select(func.count()).select_from(Limit)) == MOST
