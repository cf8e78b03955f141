"""From a token to the person and the union it names, and from a person to what the pages need of them."""

from dataclasses import dataclass

from flask import render_template, request

from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import BadToken, Purpose
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance
from newsletter.web.context import session, signer
from newsletter.web.languages import page_language
from newsletter.web.limits import connection
from newsletter.web.masthead import Masthead


@dataclass(frozen=True)
class Bearer:
    """Who holds a link: the person, and the union through which they got it."""

    person: Subscriber
    union: Union


def read(purpose: Purpose, token: str, count: int) -> tuple[int, ...]:
    """So many row numbers as a token of this purpose holds. Raises BadToken."""
    numbers = signer().read(purpose, token)
    if len(numbers) != count:
        raise BadToken
    return numbers


def bearer(subscriber_id: int, union_id: int) -> Bearer:
    """The person and the union. Raises BadToken when one of them was erased."""
    person, union = session().get(Subscriber, subscriber_id), session().get(Union, union_id)
    if person is None or union is None:
        raise BadToken
    return Bearer(person, union)


def preferences_token(subscriber_id: int, union_id: int) -> str:
    """The way to a person's choices."""
    return signer().sign(Purpose.PREFERENCES, subscriber_id, union_id)


def trace(page: str) -> Trace:
    """Evidence of where an act came from; a page is named without its token."""
    return Trace(source=page, connection_hash=connection())


def page(template: str, union: Union, **shown: object) -> str:
    """A page under a union's masthead."""
    masthead = Masthead.of(union, alliance(session()), page_language())
    return render_template(f"public/{template}.html", masthead=masthead, union=union, **shown)


def sent() -> bool:
    """Whether the form of this page came in."""
    return request.method == "POST"
