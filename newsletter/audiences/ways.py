"""A way to reach somebody as one number, the smaller the better, so that the best of several is their minimum.

From the highest digit down it says: whether it is open, held or barred; through which membership, the older before
the newer; of which union; and why it is not open. A window over all ways of all people says the same, but has to sort
them first.
"""

from sqlalchemy import BigInteger, ColumnElement, case, cast, literal, null
from sqlalchemy.orm import InstrumentedAttribute

from newsletter.audiences.reasons import HOLDING, Reason
from newsletter.subscribers.models import Scope, SuppressionReason

_REASONS_ROOM, _UNIONS_ROOM, _MEMBERSHIPS_ROOM = 2**5, 2**20, 2**34
"""A million unions and seventeen thousand million memberships: with two bits on top it is a BIGINT."""

_LEFT = {Scope.ALLIANCE: Reason.LEFT_ALLIANCE, Scope.UNION: Reason.LEFT_UNION, Scope.LIST: Reason.LEFT_LIST}

_BARS = [(scope, why) for scope in (Scope.ALLIANCE, Scope.UNION, Scope.LIST) for why in SuppressionReason]
"""What is said of a way that several bars close: the first of them."""

_REASONS = [
    None,
    *sorted(HOLDING),
    *(_LEFT[scope] if why is SuppressionReason.LEFT else Reason(why) for scope, why in _BARS),
]

OPEN = 0


def held(reason: Reason) -> int:
    """Closed until something comes."""
    return _closed(_REASONS.index(reason))


def barred(scope: InstrumentedAttribute[Scope], why: InstrumentedAttribute[SuppressionReason]) -> ColumnElement[int]:
    """Closed for good by a suppression."""
    first = 1 + len(HOLDING)
    return case(
        *(((scope == where) & (why == one), _closed(first + place)) for place, (where, one) in enumerate(_BARS))
    )


def way(
    closed: ColumnElement[int], membership_id: InstrumentedAttribute[int], union_id: InstrumentedAttribute[int]
) -> ColumnElement[int]:
    """The number of the way through a membership."""
    return closed + (cast(membership_id, BigInteger) * _UNIONS_ROOM + union_id) * _REASONS_ROOM


def union_of(number: ColumnElement[int]) -> ColumnElement[int]:
    """The union through which it leads."""
    return number // _REASONS_ROOM % _UNIONS_ROOM


def reason_of(number: ColumnElement[int]) -> ColumnElement[Reason | None]:
    """Why it is not open."""
    code = number % _REASONS_ROOM
    return case(
        (code == OPEN, null()),
        *((code == place, literal(str(why))) for place, why in enumerate(_REASONS) if why is not None),
    )


def _closed(place: int) -> int:
    rank = 1 if _REASONS[place] in HOLDING else 2
    return rank * _MEMBERSHIPS_ROOM * _UNIONS_ROOM * _REASONS_ROOM + place
