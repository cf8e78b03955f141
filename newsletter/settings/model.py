"""Every decision of an operator, under the name of its environment variable in lower case.

Without a single variable everything runs on one machine for one person: SQLite, an embedded Redis, a local
inbox and a secret that everybody can read here.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from newsletter.settings import values

DEMO_SECRET = "everybody can read this secret: it is for trying things out"  # noqa: S105 (refused in production)
DEMO_DOMAIN = "newsletter.example"


class Environment(StrEnum):
    """What this installation is for. Only production is meant to be reached by other people."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    DEMO = "demo"


def _mail_domain(known: dict[str, Any]) -> str:
    base_url = known["base_url"]
    return DEMO_DOMAIN if values.is_loopback(base_url) else urlsplit(base_url).hostname or DEMO_DOMAIN


class Settings(BaseModel):
    """What `load_settings` finds in the environment; tests say it by keyword, and nothing else leaks in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: Environment = Field(default=Environment.DEVELOPMENT, examples=["production"])

    home: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default_factory=lambda: Path.cwd() / "var", examples=["/var/lib/newsletter"]
    )
    """The folder for whatever this installation writes itself: NEWSLETTER_HOME."""

    secret_key: str = Field(
        default=DEMO_SECRET, min_length=values.SECRET_CHARACTERS, repr=False, examples=["<openssl rand -hex 32>"]
    )
    """Signs sessions and every link in every mail: a new one breaks the links already sent, unless told the old."""

    previous_secret_keys: Annotated[
        tuple[str, ...], BeforeValidator(values.secrets), AfterValidator(values.long_enough)
    ] = Field(default=(), repr=False, examples=["<the SECRET_KEY that was before this one>"])
    """Still read, never written: links in mails already sent and open sessions outlive a new SECRET_KEY."""

    hash_key: str = Field(
        default_factory=lambda known: known["secret_key"],
        min_length=values.SECRET_CHARACTERS,
        repr=False,
        examples=["<the first SECRET_KEY there ever was>"],
    )
    """Keys the hashes of addresses: who left is known by nothing else, so it never changes."""

    base_url: Annotated[str, AfterValidator(values.base_url)] = Field(
        default="http://127.0.0.1:8000", examples=["https://news.union.example"]
    )
    """Where members and staff find the pages."""

    trusted_proxies: int = Field(default=0, ge=0, le=9, examples=["1"])
    """How many proxies of ours stand in front and tell the visitor's address."""

    database_url: Annotated[str, AfterValidator(values.database_url)] = Field(
        default_factory=lambda known: f"sqlite:///{known['home'] / 'newsletter.sqlite3'}",
        repr=False,
        examples=["postgresql://newsletter:password@db.internal/newsletter"],
    )
    """SQLite on one machine, PostgreSQL beyond."""

    redis_url: Annotated[str, AfterValidator(values.redis_url)] | None = Field(
        default=None, repr=False, examples=["redis://:password@redis.internal:6379/0"]
    )
    """None: one is found or started on this machine (`newsletter.embedded`)."""

    inbox_port: int = Field(default=2525, ge=1, le=65535, examples=["2525"])
    """Where the local inbox listens for mail; never in production."""

    smtp_url: Annotated[str, AfterValidator(values.smtp_url)] = Field(
        default_factory=lambda known: f"smtp://127.0.0.1:{known['inbox_port']}",
        repr=False,
        examples=["smtp://user:password@relay.internal:587?starttls=required"],
    )
    """The relay that takes our mail; by default the local inbox."""

    smtp_connections: int = Field(default=4, ge=1, le=100, examples=["4"])
    """How many connections to the relay each worker process opens at most."""

    mail_domain: Annotated[str, AfterValidator(values.domain)] = Field(
        default_factory=_mail_domain, examples=["news.union.example"]
    )
    """Stands in Message-ID and List-Id; keep it when the pages move."""

    bounce_domain: Annotated[str, AfterValidator(values.domain)] = Field(
        default_factory=lambda known: known["mail_domain"], examples=["bounce.union.example"]
    )
    """Where mail that cannot be delivered returns to."""

    languages: Annotated[tuple[str, ...], BeforeValidator(values.words), AfterValidator(values.languages)] = Field(
        default=("en", "fr", "es"), examples=["en,fr,es"]
    )
    """Languages of the pages and of campaigns, in the order in which they are offered."""

    default_language: str = Field(default_factory=lambda known: known["languages"][0], examples=["en"])
    """For a visitor whose browser asks for none of ours."""

    grace_s: int = Field(default=60, ge=0, le=86_400, examples=["60"])
    """How long a launched campaign can be taken back."""

    batch_size: int = Field(default=1000, ge=1, le=10_000, examples=["1000"])
    """Messages in one job."""

    lease_s: float = Field(default=20, ge=1, le=600, examples=["20"])
    """How many seconds a worker that gives no sign of life keeps its batch: more than a slow machine pauses."""

    @field_validator("default_language")
    @classmethod
    def _is_offered(cls, code: str, info: ValidationInfo) -> str:
        if code not in info.data.get("languages", (code,)):
            raise ValueError("should be one of LANGUAGES")
        return code

    @property
    def has_public_secret(self) -> bool:
        """Whoever reads our code can sign in as anybody, and act for any member."""
        return DEMO_SECRET in {self.secret_key, *self.previous_secret_keys}

    @property
    def uses_local_inbox(self) -> bool:
        """Mail stays on this machine."""
        return self.smtp_url == f"smtp://127.0.0.1:{self.inbox_port}"

    @property
    def is_private(self) -> bool:
        """Only this machine reaches the pages, by the address they stand under."""
        return values.is_loopback(self.base_url)

    @property
    def shows_inbox(self) -> bool:
        """The local inbox has every mail with its tokens and asks nobody who they are: for one person alone."""
        return self.environment is not Environment.PRODUCTION and self.is_private

    @property
    def is_encrypted(self) -> bool:
        """The pages are reached by https, so cookies can insist on it."""
        return self.base_url.startswith("https:")
