"""Journey 3: an update written, translated, looked at, approved, sent, taken back, sent again, and reported.

On PostgreSQL. The alliance writes; UE and UWUA say yes in time, Unifor late; nothing reaches Unifor's members before.
"""

import re

import pytest
from playwright.sync_api import expect

from newsletter.inbox.store import Store
from tests.journeys.staff import Staff

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.postgresql]

TITLE = "From Earth Day to May Day"
SUBJECTS = {"en": TITLE, "fr": "Du Jour de la Terre au 1er Mai", "es": "Del Día de la Tierra al Primero de Mayo"}
UNIONS = ("UE", "UWUA", "Unifor")


@pytest.fixture
def at_work(postgresql_stage, visit):
    """Lets somebody of the staff sit down."""

    def sit_down(email, union):
        staff = Staff(visit(postgresql_stage), email, union)
        staff.signs_in()
        staff.page.wait_for_url(f"**/manage/{union}/**")
        return staff

    return sit_down


def test_an_update_from_the_first_word_to_the_report(postgresql_stage, at_work):
    writer = at_work("owner@nasp.example", "nasp")
    writer.looks_in_all("home")

    _begin(writer)
    _write(writer)
    _translate(writer)
    _look_at_it(writer)
    _choose_audience(writer)
    _ask_for_yes(writer)
    _say_yes(at_work("approver@ue.example", "ue"))
    _say_yes(at_work("approver@uwua.example", "uwua"))
    _take_back_a_later_one(writer)
    _send_take_back_and_send_again(writer)
    before = _report(writer)
    assert before["Held"] > 0

    _say_yes(at_work("steward@unifor.example", "unifor"))
    after = _report(writer, until_none_held=True)

    assert after["Sent"] == before["Sent"] + before["Held"]
    assert after["Audience"] == before["Audience"]
    assert after["Sent"] == _arrived(postgresql_stage)


def _begin(writer):
    writer.follows("New update")
    writer.looks_in_all("new-update")
    writer.fills("Name of this campaign", TITLE)
    writer.page.get_by_label("Topic").select_option(label="Climate Change and Just Transition")
    writer.presses("Begin to write")


def _write(writer):
    page = writer.page
    writer.looks("text-new")
    page.locator("#subject").fill(SUBJECTS["en"])
    page.locator("#preheader").fill("Action days in three countries")
    writer.presses("Save")
    _add(writer, "Heading", text="What we did")
    _choose_block(writer, "Text")
    writer.looks("text-block-form")
    page.locator("[name=html]").fill(
        "Dear {{given_name|friend}},\n\n**Ten** locals met. Read [more](https://nasp.example/more)."
    )
    writer.presses("Add it")
    _add(writer, "Button", label="Join us", url="javascript:alert(1)")
    expect(page.get_by_role("main")).to_contain_text("not saved yet")
    writer.looks("text-refused")
    page.locator("[name=url]").fill("https://nasp.example/join")
    writer.presses("Add it")
    page.get_by_role("button", name="Move “Button” up").click()
    writer.looks_in_all("text")


def _add(writer, kind, **words):
    _choose_block(writer, kind)
    for name, value in words.items():
        writer.page.locator(f"[name={name}]").fill(value)
    writer.presses("Add it")


def _choose_block(writer, kind):
    writer.page.get_by_role("region", name="Add a block").get_by_role("link", name=kind, exact=True).click()


def _translate(writer):
    page = writer.page
    for language, name in (("fr", "French"), ("es", "Spanish")):
        page.get_by_role("navigation", name="Languages").get_by_role("link", name=name).click()
        writer.presses("Copy the blocks that are missing")
        if language == "fr":
            writer.looks_in_all("translation")
        _rewrite(writer, "subject", subject=SUBJECTS[language], preheader="…")
        _rewrite(writer, 1, text=f"What we did ({language})")
        _rewrite(writer, 2, html=f"{{{{given_name|friend}}}}: ({language})")
        page.locator("#block-3").get_by_role("button", name="Leave it like this").click()
        expect(page.locator("article[data-tone]")).to_have_count(0)


