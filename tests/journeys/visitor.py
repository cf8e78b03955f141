"""A person before a browser, and everything that went wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, Route, expect

from tests.journeys.looking import DESK, PHONE, Album, glance_at, look_at
from tests.journeys.stage import Stage

LOCALES = {"en": "en-US", "fr": "fr-CA", "es": "es-MX"}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300">'
    '<rect width="600" height="300" fill="#9fb3bd"/></svg>'
)
PATIENCE_MS = 30_000


class Visitor:
    """One browser context; whatever the browser complains of is kept in `troubles`."""

    def __init__(self, browser: Browser, stage: Stage, album: Album, **options: Any) -> None:
        self.stage, self._browser, self._album = stage, browser, album
        self.troubles: list[str] = []
        self.context = self._opened(base_url=stage.base_url, **options)
        self.page = self.context.new_page()
        self._eyes = None if options.get("java_script_enabled", True) else self._opened().new_page()

    def looks(self, name: str) -> None:
        """Look at the page that is open, with everybody's eyes."""
        name = self._album.next(name)
        with self._before_eyes() as page:
            self.troubles += [f"{name}: {one}" for one in look_at(page, self._album, name)]

    def glances(self, name: str) -> None:
        """Look at the page that is open for what depends on its language."""
        with self._before_eyes() as page:
            self.troubles += [f"{name}: {one}" for one in glance_at(page)]

    def sees(self, name: str) -> None:
        """Look once, and glance in other languages: pictures differ little by language."""
        if self.language == "en":
            self.looks(name)
        else:
            self.glances(f"{name} ({self.language})")

    @property
    def language(self) -> str | None:
        """Of the page that is open."""
        return self.page.locator("html").get_attribute("lang")

    def looks_in_all(self, name: str) -> None:
        """Look at the page that is open, glance at it in the other languages, and have it back as it was."""
        here = self.page.url
        self.looks(name)
        for language in sorted({*LOCALES} - {self.language}):
            self.page.goto(_in_language(here, language))
            assert self.language == language
            self.glances(f"{name} ({language})")
        self.page.goto(here)

    def close(self) -> None:
        self.context.close()
        if self._eyes:
            self._eyes.context.close()

    @contextmanager
    def _before_eyes(self) -> Iterator[Page]:
        """Axe needs scripts; without them it gets what this browser shows, as an answer to the same request."""
        self.page.wait_for_load_state()  # a click ends before its page has its styles
        if self._eyes is None:
            expect(self.page.locator(".htmx-request")).to_have_count(0)  # what is being fetched anew is pale
            yield self.page
            return
        assert not self.page.locator("script").count()
        shown = {"body": self.page.content(), "content_type": "text/html; charset=utf-8"}
        self._eyes.route(self.page.url, lambda route: route.fulfill(**shown), times=1)
        self._eyes.goto(self.page.url)
        yield self._eyes

    def _opened(self, **options: Any) -> BrowserContext:
        still = {"reduced_motion": "reduce"}  # a colour half-way to another one is nobody's choice
        options = {"viewport": DESK} | still | options
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.route(self._is_elsewhere, _answer_with_a_picture)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("response", self._check)
        return context

    def _is_elsewhere(self, url: str) -> bool:
        return not url.startswith((self.stage.base_url, "data:", "about:"))

    def _hear(self, message: ConsoleMessage) -> None:
        """Statuses are checked by themselves: a refused form is no trouble."""
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.location.get('url')}: {message.text}")

    def _check(self, response: Response) -> None:
        limit = 500 if response.request.is_navigation_request() else 400
        if response.status >= limit:
            self.troubles.append(f"{response.url} answered {response.status}")


def on_a_phone(language: str, address: str) -> dict[str, Any]:
    """A member's browser: small, by touch, and without scripts."""
    return at_a_desk(language, address) | {"viewport": PHONE, "has_touch": True, "java_script_enabled": False}


def at_a_desk(language: str, address: str) -> dict[str, Any]:
    return {"locale": LOCALES[language], "extra_http_headers": {"X-Forwarded-For": address}}


def _in_language(url: str, language: str) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("lang=")]
    return parts._replace(query="&".join([*kept, urlencode({"lang": language})]), fragment="").geturl()


def _answer_with_a_picture(route: Route) -> None:
    """Nothing leaves this machine; pictures of sample mails are grey."""
    if route.request.resource_type == "image":
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
    else:
        route.abort()
