"""Every page that links lead to, for the alliance and for a union, in each language; and those of mistakes."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from newsletter.rendering import BLOCK_KINDS
from tests.journeys.staff import Staff
from tests.journeys.visitor import LOCALES

pytestmark = [pytest.mark.journey, pytest.mark.browser]

DESKS = [("owner@nasp.example", "nasp"), ("steward@ue.example", "ue")]
FILES = re.compile(r"\.(ics|eml|csv)$")
MISTAKES = {
    "/join/nowhere": 404,
    "/nowhere": 404,
    "/confirm/forged": 404,
    "/preferences/forged": 404,
    "/leave/forged": 404,
    "/leave/now/forged": 200,
    "/rsvp/forged": 404,
    "/help": 200,
}


@pytest.fixture(params=DESKS, ids=["alliance", "union"])
def staff(request, stage, visit):
    email, union = request.param
    somebody = Staff(visit(stage), email, union)
    somebody.signs_in()
    somebody.page.wait_for_url(f"**/manage/{union}/**")
    return somebody


@pytest.mark.parametrize("language", LOCALES)
def test_wherever_links_lead(staff, language):
    seen, ahead = set(), [f"/manage/{staff.union}/"]

    while ahead:
        address = ahead.pop(0)
        if (kind := kind_of(address)) in seen:
            continue
        seen.add(kind)
        opened(staff.page, address, language)
        if kind_of(staff.page.url) != kind:
            ahead.append(urlsplit(staff.page.url)._replace(scheme="", netloc="").geturl())
            continue
        assert staff.page.locator("html").get_attribute("lang") == language, address
        seen_by(staff.visitor, language)(name_of(kind))
        ahead += [link for link in links_on(staff.page) if not FILES.search(urlsplit(link).path)]

    assert len(seen) > 12


def test_the_form_of_every_block(stage, visit):
    writer = Staff(visit(stage), "editor@nasp.example", "nasp")
    writer.signs_in()
    writer.goes("/campaigns")
    writer.page.locator("tbody a").filter(has_text="What our unions built together").click()
    text = urlsplit(writer.page.url).path

    for kind in BLOCK_KINDS:
        opened(writer.page, f"{text}?add={kind}", "en")
        writer.looks(f"add-{kind}")


@pytest.mark.parametrize("language", LOCALES)
def test_mistakes(stage, visit, language):
    somebody = visit(stage)

    for path, status in MISTAKES.items():
        answer = somebody.page.goto(f"{path}?lang={language}")
        assert answer.status == status, path
        assert somebody.page.locator("html").get_attribute("lang") == language
        seen_by(somebody, language)(name_of(path))


def test_a_page_above_ones_role_says_so(stage, visit):
    viewer = Staff(visit(stage), "viewer@ue.example", "ue")
    viewer.signs_in()

    answer = viewer.page.goto("/manage/ue/people")

    assert answer
    assert answer.status == 403
    viewer.looks_in_all("forbidden")


def seen_by(visitor, language):
    """Looks differ little by language: pictures are kept in one."""
    return visitor.looks if language == "en" else visitor.glances


def opened(page, address, language):
    parts = urlsplit(address)
    query = urlencode({**parse_qs(parts.query), "lang": [language]}, doseq=True)
    answer = page.goto(f"{parts.path}?{query}")
    assert answer.status == 200, address


def links_on(page):
    """To other pages of the same desk."""
    desk = re.match(r"/manage/[^/]+/", urlsplit(page.url).path)
    links = page.locator("a[href^='/']").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return [link for link in links if desk and link.startswith(desk[0])]


def kind_of(address):
    """Pages that differ by numbers and answers alone are of one kind."""
    parts = urlsplit(address)
    asked = sorted(parse_qs(parts.query).keys() - {"lang", "saved", "before", "after"})
    return "/".join([re.sub(r"\d+", "N", parts.path), *asked])


def name_of(kind):
    return re.sub(r"\W+", "-", kind).strip("-")
