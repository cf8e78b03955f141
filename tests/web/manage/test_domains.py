"""The page on which an owner has mail signed."""

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import Standing
from tests.factories.domains import zone_of
from tests.fakes import FakeDns

PAGE = "/manage/ue/settings/domains"


@pytest.fixture
def dns(app):
    """What the pages ask."""
    site, links = app.extensions["newsletter"]
    asked = FakeDns()
    app.extensions["newsletter"] = (replace(site, resolver=asked), links)
    return asked


@pytest.fixture
def domain(rows):
    """The one domain, as the database has it now."""

    def find():
        rows.rollback()
        return rows.scalars(select(SendingDomain)).one()

    return find


def words(page):
    text = re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1].split("</main>")[0])
    return html.unescape(" ".join(text.split()))


def test_it_begins_with_the_domain_of_the_sender(anna):
    page = anna.get(PAGE)

    assert "No domain yet" in words(page)
    assert 'value="ue.example"' in page.text


def test_what_to_publish_stands_there_to_be_copied(anna, dns, domain):
    anna.get(PAGE)
    page = anna.post(PAGE, name="ue.example")

    for key in domain().keys:
        assert f'<code class="copyable">{html.escape(key.host)}</code>' in page.text
        assert f'<code class="copyable">{html.escape(key.record)}</code>' in page.text
    assert "Not signed yet" in words(page)
    assert dns.asked == []


def test_from_the_first_keys_to_signed_mail(anna, dns, domain):
    anna.get(PAGE)
    anna.post(PAGE, name="ue.example")
    address = f"{PAGE}/{domain().id}"

    page = anna.post(f"{address}/check")
    assert "DNS shows nothing there yet" in words(page)
    assert "Sign with the new keys" not in words(page)

    dns.zone = zone_of(domain())
    page = anna.post(f"{address}/check")
    assert "DNS shows the new keys" in words(page)
    assert "Sign with the new keys" in words(page)

    page = anna.post(f"{address}/activate")
    assert domain().standing is Standing.ACTIVE
    assert "Mail is signed with these keys from now on." in words(page)


@pytest.fixture
def signed(anna, dns, domain):
    """The address of a domain for which mail is signed."""
    anna.get(PAGE)
    anna.post(PAGE, name="ue.example")
    dns.zone = zone_of(domain())
    address = f"{PAGE}/{domain().id}"
    anna.post(f"{address}/check")
    anna.post(f"{address}/activate")
    return address


def test_a_record_that_dns_lost_is_said_aloud(anna, dns, signed):
    dns.zone = {}

    page = anna.post(f"{signed}/check")

    assert "A key is missing from DNS" in words(page)
    assert "DNS lost a key" in words(page)
    assert "There is no DMARC record" in words(page)


def test_new_keys_do_not_sign_before_they_are_seen(anna, dns, signed, domain):
    page = anna.post(f"{signed}/rotate")
    assert "Leave the old ones where they are" in words(page)

    page = anna.post(f"{signed}/activate")

    assert "DNS does not show both keys yet" in words(page)
    assert domain().standing is Standing.ROTATING


def test_a_silent_dns_is_not_taken_for_a_mistake(anna, dns, signed, domain):
    dns.zone = dict.fromkeys(dns.zone)

    page = anna.post(f"{signed}/check")

    assert "DNS gave no answer" in words(page)
    assert domain().standing is Standing.ACTIVE


@pytest.mark.parametrize("typed", ["", "ue", "news@ue.example", "ue.example\r\nBcc: x"])
def test_what_is_no_domain_is_answered_beside_the_field(anna, rows, typed):
    anna.get(PAGE)
    page = anna.post(PAGE, name=typed)

    assert page.status == 422
    assert 'id="name-error"' in page.text
    assert rows.scalars(select(SendingDomain)).all() == []


def test_a_domain_stands_there_once(anna, signed):
    page = anna.post(PAGE, name="UE.example")

    assert "This domain is there already." in words(page)


def test_a_mistyped_domain_can_be_taken_out(anna, rows, domain):
    anna.get(PAGE)
    anna.post(PAGE, name="eu.example")

    anna.post(f"{PAGE}/{domain().id}/remove")

    rows.rollback()
    assert rows.scalars(select(SendingDomain)).all() == []


@pytest.mark.parametrize(("account", "status"), [("owner", 200), ("steward", 403), ("editor", 403), ("viewer", 403)])
def test_only_owners_have_keys_made(browser_of, account, status):
    assert browser_of(f"{account}@ue.example").get(PAGE).status == status


@pytest.mark.parametrize("deed", ["check", "activate", "rotate", "remove"])
def test_another_unions_domain_does_not_exist(anna, browser_of, signed, deed):
    other = browser_of("owner@unifor.example")
    other.get("/manage/unifor/settings/domains")

    assert other.post(f"{signed.replace('/ue/', '/unifor/')}/{deed}").status == 404


def test_dns_is_not_asked_without_end(anna, signed):
    answers = [anna.post(f"{signed}/check", follow=False).status for _ in range(11)]

    assert answers[-1] == 429


HOME = "/manage/ue/"


def test_home_tells_owners_what_dns_lacks_until_it_is_there(anna, dns, domain, browser_of):
    assert "in DNS" not in words(anna.get(HOME))
    anna.post(PAGE, name="ue.example")
    assert "Not signed yet. See what to publish in DNS" in words(anna.get(HOME))

    dns.zone = zone_of(domain())
    anna.post(f"{PAGE}/{domain().id}/check")
    anna.post(f"{PAGE}/{domain().id}/activate")
    assert "in DNS" not in words(anna.get(HOME))

    anna.post(f"{PAGE}/{domain().id}/rotate")
    assert "New keys wait for DNS. See what" in words(anna.get(HOME))
    assert "in DNS" not in words(browser_of("editor@ue.example").get(HOME))


def test_home_tells_owners_which_check_failed(anna, dns, domain):
    anna.post(PAGE, name="ue.example")
    dns.zone = zone_of(domain())
    anna.post(f"{PAGE}/{domain().id}/check")
    anna.post(f"{PAGE}/{domain().id}/activate")

    dns.zone = {**dns.zone, "_dmarc.ue.example": ()}
    anna.post(f"{PAGE}/{domain().id}/check")
    assert "There is no DMARC record" in words(anna.get(HOME))

    dns.zone = {}
    anna.post(f"{PAGE}/{domain().id}/check")
    page = words(anna.get(HOME))
    assert "A key is missing from DNS." in page
    assert "There is no SPF record" in page
