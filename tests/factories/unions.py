"""Unions."""

from sqlalchemy.orm import Session

from newsletter.unions.models import Local, SenderIdentity, Union, UnionKind


def make_union(
    session: Session,
    slug: str,
    *,
    kind: UnionKind = UnionKind.UNION,
    parent: Union | None = None,
    local: str | None = "506",
) -> Union:
    """A union with a sender and one local."""
    union = Union(
        slug=slug,
        kind=kind,
        parent=parent,
        short_name=slug.upper(),
        name={"en": f"The {slug.upper()}", "fr": f"Le {slug.upper()}", "es": f"El {slug.upper()}"},
        countries=["US", "CA"],
        languages=["en", "fr", "es"],
        postal_address="1 Union Square\nPittsburgh PA 15222, USA",
        website=f"https://{slug}.example",
        contact_email=f"contact@{slug}.example",
        colour="#234f8f",
        logo_url=None,
    )
    session.add(union)
    session.flush()
    session.add(
        SenderIdentity(
            union_id=union.id,
            name=f"{slug.upper()} news",
            address=f"news@{slug}.example",
            reply_to=f"answers@{slug}.example",
            is_default=True,
        )
    )
    if local:
        session.add(Local(union_id=union.id, number=local, name="Erie", country="US", region="US-PA"))
    session.flush()
    return union


def make_alliance(session: Session, slug: str = "alliance") -> Union:
    """The alliance's own row."""
    return make_union(session, slug, kind=UnionKind.ALLIANCE, local=None)
