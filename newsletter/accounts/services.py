"""Making accounts and giving them roles."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account, AccountRole, Role


def open_account(
    session: Session, *, email: str, name: str, language: str, password_hash: str, now: datetime
) -> Account:
    """Open an account, or give an existing one this name, language and password."""
    account = session.scalar(select(Account).filter_by(email=email)) or Account(
        email=email, created_at=now, fs_uniquifier=secrets.token_hex(16)
    )
    account.name, account.language, account.password = name, language, password_hash
    session.add(account)
    session.flush()
    return account


def give_role(session: Session, *, account: Account, union_id: int, role: Role) -> None:
    """Let an account act in a union; giving the same role twice changes nothing."""
    if not any((held.union_id, held.role) == (union_id, role) for held in account.union_roles):
        account.union_roles.append(AccountRole(union_id=union_id, role=role))
        session.flush()


def take_role(session: Session, *, account: Account, union_id: int, role: Role) -> None:
    """Take a role away again, at once; one that is not held changes nothing."""
    account.union_roles = [held for held in account.union_roles if (held.union_id, held.role) != (union_id, role)]
    session.flush()


def close_account(session: Session, *, account: Account) -> None:
    """Let somebody in no more, and sign them out everywhere. What they did stays in the log under their name."""
    account.active = False
    end_sessions(session, account=account)


def end_sessions(session: Session, *, account: Account) -> None:
    """Sign somebody out in every browser: a cookie that was copied before opens nothing any more."""
    account.fs_uniquifier = secrets.token_hex(16)
    session.flush()


def change_language(session: Session, *, account: Account, language: str) -> None:
    """Let somebody read the pages in another language."""
    account.language = language
    session.flush()
