"""Rows for tests, made with as little said as possible. Each takes the session first and says the rest by name."""

from tests.factories.blocks import one_of_each
from tests.factories.campaigns import make_campaign, say_yes
from tests.factories.domains import make_domain
from tests.factories.events import make_event
from tests.factories.forms import make_form
from tests.factories.messages import make_message
from tests.factories.people import make_list, make_person
from tests.factories.unions import make_alliance, make_union

__all__ = [
    "make_alliance",
    "make_campaign",
    "make_domain",
    "make_event",
    "make_form",
    "make_list",
    "make_message",
    "make_person",
    "make_union",
    "one_of_each",
    "say_yes",
]
