"""Mails as a browser draws them, by day and by night, on a desk and on a small phone, with pictures left out."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.standards.alliance import LANGUAGES
from tests.standards.samples import KINDS, UNIONS, Sample

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
EACH_ONCE = [
    Sample(kind, language, union) for kind in KINDS for union, language in zip(UNIONS, LANGUAGES, strict=True)
]
PHONE: ViewportSize = {"width": 320, "height": 640}

SMALL_LINKS = """
() => [...document.querySelectorAll("a")].filter((link) => {
  const inline = getComputedStyle(link).display === "inline";  // in a sentence a link may be as high as its line
  const { width, height } = link.getBoundingClientRect();
  return !inline && (width < 24 || height < 24);
}).map((link) => link.textContent)
"""
INVISIBLE_WORDS = """
() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), hidden = [];
  while (words.nextNode()) {
    if (!words.currentNode.textContent.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const { width, height } = range.getBoundingClientRect();
    const seen = words.currentNode.parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!seen || width < 1 || height < 1) hidden.push(words.currentNode.textContent);
  }
  return hidden;
}
"""


@pytest.fixture(scope="session", params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that fetches nothing."""
    context = browser.new_context(color_scheme=request.param, viewport=PHONE)
    context.route("**/*", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture(params=EACH_ONCE, ids=str)
def opened(request, mails, reader):
    reader.set_content(mails[request.param].html)
    return reader


def test_everybody_can_read_it_by_day_and_by_night(opened):
    found = Axe().run(opened, options=RULES)

    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_invisible_or_beyond_the_edge_of_a_phone(opened):
    assert opened.evaluate(INVISIBLE_WORDS) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_fingers_find_the_links(opened):
    assert opened.evaluate(SMALL_LINKS) == []
