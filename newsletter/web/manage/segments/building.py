"""Building a rule: each press of a button sends the whole draft and brings back the page with the change in it."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms.validators import Length

from newsletter.audiences import BadRule, queries
from newsletter.audiences.models import Segment
from newsletter.audiences.rule import AllOf
from newsletter.audiences.services.saving import ChangedMeanwhile, NameTaken, TooManySegments, change, make
from newsletter.audiences.written import from_json
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import desk
from newsletter.web.manage.forms import LONGEST_LINE, LineField, SeenForm, Written
from newsletter.web.manage.frame import fragment, show
from newsletter.web.manage.segments.doors import builders
from newsletter.web.manage.segments.draft import GROUPS, Question, added, draft_of, posted, removed, rule_of
from newsletter.web.manage.segments.kinds import Offer
from newsletter.web.manage.segments.meaning import Meaning, meaning_of

SAVE = "save"


class SegmentForm(SeenForm):
    """What it is called. The rule's own fields are read by `draft`."""

    name = LineField(lazy_gettext("Name"), [Written(), Length(max=LONGEST_LINE)])


@blueprint.route("/<union>/people/segments/new", methods=["GET", "POST"])
@builders
def new_segment() -> ResponseReturnValue:
    """A new one: everybody, until something is asked."""
    return _build(None)


@blueprint.route("/<union>/people/segments/<int:segment_id>", methods=["GET", "POST"])
@builders
def segment(segment_id: int) -> ResponseReturnValue:
    """One that is there."""
    return _build(queries.own_segment(session(), union_ids=desk().union_ids, segment_id=segment_id))


@blueprint.post("/<union>/people/segments/count")
@builders
def count_segment() -> ResponseReturnValue:
    """What the rule on the page means: asked by the page itself while one chooses. Changes nothing."""
    itself = request.args.get("itself", type=int)
    try:
        meaning = meaning_of(posted(request.form), Offer(), itself=itself)
    except BadRule as problem:
        meaning = Meaning(problem=problem)
    return fragment("segments/_meaning", meaning=meaning)


def _build(found: Segment | None) -> ResponseReturnValue:
    offer, form = Offer(), SegmentForm(name=found.name if found else "", seen=found.revision if found else 0)
    draft = draft_of(from_json(found.rule) if found else AllOf())
    is_valid = form.validate_on_submit()
    if request.method == "POST":
        try:
            draft = posted(request.form)
        except BadRule as problem:
            form.form_errors.append(str(problem))
    act = request.form.get("do", "")
    if act == SAVE and is_valid and (saved := _saved(found, form, draft, offer)):
        flash(gettext("Saved."), "good")
        return redirect(url_for(".segment", segment_id=saved.id))
    if act != SAVE:
        for one in form:
            one.errors = []
    _change(draft, act, offer)
    page = show(
        "segments/build",
        form=form,
        segment=found,
        draft=draft,
        kinds=offer.kinds,
        groups=GROUPS,
        meaning=meaning_of(draft, offer, itself=found.id if found else None),
    )
    return page, (422 if form.errors and act == SAVE else 200)


def _change(draft: Question, act: str, offer: Offer) -> None:
    what, _, path = act.partition(":")
    kind = request.form.get(f"add.{path}", "")
    if what == "add" and (kind in offer.kinds or kind in GROUPS):
        added(draft, path, kind)
    elif what == "remove":
        removed(draft, path)


def _saved(found: Segment | None, form: SegmentForm, draft: Question, offer: Offer) -> Segment | None:
    here = desk()
    try:
        rule = rule_of(draft)
        with work() as going:
            how = partial(change, segment=found, seen=form.seen.data or 0) if found else make
            return how(
                going.session,
                name=form.name.data,
                rule=rule,
                union=here.union,
                within=offer.within,
                account_id=here.account.id,
                now=now(),
            )
    except BadRule:
        form.form_errors.append(gettext("The rule cannot be used as it is. What is wrong with it is said beside it."))
    except NameTaken:
        form.refuse("name", gettext("Another segment has this name."))
    except TooManySegments:
        form.form_errors.append(gettext("There are too many segments already. Delete one that is not needed."))
    except ChangedMeanwhile:
        form.form_errors.append(gettext("Somebody else saved this segment meanwhile. Open it again."))
    return None
