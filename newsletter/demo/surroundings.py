"""The environment of a demo: everything in its own folder, whatever the caller's variables say."""

import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from newsletter.settings import Environment, Settings, load_settings

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where pages and mail are taken."""

    web: int = 8000
    inbox: int = 2525


def choose_ports(home: Path, wanted: int | None) -> Ports:
    """Those of last time, so that links in old mails go on working; free ones where they are taken."""
    remembered = home / "ports.json"
    last = Ports()
    with suppress(OSError, ValueError, TypeError):
        last = Ports(**json.loads(remembered.read_text()))
    ports = Ports(web=_free(wanted or last.web), inbox=_free(last.inbox))
    remembered.write_text(json.dumps(asdict(ports)))
    return ports


def settle(home: Path, ports: Ports, redis_url: str) -> Settings:
    """Make this process and its children a demo. Nothing of the caller's own installation is touched."""
    for name in (*Settings.model_fields, "newsletter_home"):
        os.environ.pop(name.upper(), None)
    os.environ |= {
        "ENVIRONMENT": Environment.DEMO,
        "NEWSLETTER_HOME": str(home),
        "REDIS_URL": redis_url,
        "BASE_URL": f"http://{HOST}:{ports.web}",
        "INBOX_PORT": str(ports.inbox),
    }
    return load_settings()


def _free(wanted: int) -> int:
    for port in (wanted, 0):
        with suppress(OSError), socket.create_server((HOST, port)) as listener:
            return int(listener.getsockname()[1])
    raise OSError("there is no free port on this machine")
