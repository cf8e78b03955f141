"""The staff's pages: one module for each thing one can look at or do."""

from flask import Flask

from newsletter.web.manage import account, display, domains, figures, headcounts, home, reports, settings, sharing
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns import (
    approvals,
    arranging,
    audience,
    checking,
    composing,
    details,
    duplicating,
    listing,
    live,
    opening,
    preview,
    report,
    steering,
    writing,
)
from newsletter.web.manage.events import editing as events_editing
from newsletter.web.manage.events import listing as events_listing
from newsletter.web.manage.exporting import choosing as exports_choosing
from newsletter.web.manage.exporting import following as exports_following
from newsletter.web.manage.exporting import leaving as exports_leaving
from newsletter.web.manage.limits import editing as limits_editing
from newsletter.web.manage.limits import listing as limits_listing
from newsletter.web.manage.limits import warming as limits_warming
from newsletter.web.manage.lists import keeping as lists_keeping
from newsletter.web.manage.lists import listing as lists
from newsletter.web.manage.lists import merging as lists_merging
from newsletter.web.manage.people import addresses as people_addresses
from newsletter.web.manage.people import editing as people_editing
from newsletter.web.manage.people import evidence as people_evidence
from newsletter.web.manage.people import fields as people_fields
from newsletter.web.manage.people import person, searching, suppressed
from newsletter.web.manage.relays import editing as relays_editing
from newsletter.web.manage.relays import listing as relays_listing
from newsletter.web.manage.segments import building as segments_building
from newsletter.web.manage.segments import listing as segments_listing
from newsletter.web.manage.sign_up import keeping as forms_keeping
from newsletter.web.manage.sign_up import sharing as forms_sharing
from newsletter.web.manage.sign_up import sheet as cards

__all__ = [
    "account",
    "approvals",
    "arranging",
    "audience",
    "cards",
    "checking",
    "composing",
    "details",
    "domains",
    "duplicating",
    "events_editing",
    "events_listing",
    "exports_choosing",
    "exports_following",
    "exports_leaving",
    "forms_keeping",
    "forms_sharing",
    "home",
    "limits_editing",
    "limits_listing",
    "limits_warming",
    "listing",
    "lists",
    "lists_keeping",
    "lists_merging",
    "live",
    "opening",
    "people_addresses",
    "people_editing",
    "people_evidence",
    "people_fields",
    "person",
    "preview",
    "register",
    "relays_editing",
    "relays_listing",
    "report",
    "reports",
    "searching",
    "segments_building",
    "segments_listing",
    "settings",
    "sharing",
    "steering",
    "suppressed",
    "writing",
]


def register(app: Flask) -> None:
    """Add the staff's pages to this app."""
    display.register(app)
    figures.register(app)
    headcounts.register(app)
    app.register_blueprint(blueprint)
