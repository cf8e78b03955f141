import re

import pytest

from newsletter.mail.marks import names
from newsletter.rendering import MailKind, render
from tests.rendering.reading import MARIA, flat, links_of, opened, read, seen
from tests.rendering.samples import service_mail

SERVICE_MAILS = [kind for kind in MailKind if kind not in {MailKind.UPDATE, MailKind.INVITATION}]


@pytest.mark.parametrize("language", ["en", "fr", "es", "xx"])
@pytest.mark.parametrize("kind", SERVICE_MAILS)
def test_every_service_mail_stands_in_every_language(kind, language):
    out = render(service_mail(kind, language=language))

    assert out.subject
    assert opened(out).get("lang") == language
    assert len(out.html.encode()) < 30_000


def test_a_confirmation_asks_for_one_thing_and_offers_nothing():
    out = render(service_mail(MailKind.CONFIRMATION))

    links = links_of(opened(out))

    assert links[MARIA["confirm_url"]] == "Yes, confirm my address"
    assert names(out.html) == {"confirm_url"}
    assert set(links) == {MARIA["confirm_url"], "https://www.ueunion.org/", "mailto:news@ue.example"}


def test_a_confirmation_says_why_it_came_and_that_ignoring_it_does_nothing():
    out = render(service_mail(MailKind.CONFIRMATION))

    for told in (seen(opened(out)), flat(read(out))):
        assert "this address was entered on our sign-up page" in told
        assert "If it was not you, ignore this mail. Nothing will happen" in told


def test_a_welcome_leads_to_the_preferences():
    links = links_of(opened(render(service_mail(MailKind.WELCOME))))

    assert MARIA["preferences_url"] in links
    assert "Welcome, Maria" in read(render(service_mail(MailKind.WELCOME)))


def test_whoever_signs_up_twice_is_told_by_mail():
    told = seen(opened(render(service_mail(MailKind.ALREADY_SUBSCRIBED))))

    assert "nothing has changed" in told


@pytest.mark.parametrize("kind", [kind for kind in SERVICE_MAILS if kind is not MailKind.ADDRESS_CHANGED])
def test_buttons_are_large_enough_for_a_thumb(kind):
    html = render(service_mail(kind)).html

    sizes = re.findall(r'display:inline-block;background[^"]*line-height:(\d+)px;[^"]*padding:(\d+)px \d+px;', html)

    assert sizes
    assert all(int(line) + 2 * int(padding) >= 44 for line, padding in sizes)
