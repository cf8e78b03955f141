"""Redis gone: people can still sign up, and are still counted."""

import logging

import pytest
from flask import Flask

from newsletter import models, web
from newsletter.web.context import Site, db
from tests.web.conftest import alliance_of_two

SIGN_UP = {"email": "rosa@example.org", "topics": "1", "language": "en", "wording": "1"}


@pytest.fixture
def without_redis(settings, queue):
    app = Flask("newsletter", static_folder=None)
    web.register(app, Site(settings, queue, "redis://127.0.0.1:1/0"))
    with app.app_context():
        models.Base.metadata.create_all(db.engine)
        db.session.add_all(alliance_of_two())
        db.session.commit()
    return app.test_client(use_cookies=False)


def test_a_sign_up_works_without_redis_and_the_log_says_so(without_redis, caplog):
    with caplog.at_level(logging.WARNING):
        answers = [without_redis.post("/join/ue", data=SIGN_UP).status_code for _ in range(21)]

    assert answers[0] == 303
    assert answers[-1] == 429
    assert "falling back" in caplog.text.lower()
