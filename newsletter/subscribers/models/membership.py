"""A person in a union."""

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from newsletter.db import Base, BytewiseText, Identified
from newsletter.subscribers.roles import MemberRole
from newsletter.unions.models import Local, Union

if TYPE_CHECKING:
    from newsletter.subscribers.models.subscriber import Subscriber


_ENDED = text("ended_on IS NOT NULL")


def plain_letters(words: str) -> str:
    """Lower case and without accents, so that Genevieve finds Geneviève."""
    if words.isascii():  # as most names are, and a roster has a million
        return " ".join(words.lower().split())
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def sort_name(given_name: str, family_name: str) -> str:
    """The names as a list of people is sorted."""
    return plain_letters(f"{family_name} {given_name}")


def call_name(given_name: str, family_name: str) -> str:
    """The names as somebody is called, for who types them in this order."""
    return plain_letters(f"{given_name} {family_name}")


def _default_call_name(context: Any) -> str:  # noqa: ANN401 (SQLAlchemy's execution context)
    row = context.get_current_parameters()
    return call_name(row["given_name"], row["family_name"])


def _default_sort_name(context: Any) -> str:  # noqa: ANN401 (SQLAlchemy's execution context)
    row = context.get_current_parameters()
    return sort_name(row["given_name"], row["family_name"])


class Membership(Identified, Base):
    """What one union knows about a person; no other union sees it.

    Somebody without a union has one in the alliance, as a friend.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "union_id"),
        Index(None, "union_id", "subscriber_id"),
        Index("ix_membership_union_id_sort_name_id", "union_id", "sort_name", "id"),
        Index("ix_membership_union_id_call_name_id", "union_id", "call_name", "id"),
        Index("ix_membership_union_id_number_id", "union_id", "number", "id"),
        Index("ix_membership_former", "union_id", "sort_name", "id", postgresql_where=_ENDED, sqlite_where=_ENDED),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))
    local_id: Mapped[int | None] = mapped_column(ForeignKey("local.id"))

    role: Mapped[MemberRole]

    given_name: Mapped[str]
    """Empty when unknown; a mail then says `friend`."""

    family_name: Mapped[str]

    sort_name: Mapped[str] = mapped_column(BytewiseText, default=_default_sort_name)
    """Both names in plain lower-case letters, the family's first: what staff search and page by."""

    call_name: Mapped[str] = mapped_column(BytewiseText, default=_default_call_name, server_default="")
    """The same with the given name first, which is searched alone as well."""

    number: Mapped[str | None] = mapped_column(BytewiseText)
    """The union's own number of its member; a text, for it may begin with zeros."""

    joined_on: Mapped[date | None]
    """Since when they have been a member, as far as the union's roster says."""

    ended_on: Mapped[date | None]
    """Since when they are a member no more. The union still sees them, and mails them nothing."""

    subscriber: Mapped["Subscriber"] = relationship(back_populates="memberships")
    union: Mapped[Union] = relationship()
    local: Mapped[Local | None] = relationship()

    @validates("given_name", "family_name")
    def _sort_again(self, column: str, name: str) -> str:
        names = {"given_name": self.given_name or "", "family_name": self.family_name or "", column: name}
        self.sort_name, self.call_name = sort_name(**names), call_name(**names)
        return name
