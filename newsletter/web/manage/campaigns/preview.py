"""The mail itself, made as delivery makes it, shown as one recipient gets it."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from typing import Any, NoReturn

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.delivery.addressing import Addressee
from newsletter.delivery.letters import press
from newsletter.delivery.post import Post
from newsletter.web.context import links, now, session, settings
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.eyes import Eyes, unions_shown
from newsletter.web.manage.campaigns.parts import tabs, visible
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show

FRAME_POLICY = (
    "sandbox allow-popups; default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A mail needs its own styles and pictures and nothing else; no script runs in it, whatever it holds."""

SIZES = ("desktop", "phone")
FORMS = (*SIZES, "text", "headers")


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


@blueprint.get("/<union>/campaigns/<int:campaign_id>/preview")
@allowed(Role.VIEWER)
def preview(campaign_id: int) -> ResponseReturnValue:
    """Look at a campaign; the address says whose copy and in which form, so that it can be shared and reloaded."""
    campaign = visible(campaign_id)
    eyes = Eyes.asked_for(campaign)
    if pick := request.args.get("pick"):
        found = eyes.anybody() if pick == "random" else eyes.next()
        return redirect(_address(eyes, person=found or 0))
    recipient = eyes.recipient()
    form = request.args.get("form", "desktop")
    return show(
        "campaigns/preview",
        campaign=campaign,
        tabs=tabs(campaign),
        eyes=eyes,
        unions=unions_shown(campaign, desk()),
        recipient=recipient,
        form=form if form in FORMS else "desktop",
        mail=mail_of(eyes, recipient),
        address=lambda **values: _address(eyes, **values),
    )


@blueprint.get("/<union>/campaigns/<int:campaign_id>/preview/mail")
@allowed(Role.VIEWER)
def preview_mail(campaign_id: int) -> ResponseReturnValue:
    """The mail's HTML by itself, for a frame that lets nothing in it run."""
    eyes = Eyes.asked_for(visible(campaign_id))
    response = Response(mail_of(eyes, eyes.recipient()).html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


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
    return Mail(message_from_bytes(made.mould.cast(made.copy.values(recipient)), policy=policy))


def _address(eyes: Eyes, **values: Any) -> str:  # noqa: ANN401 (as url_for takes them)
    """The preview with some of it changed; another union or language begins without a person."""
    kept: dict[str, Any] = {"through": eyes.union.slug, "language": eyes.language, "form": request.args.get("form")}
    if not values.keys() & {"through", "language"}:
        kept["person"] = eyes.asked_person or None
    return url_for(".preview", campaign_id=eyes.campaign.id, **(kept | values))
