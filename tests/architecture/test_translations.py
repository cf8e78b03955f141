import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from newsletter.settings import Settings
from tests.architecture.source import ROOT

SOURCE_LANGUAGE = "en"
LANGUAGES = [language for language in Settings().languages if language != SOURCE_LANGUAGE]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]+")


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Catalog:
    """Every sentence in code and templates."""
    pot = tmp_path_factory.mktemp("translations") / "messages.pot"
    extract = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    subprocess.run([*extract, "-F", "pyproject.toml", "--ignore-dirs", ".*", "-o", pot, "."], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module", params=LANGUAGES)
def translated(request) -> Catalog:
    path = ROOT / "newsletter" / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


def key(message: Message) -> tuple[str, str | None]:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return str(text), message.context


def sentences(catalog: Catalog) -> dict[tuple[str, str | None], Message]:
    return {key(message): message for message in catalog if message.id}


def forms(text: object) -> list[str]:
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text)]


def test_there_is_something_to_translate(said):
    assert LANGUAGES
    assert len(sentences(said)) > 100


def is_complete(message: Message, translation: Message | None) -> bool:
    """Every form of it has words, and a sentence that counts has its plural."""
    counts = len(forms(message.id)) > 1
    return translation is not None and all(forms(translation.string)) and counts == (len(forms(translation.id)) > 1)


def test_every_sentence_is_translated(said, translated):
    there = sentences(translated)

    missing = [text for text, message in sentences(said).items() if not is_complete(message, there.get(text))]
    assert missing == []


def test_no_translation_is_a_guess(translated):
    assert [key(message) for message in sentences(translated).values() if message.fuzzy] == []


def test_nothing_is_translated_that_nobody_says(said, translated):
    assert set(sentences(translated)) - set(sentences(said)) == set()


def test_placeholders_survive_translation(translated):
    """In each form those of the English one; where English counts, a form may leave the number out."""
    wrong = []
    for message in sentences(translated).values():
        source = [sorted(PLACEHOLDER.findall(form)) for form in forms(message.id)]
        wrong += [
            (key(message), form) for form in forms(message.string) if sorted(PLACEHOLDER.findall(form)) not in source
        ]
    assert wrong == []
