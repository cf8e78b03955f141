"""Writing a campaign's words: each button is a small form, each form one revision; nothing needs a script."""

from flask import request
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign, Variant
from newsletter.rendering.blocks import BLOCK_KINDS
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.composer import (
    SUBJECT,
    Composer,
    Opened,
    event_titles,
    kind_called,
    opened_block,
    opened_new,
    opened_subject,
    variant_of,
)
from newsletter.web.manage.campaigns.meanwhile import editable
from newsletter.web.manage.campaigns.parts import own, tabs
from newsletter.web.manage.campaigns.places import Place
from newsletter.web.manage.desk import allowed
from newsletter.web.manage.frame import show


@blueprint.get("/<union>/campaigns/<int:campaign_id>/text/<language>")
@allowed(Role.EDITOR)
def text(campaign_id: int, language: str) -> ResponseReturnValue:
    """The words in one language; the address says which form is open."""
    campaign = editable(own(campaign_id))
    variant = variant_of(campaign, language)
    return composer_page(campaign, variant, _opened(campaign, variant))


def composer_page(campaign: Campaign, variant: Variant, opened: Opened | None) -> str:
    """The page with one form open, as it was asked for or as it came back."""
    return show(
        "campaigns/text",
        campaign=campaign,
        tabs=tabs(campaign),
        composer=Composer(campaign, variant, opened),
        kinds=BLOCK_KINDS.values(),
        event_titles=event_titles(variant),
        gap=request.args.get("gap", type=int),
        into=request.args.get("into", ""),
    )


def _opened(campaign: Campaign, variant: Variant) -> Opened | None:
    asked = request.args
    if "add" in asked:
        position = asked.get("position", len(variant.blocks), type=int)
        return opened_new(variant, kind_called(asked["add"]), position=position, column=asked.get("column", ""))
    is_new = variant is campaign.source and not (asked or variant.subject or variant.blocks)
    if is_new or asked.get("edit") == SUBJECT:
        return opened_subject(variant)
    if "edit" in asked:
        return opened_block(campaign, variant, Place.read(asked["edit"]))
    return None
