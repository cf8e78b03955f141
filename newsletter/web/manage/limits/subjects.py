"""What a limit can be about, and who may change it.

Owners of the alliance see and change what holds for everybody: mail operators, unions, the relay of the installation
and the alliance's own. Owners of a union change those of its own relays, and see what the alliance set for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import format_decimal, gettext

from newsletter.delivery.models import Limit
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.pacing.operators import OPERATORS, Operator, by_domain, known, pause_s, title
from newsletter.delivery.pacing.usual import BECAUSE, USUAL
from newsletter.domains.services.adding import BadDomain, domain_name
from newsletter.errors import NotVisible
from newsletter.relays import queries as relays
from newsletter.unions import queries as unions
from newsletter.web.context import session, settings
from newsletter.web.manage.desk import desk

INSTALLATION = "0"
"""How limits know the relay that the environment names."""

NONE = Rates()

Rows = Mapping[tuple[LimitOn, str], Limit]


@dataclass(frozen=True)
class Subject:
    """One line of the tables."""

    on: LimitOn
    name: str
    title: str
    row: Limit | None
    """What was set, if anything."""

    connections: int = 0
    """Of a relay: how many each worker process opens at most."""

    connections_in_all: int = 0
    """And how many all of them together; 0: no limit but that."""

    @property
    def usual(self) -> Rates:
        """What holds where nothing is set."""
        return USUAL.get((self.on, self.name), NONE)

    @property
    def rates(self) -> Rates:
        """What holds."""
        return Rates(self.row.per_second, self.row.per_hour, self.row.per_day) if self.row else self.usual

    @property
    def at_most(self) -> str:
        """The same in words; empty for no limit."""
        rates = self.rates
        each = (
            (rates.per_second, gettext("%(count)s a second")),
            (rates.per_hour, gettext("%(count)s an hour")),
            (rates.per_day, gettext("%(count)s a day")),
        )
        return " · ".join(words % {"count": format_decimal(count)} for count, words in each if count)

    @property
    def operator(self) -> Operator | None:
        """Of a mail operator: what is known of it."""
        return known(self.name) if self.on is LimitOn.OPERATOR else None

    @property
    def pause(self) -> timedelta:
        """How long an operator gets nothing when it asks for less."""
        return timedelta(seconds=pause_s(self.name))

    @property
    def because(self) -> str:
        """Why, in the words of whoever set it, or in ours."""
        if self.row:
            return self.row.because or gettext("No reason was given.")
        return gettext(BECAUSE, count=self.operator.connections) if self.operator else ""


def relays_here(rows: Rows) -> Sequence[Subject]:
    """The desk's own, and for the alliance that of the installation."""
    found = [
        Subject(
            LimitOn.RELAY,
            str(one.id),
            one.name,
            rows.get((LimitOn.RELAY, str(one.id))),
            one.connections,
            one.connections_in_all,
        )
        for one in relays.of_union(session(), desk().union.id)
    ]
    return [_installation(rows), *found] if desk().is_alliance else found


def operators_here(rows: Rows) -> Sequence[Subject]:
    """Those we know, and behind them the domains somebody set a limit for."""
    others = [name for on, name in rows if on is LimitOn.OPERATOR and known(name) is None]
    return [_operator(name, rows) for name in (*(one.name for one in OPERATORS), *others)]


def unions_here(rows: Rows) -> Sequence[Subject]:
    """For the alliance everybody; a union sees itself."""
    shown = unions.everyone(session()) if desk().is_alliance else [desk().union]
    return [
        Subject(LimitOn.UNION, str(one.id), one.short_name, rows.get((LimitOn.UNION, str(one.id)))) for one in shown
    ]


def own_subject(on: LimitOn, name: str, rows: Rows) -> Subject:
    """What this desk may set a limit for. Raises NotVisible."""
    if on is LimitOn.RELAY:
        offered = relays_here(rows)
    elif not desk().is_alliance:
        raise NotVisible
    elif on is LimitOn.UNION:
        offered = unions_here(rows)
    else:
        offered = [_operator(name, rows)] if _is_operator(name) else []
    found = next((one for one in offered if one.name == name), None)
    if found is None:
        raise NotVisible
    return found


def _installation(rows: Rows) -> Subject:
    row = rows.get((LimitOn.RELAY, INSTALLATION))
    return Subject(
        LimitOn.RELAY, INSTALLATION, gettext("Relay of the installation"), row, settings().smtp_connections
    )


def _operator(name: str, rows: Rows) -> Subject:
    return Subject(LimitOn.OPERATOR, name, title(name), rows.get((LimitOn.OPERATOR, name)))


def _is_operator(name: str) -> bool:
    """One we know, or a domain in the form in which we keep it that belongs to none of those."""
    if known(name):
        return True
    try:
        return domain_name(name) == name == by_domain(name)
    except BadDomain:
        return False
