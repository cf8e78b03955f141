"""Limits that hold before anybody sets one: towards the great mail operators, who block whoever comes too fast.

None of them names a rate. Known is how many connections at a time they take well (`operators`), and that a mail and
its answer take about half a second.
"""

from collections.abc import Mapping

from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.pacing.operators import OPERATORS
from newsletter.translations import N_

MAILS_A_SECOND = 2
"""On one connection."""

BECAUSE = N_("It takes %(count)s connections at a time well, and two mails a second on each.")
"""Why; `count` is `Operator.connections`."""

USUAL: Mapping[tuple[LimitOn, str], Rates] = {
    (LimitOn.OPERATOR, one.name): Rates(per_second=MAILS_A_SECOND * one.connections) for one in OPERATORS
}
