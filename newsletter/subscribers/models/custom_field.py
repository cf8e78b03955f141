"""A field of a union's own."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base, Identified, Translated
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.unions.models import Union


class CustomField(Identified, Base):
    """Something one union wants to know of its members beyond what everybody is asked."""

    __tablename__ = "custom_field"
    __table_args__ = (UniqueConstraint("union_id", "key"),)

    union_id: Mapped[int] = mapped_column(ForeignKey("union.id"))

    key: Mapped[str]
    """What files and rules call it, such as `shift`; it never changes."""

    kind: Mapped[FieldKind]
    label: Mapped[Translated]

    choices: Mapped[list[dict[str, Any]]]
    """Of a choice what there is to choose: `key`, which values name, and its `label` by language."""

    position: Mapped[int]

    archived_at: Mapped[datetime | None]
    """Since when nobody is asked for it any more. The values stay."""

    union: Mapped[Union] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it is shown and asked for."""
        return self.archived_at is None

    @property
    def labels(self) -> dict[str, Translated]:
        """Of a choice the label of each key, in their order."""
        return {one["key"]: one["label"] for one in self.choices}
