"""Every slice's tables in one place, for migrations and tests."""

from newsletter.accounts import models as accounts
from newsletter.activity import models as activity
from newsletter.audiences import models as audiences
from newsletter.campaigns import models as campaigns
from newsletter.db import Base
from newsletter.delivery import models as delivery
from newsletter.domains import models as domains
from newsletter.events import models as events
from newsletter.exporting import models as exporting
from newsletter.relays import models as relays
from newsletter.subscribers import models as subscribers
from newsletter.unions import models as unions

__all__ = [
    "Base",
    "accounts",
    "activity",
    "audiences",
    "campaigns",
    "delivery",
    "domains",
    "events",
    "exporting",
    "relays",
    "subscribers",
    "unions",
]
