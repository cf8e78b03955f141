"""`newsletter account`: who signs in. The first owner of an installation is made here."""

import argparse
import secrets
import sys
from datetime import UTC, datetime
from getpass import getpass

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account, Role
from newsletter.accounts.passwords import SAMPLE_PASSWORD, hash_password
from newsletter.accounts.services import close_account, give_role, open_account, take_role
from newsletter.cli.commands import Commands, Refused, address, transaction
from newsletter.settings import load_settings
from newsletter.unions import queries as unions

SHORTEST_PASSWORD = 12


def add(commands: Commands) -> None:
    """Add the commands."""
    parser = commands.add_parser("account", help="open accounts and give them roles")
    ways = parser.add_subparsers(metavar="WAY", required=True)
    create = ways.add_parser("create", help="open an account; its password is asked for, or read from a pipe")
    create.add_argument("email")
    create.add_argument("--name", required=True)
    create.add_argument("--language", default="en")
    create.set_defaults(run=_create)
    role = ways.add_parser("role", help="let an account act in a union")
    role.add_argument("email")
    role.add_argument("union", help="its short name in addresses, such as ue")
    role.add_argument("role", choices=[str(one) for one in Role])
    role.add_argument("--remove", action="store_true", help="take the role away again")
    role.set_defaults(run=_role)
    close = ways.add_parser("close", help="let somebody in no more")
    close.add_argument("email")
    close.set_defaults(run=_close)
    password = ways.add_parser("password", help="give an account a new password")
    password.add_argument("email")
    password.set_defaults(run=_password)


def _create(asked: argparse.Namespace) -> None:
    settings, email = load_settings(), address(asked.email)
    if asked.language not in settings.languages:
        raise Refused(f"--language should be one of {', '.join(settings.languages)}")
    with transaction(settings) as session:
        if _find(session, email):
            raise Refused(f"{email} has an account already; give it a role, or a new password")
        open_account(
            session,
            email=email,
            name=asked.name,
            language=asked.language,
            password_hash=hash_password(_new_password()),
            now=datetime.now(UTC),
        )
    print(f"{email} can sign in at {settings.base_url}/manage/sign-in once it has a role.")


def _role(asked: argparse.Namespace) -> None:
    with transaction(load_settings()) as session:
        account, union = _existing(session, asked.email), unions.by_slug(session, asked.union)
        if union is None:
            known = ", ".join(one.slug for one in unions.everyone(session))
            raise Refused(f"there is no union {asked.union!r}; there are: {known or 'none yet (newsletter seed)'}")
        change = take_role if asked.remove else give_role
        change(session, account=account, union_id=union.id, role=Role(asked.role))
    print(f"{asked.email} is {'no longer ' if asked.remove else ''}{asked.role} in {asked.union}.")


def _close(asked: argparse.Namespace) -> None:
    with transaction(load_settings()) as session:
        close_account(session, account=_existing(session, asked.email))
    print(f"{asked.email} can sign in no more and is signed out everywhere.")


def _password(asked: argparse.Namespace) -> None:
    with transaction(load_settings()) as session:
        account = _existing(session, asked.email)
        account.password = hash_password(_new_password())
        account.fs_uniquifier = secrets.token_hex(16)
    print(f"{asked.email} has a new password and is signed out everywhere.")


def _existing(session: Session, email: str) -> Account:
    account = _find(session, address(email))
    if account is None:
        raise Refused(f"{email} has no account; open one with `newsletter account create`")
    return account


def _find(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).filter_by(email=email))


def _new_password() -> str:
    typed = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(typed) < SHORTEST_PASSWORD or typed == SAMPLE_PASSWORD:
        raise Refused(f"a password has at least {SHORTEST_PASSWORD} characters, and is not the samples' one")
    return typed
