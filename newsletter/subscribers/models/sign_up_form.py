"""A sign-up form of a union's own."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated
from newsletter.subscribers.asked_fields import AskedField
from newsletter.unions.models import Union


class SignUpForm(Identified, Base):
    """What one sign-up page says, asks and offers. No topic is ever ticked beforehand: consent is an act."""

    __tablename__ = "sign_up_form"
    __table_args__ = (UniqueConstraint("union_id", "slug"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))

    slug: Mapped[str]
    """Its last word in the address /join/<union>/<form>; posters carry it, so it never changes."""

    title: Mapped[Translated]
    intro: Mapped[Translated]

    thanks: Mapped[Translated]
    """What is said once the confirmation mail is on its way; empty for what every form says."""

    fields: Mapped[list[str]]
    """What is asked beside the address, as `AskedField` names it, in the order of the page."""

    list_ids: Mapped[list[int]]
    """The topics it offers, as far as they can be chosen; empty for all that the union offers."""

    language: Mapped[str | None]
    """In which language the page opens whatever the browser speaks; empty for the browser's."""

    origins: Mapped[list[str]]
    """Websites that may show it in a frame, such as `https://ue506.org`; the union's own always may."""

    is_open: Mapped[bool] = mapped_column(default=True)

    version: Mapped[int] = mapped_column(default=1)
    """Counts edits; the evidence names the one that was shown."""

    made_at: Mapped[datetime]

    union: Mapped[Union] = relationship()

    def asks(self, field: AskedField) -> bool:
        """Whether the page asks for it."""
        return field in self.fields

    @property
    def source(self) -> str:
        """Where somebody signed up, as the evidence says it."""
        return f"/join/{self.union.slug}/{self.slug}, version {self.version}"
