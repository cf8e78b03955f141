"""Every page that links lead to, for the alliance and for a union, in each language; and those of mistakes."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from newsletter.rendering import BLOCK_KINDS
from tests.journeys.staff import Staff
from tests.journeys.visitor import LOCALES

pytestmark = [pytest.mark.journey, pytest.mark.browser]

DESKS = [
    *(("owner@nasp.example", "nasp", language) for language in LOCALES),
    ("steward@ue.example", "ue", "en"),
    ("steward@unifor.example", "unifor", "fr"),
]
NAMES_ITS_ZONE = re.compile(r"[A-Z]{3,5}([-+\N{MINUS SIGN}][0-9:]+)?$")
FILES = re.compile(r"\.(ics|eml|csv|png|svg)$|/exports/\d+/file$")
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


@pytest.mark.parametrize(("email", "union", "language"), DESKS)
def test_wherever_links_lead(stage, visit, email, union, language):
    staff = Staff(visit(stage), email, union)
    staff.signs_in()
    staff.page.wait_for_url(f"**/manage/{union}/**")
    seen, ahead = set(), [f"/manage/{union}/"]

    while ahead:
        address = ahead.pop(0)
        if (kind := kind_of(address)) in seen:
            continue
        seen.add(kind)
        opened(staff.page, address, language)
        if kind_of(staff.page.url) != kind:
            ahead.append(urlsplit(staff.page.url)._replace(scheme="", netloc="").geturl())
            continue
        assert staff.visitor.language == language, address
        staff.visitor.sees(name_of(kind))
        assert all(NAMES_ITS_ZONE.search(time) for time in staff.page.locator("time").all_inner_texts()), address
        ahead += [link for link in links_on(staff.page) if not FILES.search(urlsplit(link).path)]

    assert len(seen) > 9


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
        assert somebody.language == language
        somebody.sees(name_of(path))


def test_a_page_above_ones_role_says_so(stage, visit):
    viewer = Staff(visit(stage), "viewer@ue.example", "ue")
    viewer.signs_in()

    answer = viewer.page.goto("/manage/ue/people")

    assert answer
    assert answer.status == 403
    viewer.looks_in_all("forbidden")


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
    """Pages that differ by numbers, by a mail operator and by what is asked of them alone are of one kind."""
    return re.sub(r"\d+|(?<=/operator/)[^/]+", "N", urlsplit(address).path)


def name_of(kind):
    return re.sub(r"\W+", "-", kind).strip("-")
