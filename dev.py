#!/usr/bin/env python3
"""Everything a newcomer types, with the standard library only.

    python3 dev.py demo [ARGS]         the whole product on this machine
    python3 dev.py test [ARGS]         every check; ARGS go to pytest
    python3 dev.py newsletter ARGS     the command line

The first call makes .venv and installs exactly what the lock files name, by hash. It needs Python 3.11 and pip, but
neither the venv module's own pip (Debian keeps it in another package) nor git, root or a compiler.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python should say so, not fail further down)
    sys.exit("Newsletter needs Python 3.11 or later; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "newsletter"
CATALOGS = ROOT / "newsletter" / "translations"

BUILD, RUN, TEST = "requirements-build.lock", "requirements.lock", "requirements-dev.lock"
"""What builds a package that exists as source only; what runs; what runs and tests."""

SOURCE_ONLY = "flask-principal,dkimpy"

NODE = "tests/node/package-lock.json"
"""Parsers that read our mails in tests; without node those tests say that they were left out."""

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "--quiet"],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet"],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}

LAUNCHER = """\
#!{python}
import sys

from newsletter.cli import main

sys.exit(main())
"""


def main() -> None:
    """Set up what the command needs, then become it."""
    command, *arguments = sys.argv[1:] or ["help"]
    if command == "test":
        prepare(TEST)
        prepare_node()
        sys.exit(test(arguments))
    if command == "demo":
        arguments = ["demo", *arguments]
    elif command != "newsletter":
        sys.exit(__doc__)
    prepare(RUN)
    become([PYTHON, COMMAND, *arguments])


def prepare(lock: str) -> None:
    """An environment with what `lock` names, and the translations compiled. Fast when there is nothing to do."""
    with alone():
        if not is_installed(lock):
            install(lock)
        compile_translations()


def prepare_node() -> None:
    """Install what the node part of the tests reads mails with, where there is npm."""
    npm, folder = shutil.which("npm"), (ROOT / NODE).parent
    installed = folder / "node_modules" / "installed"
    with alone():
        if npm is None or (installed.exists() and installed.read_text() == fingerprint(NODE)):
            return
        say(f"Setting up {folder.relative_to(ROOT)} (once)")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        if subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr).returncode == 0:
            installed.write_text(fingerprint(NODE))


def become(command: Sequence[str | Path]) -> NoReturn:
    """Replace this process, so that Ctrl-C and signals go straight through."""
    os.execve(command[0], [str(part) for part in command], environment())


def test(arguments: list[str]) -> int:
    """Run every check and then the tests; say at the end which checks failed."""
    failed = [name for name, check in CHECKS.items() if not passes(name, check)]
    say("pytest")
    tests = subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=environment(), check=False)
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return tests.returncode or len(failed)


def passes(name: str, check: list[str]) -> bool:
    """Run one check in the environment."""
    say(name)
    return subprocess.run([PYTHON, *check], cwd=ROOT, env=environment(), check=False).returncode == 0


def install(lock: str) -> None:
    """Make the environment if there is none, and install what the lock names."""
    say(f"Setting up .venv from {lock} (once)")
    started = time.monotonic()
    host = host_python()
    if not PYTHON.exists():
        run([host, "-m", "venv", "--without-pip", "--clear", VENV], "Could not make .venv.")
    pip: list[str | Path] = [host, "-m", "pip", "--python", PYTHON, "--disable-pip-version-check", "install", "-qq"]
    pip += ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    trouble = "Could not install; pip's reason stands above. Is this machine online?"
    run([*pip, "-r", ROOT / BUILD], trouble)
    run([*pip, "--no-binary", SOURCE_ONLY, "--no-build-isolation", "--use-pep517", "-r", ROOT / lock], trouble)
    add_ourselves()
    for satisfied in {lock, RUN}:
        stamp(satisfied).write_text(fingerprint(satisfied))
    say(f"Set up in {time.monotonic() - started:.0f} s")


def host_python() -> str:
    """The Python that .venv is made from: ours, or the one beneath when we run inside an environment."""
    host = str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    host = host if Path(host).exists() else sys.executable
    if subprocess.run([host, "-c", "import pip"], capture_output=True, check=False).returncode != 0:
        sys.exit(f"{host} has no pip, which installs the rest: on Debian, apt install python3-pip.")
    return host


def add_ourselves() -> None:
    """Put this folder on the environment's path, and the command beside its Python."""
    site_packages = next((VENV / "lib").glob("python3*/site-packages"))
    (site_packages / "newsletter.pth").write_text(f"{ROOT}\n")
    COMMAND.write_text(LAUNCHER.format(python=PYTHON))
    COMMAND.chmod(0o755)


def compile_translations() -> None:
    """Compile each catalog that is newer than what was compiled from it."""
    catalogs = CATALOGS.glob("*/LC_MESSAGES/messages.po")
    if any(is_older(catalog.with_suffix(".mo"), catalog) for catalog in catalogs):
        babel: list[str | Path] = [PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile", "-d", CATALOGS]
        run(babel, "Could not compile the translations.")


def is_older(made: Path, source: Path) -> bool:
    """Whether `made` has to be made again."""
    return not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def is_installed(lock: str) -> bool:
    """Whether the environment holds what this lock names now."""
    return PYTHON.exists() and stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock)


def stamp(lock: str) -> Path:
    """Says which state of a lock was installed."""
    return VENV / f"installed-{lock}"


def fingerprint(lock: str) -> str:
    """Changes with whatever must lead to a new installation: the lock, or the folder we stand in."""
    return hashlib.sha256((ROOT / lock).read_bytes() + bytes(ROOT)).hexdigest()


def environment() -> dict[str, str]:
    """The caller's, with .venv in front and our own folder for what the product writes."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    home = os.environ.get("NEWSLETTER_HOME", str(ROOT / "var"))
    return os.environ | {"PATH": path, "VIRTUAL_ENV": str(VENV), "NEWSLETTER_HOME": home}


@contextmanager
def alone() -> Iterator[None]:
    """Wait while another dev.py sets up the same folder."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def run(command: Sequence[str | Path], trouble: str) -> None:
    """Run a step of the set-up, or end in one line."""
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(trouble)


def say(line: str) -> None:
    """Tell what happens now, before what it prints itself."""
    print(f"── {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
