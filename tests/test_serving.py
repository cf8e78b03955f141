"""The processes of an installation, as an operator starts them one by one."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from newsletter.serving import NoInboxHere, serve_inbox
from newsletter.settings import Environment, Settings
from tests.servers import free_port, listens

NEWSLETTER = [sys.executable, "-m", "newsletter"]


@contextmanager
def running(*command, port, **environment):
    """A command that listens, asked to end at the end."""
    process = subprocess.Popen([*NEWSLETTER, *command], env=os.environ | environment)
    try:
        deadline = time.monotonic() + 60
        while not listens(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0


@pytest.mark.redis
def test_the_pages_bring_their_own_redis_and_end_with_it(tmp_path):
    port, home = free_port(), {"NEWSLETTER_HOME": str(tmp_path)}
    for command in (["db", "upgrade"], ["seed", "nasp", "--without-samples"]):
        subprocess.run([*NEWSLETTER, *command], env=os.environ | home, check=True)

    with running("web", "--bind", f"127.0.0.1:{port}", port=port, **home):
        page = urlopen(f"http://127.0.0.1:{port}/join").read().decode()

    assert "Medicare for All" in page


def test_the_inbox_takes_mail(tmp_path):
    port = free_port()

    with (
        running("inbox", port=port, NEWSLETTER_HOME=str(tmp_path), INBOX_PORT=str(port)),
        smtplib.SMTP("127.0.0.1", port) as client,
    ):
        refused = client.sendmail("a@ue.example", ["b@members.example"], "Subject: May Day\r\n\r\nCome.\r\n")

    assert refused == {}


@pytest.mark.parametrize("environment", Environment)
def test_where_others_come_there_is_no_inbox_to_start(tmp_path, environment):
    settings = Settings(
        home=tmp_path, environment=environment, secret_key="x" * 64, base_url="https://news.union.example"
    )

    with pytest.raises(NoInboxHere):
        serve_inbox(settings)
