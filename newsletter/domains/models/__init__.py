"""Rows of the domains slice."""

from newsletter.domains.models.dkim_key import DkimKey
from newsletter.domains.models.sending_domain import SendingDomain

__all__ = ["DkimKey", "SendingDomain"]
