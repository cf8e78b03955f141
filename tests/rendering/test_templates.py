"""What must hold for every template, also for one that is added later."""

import pytest

from newsletter.rendering import BLOCK_KINDS, MailKind, warm_up
from newsletter.rendering.environment import TEMPLATES, Form, environment


@pytest.mark.parametrize("kind", MailKind)
def test_every_mail_is_a_folder_with_three_parts(kind):
    for part in ("subject.txt", "body.txt", "body.mjml"):
        assert (TEMPLATES / kind / part).is_file()


@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_every_block_has_its_partial_and_its_plain_text(kind):
    assert (TEMPLATES / "blocks" / f"{kind}.mjml").is_file()
    assert (TEMPLATES / "blocks" / f"{kind}.txt").is_file()


def test_every_template_can_be_compiled():
    warm_up(["en", "fr", "es"])


def test_templates_are_set_up_once_per_language():
    assert environment("en", Form.MARKUP) is environment("en", Form.MARKUP)


def test_nothing_in_a_mail_is_hidden_or_fetched():
    for template in TEMPLATES.rglob("*.mjml"):
        source = template.read_text()
        assert "display:none" not in source.replace(" ", "")
        assert "mj-font" not in source
        assert "http://" not in source
        assert "https://" not in source
