"""What an installation needs around it, looked at one after the other; nothing is changed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import redis
from rq import Worker

from newsletter import translations
from newsletter.cli.doctor.database import examine_database
from newsletter.cli.doctor.findings import Finding, ill, well
from newsletter.embedded import NoRedis, find_binary
from newsletter.mail.smtp import BadRelay, Connection, Relay, SmtpError
from newsletter.settings import Settings

SOURCE = "en"
"""Our sentences are written in it: it needs no catalog."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything beyond the settings themselves."""
    yield from examine_database(settings)
    yield from _queue(settings.redis_url)
    yield _relay(settings.smtp_url)
    yield _catalogs(settings.languages)


def _queue(redis_url: str | None) -> Iterator[Finding]:
    if redis_url is None:
        yield _own_redis()
        return
    with closing(redis.Redis.from_url(redis_url, socket_connect_timeout=2, socket_timeout=2)) as connection:
        try:
            connection.ping()
            workers = Worker.count(connection=connection)
        except redis.RedisError as problem:
            yield ill(f"Redis cannot be reached: {' '.join(str(problem).split())}. Look at REDIS_URL.")
            return
    yield well("Redis answers.")
    if workers:
        yield well(f"Worker processes: {workers}.")
    else:
        yield ill("No worker runs, so nothing is sent; start one with `newsletter worker`.")


def _own_redis() -> Finding:
    try:
        return well(f"REDIS_URL is not set: {find_binary()} is started when it is needed.")
    except NoRedis as problem:
        return ill(str(problem))


def _relay(smtp_url: str) -> Finding:
    try:
        relay = Relay.parse(smtp_url)
        with Connection(relay):
            return well(f"The relay {relay} answers.")
    except BadRelay as problem:
        return ill(f"SMTP_URL cannot be used: {problem}.")
    except SmtpError as problem:
        return ill(f"The relay does not take mail: {problem}.")


def _catalogs(languages: tuple[str, ...]) -> Finding:
    folder = Path(translations.__file__).parent
    missing = [one for one in languages if one != SOURCE and not _is_compiled(folder / one / "LC_MESSAGES")]
    if missing:
        return ill(
            f"Not compiled: {', '.join(missing)}; run `pybabel compile -d {folder}`. Until then it is English."
        )
    return well(f"Pages and mails speak {', '.join(languages)}.")


def _is_compiled(folder: Path) -> bool:
    source, made = folder / "messages.po", folder / "messages.mo"
    return made.exists() and (not source.exists() or made.stat().st_mtime >= source.stat().st_mtime)
