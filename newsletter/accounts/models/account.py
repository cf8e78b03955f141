"""Somebody who signs in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.accounts.models.account_role import AccountRole
from newsletter.db import Base, Identified


class Account(Identified, Base):
    """A member of staff. Its columns are what Flask-Security asks for, plus a name and a language."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    name: Mapped[str]
    language: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)

    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    """Changing it signs the account out everywhere."""

    created_at: Mapped[datetime]

    union_roles: Mapped[list[AccountRole]] = relationship(cascade="all, delete-orphan", lazy="selectin")
