"""In which unions an account may do what. Every query for staff starts from here."""

from newsletter.accounts.models import Account
from newsletter.accounts.roles import Role, powers


def unions_where(account: Account, role: Role) -> frozenset[int]:
    """The unions in which the account can do what `role` can."""
    return frozenset(held.union_id for held in account.union_roles if role in powers(held.role))


def may(account: Account, role: Role, union_id: int) -> bool:
    """Whether the account can do what `role` can in this union."""
    return union_id in unions_where(account, role)
