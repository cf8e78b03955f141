"""Which keys a mail of a union is signed with."""

from sqlalchemy.orm import Session

from newsletter.delivery.post import Post
from newsletter.domains.queries import signing_keys
from newsletter.mail.address import Address
from newsletter.mail.dkim import SigningKey


def signers(
    session: Session, post: Post, *, union_id: int, sender: Address, relay_signs: bool = False
) -> tuple[SigningKey, ...]:
    """The active keys of the sender's domain; none where the office has no vault, or the relay signs."""
    if post.vault is None:
        return ()
    return signing_keys(session, post.vault, union_id=union_id, name=sender.domain, relay_signs=relay_signs)
