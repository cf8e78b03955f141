"""What somebody may do in a union, and which roles include others."""

from enum import StrEnum, auto


class Role(StrEnum):
    """A role in one union or in the alliance."""

    VIEWER = auto()
    EDITOR = auto()
    APPROVER = auto()
    STEWARD = auto()
    OWNER = auto()


_INCLUDES: dict[Role, frozenset[Role]] = {
    Role.VIEWER: frozenset(),
    Role.EDITOR: frozenset({Role.VIEWER}),
    Role.APPROVER: frozenset({Role.VIEWER}),
    Role.STEWARD: frozenset({Role.VIEWER, Role.APPROVER}),
    Role.OWNER: frozenset(Role),
}


def powers(role: Role) -> frozenset[Role]:
    """The role itself and all that it includes."""
    return _INCLUDES[role] | {role}


def roles_with(role: Role) -> frozenset[Role]:
    """The roles that can do what `role` can."""
    return frozenset(one for one in Role if role in powers(one))
