"""The whole product on one machine, for one person, with mail that really goes out to an inbox of its own."""

from newsletter.demo.checking import check
from newsletter.demo.showing import show

__all__ = ["check", "show"]
