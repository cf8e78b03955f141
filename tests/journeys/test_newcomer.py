"""Journey 1: one command, then the addresses it prints are opened."""

import os
import re
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from newsletter.accounts.passwords import SAMPLE_PASSWORD
from newsletter.inbox.store import Store
from newsletter.settings import Settings
from tests.journeys.stage import ROOT, Stage
from tests.servers import free_port

pytestmark = [pytest.mark.journey, pytest.mark.browser]

UPDATES = {
    "en": ("The border was closed", "ue", "United Electrical, Radio and Machine Workers of America"),
    "fr": ("La frontière était fermée", "unifor", "Projet de solidarité nord-américaine"),
    "es": ("La frontera estaba cerrada", "nnu", "Proyecto de Solidaridad Norteamericana"),
}
INVITATION = "Serez-vous des nôtres"
READY = "Ctrl-C ends it."


@pytest.fixture
def demo(tmp_path):
    """The demo as somebody starts it: what it prints, and where it is."""
    own = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    command = [sys.executable, "-m", "newsletter", "demo", "--port", str(free_port())]
    surroundings = own | {"NEWSLETTER_HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        printed = ""
        while READY not in printed and running.poll() is None:
            printed += running.stdout.readline()
        try:
            (base_url, *_) = re.findall(r"http://[^/\s]+", printed)
            yield printed, Stage(base_url, str(tmp_path / "demo"), "")
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=30)


def test_a_newcomer_opens_what_the_demo_prints(demo, visit):
    printed, stage = demo
    newcomer = visit(stage)

    for path in ("/inbox/", "/join", "/manage/sign-in"):
        assert f"{stage.base_url}{path}" in printed
        newcomer.page.goto(path)
        newcomer.looks_in_all(path.strip("/").replace("/", "-"))
    _read_the_update(newcomer)
    _read_the_invitation(newcomer)
    _sign_in(newcomer, printed)


def _read_the_update(newcomer):
    for language, (subject, union, words) in UPDATES.items():
        newcomer.page.goto(f"/inbox/{_number(newcomer.stage, subject, f'news@{union}.example')}")
        mail = newcomer.page.frame_locator("iframe")
        expect(mail.locator("html")).to_have_attribute("lang", language)
        expect(mail.locator(".masthead")).to_contain_text(union, ignore_case=True)
        expect(mail.locator("body")).to_contain_text(words)
        expect(mail.locator("a[href*='/leave/']")).to_be_visible()
        newcomer.looks(f"update-{language}")


def _read_the_invitation(newcomer):
    number = _number(newcomer.stage, INVITATION, "news@unifor.example")
    newcomer.page.goto(f"/inbox/{number}")
    answers = newcomer.page.frame_locator("iframe").locator("a[href*='/rsvp/']")
    expect(answers).to_have_count(3)
    for tab in ("text", "headers", "source", "attachments"):
        newcomer.page.goto(f"/inbox/{number}/{tab}")
        newcomer.looks(f"invitation-{tab}")
    expect(newcomer.page.locator("main")).to_contain_text("REQUEST")
    expect(newcomer.page.locator("main")).to_contain_text("Soigner sans frontières")


def _sign_in(newcomer, printed):
    page = newcomer.page
    (address,) = re.findall(r"(\S+) +owner of nasp", printed)
    page.goto("/manage/sign-in")
    page.locator("#email").fill(address)
    page.locator("#password").fill(SAMPLE_PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/manage/nasp/")
    newcomer.looks("home")


def _number(stage, subject, sender):
    with Store(stage.inbox_file) as store:
        return next(one.id for one in store.every() if subject in one.label.subject and sender in one.label.from_)
