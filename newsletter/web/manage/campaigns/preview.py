"""The mail itself, made as delivery makes it, shown as one recipient gets it."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from typing import Any, NoReturn

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign
from newsletter.delivery.addressing import Addressee
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.unions.models import Union
from newsletter.web.context import links, now, session, settings
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.eyes import Eyes, unions_on_offer
from newsletter.web.manage.campaigns.parts import tabs, visible
from newsletter.web.manage.campaigns.reach import Reach
from newsletter.web.manage.desk import allowed
from newsletter.web.manage.frame import show

FRAME_POLICY = (
    "sandbox allow-popups; default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A mail needs its own styles and pictures and nothing else; no script runs in it, whatever it holds."""

_FOR_THE_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme:\s*dark\s*\)")

FORMS = ("desktop", "phone", "dark", "text", "headers")


class NoTransport:
    """A preview goes to nobody."""

    def send_many(self, *_args: object, **_more: object) -> NoReturn:
        """Never called."""
        raise AssertionError("a preview was about to be sent")


@dataclass(frozen=True)
class Mail:
    """One copy, taken apart as a mail program does."""

    message: EmailMessage

    @property
    def headers(self) -> list[tuple[str, str]]:
        """In the order in which they stand."""
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def subject(self) -> str:
        """Decoded."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The part for those who read plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The part that most people see."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@dataclass(frozen=True)
class Look:
    """A copy as some page shows it, and the addresses of other copies on the same page."""

    endpoint: str
    eyes: Eyes
    recipient: Addressee
    mail: Mail
    form: str
    unions: list[Union]
    """Through which to look, the usual one first."""

    def address(self, **changed: Any) -> str:  # noqa: ANN401 (as url_for takes them)
        """The same page with some of it changed; another union or language begins with its first recipient."""
        kept: dict[str, Any] = {"through": self.eyes.union.slug, "language": self.eyes.language, "form": self.form}
        if not changed.keys() & {"through", "language"}:
            kept["person"] = self.eyes.person
        return url_for(self.endpoint, campaign_id=self.eyes.campaign.id, **(kept | changed))

    @property
    def frame(self) -> str:
        """The address of the mail by itself."""
        return url_for(
            ".preview_mail",
            campaign_id=self.eyes.campaign.id,
            through=self.eyes.union.slug,
            language=self.eyes.language,
            person=self.eyes.person,
            form="dark" if self.form == "dark" else None,
        )


@blueprint.get("/<union>/campaigns/<int:campaign_id>/preview")
@allowed(Role.VIEWER)
def preview(campaign_id: int) -> ResponseReturnValue:
    """Look at a campaign; the address says whose copy and in which form, so that it can be shared and reloaded."""
    campaign = visible(campaign_id)
    look = look_at(campaign, ".preview")
    return picked(look) or show("campaigns/preview", campaign=campaign, tabs=tabs(campaign), look=look)


@blueprint.get("/<union>/campaigns/<int:campaign_id>/preview/mail")
@allowed(Role.VIEWER)
def preview_mail(campaign_id: int) -> ResponseReturnValue:
    """The mail's HTML by itself, for a frame that lets nothing in it run."""
    eyes = Eyes.asked_for(visible(campaign_id))
    html = mail_of(eyes, eyes.recipient()).html
    response = Response(at_night(html) if request.args.get("form") == "dark" else html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def at_night(html: str) -> str:
    """The mail as a dark mail program shows it: what it has for the dark, whatever this browser prefers."""
    return _FOR_THE_DARK.sub("@media all", html)


def look_at(campaign: Campaign, endpoint: str, reach: Reach | None = None) -> Look:
    """What this request asks to look at, for a page of this endpoint; `reach` if it was counted already.

    Raises NotVisible.
    """
    unions = unions_on_offer(campaign, reach)
    eyes = Eyes.asked_for(campaign, unions[0])
    recipient, form = eyes.recipient(), request.args.get("form", "")
    return Look(endpoint, eyes, recipient, mail_of(eyes, recipient), form if form in FORMS else FORMS[0], unions)


def picked(look: Look) -> ResponseReturnValue | None:
    """To another recipient, if one was asked for."""
    match request.args.get("pick"):
        case "next":
            return redirect(look.address(person=look.eyes.next() or 0))
        case "random":
            return redirect(look.address(person=look.eyes.anybody() or 0))
    return None


def mail_of(eyes: Eyes, recipient: Addressee) -> Mail:
    """The copy that this person would get now."""
    post = Post(
        links=links(),
        transport=NoTransport(),
        clock=now,
        mail_domain=settings().mail_domain,
        bounce_domain=settings().bounce_domain,
    )
    made = press(session(), post, campaign_id=eyes.campaign.id, union_id=eyes.union.id, language=eyes.language)
    return Mail(message_from_bytes(made.mould.cast(made.copy.proof(recipient)), policy=policy))
