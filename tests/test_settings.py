import pytest
from pydantic import ValidationError

from newsletter.settings import Environment, Settings, SettingsError, load_settings

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "BASE_URL": "https://news.union.example",
    "SMTP_URL": "smtp://relay.union.example:587?starttls=required",
}


@pytest.fixture
def environ(monkeypatch, tmp_path):
    """Nothing set but the home folder; call it with what an operator sets."""
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.setenv("NEWSLETTER_HOME", str(tmp_path / "home"))

    def set_variables(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_variables


def test_without_a_single_variable_everything_stays_on_this_machine(environ):
    settings = load_settings()

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.database_url == f"sqlite:///{settings.home}/newsletter.sqlite3"
    assert settings.redis_url is None
    assert settings.uses_local_inbox
    assert settings.languages == ("en", "fr", "es")
    assert (settings.grace_s, settings.batch_size, settings.smtp_connections) == (60, 500, 4)


def test_the_home_folder_is_made_and_only_we_read_it(environ):
    home = load_settings().home

    assert home.is_dir()
    assert home.stat().st_mode & 0o077 == 0


def test_a_relative_home_does_not_move_with_the_process(environ, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    environ(NEWSLETTER_HOME="var")

    assert load_settings().home == tmp_path / "var"


def test_production_takes_its_domains_from_its_address(environ):
    environ(**PRODUCTION)

    settings = load_settings()

    assert (settings.mail_domain, settings.bounce_domain) == ("news.union.example", "news.union.example")
    assert settings.is_encrypted


def test_settings_do_not_change_and_do_not_show_secrets(environ):
    environ(**PRODUCTION, DATABASE_URL="postgresql://newsletter:hush@db/newsletter")
    settings = load_settings()

    with pytest.raises(ValidationError):
        settings.grace_s = 0
    assert "hush" not in repr(settings)
    assert settings.secret_key not in repr(settings)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_the_same_driver(environ, scheme):
    environ(DATABASE_URL=f"{scheme}://db.internal/newsletter")

    assert load_settings().database_url == "postgresql+psycopg://db.internal/newsletter"


def test_an_empty_variable_counts_as_not_set(environ):
    environ(REDIS_URL="", GRACE_S="")

    assert load_settings().redis_url is None
    assert load_settings().grace_s == 60


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ENVIRONMENT", "staging", "should be 'production', 'development' or 'demo'"),
        ("DATABASE_URL", "mysql://db/newsletter", "should begin with sqlite:// or postgresql://"),
        ("DATABASE_URL", "newsletter.sqlite3", "should begin with sqlite://"),
        ("DATABASE_URL", "sqlite://", "should name a database"),
        ("DATABASE_URL", "sqlite:///:memory:", "should name a database"),
        ("DATABASE_URL", "postgresql://db.internal", "should name a database"),
        ("REDIS_URL", "localhost:6379", "should begin with redis:// or rediss:// or unix://"),
        ("REDIS_URL", "redis://", "should say where Redis is"),
        ("REDIS_URL", "unix://", "should say where Redis is"),
        ("REDIS_URL", "redis://host:port/0", "should be a URL, with a port between 1 and 65535"),
        ("SMTP_URL", "relay.internal", "should begin with smtp:// or smtps://"),
        ("SMTP_URL", "smtp://", "should name the host of a relay"),
        ("SMTP_URL", "smtp://relay:99999", "should be a URL, with a port between 1 and 65535"),
        ("SMTP_URL", "smtp://[::1", "should be a URL"),
        ("SECRET_KEY", "short", "should have at least 32 characters"),
        ("BASE_URL", "news.union.example", "should begin with https:// or http://"),
        ("BASE_URL", "https://", "should be a scheme and a host"),
        ("BASE_URL", "https://union.example/news", "should be a scheme and a host"),
        ("BASE_URL", "https://union.example?a=b", "should be a scheme and a host"),
        ("MAIL_DOMAIN", "localhost", "should be a domain"),
        ("MAIL_DOMAIN", "syndicat-québec.example", "should be a domain in plain ASCII"),
        ("BOUNCE_DOMAIN", "-a.example", "should be a domain"),
        ("BOUNCE_DOMAIN", "a.example\r\nBcc: x", "should be a domain"),
        ("BOUNCE_DOMAIN", "union." * 40 + "example", "should be a domain"),
        ("LANGUAGES", "english", "should be different language codes"),
        ("LANGUAGES", "en,fr,en", "should be different language codes"),
        ("LANGUAGES", ",", "should be different language codes"),
        ("DEFAULT_LANGUAGE", "de", "should be one of LANGUAGES"),
        ("GRACE_S", "a minute", "should be a valid integer"),
        ("GRACE_S", "-1", "should be greater than or equal to 0"),
        ("BATCH_SIZE", "0", "should be greater than or equal to 1"),
        ("SMTP_CONNECTIONS", "501", "should be less than or equal to 100"),
        ("INBOX_PORT", "70000", "should be less than or equal to 65535"),
        ("TRUSTED_PROXIES", "-1", "should be greater than or equal to 0"),
    ],
)
def test_a_wrong_value_is_one_line_with_name_problem_and_example(environ, name, value, problem):
    environ(**{name: value})

    with pytest.raises(SettingsError) as refusal:
        load_settings()

    line = str(refusal.value)
    assert "\n" not in line
    assert line.startswith(f"{name} {problem}")
    assert f"; for example {name}=" in line


