"""Saving what was written: the subject, a new block, a block written again."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.services import writing
from newsletter.campaigns.side_by_side import blocks_of
from newsletter.rendering.blocks import parse_blocks
from newsletter.web.context import work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns import places
from newsletter.web.manage.campaigns.block_forms import BlockForm, sent_form
from newsletter.web.manage.campaigns.composer import (
    NEW,
    SUBJECT,
    Opened,
    SubjectForm,
    events_on_offer,
    kind_called,
    stored_at,
    variant_of,
)
from newsletter.web.manage.campaigns.composing import composer_page
from newsletter.web.manage.campaigns.meanwhile import editable
from newsletter.web.manage.campaigns.parts import own
from newsletter.web.manage.campaigns.places import Place
from newsletter.web.manage.campaigns.saving import UNPROCESSABLE, Saving, back_to_block, edit_now
from newsletter.web.manage.desk import allowed


@blueprint.post("/<union>/campaigns/<int:campaign_id>/text/<language>/subject")
@allowed(Role.EDITOR)
def write_subject(campaign_id: int, language: str) -> ResponseReturnValue:
    """Save what stands in the inbox."""
    campaign = editable(own(campaign_id))
    variant, form = variant_of(campaign, language), SubjectForm()
    if form.validate():
        with Saving(campaign, variant, form) as saving, work() as going:
            writing.write_subject(
                going.session,
                campaign=campaign,
                language=language,
                edit=edit_now(),
                subject=form.subject.data or "",
                preheader=form.preheader.data or "",
            )
        if saving.done:
            return back_to_block(campaign, language, SUBJECT)
    return composer_page(campaign, variant, Opened(SUBJECT, form)), UNPROCESSABLE


@blueprint.post("/<union>/campaigns/<int:campaign_id>/text/<language>/blocks")
@allowed(Role.EDITOR)
def add_block(campaign_id: int, language: str) -> ResponseReturnValue:
    """Put a new block among the others, or into a column of one."""
    campaign = editable(own(campaign_id))
    variant, kind = variant_of(campaign, language), kind_called(request.form.get("block_kind", ""))
    position, column = request.form.get("position", 0, type=int), request.form.get("column", "")
    form = sent_form(kind, events=events_on_offer())
    if form.validate():
        with Saving(campaign, variant, form) as saving:
            block = _checked(form)
            if column:
                added = _put(campaign, variant, Place.read(column), block)
            else:
                added = _add(campaign, variant, block, position)
        if saving.done:
            return back_to_block(campaign, language, added)
    opened = Opened(NEW, form, kind, position, column)
    return composer_page(campaign, variant, opened), UNPROCESSABLE


@blueprint.post("/<union>/campaigns/<int:campaign_id>/text/<language>/blocks/<place>")
@allowed(Role.EDITOR)
def edit_block(campaign_id: int, language: str, place: str) -> ResponseReturnValue:
    """Write a block again, or translate it for the first time."""
    campaign = editable(own(campaign_id))
    variant, here = variant_of(campaign, language), Place.read(place)
    form = BlockForm.sent_for(stored_at(campaign, variant, here), events=events_on_offer())
    if form.validate():
        with Saving(campaign, variant, form) as saving:
            _put(campaign, variant, here, _checked(form))
        if saving.done:
            return back_to_block(campaign, language, here.block_id)
    return composer_page(campaign, variant, Opened(str(here), form, form.kind)), UNPROCESSABLE


def _checked(form: BlockForm) -> dict[str, Any]:
    """The block by itself, so that what is wrong is said beside its own field. Raises BlockError."""
    block = form.block()
    parse_blocks([block])
    return block


def _add(campaign: Campaign, variant: Variant, block: dict[str, Any], position: int) -> int:
    with work() as going:
        return writing.add_block(
            going.session,
            campaign=campaign,
            language=variant.language,
            edit=edit_now(),
            block=block,
            at=position,
        )


def _put(campaign: Campaign, variant: Variant, place: Place, block: dict[str, Any]) -> int:
    """Write a block at its place; a column's block is written by writing the block around it."""
    with work() as going:
        writing.edit_block(
            going.session,
            campaign=campaign,
            language=variant.language,
            edit=edit_now(),
            block_id=place.block_id,
            block=places.with_block(blocks_of(variant), place, block),
        )
    return place.block_id