def _rewrite(writer, block, **words):
    here = writer.page.locator(f"#block-{block}")
    here.get_by_role("link", name="Edit").click()
    for name, value in words.items():
        here.locator(f"[name={name}]").fill(value)
    here.get_by_role("button", name="Save").click()


def _look_at_it(writer):
    page = writer.page
    writer.goes_to_part("preview")
    writer.looks_in_all("preview")
    expect(page.locator("iframe").content_frame.locator("h2").first).to_contain_text("What we did")
    writer.follows("NASP")  # of the others' members nobody real is shown here
    writer.follows("Spanish")
    expect(page.locator("iframe").content_frame.locator("html")).to_have_attribute("lang", "es")
    first = page.locator(".copy").inner_text()
    writer.follows("Next recipient")
    assert page.locator(".copy").inner_text() != first
    for way in ("Phone", "Dark", "Plain text", "Headers"):
        writer.follows(way)
        writer.looks(f"preview-{way.lower().replace(' ', '-')}")
    expect(page.get_by_role("main")).to_contain_text("List-Unsubscribe")


def _choose_audience(writer):
    page = writer.page
    writer.goes_to_part("audience")
    page.get_by_text("Only some of them").click()
    for union in UNIONS:
        page.get_by_role("group", name="Unions").get_by_label(union, exact=True).check()
    expect(page.locator("#reach")).to_contain_text("3 unions")  # without a reload
    writer.looks("audience-counted")
    writer.presses("Save the audience")
    writer.is_told("Saved.")
    writer.looks_in_all("audience")


def _ask_for_yes(writer):
    writer.goes_to_part("approvals")
    writer.looks("approvals-not-asked")
    writer.presses("Ask for every union’s yes")
    for union in UNIONS:
        expect(writer.page.get_by_role("row").filter(has_text=union)).to_contain_text("asked", ignore_case=True)
    writer.looks_in_all("approvals")


def _say_yes(approver):
    approver.looks(f"home-{approver.union}")
    approver.page.locator("main a[href*='/approvals']").filter(has_text=TITLE).click()
    approver.looks_in_all(f"approval-{approver.union}")
    approver.page.locator("button[name=answer][value=yes]").click()
    expect(approver.page.get_by_role("status")).to_be_visible()


def _take_back_a_later_one(writer):
    """Scheduled far ahead, so that there is time to look around."""
    page = writer.page
    writer.goes_to_part("check")
    writer.looks_in_all("check")
    page.get_by_text("Later…").click()
    page.locator("#at").fill("2031-05-01T09:00")
    writer.presses("Send it then")
    page.wait_for_url("**/live**")
    writer.looks_in_all("live-waiting")
    writer.presses("Take it back")
    writer.is_told("Nobody got anything")


def _send_take_back_and_send_again(writer):
    page, send = writer.page, re.compile(r"Send to (more than )?\d+ people")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("timer")).to_be_visible()
    writer.presses("Take it back")
    writer.is_told("Nobody got anything")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("link", name="To the report")).to_be_visible(timeout=60_000)  # without a reload
    writer.looks_in_all("live-done")
    writer.follows("To the report")
    writer.looks_in_all("report")


def _report(writer, *, until_none_held=False):
    for _attempt in range(100):
        writer.goes_to_part("report")
        cells = writer.page.locator("tfoot").first.locator("td[data-column]").all()
        figures = {cell.get_attribute("data-column"): int(cell.inner_text().replace(",", "")) for cell in cells}
        if not figures.get("On their way") and not (until_none_held and figures.get("Held")):
            break
        writer.page.wait_for_timeout(200)
    audience = figures.pop("Audience")
    assert sum(figures.values()) == audience
    return figures | {"Audience": audience}


def _arrived(stage):
    with Store(stage.inbox_file) as store:
        return sum(one.label.subject in SUBJECTS.values() for one in store.every())
