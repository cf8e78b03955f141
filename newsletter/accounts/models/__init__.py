"""Rows of the accounts slice."""

from newsletter.accounts.models.account import Account
from newsletter.accounts.models.account_role import AccountRole
from newsletter.accounts.models.grant import Grant, GrantKind
from newsletter.accounts.roles import Role

__all__ = ["Account", "AccountRole", "Grant", "GrantKind", "Role"]
