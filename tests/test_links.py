from urllib.parse import urlsplit

import pytest

from newsletter.links import Links
from newsletter.tokens import Purpose, Signer

SIGNER = Signer("a secret that only the tests know, and know well")
LINKS = Links("https://news.example/solidarity", SIGNER)


@pytest.mark.parametrize(
    ("link", "path", "purpose", "numbers"),
    [
        (LINKS.confirm(7, 3), "confirm", Purpose.CONFIRM, (7, 3)),
        (LINKS.preferences(7, 2), "preferences", Purpose.PREFERENCES, (7, 2)),
        (LINKS.leave(7, 5, 2), "leave", Purpose.LEAVE, (7, 5, 2)),
        (LINKS.leave_now(7, 5, 2), "leave/now", Purpose.LEAVE, (7, 5, 2)),
        (LINKS.rsvp(9, 7, 2, "yes"), "rsvp", Purpose.RSVP, (9, 7, 2)),
    ],
)
def test_a_personal_link_names_its_rows_in_a_token_for_its_page_only(link, path, purpose, numbers):
    page, _, token = urlsplit(link).path.rpartition("/")

    assert page == f"/solidarity/{path}"
    assert SIGNER.read(purpose, token) == numbers


def test_the_links_of_a_mail_tell_a_mail_provider_nothing_about_the_member():
    assert "7" not in urlsplit(LINKS.leave_now(7, 5, 2)).query
    assert urlsplit(LINKS.rsvp(9, 7, 2, "maybe")).query == "answer=maybe"


@pytest.mark.parametrize(
    ("link", "path"),
    [
        (LINKS.join(), "/solidarity/join"),
        (LINKS.join("ue"), "/solidarity/join/ue"),
        (LINKS.help(), "/solidarity/help"),
        (LINKS.calendar(9), "/solidarity/events/9.ics"),
    ],
)
def test_pages_for_everybody_have_no_token(link, path):
    assert urlsplit(link).path == path
