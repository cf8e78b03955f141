"""What stands around every staff page: whose desk it is, the ways through, and who is signed in."""

from flask import render_template, request, url_for
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.translations import N_
from newsletter.unions import queries as unions
from newsletter.web.chrome import Chrome, Way
from newsletter.web.context import session
from newsletter.web.languages import page_language
from newsletter.web.manage.desk import Desk, desk, desks
from newsletter.web.masthead import Masthead

WAYS = (
    (N_("Home"), "manage.home", Role.VIEWER),
    (N_("Campaigns"), "manage.campaigns", Role.VIEWER),
    (N_("Events"), "manage.events", Role.VIEWER),
    (N_("People"), "manage.people", Role.STEWARD),
    (N_("Reports"), "manage.reports", Role.VIEWER),
    (N_("Settings"), "manage.settings", Role.VIEWER),
)
"""Only ways that are open to who sits here are shown."""


def show(template: str, **values: object) -> str:
    """A page of manage/, with everything around it."""
    return render_template(f"manage/{template}.html", chrome=chrome(desk()), desk=desk(), **values)


def fragment(template: str, **values: object) -> str:
    """A part of a page, for a page that is open already."""
    return render_template(f"manage/{template}.html", desk=desk(), **values)


def chrome(at: Desk) -> Chrome:
    """The frame of a page at this desk."""
    return Chrome(
        union=Masthead.of(at.union, unions.alliance(session()), page_language()),
        unions=tuple(
            Way(union.short_name, url_for("manage.home", union=union.slug), union.id == at.union.id)
            for union in desks(at.account)
        ),
        account_name=at.account.name,
        sign_out_url=url_for("security.logout"),
        ways=tuple(
            Way(gettext(name), url_for(endpoint), _stands_on(endpoint))
            for name, endpoint, role in WAYS
            if at.may(role)
        ),
        account_links=(Way(gettext("Your account"), url_for("manage.account")),),
    )


def _stands_on(endpoint: str) -> bool:
    """A page below a way stands on that way: its path begins with the way's."""
    here, way = request.path, url_for(endpoint)
    return here == way or (endpoint != "manage.home" and here.startswith(f"{way}/"))
