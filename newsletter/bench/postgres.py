"""A PostgreSQL of a bench's own, which can be restarted under its users."""

import os
import pwd
import shutil
import subprocess
from enum import StrEnum, auto
from pathlib import Path

from newsletter.bench.errors import BenchError
from newsletter.bench.ports import free_port

_BINARIES = "/usr/lib/postgresql"


class Shutdown(StrEnum):
    """How pg_ctl ends a server: FAST breaks off what runs, IMMEDIATE is a crash."""

    FAST = auto()
    IMMEDIATE = auto()


class Postgres:
    """A server with its default durability, on a port that it keeps over every restart."""

    def __init__(self, folder: Path, *, listen: str = "127.0.0.1", trusted: str = "127.0.0.1/32") -> None:
        folder.mkdir()
        self._user = _owner(folder)
        self._data = folder / "data"
        self.port = free_port()
        _run([_binary("initdb"), "-D", str(self._data), "-A", "trust", "-U", "postgres", "--no-sync"], self._user)
        with (self._data / "pg_hba.conf").open("a") as who:
            who.write(f"host all all {trusted} trust\n")
        options = f"-p {self.port} -k {folder} -c listen_addresses={listen}"
        options += " -c shared_buffers=256MB -c max_wal_size=2GB"
        self._control = [_binary("pg_ctl"), "-D", str(self._data), "-w", "-l", str(folder / "log"), "-o", options]

    def start(self) -> None:
        """Start it and wait until it answers."""
        _run([*self._control, "start"], self._user)

    def restart(self, how: Shutdown) -> None:
        """End it under whoever uses it, and wait until it answers again."""
        _run([*self._control, "-m", how, "restart"], self._user)

    def stop(self) -> None:
        """End it for good."""
        _run([*self._control, "-m", Shutdown.IMMEDIATE, "stop"], self._user)

    def url(self, host: str = "127.0.0.1") -> str:
        """Its database, as seen from a machine that knows it by this address."""
        return f"postgresql+psycopg://postgres@{host}:{self.port}/postgres"


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    folder.parent.chmod(0o711)
    return "postgres"


def _run(command: list[str], user: str | None) -> None:
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _binary(name: str) -> str:
    installed = [str(path) for path in sorted(Path(_BINARIES).glob("*/bin"), reverse=True)]
    found = shutil.which(name, path=":".join([*installed, os.environ.get("PATH", "")]))
    if not found:
        raise BenchError("PostgreSQL is not on this machine; install it, or give --database a URL.")
    return found
