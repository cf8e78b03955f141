import subprocess
import sys
from pathlib import Path

import pytest

import dev

SCRIPT = Path(dev.__file__)


def run(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=dev.ROOT)


@pytest.fixture
def workshop(monkeypatch, tmp_path):
    """A folder of its own, with an environment that holds nothing yet."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "CATALOGS", tmp_path / "translations")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    (tmp_path / ".venv").mkdir()
    (tmp_path / dev.RUN).write_text("flask==3.1.3\n")
    return tmp_path


def test_an_older_python_says_so_in_one_line():
    pretend = f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({str(SCRIPT)!r})"

    answer = run("-c", pretend)

    assert answer.stderr == "Newsletter needs Python 3.11 or later; this is 3.9.\n"
    assert answer.returncode == 1


@pytest.mark.parametrize("arguments", [[], ["help"], ["dance"]])
def test_without_a_command_it_shows_the_three_there_are(arguments):
    answer = run(SCRIPT, *arguments)

    assert answer.returncode == 1
    for command in ("demo", "test", "newsletter"):
        assert f"python3 dev.py {command}" in answer.stderr


def test_a_python_without_pip_is_told_what_to_install(monkeypatch, tmp_path):
    host = tmp_path / "bin" / f"python3.{sys.version_info.minor}"
    host.parent.mkdir()
    host.write_text("#!/bin/sh\nexit 1\n")
    host.chmod(0o755)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))

    with pytest.raises(SystemExit, match=r"has no pip.*apt install python3-pip"):
        dev.host_python()


def test_a_failing_step_ends_in_one_line():
    with pytest.raises(SystemExit, match=r"^Could not\.$"):
        dev.run([sys.executable, "-c", "raise SystemExit(3)"], "Could not.")


def test_an_environment_is_set_up_again_only_when_its_lock_changes(workshop):
    assert not dev.is_installed(dev.RUN)

    dev.stamp(dev.RUN).write_text(dev.fingerprint(dev.RUN))
    assert dev.is_installed(dev.RUN)

    (workshop / dev.RUN).write_text("flask==3.2\n")
    assert not dev.is_installed(dev.RUN)


def test_an_environment_that_moved_is_set_up_again(workshop, monkeypatch):
    dev.stamp(dev.RUN).write_text(dev.fingerprint(dev.RUN))
    elsewhere = workshop.rename(workshop.with_name("elsewhere"))

    monkeypatch.setattr(dev, "ROOT", elsewhere)
    monkeypatch.setattr(dev, "VENV", elsewhere / ".venv")

    assert not dev.is_installed(dev.RUN)


def test_a_catalog_is_compiled_when_it_changed_and_only_then(workshop):
    catalog = dev.CATALOGS / "fr" / "LC_MESSAGES" / "messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yes"\nmsgstr "Oui"\n')

    dev.compile_translations()
    compiled = catalog.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    assert b"Oui" in compiled.read_bytes()

    dev.compile_translations()
    assert compiled.stat().st_mtime_ns == first


def test_a_command_takes_the_place_of_the_script_so_that_signals_reach_it():
    code = "import os, sys, dev; dev.become([sys.executable, '-c', 'import os; print(os.getpid())'])"

    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=dev.ROOT, text=True) as script:
        assert script.stdout is not None
        assert int(script.stdout.read()) == script.pid


def test_what_it_starts_finds_the_environment_first_and_a_home(monkeypatch):
    monkeypatch.delenv("NEWSLETTER_HOME", raising=False)
    monkeypatch.setenv("PATH", "/usr/bin")

    assert dev.environment()["PATH"] == f"{dev.VENV / 'bin'}:/usr/bin"
    assert dev.environment()["NEWSLETTER_HOME"] == str(dev.ROOT / "var")


def test_a_home_somebody_chose_is_kept(monkeypatch):
    monkeypatch.setenv("NEWSLETTER_HOME", "/srv/newsletter")

    assert dev.environment()["NEWSLETTER_HOME"] == "/srv/newsletter"


def test_a_machine_without_npm_goes_on_without_the_node_part(workshop, monkeypatch):
    monkeypatch.setenv("PATH", str(workshop))

    dev.prepare_node()

    assert not list(workshop.glob("**/node_modules"))
