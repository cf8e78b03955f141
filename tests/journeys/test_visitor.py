"""The eyes of these journeys are open: what is wrong with a page is noticed."""

import pytest

from tests.journeys.visitor import Visitor, on_a_phone

pytestmark = [pytest.mark.browser]

GOOD = '<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>{}</main></html>'
POLICY = {"Content-Security-Policy": "default-src 'self'"}


@pytest.fixture
def shown(browser, stage, album):
    """What a visitor noticed on a page with this in it."""
    visitors = []

    def show(markup, **options):
        visitor = Visitor(browser, stage, album, **options)
        visitors.append(visitor)
        answer = {"body": GOOD.format(markup), "content_type": "text/html", "headers": POLICY}
        visitor.page.route("**/made-up", lambda route: route.fulfill(**answer))
        visitor.page.goto("/made-up")
        visitor.looks("made-up")
        return "\n".join(visitor.troubles)

    yield show
    for visitor in visitors:
        visitor.close()


def test_a_good_page_is_no_trouble(shown):
    assert shown("<p>Words</p>") == ""


@pytest.mark.parametrize(
    ("markup", "noticed"),
    [
        ('<img src="/static/icon.svg">', "image-alt"),
        ("<script>document.title = 'no'</script>", "Content Security Policy"),
        ('<p style="color: red">Words</p>', "Content Security Policy"),
        ('<script src="/static/nothing.js"></script>', "answered 404"),
        ('<p><img alt="" src="/static/icon.svg" width="500" height="9"></p>', "px wide"),
    ],
)
def test_what_is_wrong_is_noticed(shown, markup, noticed):
    assert noticed in shown(markup)


def test_also_on_a_phone_without_scripts(shown):
    assert "image-alt" in shown('<img src="/static/icon.svg">', **on_a_phone("en", "198.51.100.200"))
