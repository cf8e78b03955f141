"""campaigns/<name>/: campaign.toml, and a file for each language."""

from dataclasses import dataclass
from typing import Any

from newsletter.campaigns.models import CampaignKind
from newsletter.seeds.forms.form import Form, Language, Slug, Words


class CampaignFile(Form):
    """A campaign but for its words."""

    title: Words
    kind: CampaignKind
    union: Slug
    topic: Slug
    event: Slug | None = None
    languages: tuple[Language, ...]
    """The first is the source."""

    include_lists: tuple[Slug, ...]
    unanswered: tuple[Slug, ...] = ()
    """Unions that were asked and have not said yes; all others have."""


class VariantFile(Form):
    """Its words in one language."""

    subject: Words
    preheader: Words
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class SampleCampaign:
    """Both together."""

    about: CampaignFile
    variants: dict[str, VariantFile]
