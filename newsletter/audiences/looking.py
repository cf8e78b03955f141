"""Whether a rule names only what a union may see. What is another's and what does not exist are not told apart."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.ledger import campaign
from newsletter.audiences.models import Segment
from newsletter.audiences.rule import Answered, HasField, InLocals, InSegment, InUnions, Leaf, OnLists, Rule, WasSent
from newsletter.audiences.walking import leaves
from newsletter.events.models import Event
from newsletter.subscribers.models import CustomField, MailingList
from newsletter.subscribers.writable import writable_by
from newsletter.unions.models import Local, Union, UnionKind


def look(session: Session, rule: Rule, *, union_id: int, within: Collection[int]) -> None:
    """Raises BadRule with the path to the first row that this union cannot see.

    `within`: the unions that its campaigns may reach.
    """
    for path, leaf in leaves(rule):
        for word, ids, visible in _named(leaf, union_id, within):
            if set(ids) - set(session.scalars(visible)):
                raise BadRule(path, f"{word} that is not there")


def _named(leaf: Leaf, union_id: int, within: Collection[int]) -> Iterator[tuple[str, Collection[int], Select[int]]]:
    match leaf:
        case OnLists(ids):
            yield "a list", ids, select(MailingList.id).where(MailingList.id.in_(ids), writable_by((union_id,)))
        case InUnions(ids):
            yield "a union", ids, select(Union.id).where(Union.id.in_(ids), Union.id.in_(within))
        case InLocals(ids):
            yield "a local", ids, select(Local.id).where(Local.id.in_(ids), Local.union_id.in_(within))
        case HasField(field_id):
            own = select(CustomField.id).where(CustomField.id == field_id, CustomField.union_id == union_id)
            yield "a field", (field_id,), own
        case Answered(ids):
            yield "an event", ids, select(Event.id).where(Event.id.in_(ids), _may_see(union_id))
        case WasSent(ids):
            yield (
                "a campaign",
                ids,
                select(campaign.c.id).where(campaign.c.id.in_(ids), campaign.c.union_id == union_id),
            )
        case InSegment(number):
            own = select(Segment.id).where(Segment.id == number, Segment.union_id == union_id)
            yield "a segment", (number,), own
        case _:
            return


def _may_see(union_id: int) -> ColumnElement[bool]:
    alliances = select(Union.id).where(Union.kind == UnionKind.ALLIANCE)
    return or_(Event.union_id == union_id, Event.is_public & Event.union_id.in_(alliances))
