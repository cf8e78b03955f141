import re
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT, imported, python

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
RESOLVED = {
    (package["name"], package["version"])
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    if "registry" in package["source"]
}

LOADED_BY_OTHERS = {
    "psycopg",  # SQLAlchemy, by the address of the database
    "email-validator",  # Flask-Security, for the address of an account
}


def locked(lock):
    """Names and versions in a lock."""
    pins = re.findall(r"^([a-z0-9-]+)==([^ ;]+)", (ROOT / lock).read_text(), re.MULTILINE)
    assert pins
    return dict(pins)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", RUN),
        ("requirements-dev.lock", RUN + GROUPS["dev"]),
        ("requirements-build.lock", GROUPS["build"]),
    ],
)
def test_a_lock_holds_what_the_project_asks_for_as_it_was_resolved(lock, wanted):
    pins = locked(lock)

    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement
    assert set(pins.items()) <= RESOLVED


def test_what_is_tested_is_what_runs():
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_every_package_is_known_by_hash(lock):
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_package_we_ask_for_is_used():
    modules = {module.partition(".")[0] for path in python("newsletter", "workers") for module in imported(path)}
    used = {canonicalize_name(name) for module in modules for name in packages_distributions().get(module, ())}

    assert {canonicalize_name(Requirement(wanted).name) for wanted in RUN} - used <= LOADED_BY_OTHERS
