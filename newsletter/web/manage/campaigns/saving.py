"""Saving one form of the composer: what the domain refuses is said beside the field, and nothing typed is lost."""

from types import TracebackType
from typing import Self

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.services.editing import Edit, EditedMeanwhile
from newsletter.rendering.blocks import BlockError
from newsletter.web.context import now
from newsletter.web.manage.campaigns.block_forms import BlockForm
from newsletter.web.manage.campaigns.meanwhile import told
from newsletter.web.manage.desk import desk
from newsletter.web.manage.forms import SeenForm

UNPROCESSABLE = 422


class Saving:
    """Around the one domain call; `done` afterwards tells whether it went through."""

    def __init__(self, campaign: Campaign, variant: Variant, form: SeenForm) -> None:
        self._campaign, self._variant, self._form = campaign, variant, form
        self.done = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, problem: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        self.done = problem is None
        if isinstance(problem, BlockError) and isinstance(self._form, BlockForm):
            self._form.explain(problem)
            return True
        if isinstance(problem, EditedMeanwhile):
            told(self._campaign, self._form, seen=self._variant.revision)
            return True
        return False


def edit_now() -> Edit:
    """Who edits in this request, when, and the revision they saw."""
    return Edit(desk().account.id, request.form.get("seen", 0, type=int), now())


def back_to_block(campaign: Campaign, language: str, block: object) -> ResponseReturnValue:
    """To the text, where this block stands."""
    anchor = f"block-{block}"
    return redirect(url_for(".text", campaign_id=campaign.id, language=language, saved=1, _anchor=anchor))
