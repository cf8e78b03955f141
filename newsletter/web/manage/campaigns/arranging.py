"""What one can do to the blocks of a text without writing: move, take out, confirm, copy from the source."""

from enum import StrEnum, auto

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.services import writing
from newsletter.campaigns.services.editing import EditedMeanwhile
from newsletter.campaigns.side_by_side import blocks_of
from newsletter.errors import NotVisible
from newsletter.web.context import work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns import places
from newsletter.web.manage.campaigns.composer import SUBJECT, variant_of
from newsletter.web.manage.campaigns.meanwhile import editable, who_was_quicker
from newsletter.web.manage.campaigns.parts import own
from newsletter.web.manage.campaigns.places import Place
from newsletter.web.manage.campaigns.saving import back_to_block, edit_now
from newsletter.web.manage.desk import allowed


class Act(StrEnum):
    """One button each."""

    UP = auto()
    DOWN = auto()
    REMOVE = auto()
    KEEP = auto()  # the translation still holds


STEPS = {Act.UP: -1, Act.DOWN: 1}


@blueprint.post("/<union>/campaigns/<int:campaign_id>/text/<language>/blocks/<place>/arrange")
@allowed(Role.EDITOR)
def arrange_block(campaign_id: int, language: str, place: str) -> ResponseReturnValue:
    """Press one of the buttons beside a block."""
    campaign = editable(own(campaign_id))
    variant, here = variant_of(campaign, language), Place.read(place)
    asked = request.form.get("act", "")
    if asked not in {*Act}:
        raise NotVisible
    try:
        if here.side:
            _arrange_in_column(campaign, variant, here, Act(asked))
        else:
            _arrange(campaign, language, here.block_id, Act(asked))
    except EditedMeanwhile:
        flash(who_was_quicker(campaign), "warn")
    return back_to_block(campaign, language, "new" if asked == Act.REMOVE else here.block_id)


@blueprint.post("/<union>/campaigns/<int:campaign_id>/text/<language>/structure")
@allowed(Role.EDITOR)
def copy_structure(campaign_id: int, language: str) -> ResponseReturnValue:
    """Give a translation a copy of every block it lacks."""
    campaign = editable(own(campaign_id))
    variant_of(campaign, language)
    try:
        with work() as going:
            writing.copy_structure(going.session, campaign=campaign, language=language, edit=edit_now())
        flash(gettext("The blocks are copied. They stay marked until they are translated."), "good")
    except EditedMeanwhile:
        flash(who_was_quicker(campaign), "warn")
    return back_to_block(campaign, language, SUBJECT)


def _arrange(campaign: Campaign, language: str, block_id: int, act: Act) -> None:
    edit = edit_now()
    with work() as going:
        match act:
            case Act.UP | Act.DOWN:
                writing.move_block(
                    going.session,
                    campaign=campaign,
                    language=language,
                    edit=edit,
                    block_id=block_id,
                    by=STEPS[act],
                )
            case Act.REMOVE:
                writing.remove_block(
                    going.session, campaign=campaign, language=language, edit=edit, block_id=block_id
                )
            case Act.KEEP:
                writing.confirm_block(
                    going.session, campaign=campaign, language=language, edit=edit, block_id=block_id
                )


def _arrange_in_column(campaign: Campaign, variant: Variant, here: Place, act: Act) -> None:
    blocks = blocks_of(variant)
    whole = places.moved(blocks, here, STEPS[act]) if act in STEPS else places.without(blocks, here)
    with work() as going:
        writing.edit_block(
            going.session,
            campaign=campaign,
            language=variant.language,
            edit=edit_now(),
            block_id=here.block_id,
            block=whole,
        )
