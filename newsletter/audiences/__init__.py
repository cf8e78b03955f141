"""Who gets a campaign, through which union and in which language; and who does not, and why."""

from newsletter.audiences.audience import Audience
from newsletter.audiences.bad_rule import BadRule
from newsletter.audiences.counting import Share, counts
from newsletter.audiences.plan import Plan, people
from newsletter.audiences.reasons import Reason

__all__ = ["Audience", "BadRule", "Plan", "Reason", "Share", "counts", "people"]
