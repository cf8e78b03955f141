"""How to subscribe, choose and leave, and whom to ask: where List-Help in every mail leads (RFC 2369 § 3.1)."""

from flask.typing import ResponseReturnValue

from newsletter.unions import queries as unions
from newsletter.unions.models import UnionKind
from newsletter.web.context import session
from newsletter.web.guards import public
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.people import page


@blueprint.get("/help")
@public
def help_page() -> ResponseReturnValue:
    """Plain answers, and each union's own contact."""
    everyone = unions.everyone(session())
    alliance = next(one for one in everyone if one.kind is UnionKind.ALLIANCE)
    return page("help", alliance, contacts=everyone)
