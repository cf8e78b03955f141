"""A thumb that presses twice: browsers send both and show the answer to the second."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from newsletter.subscribers.models import Notice
from tests.web.public.conftest import SIGN_UP

FINGERS = 6


@pytest.fixture
def press(app):
    """The status codes of pressing one button several times at once."""

    def at_once(path, **form):
        def once(_):
            return app.test_client(use_cookies=False).post(path, data=form).status_code

        with ThreadPoolExecutor(FINGERS) as fingers:
            return set(fingers.map(once, range(FINGERS)))

    return at_once


def count(rows, kind):
    rows.rollback()
    return rows.scalar(select(func.count()).select_from(Notice).filter_by(kind=kind))


def test_signing_up_asks_once(press, rows):
    assert press("/join/ue", **SIGN_UP) == {303}
    assert count(rows, "confirmation") == 1


def test_confirming_welcomes_once(press, confirm_path, rows):
    assert press(confirm_path) == {200}
    assert count(rows, "welcome") == 1


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("leave", {"scope": "alliance"}),
        ("leave/now", {}),
        ("preferences", {"topics": "1", "language": "fr", "wording": "1"}),
        ("rsvp", {"answer": "yes"}),
    ],
)
def test_whatever_is_pressed_is_answered(press, path, page, form):
    assert press(path(page), **form) == {200}
