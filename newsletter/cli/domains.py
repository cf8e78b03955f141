"""`newsletter domain`: the DKIM keys of the domains a union mails from."""

import argparse
from datetime import UTC, datetime
from ipaddress import IPv4Address

from sqlalchemy.orm import Session

from newsletter.cli.commands import Commands, Refused, transaction, union_called
from newsletter.domains import queries, telling
from newsletter.domains.dns import Dns, ask
from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import Phase
from newsletter.domains.records import Finding
from newsletter.domains.services.adding import add as add_domain
from newsletter.domains.services.adding import domain_name
from newsletter.domains.services.checking import hosts, note
from newsletter.domains.services.rotating import activate, rotate
from newsletter.settings import Settings, load_settings
from newsletter.vault import Vault

DNS_PORT = 53
SYSTEM = Dns()


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("domain", help="sign the mail of a union's domains")
    ways = parser.add_subparsers(metavar="WAY", required=True)
    for way, purpose, run in (
        ("add", "make keys for a domain, and say what to publish", _add),
        ("check", "ask DNS whether it shows the keys, SPF and DMARC", _check),
        ("activate", "sign with the new keys, if DNS shows them", _activate),
        ("rotate", "make new keys; the old ones sign until DNS shows these", _rotate),
        ("show", "what to publish, and what DNS said last", _show),
    ):
        one = ways.add_parser(way, help=purpose)
        one.add_argument("domain", metavar="DOMAIN", help="what stands behind the @ of a sender")
        one.add_argument("--union", required=True, metavar="NAME", help="whose, such as ue")
        if way in {"check", "activate"}:
            one.add_argument(
                "--server", type=_server, default=SYSTEM, metavar="IP[:PORT]", help="ask this DNS server"
            )
        one.set_defaults(run=run)


def _add(asked: argparse.Namespace) -> None:
    settings = load_settings()
    with transaction(settings) as session:
        union = union_called(session, asked.union)
        _tell(add_domain(session, _vault(settings), union_id=union.id, name=asked.domain, now=datetime.now(UTC)))


def _check(asked: argparse.Namespace) -> None:
    settings = load_settings()
    _ask_dns(settings, asked)
    with transaction(settings) as session:
        _tell(_domain(session, asked))


def _activate(asked: argparse.Namespace) -> None:
    """DNS is asked anew: what it showed a while ago proves nothing."""
    settings = load_settings()
    _ask_dns(settings, asked)
    with transaction(settings) as session:
        domain = _domain(session, asked)
        activate(session, domain=domain, now=datetime.now(UTC))
        _tell(domain)


def _rotate(asked: argparse.Namespace) -> None:
    settings = load_settings()
    with transaction(settings) as session:
        domain = _domain(session, asked)
        rotate(session, _vault(settings), domain=domain, now=datetime.now(UTC))
        _tell(domain)


def _show(asked: argparse.Namespace) -> None:
    with transaction(load_settings()) as session:
        _tell(_domain(session, asked))


def _ask_dns(settings: Settings, asked: argparse.Namespace) -> None:
    with transaction(settings) as session:
        names = hosts(_domain(session, asked))
    answers = ask(asked.server, names)
    with transaction(settings) as session:
        note(session, domain=_domain(session, asked), answers=answers, now=datetime.now(UTC))


def _tell(domain: SendingDomain) -> None:
    print(f"{domain.name}: {telling.STANDINGS[domain.standing]}.")
    for key in domain.keys_in(Phase.WAITING, Phase.ACTIVE, Phase.RESTING):
        print(f"\n{telling.zone_line(key)}")
        _line(key.found, f"{telling.PHASES[key.phase]}. {telling.about_key(key.found)}")
    print()
    _line(domain.spf, f"SPF: {telling.about_spf(domain.spf)}")
    _line(domain.dmarc, f"DMARC: {telling.about_dmarc(domain.dmarc)}")


def _line(found: Finding | None, sentence: str) -> None:
    signs = {Finding.RIGHT: "✔", Finding.LAX: "!", Finding.SILENT: "?", None: "?"}
    print(f"{signs.get(found, '✖')} {sentence}")


def _domain(session: Session, asked: argparse.Namespace) -> SendingDomain:
    union, name = union_called(session, asked.union), domain_name(asked.domain)
    found = queries.by_name(session, union_id=union.id, name=name)
    if found is None:
        raise Refused(f"{union.short_name} has no domain {name}; `newsletter domain add` takes it in")
    return found


def _vault(settings: Settings) -> Vault:
    return Vault(settings.secret_key, previous=settings.previous_secret_keys)


def _server(text: str) -> Dns:
    host, _, port = text.partition(":")
    try:
        return Dns(str(IPv4Address(host)), int(port or DNS_PORT))
    except ValueError:
        raise argparse.ArgumentTypeError("should be an IP address, and perhaps a port behind a colon") from None
