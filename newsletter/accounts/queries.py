"""Who works for a union."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account, AccountRole


def team(session: Session, *, union_id: int) -> Sequence[tuple[Account, AccountRole]]:
    """The active accounts with a role in this union, each role once, by name."""
    return [
        (account, held)
        for account, held in session.execute(
            select(Account, AccountRole)
            .join(AccountRole, AccountRole.account_id == Account.id)
            .where(AccountRole.union_id == union_id, Account.active)
            .order_by(Account.name, AccountRole.role)
        )
    ]
