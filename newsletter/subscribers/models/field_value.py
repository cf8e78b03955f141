"""What a union knows of one member in a field of its own."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from newsletter.db import Base
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models.custom_field import CustomField
from newsletter.subscribers.models.membership import Membership


def _index(column: str) -> Index:
    """Rows without this column's type stay out of its index."""
    filled = text(f"{column} IS NOT NULL")
    name = f"ix_field_value_field_id_{column}"
    return Index(name, "field_id", column, "membership_id", postgresql_where=filled, sqlite_where=filled)


class FieldValue(Base):
    """One value, in the column of its field's kind. Who has none has no row."""

    __tablename__ = "field_value"
    __table_args__ = (_index("text"), _index("number"), _index("day"))

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), primary_key=True)

    text: Mapped[str | None]
    """Of a text, and the key of what was chosen."""

    number: Mapped[float | None]
    """Of a number, and of yes (1) or no (0)."""

    day: Mapped[date | None]
    """Of a date."""

    field: Mapped[CustomField] = relationship()
    membership: Mapped[Membership] = relationship()

    @property
    def value(self) -> "Value":
        """As its field's kind has it."""
        match self.field.kind:
            case FieldKind.TEXT | FieldKind.CHOICE:
                return self.text or ""
            case FieldKind.NUMBER:
                return self.number or 0.0
            case FieldKind.DATE:
                return self.day or date.min
            case FieldKind.YES_NO:
                return bool(self.number)


Value = str | float | bool | date
"""A text or the key of a choice, a number, a yes or no, a day."""
