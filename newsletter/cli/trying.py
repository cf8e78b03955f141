"""`newsletter send-test`: one mail through a relay, to see that it arrives, or why it does not."""

import argparse
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletter.cli.commands import Commands, Refused, address, transaction
from newsletter.mail.route import Route
from newsletter.mail.smtp import SmtpError, send_one
from newsletter.relays import queries as relays
from newsletter.relays.advice import ADVICE
from newsletter.relays.models import Relay
from newsletter.relays.trial import failure, write_trial
from newsletter.settings import Settings, load_settings
from newsletter.unions import queries as unions
from newsletter.unions.models import Union
from newsletter.vault import Vault


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("send-test", help="send one mail through a relay")
    parser.add_argument("to", metavar="ADDRESS")
    parser.add_argument("--union", metavar="NAME", help="whose sender to use; the alliance's if none is named")
    parser.add_argument(
        "--relay", metavar="NAME", help="which of the union's or the alliance's relays; the first if none is named"
    )
    parser.set_defaults(run=_send_test)


def _send_test(asked: argparse.Namespace) -> None:
    settings = load_settings()
    recipient = address(asked.to)
    with transaction(settings) as session:
        union = unions.by_slug(session, asked.union) if asked.union else next(iter(unions.everyone(session)), None)
        if union is None:
            raise Refused("there is no such union; `newsletter seed` plants an alliance and its unions")
        route = _route(session, union, asked.relay, settings)
        trial = write_trial(
            route,
            sender=unions.default_sender(session, union.id),
            recipient=recipient,
            bounce_domain=settings.bounce_domain,
            mail_domain=settings.mail_domain,
            language=settings.default_language,
            now=datetime.now(UTC),
        )
    try:
        outcome = send_one(route.relay, trial)
    except SmtpError as problem:
        raise Refused(f"{route} did not take the mail. {ADVICE[problem.cause]} ({failure(problem)})") from None
    print(f"{route} took the mail to {recipient}: {outcome.code} {outcome.text}")


def _route(session: Session, union: Union, name: str | None, settings: Settings) -> Route:
    vault = Vault(settings.secret_key, previous=settings.previous_secret_keys)
    if name is not None:
        return relays.route(_relay(session, union, name), vault)
    default = Route.parse(settings.smtp_url, settings.smtp_connections)
    return relays.routes(session, vault, union_id=union.id, default=default, draw=lambda: 0.0)[0]


def _relay(session: Session, union: Union, name: str) -> Relay:
    owners = (union.id, unions.alliance(session).id)
    for owner in owners:
        if found := relays.by_name(session, union_id=owner, name=name):
            return found
    known = sorted({one.name for owner in owners for one in relays.of_union(session, owner)})
    raise Refused(f"there is no relay called {name!r}; there are: {', '.join(known) or 'none yet'}")
