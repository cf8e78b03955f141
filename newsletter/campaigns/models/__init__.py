"""Rows of the campaigns slice."""

from newsletter.campaigns.models.approval import Approval
from newsletter.campaigns.models.campaign import Campaign, CampaignKind, Halt, InDoubt
from newsletter.campaigns.models.variant import Variant

__all__ = ["Approval", "Campaign", "CampaignKind", "Halt", "InDoubt", "Variant"]
