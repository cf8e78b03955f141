"""On which day a campaign will be through, in a sentence; only where a limit makes it last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import get_locale, gettext

from newsletter.delivery.pacing.forecast import Forecast, Load
from newsletter.delivery.pacing.limits import LimitOn
from newsletter.delivery.pacing.operators import title
from newsletter.delivery.pacing.warming import RampOn
from newsletter.delivery.services.foretelling import foretell
from newsletter.unions.queries import alliance
from newsletter.web.context import now, session
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import union_by_id
from newsletter.web.manage.zones import usual_zone

WORTH_TELLING = timedelta(minutes=10)


@dataclass(frozen=True)
class Outlook:
    """When the last mail goes out, and why not sooner."""

    when: str
    why: str


def outlook(people: Mapping[int, int], *, campaign_id: int | None = None) -> Outlook | None:
    """For so many more people of each union, from now on; None where it takes minutes, or nobody can say."""
    begins = now()
    found = foretell(session(), people=people, campaign_id=campaign_id, now=begins)
    if found is None or found.at - begins < WORTH_TELLING:
        return None
    zone = ZoneInfo(usual_zone(desk().union, alliance(session())))
    return Outlook(_when(found, begins.astimezone(zone)), _why(found.slowest))


def _when(found: Forecast, today: datetime) -> str:
    at, locale = found.at.astimezone(today.tzinfo), get_locale()
    if at.date() == today.date():
        clock = f"{format_time(at, 'short', locale=locale)} {at.tzname()}"
        return str(gettext("At this pace the last mail goes out today at about %(time)s.", time=clock))
    day = format_date(at.date(), "full", locale=locale)
    return str(gettext("At this pace the last mail goes out on %(day)s.", day=day))


def _why(slowest: Load) -> str:
    if slowest.on is RampOn.RELAY:
        return str(gettext("The relay is being warmed up, day by day."))
    if slowest.on is RampOn.DOMAIN:
        return str(gettext("%(domain)s is being warmed up, day by day.", domain=slowest.name))
    if slowest.on is LimitOn.OPERATOR:
        return str(gettext("The limit for %(what)s takes longest.", what=title(slowest.name)))
    if slowest.on is LimitOn.UNION:
        union = union_by_id(int(slowest.name)).short_name
        return str(gettext("The limit for %(what)s takes longest.", what=union))
    return str(gettext("The limit of the relay takes longest."))
