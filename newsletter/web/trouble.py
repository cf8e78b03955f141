"""The words for each kind of trouble: what happened and what to do."""

from dataclasses import dataclass

from flask_wtf.csrf import CSRFError
from redis import RedisError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from newsletter.errors import NotVisible
from newsletter.events.services.answering import EventOver
from newsletter.subscribers.services import ConfirmationTooOld, NothingToConfirm
from newsletter.subscribers.services.changing_address import AddressTaken, ChangeTooOld, NoSuchChange
from newsletter.tokens import BadToken
from newsletter.translations import N_


@dataclass(frozen=True)
class Page:
    """One kind of trouble, as a person reads it."""

    status: int
    title: str
    text: str


_BROKEN_LINK = Page(
    404,
    N_("This link is not complete"),
    N_("Perhaps the mail program broke it over two lines. Open it again from the mail, or copy all of it."),
)
_NOT_HERE = Page(
    404,
    N_("There is no such page"),
    N_("The address may be mistyped, or what stood here is gone, or it is not yours to see."),
)
_TOO_OLD = Page(
    410,
    N_("This link has grown too old"),
    N_("Sign up once more and you get a new mail. It takes twenty seconds."),
)
_CHANGE_TOO_OLD = Page(
    410,
    N_("This link has grown too old"),
    N_("Your address is as it was. Ask for the change once more, and you get a new mail."),
)
_TAKEN = Page(
    409,
    N_("This address is subscribed already"),
    N_("It has a subscription of its own, so nothing was changed. Leave the old one by the link in any mail to it."),
)
_OVER = Page(410, N_("This event is over"), N_("There is nothing left to answer. Thank you all the same."))
_TWICE = Page(
    409,
    N_("This was done in the same moment"),
    N_("Perhaps by a second click, perhaps by somebody else. Load the page again to see how things stand."),
)
NOT_NOW = Page(
    503,
    N_("We cannot do this right now"),
    N_("Nothing was changed. Please try again in a minute."),
)
OUR_FAULT = Page(
    500,
    N_("Something broke on our side"),
    N_("Nothing was half done. We have a record of it; if it stays broken, write to us and quote the number below."),
)
_EXPIRED_FORM = Page(
    400,
    N_("This form has been open for too long"),
    N_("Go back, load the page again and send it once more. Nothing was changed."),
)

BY_STATUS = {
    page.status: page
    for page in (
        Page(400, N_("We did not understand this"), N_("Go back and try once more. Nothing was changed.")),
        Page(403, N_("This is not yours to do"), N_("Somebody who may can give you the role for it.")),
        _NOT_HERE,
        Page(
            405,
            N_("This address does something else"),
            N_("Open it as a link, or send the form that leads to it."),
        ),
        _TOO_OLD,
        Page(413, N_("This is too much at once"), N_("Send less text or a smaller file. Nothing was changed.")),
        Page(
            429,
            N_("Too many at once from your connection"),
            N_("Please wait a minute and try again. Nothing was lost: go back and your words are still there."),
        ),
        OUR_FAULT,
        NOT_NOW,
    )
}

BY_KIND: dict[type[Exception], Page] = {
    BadToken: _BROKEN_LINK,
    NothingToConfirm: _BROKEN_LINK,
    ConfirmationTooOld: _TOO_OLD,
    NoSuchChange: _CHANGE_TOO_OLD,
    ChangeTooOld: _CHANGE_TOO_OLD,
    AddressTaken: _TAKEN,
    EventOver: _OVER,
    NotVisible: _NOT_HERE,
    CSRFError: _EXPIRED_FORM,
    OperationalError: NOT_NOW,
    NoConnection: NOT_NOW,
    IntegrityError: _TWICE,
    DataError: BY_STATUS[400],  # such as a NUL byte, which PostgreSQL cannot keep
    OverflowError: BY_STATUS[400],  # a number beyond what SQLite can hold
    RedisError: NOT_NOW,
}

REFUSED = N_("This cannot be done as things stand")
"""Above a refusal of the domain that no view foresaw, which brings its own sentence."""
