"""What became of a demo's first mails, counted in the ledger and, apart from it, at the SMTP server."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from newsletter.app import inbox_file
from newsletter.campaigns.models import CampaignKind
from newsletter.delivery.queries import Fates
from newsletter.demo.launching import Progress
from newsletter.inbox.store import Mail, Store
from newsletter.mail.verp import token_of
from newsletter.settings import Settings
from newsletter.tokens import BadToken, Purpose, Signer


def arrived(settings: Settings) -> list[Mail]:
    """Everything the SMTP server took."""
    with Store(inbox_file(settings)) as store:
        return list(store.every())


def sums(progress: Mapping[CampaignKind, Progress], mails: list[Mail]) -> dict[str, object]:
    """The account, as `newsletter demo --check` prints it."""
    counted = {str(kind): _fates(progress[kind].fates) for kind in CampaignKind if kind in progress}
    return {**counted, "inbox": len(mails)}


def complaints(progress: Mapping[CampaignKind, Progress], mails: list[Mail], signer: Signer) -> Iterator[str]:
    """What is wrong with it; nothing, where every mail has one fate and nobody got two."""
    became = {kind: one.fates for kind, one in progress.items()}
    for kind in CampaignKind:
        if kind not in became or not became[kind].sent:
            yield f"no {kind} was sent"
    for kind, fates in became.items():
        if fates.under_way or not fates.adds_up:
            yield f"the fates of the {kind} do not add up to its audience"
    if sum(fates.sent for fates in became.values()) != len(mails):
        yield "the SMTP server did not take what the ledger calls sent"
    if not any(fates.held for fates in became.values()):
        yield "nobody is held"
    if not any(fates.suppressed for fates in became.values()):
        yield "nobody is suppressed"
    if twice := mailed_twice(mails, signer):
        yield f"{twice} people were mailed twice"


def mailed_twice(mails: list[Mail], signer: Signer) -> int:
    """How many times a campaign reached an address that it had reached before."""
    copies = Counter((_campaign(mail, signer), recipient) for mail in mails for recipient in mail.recipients)
    return sum(count - 1 for count in copies.values())


def _campaign(mail: Mail, signer: Signer) -> object:
    """Its number, from the envelope; the sender itself for a mail of no campaign."""
    try:
        return signer.read_caseless(Purpose.BOUNCE, token_of(mail.sender) or "")[0]
    except (BadToken, IndexError):
        return mail.sender


def _fates(fates: Fates) -> dict[str, int]:
    return {name: count for name, count in asdict(fates).items() if name != "under_way"}
