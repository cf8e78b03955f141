"""Finding exports: those of one union, for its stewards."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.errors import NotVisible
from newsletter.exporting.models import Export


def own_export(session: Session, *, union_ids: Collection[int], export_id: int) -> Export:
    """An export of one of these unions. Raises NotVisible."""
    export = session.scalar(select(Export).where(Export.id == export_id, Export.union_id.in_(union_ids)))
    if export is None:
        raise NotVisible
    return export


def latest(session: Session, *, union_ids: Collection[int], limit: int = 20) -> Sequence[Export]:
    """The last ones, newest first. Index: ix_export_union_id_id."""
    return session.scalars(
        select(Export).where(Export.union_id.in_(union_ids)).order_by(Export.id.desc()).limit(limit)
    ).all()
