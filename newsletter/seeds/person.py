"""A sample person, before there is a row of them."""

from dataclasses import dataclass
from datetime import timedelta

from newsletter.subscribers.models import MemberRole, Scope, Standing, SuppressionReason


@dataclass(frozen=True)
class DrawnMembership:
    """What one union's roster says of them."""

    union: str
    local: str | None
    role: MemberRole
    given_name: str
    family_name: str


@dataclass(frozen=True)
class DrawnSubscription:
    """Where they stand with a list they asked for."""

    list: str
    standing: Standing


@dataclass(frozen=True)
class DrawnSuppression:
    """Why and how far they must not be mailed."""

    reason: SuppressionReason
    scope: Scope
    list: str | None = None


@dataclass(frozen=True)
class Person:
    """Everything about one sample person."""

    email: str
    language: str
    country: str
    region: str

    signed_up: timedelta
    """How long ago."""

    memberships: tuple[DrawnMembership, ...]
    """The first is the one they signed up through."""

    subscriptions: tuple[DrawnSubscription, ...]
    suppressions: tuple[DrawnSuppression, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether they ever pressed the button: until then nothing they typed is true."""
        return any(one.standing is not Standing.PENDING for one in self.subscriptions)
