"""Rows of the audiences slice."""

from newsletter.audiences.models.segment import Segment

__all__ = ["Segment"]
