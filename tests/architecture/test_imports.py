import sys

import pytest

from tests.architecture.source import ROOT, imported, name, python

STANDARD_LIBRARY = sys.stdlib_module_names


def foreign(path, *known):
    """What a file imports from beyond the standard library and these packages."""
    return {
        module
        for module in imported(path)
        if module.split(".")[0] not in STANDARD_LIBRARY
        and not any(module == package or module.startswith(f"{package}.") for package in known)
    }


@pytest.mark.parametrize("path", python("newsletter/mail"), ids=name)
def test_mail_knows_the_standard_library_and_cryptography(path):
    assert foreign(path, "newsletter.mail", "cryptography") == set()


def test_the_set_up_runs_before_anything_is_installed():
    assert foreign(ROOT / "dev.py") == set()


@pytest.mark.parametrize("decides", ["campaigns/lifecycle.py", "tokens.py", "mail/mould.py"])
def test_what_decides_knows_only_the_standard_library(decides):
    assert foreign(ROOT / "newsletter" / decides, "newsletter.mail", "newsletter.errors") == set()
