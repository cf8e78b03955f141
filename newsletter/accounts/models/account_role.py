"""A role an account has in a union."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.accounts.roles import Role
from newsletter.db import Base


class AccountRole(Base):
    """One account, one union, one role."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
