"""From the environment to settings that can be trusted, or to sentences an operator can act on.

The defaults suit one person on one machine. Production refuses them, and the readable secret and the readable inbox
are refused wherever another machine could reach the pages, whatever the environment is called.
"""

import os
from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from newsletter.errors import NewsletterError
from newsletter.settings.model import DEMO_DOMAIN, DEMO_SECRET, Environment, Settings

FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""Pydantic's word for a default that could not be worked out because an earlier value is wrong."""


class SettingsError(NewsletterError):
    """One line for each variable that is wrong: its name, what it should be, an example."""


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment, with a home folder that can be written. Raises SettingsError.

    An empty variable counts as not set.
    """
    given = {field: environ.get(variable(field)) for field in Settings.model_fields}
    try:
        settings = Settings.model_validate({field: value for field, value in given.items() if value})
    except ValidationError as refusal:
        raise SettingsError("\n".join(_sentences(refusal.errors(include_context=False)))) from None
    if refused := list(_refused_defaults(settings)):
        raise SettingsError("\n".join(refused))
    _make_home(settings)
    return settings


def variable(field: str) -> str:
    """The environment's name for a setting. HOME is the operating system's own."""
    return "NEWSLETTER_HOME" if field == "home" else field.upper()


def _sentences(errors: list[ErrorDetails]) -> Iterator[str]:
    for error in errors:
        if error["type"] != FOLLOWS_FROM_ANOTHER:
            problem = error["msg"].removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ")
            yield _sentence(str(error["loc"][0]), problem)


def _sentence(field: str, problem: str) -> str:
    name, examples = variable(field), Settings.model_fields[field].examples or []
    return f"{name} {problem}; for example {name}={examples[0]}"


def _refused_defaults(settings: Settings) -> Iterator[str]:
    in_production = settings.environment is Environment.PRODUCTION
    if settings.has_public_secret and (in_production or not settings.is_private):
        public = "secret_key" if settings.secret_key == DEMO_SECRET else "previous_secret_keys"
        yield _sentence(public, "should be a secret of your own: the built-in one is public")
    if settings.previous_secret_keys and "hash_key" not in settings.model_fields_set:
        yield _sentence("hash_key", "should be your first SECRET_KEY: by it we know the addresses of those who left")
    if settings.uses_local_inbox and not settings.shows_inbox:
        yield _sentence("smtp_url", "should name a relay: the local inbox delivers to nobody, and is for nobody else")
    if in_production and not (settings.is_encrypted or settings.is_private):
        yield _sentence("base_url", "should begin with https:// so that nobody reads along")
    if in_production and settings.mail_domain == DEMO_DOMAIN:
        yield _sentence("mail_domain", "should be a domain of yours: the built-in one does not exist")


def _make_home(settings: Settings) -> None:
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsError(_sentence("home", f"should be a folder we can write to ({problem.strerror})")) from None
