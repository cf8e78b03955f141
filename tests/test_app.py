import pytest

from newsletter.app import create_app
from newsletter.settings import Environment, Settings, SettingsError

PRODUCTION = {
    "environment": Environment.PRODUCTION,
    "secret_key": "x" * 64,
    "base_url": "https://news.union.example",
    "smtp_url": "smtp://relay.internal",
}


def settings(tmp_path, **more):
    return Settings(home=tmp_path, redis_url="redis://127.0.0.1:1", **more)


def paths(app):
    return {rule.rule for rule in app.url_map.iter_rules()}


def test_without_redis_it_says_what_to_do(tmp_path):
    with pytest.raises(SettingsError, match="REDIS_URL"):
        create_app(Settings(home=tmp_path))


def test_development_shows_its_inbox(tmp_path):
    assert "/inbox/" in paths(create_app(settings(tmp_path)))


@pytest.mark.parametrize(
    "where",
    [
        PRODUCTION,
        PRODUCTION | {"environment": Environment.DEVELOPMENT},
        PRODUCTION | {"environment": Environment.DEMO},
        PRODUCTION | {"base_url": "http://127.0.0.1:8000"},
    ],
)
def test_nobody_else_has_an_inbox(tmp_path, where):
    assert not any(path.startswith("/inbox") for path in paths(create_app(settings(tmp_path, **where))))
