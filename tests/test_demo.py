"""The demo, as a newcomer meets it: real processes, real queues, real SMTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import CampaignKind
from newsletter.delivery.queries import Fates
from newsletter.demo.counting import complaints, mailed_twice, sums
from newsletter.demo.launching import Progress
from newsletter.demo.surroundings import Ports, choose_ports, settle
from newsletter.inbox.envelopes import Label
from newsletter.inbox.store import Mail
from newsletter.mail.verp import envelope_sender
from newsletter.settings import Environment
from newsletter.tokens import Purpose, Signer

DEMO = [sys.executable, "-m", "newsletter", "demo"]
UPDATE, INVITATION = CampaignKind.UPDATE, CampaignKind.INVITATION
SIGNER = Signer("a secret of the tests")


def mail(campaign_id, subscriber_id, recipient):
    token = SIGNER.sign_caseless(Purpose.BOUNCE, campaign_id, subscriber_id)
    sender = envelope_sender(token, "bounce.example")
    return Mail(subscriber_id, datetime.now(UTC), sender, (recipient,), Label(), 1)


def done(kind, **more):
    became = {"audience": 4, "sent": 2, "failed": 0, "suppressed": 1, "held": 1, "uncertain": 0, "under_way": 0}
    return Progress(kind, State.DONE, Fates(**{**became, **more}))


def account(update=None, invitation=None):
    """An account in which nothing is wrong but what is given."""
    progress = {UPDATE: done(UPDATE, **(update or {})), INVITATION: done(INVITATION, **(invitation or {}))}
    mails = [
        mail(campaign_id, person, f"{person}@members.example")
        for campaign_id, one in enumerate(progress.values(), start=1)
        for person in range(one.fates.sent)
    ]
    return progress, mails


def test_the_account_is_what_the_check_prints():
    became = {"audience": 4, "sent": 2, "failed": 0, "suppressed": 1, "held": 1, "uncertain": 0}

    assert sums(*account()) == {"update": became, "invitation": became, "inbox": 4}


def test_nothing_is_wrong_with_a_good_account():
    progress, mails = account()

    assert list(complaints(progress, mails, SIGNER)) == []


@pytest.mark.parametrize(
    ("update", "invitation", "complaint"),
    [
        ({"audience": 5}, {}, "the fates of the update do not add up"),
        ({"under_way": 1, "audience": 5}, {}, "the fates of the update do not add up"),
        ({"held": 0, "audience": 3}, {"held": 0, "audience": 3}, "nobody is held"),
        ({"suppressed": 0, "audience": 3}, {"suppressed": 0, "audience": 3}, "nobody is suppressed"),
        ({}, {"sent": 0, "audience": 2}, "no invitation was sent"),
    ],
)
def test_what_is_wrong_is_said(update, invitation, complaint):
    progress, mails = account(update, invitation)

    (said,) = complaints(progress, mails, SIGNER)

    assert said.startswith(complaint)


def test_a_mail_that_did_not_arrive_is_noticed():
    progress, mails = account()

    (said,) = complaints(progress, mails[:-1], SIGNER)

    assert "did not take what the ledger calls sent" in said


def test_two_campaigns_may_reach_a_person_once_each_and_no_more():
    once_each = [mail(1, 7, "ana@members.example"), mail(2, 7, "ana@members.example")]

    assert mailed_twice(once_each, SIGNER) == 0
    assert mailed_twice([*once_each, once_each[0]], SIGNER) == 1


def test_ports_are_remembered_and_replaced_where_they_are_taken(tmp_path):
    first = choose_ports(tmp_path, None)
    assert choose_ports(tmp_path, None) == first

    with socket.create_server(("127.0.0.1", first.web)):
        second = choose_ports(tmp_path, None)

    assert second.web != first.web
    assert choose_ports(tmp_path, None) == second


def test_a_broken_note_of_ports_is_no_trouble(tmp_path):
    (tmp_path / "ports.json").write_text('{"web": "?"')

    assert isinstance(choose_ports(tmp_path, None), Ports)


def test_the_callers_own_installation_is_left_alone(tmp_path, monkeypatch):
    for name, value in os.environ.items():
        monkeypatch.setenv(name, value)  # so that all of it is put back
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.internal/members")
    monkeypatch.setenv("SMTP_URL", "smtp://relay.internal")
    monkeypatch.setenv("SECRET_KEY", "x" * 64)

    settings = settle(tmp_path, Ports(web=8100, inbox=2600), "redis://127.0.0.1:1")

    assert settings.database_url == f"sqlite:///{tmp_path}/newsletter.sqlite3"
    assert settings.smtp_url == "smtp://127.0.0.1:2600"
    assert settings.secret_key != "x" * 64
    assert settings.environment is Environment.DEMO


@pytest.fixture
def short_folder():
    """A path of few letters: where it is too long for a socket, Redis takes a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="nl-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.mark.redis
@pytest.mark.journey
def test_the_check_accounts_for_every_mail(short_folder):
    ended = subprocess.run(
        [*DEMO, "--check"],
        env=os.environ | {"TMPDIR": str(short_folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    counted = json.loads(ended.stdout.splitlines()[-1])
    for kind in ("update", "invitation"):
        fates = dict(counted[kind])
        assert fates.pop("audience") == sum(fates.values())
        assert fates["held"]
        assert fates["suppressed"]
    assert counted["inbox"] == counted["update"]["sent"] + counted["invitation"]["sent"]
    assert list(short_folder.iterdir()) == []
    assert processes_of(short_folder) == []


@pytest.mark.redis
@pytest.mark.journey
def test_it_stays_until_it_is_ended_and_sends_nothing_again(tmp_path):
    first, arrived = run_until_ended(tmp_path)
    second, arrived_again = run_until_ended(tmp_path)

    assert arrived == arrived_again > 0
    assert (first, second) == (0, 0)
    assert processes_of(tmp_path) == []


@pytest.mark.redis
@pytest.mark.journey
def test_killed_outright_it_takes_everybody_along(tmp_path):
    code, _ = run_until_ended(tmp_path, ending=signal.SIGKILL)

    assert code == -signal.SIGKILL
    assert processes_of(tmp_path) == []


def run_until_ended(home, ending=signal.SIGINT):
    """Start a demo, visit its inbox, end it by Ctrl-C; its exit code and how many mails had arrived."""
    shown = home / "shown.txt"
    with shown.open("w") as screen:
        running = subprocess.Popen(DEMO, env=os.environ | {"NEWSLETTER_HOME": str(home)}, stdout=screen)
    try:
        wait_until(lambda: "Ctrl-C ends it." in shown.read_text() or running.poll() is not None)
        ((inbox, mails),) = re.findall(r"(http://\S+/inbox/)\s+\((\d+) mails\)", shown.read_text())
        assert urlopen(inbox).status == 200
    finally:
        running.send_signal(ending)
        code = running.wait(30)
    return code, int(mails)


def wait_until(ready):
    deadline = time.monotonic() + 90
    while not ready():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.1)


def processes_of(folder):
    """Command lines of whatever still runs with this folder in its environment."""
    deadline = time.monotonic() + 15
    while (found := _with_in_environment(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _with_in_environment(folder):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes())
        except OSError:
            continue
    return found
