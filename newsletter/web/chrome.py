"""What stands around every staff page: the union switch, the account, the six ways."""

from dataclasses import dataclass

from newsletter.web.masthead import Masthead


@dataclass(frozen=True)
class Way:
    """A link in the frame; `current` when the page stands there."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Chrome:
    """The frame of one staff page, as `chrome` in manage/base.html."""

    union: Masthead
    """The union (or alliance) the person works for at the moment."""

    unions: tuple[Way, ...]
    account_name: str
    sign_out_url: str
    ways: tuple[Way, ...]
    account_links: tuple[Way, ...] = ()
