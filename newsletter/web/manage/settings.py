"""What a union is to its readers: name, address, senders, locals; and who works for it."""

from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.accounts.queries import team
from newsletter.unions import queries as unions
from newsletter.web.context import session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show


@blueprint.get("/<union>/settings")
@allowed(Role.VIEWER)
def settings() -> ResponseReturnValue:
    """Everything on one page: there is little of it."""
    union = desk().union
    return show(
        "settings",
        union=union,
        senders=unions.senders(session(), union.id),
        locals=unions.locals_of(session(), union.id),
        affiliates=unions.affiliates(session(), union.id),
        team=team(session(), union_id=union.id),
        owns=desk().may(Role.OWNER),
        shares=desk().may(Role.STEWARD) and not desk().is_alliance,
    )
