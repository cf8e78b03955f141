"""Looking over subject and preheader: what an inbox shows first, and what providers refuse."""

import re
from collections.abc import Iterator

from newsletter.rendering import fields
from newsletter.rendering.preflight.finding import Finding, error, warning
from newsletter.translations import N_

LONGEST_SUBJECT = 90
"""Signs; phones show about forty."""

_REPLY = re.compile(r"\s*(re|fwd?|tr|rv|rép|renv)\s*:", re.IGNORECASE)
_LEAST_TO_SHOUT = 8


def look_over_subject(subject: str) -> Iterator[Finding]:
    """What is to be said of a subject."""
    if not subject.strip():
        yield error(N_("The subject is empty."))
        return
    if _REPLY.match(subject):
        yield error(N_("The subject looks like an answer (Re:, Fwd:). Providers punish that."))
    if len(subject) > LONGEST_SUBJECT:
        yield warning(N_("The subject has %(count)d characters; phones show about forty."), count=len(subject))
    if subject.isupper() and len(subject) >= _LEAST_TO_SHOUT:
        yield warning(N_("The subject is all in capitals, as in spam."))
    yield from _unknown_fields(subject, N_("The subject asks for “%(name)s”, which is no personal field."))


def look_over_preheader(preheader: str) -> Iterator[Finding]:
    """What is to be said of a preheader."""
    if not preheader.strip():
        yield warning(N_("There is no line for the inbox to show beside the subject."))
    yield from _unknown_fields(preheader, N_("The preview line asks for “%(name)s”, which is no personal field."))


def _unknown_fields(text: str, problem: str) -> Iterator[Finding]:
    try:
        fields.check(text)
    except fields.UnknownField as unknown:
        yield error(problem, name=unknown.name)