def test_every_example_is_a_right_value(environ):
    examples = {name.upper(): (field.examples or [""])[0] for name, field in Settings.model_fields.items()}
    environ(**examples | {"SECRET_KEY": PRODUCTION["SECRET_KEY"]})

    assert load_settings().environment is Environment.PRODUCTION


def test_a_home_that_cannot_be_written_is_named(environ, tmp_path):
    (tmp_path / "file").touch()
    environ(NEWSLETTER_HOME=str(tmp_path / "file" / "home"))

    with pytest.raises(SettingsError, match=r"^NEWSLETTER_HOME should be a folder we can write to"):
        load_settings()


def test_several_wrong_values_are_named_together(environ):
    environ(GRACE_S="soon", BASE_URL="ftp://x", LANGUAGES="")

    with pytest.raises(SettingsError) as refusal:
        load_settings()

    assert [line.split()[0] for line in str(refusal.value).splitlines()] == ["BASE_URL", "GRACE_S"]


@pytest.mark.parametrize(
    ("left_out", "instead", "named"),
    [
        ("SECRET_KEY", {}, "SECRET_KEY"),
        ("SMTP_URL", {}, "SMTP_URL"),
        ("BASE_URL", {}, "MAIL_DOMAIN"),
        ("BASE_URL", {"BASE_URL": "http://news.union.example"}, "BASE_URL"),
        ("SMTP_URL", {"SMTP_URL": "smtp://127.0.0.1:2525"}, "SMTP_URL"),
    ],
)
def test_production_refuses_what_is_for_trying_out(environ, left_out, instead, named):
    environ(**{name: value for name, value in PRODUCTION.items() if name != left_out} | instead)

    with pytest.raises(SettingsError, match=rf"^{named} should [^\n]*$"):
        load_settings()


def test_production_behind_a_proxy_on_this_machine_may_speak_plain_http(environ):
    environ(**PRODUCTION | {"BASE_URL": "http://127.0.0.1:8000", "MAIL_DOMAIN": "union.example"})

    assert load_settings().environment is Environment.PRODUCTION


def test_the_public_secret_never_guards_pages_that_others_can_reach(environ):
    environ(ENVIRONMENT="development", BASE_URL="http://192.168.1.20:8000")

    with pytest.raises(SettingsError, match=r"^SECRET_KEY should be a secret of your own"):
        load_settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "news.localhost"])
def test_the_public_secret_is_enough_on_this_machine(environ, host):
    environ(BASE_URL=f"http://{host}:8000/")

    assert load_settings().base_url == f"http://{host}:8000"
