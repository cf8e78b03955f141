"""Each mail's HTML through html-validate; tests/node/pages.cjs says which rules and why."""

import pytest

pytestmark = pytest.mark.node


@pytest.fixture(scope="session")
def findings(mails, node):
    pages = node("pages.cjs", [mail.html for mail in mails.values()])
    return dict(zip(mails, pages, strict=True))


def test_the_validator_has_nothing_to_say(mail, findings):
    assert findings[mail.sample] == []


def test_the_validator_is_awake(node):
    (found,) = node("pages.cjs", ['<html><body><img src="x"><table><p></table><a>x</p></body></html>'])

    assert {"wcag/h37", "close-order", "element-required-attributes"} & {
        line.split()[1].rstrip(":") for line in found
    }
