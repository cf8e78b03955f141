"""A seed from its folder; what is wrong in it is said with file and place."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from newsletter.errors import NewsletterError
from newsletter.rendering import BlockError, parse_blocks
from newsletter.seeds.forms import (
    AccountsFile,
    CampaignFile,
    EventsFile,
    ListsFile,
    LocalsFile,
    PeopleFile,
    SampleCampaign,
    Samples,
    Seed,
    UnionsFile,
    VariantFile,
    WordingsFile,
)

_SHIPPED = Path(__file__).parent
_File = TypeVar("_File", bound=BaseModel)


class BadSeed(NewsletterError):
    """A seed that is not there or cannot be read."""


def available(folder: Path = _SHIPPED) -> list[str]:
    """The seeds by name."""
    return sorted(found.parent.name for found in folder.glob("*/unions.toml"))


def read(name: str, folder: Path = _SHIPPED) -> Seed:
    """A seed by its name, or by the path of a folder of one's own. Raises BadSeed."""
    home = folder / name if name in available(folder) else Path(name)
    if not (home / "unions.toml").is_file():
        known = ", ".join(available(folder))
        raise BadSeed(f"there is no seed called {name!r}; there are: {known}. Or name a folder with a unions.toml")
    return Seed(
        unions=_file(home / "unions.toml", UnionsFile),
        locals=_file(home / "locals.toml", LocalsFile),
        lists=_file(home / "lists.toml", ListsFile),
        wordings=_file(home / "wordings.toml", WordingsFile),
        samples=Samples(
            people=_file(home / "people.toml", PeopleFile),
            accounts=_file(home / "accounts.toml", AccountsFile),
            events=_file(home / "events.toml", EventsFile),
            campaigns=tuple(_campaign(found.parent) for found in sorted(home.glob("campaigns/*/campaign.toml"))),
        ),
    )


def _campaign(folder: Path) -> SampleCampaign:
    about = _file(folder / "campaign.toml", CampaignFile)
    return SampleCampaign(about, {language: _variant(folder / f"{language}.toml") for language in about.languages})


def _variant(path: Path) -> VariantFile:
    variant = _file(path, VariantFile)
    try:
        parse_blocks(variant.blocks)
    except BlockError as problem:
        raise BadSeed(f"{_shown(path)}: blocks.{problem}") from None
    return variant


def _file(path: Path, form: type[_File]) -> _File:
    try:
        return form.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadSeed(f"{_shown(path)}: {problem}") from None
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadSeed(f"{_shown(path)}: {place}: {first['msg']}") from None


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
