"""Looking at a page as everybody would: axe, a narrow screen, the night; and keeping pictures of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BY_NIGHT = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
BY_THUMB = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
"""What may differ from the desk: an element that is there or not is the same everywhere."""


@dataclass
class Album:
    """The pictures of one journey, numbered as it went."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._numbers = count(1)

    def next(self, name: str) -> str:
        return f"{next(self._numbers):02}-{name}"

    def keep(self, page: Page, name: str, view: str) -> None:
        page.screenshot(path=self.folder / f"{name}-{view}.png", full_page=True, animations="disabled")


def look_at(page: Page, album: Album, name: str) -> list[str]:
    """What is wrong with the page as it stands; the page is left as it was found."""
    before = page.viewport_size or DESK
    name = album.next(name)
    wrong = []
    page.set_viewport_size(DESK)
    wrong += _violations(page, WCAG)
    album.keep(page, name, "desktop")
    page.emulate_media(color_scheme="dark")
    wrong += [f"by night: {one}" for one in _violations(page, BY_NIGHT)]
    album.keep(page, name, "dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    wrong += [f"on a phone it is {width} px wide"] if width > PHONE["width"] else []
    wrong += [f"on a phone: {one}" for one in _violations(page, BY_THUMB)]
    album.keep(page, name, "phone")
    page.set_viewport_size(before)
    return [f"{name}: {one}" for one in wrong]


def _violations(page: Page, options: Mapping[str, object]) -> list[str]:
    found = Axe().run(page, options=dict(options))
    return [
        f"{violation['id']}: {node['html'][:200]} ({' '.join(node['failureSummary'].split())[:300]})"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
