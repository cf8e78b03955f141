"""Looking at a page as everybody would: axe, a narrow screen, the night; and keeping pictures of it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}

AXE = Axe().axe_script
QUICKLY = {"resultTypes": ["violations"], "iframes": False}
"""Mails in frames run no scripts, so no axe; tests/standards looks at them."""

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WORDS = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}
"""What differs by language: all but the colours."""

BY_NIGHT = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
BY_THUMB = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
"""What may differ from the desk: an element that is there or not is the same everywhere."""


@dataclass
class Album:
    """The pictures of one journey, numbered as it went."""

    folder: Path

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # of an earlier run
        self.folder.mkdir(parents=True, exist_ok=True)
        self._numbers = count(1)

    def next(self, name: str) -> str:
        return f"{next(self._numbers):02}-{name}"

    def keep(self, page: Page, name: str, view: str) -> None:
        page.screenshot(path=self.folder / f"{name}-{view}.png", full_page=True, animations="disabled")


def glance_at(page: Page) -> list[str]:
    """What is wrong with a page in its language; it is left as it was found."""
    before = page.viewport_size or DESK
    page.set_viewport_size(DESK)
    wrong = _violations(page, WORDS)
    page.set_viewport_size(PHONE)
    wrong += _beyond_the_edge(page)
    page.set_viewport_size(before)
    return wrong


def look_at(page: Page, album: Album, name: str) -> list[str]:
    """What is wrong with its looks, too; keeps pictures of them."""
    before = page.viewport_size or DESK
    page.set_viewport_size(DESK)
    wrong = _violations(page, WCAG)
    album.keep(page, name, "desktop")
    page.emulate_media(color_scheme="dark")
    wrong += [f"by night: {one}" for one in _violations(page, BY_NIGHT)]
    album.keep(page, name, "dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    wrong += [*_beyond_the_edge(page), *(f"on a phone: {one}" for one in _violations(page, BY_THUMB))]
    album.keep(page, name, "phone")
    page.set_viewport_size(before)
    return wrong


def _beyond_the_edge(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"on a phone it is {width} px wide"] if width > PHONE["width"] else []


def _violations(page: Page, options: Mapping[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", {**options, **QUICKLY})
    return [
        f"{violation['id']}: {node['html'][:200]} ({' '.join(node['failureSummary'].split())[:300]})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
