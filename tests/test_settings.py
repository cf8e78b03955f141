import pytest
from pydantic import ValidationError

from newsletter.settings import Environment, Settings, SettingsError, load_settings
from newsletter.settings.model import DEMO_SECRET

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "BASE_URL": "https://news.union.example",
    "SMTP_URL": "smtp://relay.union.example:587?starttls=required",
}


@pytest.fixture
def load(tmp_path):
    """Load settings from what an operator sets, and nothing else but a home folder."""

    def from_variables(**variables):
        return load_settings({"NEWSLETTER_HOME": str(tmp_path / "home")} | variables)

    return from_variables


def test_without_a_single_variable_everything_stays_on_this_machine(load):
    settings = load()

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.database_url == f"sqlite:///{settings.home}/newsletter.sqlite3"
    assert settings.redis_url is None
    assert settings.uses_local_inbox
    assert settings.languages == ("en", "fr", "es")
    assert (settings.grace_s, settings.batch_size, settings.smtp_connections) == (60, 1000, 4)


def test_the_home_folder_is_made_and_only_we_read_it(load):
    home = load().home

    assert home.is_dir()
    assert home.stat().st_mode & 0o077 == 0


def test_a_relative_home_does_not_move_with_the_process(load, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert load(NEWSLETTER_HOME="var").home == tmp_path / "var"


def test_production_takes_its_domains_from_its_address(load):
    settings = load(**PRODUCTION)

    assert (settings.mail_domain, settings.bounce_domain) == ("news.union.example", "news.union.example")
    assert settings.is_encrypted


def test_settings_do_not_change_and_do_not_show_secrets(load):
    settings = load(**PRODUCTION, DATABASE_URL="postgresql://newsletter:hush@db/newsletter")

    with pytest.raises(ValidationError):
        settings.grace_s = 0
    assert "hush" not in repr(settings)
    assert settings.secret_key not in repr(settings)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_the_same_driver(load, scheme):
    assert (
        load(DATABASE_URL=f"{scheme}://db.internal/newsletter").database_url
        == "postgresql+psycopg://db.internal/newsletter"
    )


def test_an_empty_variable_counts_as_not_set(load):
    settings = load(REDIS_URL="", GRACE_S="")

    assert (settings.redis_url, settings.grace_s) == (None, 60)


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
        ("PREVIOUS_SECRET_KEYS", "x" * 32 + ",short", "should be secrets of at least 32 characters"),
        ("HASH_KEY", "short", "should have at least 32 characters"),
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
def test_a_wrong_value_is_one_line_with_name_problem_and_example(load, name, value, problem):
    with pytest.raises(SettingsError) as refusal:
        load(**{name: value})

    line = str(refusal.value)
    assert "\n" not in line
    assert line.startswith(f"{name} {problem}")
    assert f"; for example {name}=" in line


def test_every_example_is_a_right_value(load):
    examples = {name.upper(): (field.examples or [""])[0] for name, field in Settings.model_fields.items()}

    assert load(**examples | {"SECRET_KEY": PRODUCTION["SECRET_KEY"]}).environment is Environment.PRODUCTION


def test_a_home_that_cannot_be_written_is_named(load, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match=r"^NEWSLETTER_HOME should be a folder we can write to"):
        load(NEWSLETTER_HOME=str(tmp_path / "file" / "home"))


def test_several_wrong_values_are_named_together(load):
    with pytest.raises(SettingsError) as refusal:
        load(GRACE_S="soon", BASE_URL="ftp://x", LANGUAGES="")

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
def test_production_refuses_what_is_for_trying_out(load, left_out, instead, named):
    with pytest.raises(SettingsError, match=rf"^{named} should [^\n]*$"):
        load(**{name: value for name, value in PRODUCTION.items() if name != left_out} | instead)


def test_production_behind_a_proxy_on_this_machine_may_speak_plain_http(load):
    assert (
        load(**PRODUCTION | {"BASE_URL": "http://127.0.0.1:8000", "MAIL_DOMAIN": "union.example"}).environment
        is Environment.PRODUCTION
    )


def test_the_public_secret_never_guards_pages_that_others_can_reach(load):
    with pytest.raises(SettingsError, match=r"^SECRET_KEY should be a secret of your own"):
        load(ENVIRONMENT="development", BASE_URL="http://192.168.1.20:8000")


def test_a_new_secret_is_told_those_before_it_and_the_key_of_the_hashes(load):
    settings = load(**PRODUCTION, PREVIOUS_SECRET_KEYS=f" {'b' * 32}, {'a' * 32},", HASH_KEY="a" * 32)

    assert settings.previous_secret_keys == ("b" * 32, "a" * 32)
    assert settings.hash_key == "a" * 32
    assert "aaaa" not in repr(settings)
    assert load(**PRODUCTION).hash_key == PRODUCTION["SECRET_KEY"]


def test_a_new_secret_without_a_key_for_the_hashes_would_forget_who_left(load):
    with pytest.raises(SettingsError, match=r"^HASH_KEY should be your first SECRET_KEY[^\n]*$"):
        load(**PRODUCTION, PREVIOUS_SECRET_KEYS="b" * 32)


def test_the_public_secret_is_not_read_where_others_come_either(load):
    with pytest.raises(SettingsError, match=r"^PREVIOUS_SECRET_KEYS should be a secret of your own"):
        load(**PRODUCTION, PREVIOUS_SECRET_KEYS=DEMO_SECRET, HASH_KEY="a" * 32)


@pytest.mark.parametrize("environment", ["development", "demo"])
def test_the_inbox_that_anybody_may_read_never_takes_mail_where_others_come(load, environment):
    public = PRODUCTION | {"ENVIRONMENT": environment}

    with pytest.raises(SettingsError, match=r"^SMTP_URL should name a relay[^\n]*$"):
        load(**{name: value for name, value in public.items() if name != "SMTP_URL"})

    assert not load(**public).shows_inbox


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "news.localhost"])
def test_the_public_secret_is_enough_on_this_machine(load, host):
    assert load(BASE_URL=f"http://{host}:8000/").base_url == f"http://{host}:8000"
