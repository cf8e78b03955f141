"""Machines of our own on this one: network namespaces, each with two cables to us. Linux, as root.

One cable leads to database and Redis, the other to the relay, so that the first can be pulled and the second not.
A pulled cable says nothing: whatever is sent goes nowhere, as in a network that is cut.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from newsletter.bench.errors import BenchError

_NETWORK = f"10.{64 + os.getpid() % 128}"
"""Of this process, so that two may do this at once."""

TRUSTED = f"{_NETWORK}.0.0/16"


@dataclass(frozen=True)
class Namespace:
    """One such machine."""

    number: int

    @property
    def name(self) -> str:
        return f"nl{os.getpid()}-{self.number}"

    @property
    def inside(self) -> Sequence[str]:
        """What stands before a command that is to run there."""
        return (_ip(), "netns", "exec", self.name)

    @property
    def services(self) -> str:
        """Our address at the end of its cable to database and Redis."""
        return f"{_NETWORK}.{2 * self.number}.1"

    @property
    def relay(self) -> str:
        """Our address at the end of its cable to the relay."""
        return f"{_NETWORK}.{2 * self.number + 1}.1"

    def cut(self) -> None:
        """Pull the cable to database and Redis."""
        _run("link", "set", self._cable(0), "down")

    def heal(self) -> None:
        """Plug it in again."""
        _run("link", "set", self._cable(0), "up")

    def make(self) -> None:
        """Bring it into being."""
        _run("netns", "add", self.name)
        _run("-n", self.name, "link", "set", "lo", "up")
        for which, ours in enumerate((self.services, self.relay)):
            here, there = self._cable(which), f"{self._cable(which)}n"
            _run("link", "add", here, "type", "veth", "peer", "name", there, "netns", self.name)
            _run("address", "add", f"{ours}/30", "dev", here)
            _run("link", "set", here, "up")
            _run("-n", self.name, "address", "add", f"{ours[:-1]}2/30", "dev", there)
            _run("-n", self.name, "link", "set", there, "up")

    def remove(self) -> None:
        """Take it away, its cables first: the kernel lets those of a namespace go at its leisure."""
        for kind, name in (("link", self._cable(0)), ("link", self._cable(1)), ("netns", self.name)):
            subprocess.run([_ip(), kind, "delete", name], check=False, stderr=subprocess.DEVNULL)

    def _cable(self, which: int) -> str:
        """A name of at most fourteen characters, with one to spare for its other end."""
        return f"nl{os.getpid()}{'sr'[which]}{self.number}"


@contextmanager
def running_namespaces(count: int) -> Iterator[list[Namespace]]:
    """So many, gone afterwards. Raises BenchError where this machine allows none."""
    if reason := why_not():
        raise BenchError(reason)
    with ExitStack() as stack:
        made = [Namespace(number) for number in range(count)]
        for one in made:
            stack.callback(one.remove)
            one.make()
        yield made


def why_not() -> str | None:
    """What keeps this machine from having network namespaces; None if nothing does."""
    if not shutil.which("ip", path=_PATH):
        return "ip is not on this machine; it comes with Debian's package iproute2."
    if os.getuid() != 0:
        return "Only root can make network namespaces."
    probe = f"nl{os.getpid()}-probe"
    said = ""
    for step in (("netns", "add", probe), ("-n", probe, "link", "set", "lo", "up"), ("netns", "delete", probe)):
        tried = subprocess.run([_ip(), *step], check=False, capture_output=True, text=True)
        said = said or (tried.stderr.strip() if tried.returncode else "")
    return f"This machine allows no network namespaces: {said}" if said else None


_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def _ip() -> str:
    return shutil.which("ip", path=_PATH) or "ip"


def _run(*command: str) -> None:
    done = subprocess.run([_ip(), *command], check=False, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"ip {' '.join(command)}: {done.stderr.strip()}")
