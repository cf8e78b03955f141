"""What all forms have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"[a-z0-9]+(-[a-z0-9]+)*")]
Language = Annotated[str, StringConstraints(pattern=r"[a-z]{2,3}")]
Country = Annotated[str, StringConstraints(pattern=r"[A-Z]{2}")]
Region = Annotated[str, StringConstraints(pattern=r"[A-Z]{2}-[A-Z0-9]{1,3}")]
Colour = Annotated[str, StringConstraints(pattern=r"#[0-9a-f]{6}")]
Address = Annotated[str, StringConstraints(pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+")]

Translations = dict[Language, Words]
"""A text by language."""


class Form(BaseModel):
    """A piece of a file. A word it does not know is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
