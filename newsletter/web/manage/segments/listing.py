"""A union's segments, each as the sentence it is."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.audiences import queries
from newsletter.audiences.services.saving import SegmentInUse
from newsletter.audiences.written import from_json
from newsletter.campaigns.services.dropping_segment import MailedWithIt, drop
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import desk
from newsletter.web.manage.display import listed
from newsletter.web.manage.frame import show
from newsletter.web.manage.segments.doors import builders
from newsletter.web.manage.segments.kinds import Offer
from newsletter.web.manage.segments.meaning import said


@blueprint.get("/<union>/people/segments")
@builders
def segments() -> ResponseReturnValue:
    """By name. Nobody is counted here: that is done where one is opened."""
    offer = Offer()
    found = queries.segments(session(), union_id=desk().union.id)
    return show("segments/list", segments=[(one, said(from_json(one.rule), offer)) for one in found])


@blueprint.post("/<union>/people/segments/<int:segment_id>/delete")
@builders
def delete_segment(segment_id: int) -> ResponseReturnValue:
    """Where nothing uses it."""
    found = queries.own_segment(session(), union_ids=desk().union_ids, segment_id=segment_id)
    try:
        with work() as going:
            drop(going.session, segment=found, account_id=desk().account.id, now=now())
    except SegmentInUse as used:
        flash(gettext("It is used by %(names)s. Take it out there first.", names=listed(used.names)), "warn")
        return redirect(url_for(".segment", segment_id=segment_id))
    except MailedWithIt as used:
        flash(gettext("It is used by %(names)s. Take it out there first.", names=listed(used.titles)), "warn")
        return redirect(url_for(".segment", segment_id=segment_id))
    flash(gettext("Deleted."), "good")
    return redirect(url_for(".segments"))
