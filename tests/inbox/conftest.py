import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from flask import Flask

from newsletter import web
from newsletter.inbox import views
from newsletter.inbox.envelopes import Arrival
from newsletter.inbox.store import Store
from newsletter.mail.smtp import Relay
from newsletter.settings import Settings
from newsletter.web.context import Site, db
from tests.fakes import Letterbox

SERVE = """
import sys
from pathlib import Path
from newsletter.inbox.server import serve
serve("127.0.0.1", 0, Path(sys.argv[1]))
"""


def arrival(subject="May Day", raw=None, recipient="maria@ue.example"):
    return Arrival(
        sender="b+abc@nasp.example",
        recipients=(recipient,),
        raw=raw or f"Subject: {subject}\r\nFrom: UE <news@ue.example>\r\nTo: {recipient}\r\n\r\nHello\r\n".encode(),
        received_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
    )


@pytest.fixture
def store_path(tmp_path):
    return tmp_path / "inbox" / "mail.sqlite3"


@pytest.fixture
def store(store_path):
    with Store(store_path) as store:
        yield store


@pytest.fixture
def server(store_path):
    """The inbox in a process of its own, and the relay it is."""
    command = [sys.executable, "-c", SERVE, str(store_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        ready = re.fullmatch(r"inbox ready on (.*):(\d+)\n", said)
        assert ready, said
        yield process, Relay(ready[1], int(ready[2]))
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def app(tmp_path, store_path):
    app = Flask("newsletter", static_folder=None)
    web.register(app, Site(Settings(home=tmp_path, base_url="http://localhost"), Letterbox(), None))
    views.register(app, store_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()
