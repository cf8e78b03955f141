"""Rows of the unions slice."""

from newsletter.unions.models.local import Local
from newsletter.unions.models.sender_identity import SenderIdentity
from newsletter.unions.models.union import Union, UnionKind

__all__ = ["Local", "SenderIdentity", "Union", "UnionKind"]
