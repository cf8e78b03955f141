import re
from pathlib import Path

import pytest

from newsletter.cli import main
from newsletter.settings import Environment, Settings, load_settings
from newsletter.settings.loading import variable
from tests.architecture.source import ROOT, files, name

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *files("docs", pattern="*.md")]
VARIABLES = {variable(field) for field in Settings.model_fields}
ENVIRONMENT_FILE = ROOT / "docs" / "systemd" / "newsletter.env"

SMALL_PICTURE_BYTES = 200_000


def section(page: Path, title: str) -> str:
    """What stands under a second heading, up to the next."""
    return page.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def targets(page: Path) -> list[str]:
    """What a page links to in this tree, without the place inside it."""
    found = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def commands() -> list[tuple[str, ...]]:
    """Every command line that a page tells its reader to type: the words after `newsletter`."""
    blocks = [block for page in PAGES for block in re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)]
    typed = [line.partition("#")[0] for block in blocks for line in block.splitlines()]
    asked = re.findall(r"^(?:python3 dev\.py |(?:.*\| )?sudo )?newsletter (\w.*)", "\n".join(typed), re.MULTILINE)
    return sorted({tuple(words.split()) for words in asked})


def settings_file() -> dict[str, str]:
    """What the file to copy sets."""
    return dict(re.findall(r"^(\w+)='(.*)'$", ENVIRONMENT_FILE.read_text(), re.MULTILINE))


def test_the_operators_table_names_every_setting_and_no_other():
    named = re.findall(r"^\| `(\w+)` \|", section(ROOT / "docs" / "operators.md", "Settings"), re.MULTILINE)

    assert sorted(named) == sorted(VARIABLES)


def test_the_environment_file_to_copy_needs_only_a_secret(tmp_path):
    written = settings_file() | {"NEWSLETTER_HOME": str(tmp_path), "SECRET_KEY": "0123456789abcdef" * 4}

    assert written.keys() <= VARIABLES
    assert load_settings(written).environment is Environment.PRODUCTION


def test_the_environment_file_to_copy_holds_no_secret():
    assert settings_file()["SECRET_KEY"] == ""


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page):
    assert [target for target in targets(page) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_exists(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])

    assert ended.value.code == 0, capsys.readouterr().err


def test_pictures_are_small():
    heavy = [name(path) for path in files("docs/images") if path.stat().st_size > SMALL_PICTURE_BYTES]

    assert heavy == []
