"""A newsletter and an invitation as the alliance would send them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from newsletter.rendering import EventCard, MailKind, RenderInput, Speaker, UnionIdentity, parse_blocks

UE = UnionIdentity(
    name="United Electrical, Radio and Machine Workers of America",
    short_name="UE",
    alliance_name="North American Solidarity Project",
    colour="#b5121b",
    postal_address="4 Smithfield Street\nPittsburgh, PA 15222, USA",
    website="https://www.ueunion.org/",
    contact_email="news@ue.example",
    languages=("en", "fr", "es"),
)
NASP = UnionIdentity(
    name="North American Solidarity Project",
    short_name="NASP",
    alliance_name="North American Solidarity Project",
    postal_address="Toronto, Canada",
)

_START = datetime(2026, 11, 12, 18, 30, tzinfo=ZoneInfo("America/Chicago"))
EXCHANGE = EventCard(
    title="Health care for all: an exchange across borders",
    starts_at=_START,
    ends_at=_START + timedelta(minutes=90),
    time_zone="America/Chicago",
    place="UE Hall, Chicago",
    online_url="https://zoom.example/j/82345",
    speakers=(Speaker("Jocelyne Tremblay", "Unifor", "nurse"), Speaker("Angela Ruiz", "NNU", "sums up")),
    interpretation=("en", "fr", "es"),
    description="Workers of four unions tell how it is.\nBring a colleague.",
    other_zones=("America/Toronto", "America/Mexico_City"),
)

BLOCKS: list[dict[str, object]] = [
    {"kind": "heading", "text": "Two systems, one fight", "level": 1},
    {
        "kind": "text",
        "html": "<p>Dear {{given_name|colleague}},</p><p>Read the <a href='https://nasp.example/guide?a=1&b=2'>guide</a>."
        "</p><ul><li>a recording</li><li>one evening</li></ul>",
    },
    {"kind": "button", "label": "Get the questionnaire", "url": "https://nasp.example/q"},
    {"kind": "image", "url": "https://img.example/1.png", "alt": "Nurses with banners", "caption": "Hamilton"},
    {"kind": "quote", "text": "I never sent a bill.", "name": "Jocelyne", "union": "Unifor", "local": "Local 5167"},
    {"kind": "numbers", "figures": [{"value": "6", "label": "unions"}, {"value": "1,240", "label": "took part"}]},
    {"kind": "divider"},
    {
        "kind": "story",
        "image": "https://img.example/2.png",
        "alt": "A ferry",
        "title": "Dockers stand with the ferries",
        "html": "<p>They asked one question first.</p>",
        "url": "https://nasp.example/ferries",
        "label": "Read the story",
    },
    {
        "kind": "two_columns",
        "left": [{"kind": "heading", "text": "At work", "level": 3}, {"kind": "text", "html": "<p>Ask.</p>"}],
        "right": [{"kind": "heading", "text": "At home", "level": 3}, {"kind": "text", "html": "<p>Invite.</p>"}],
    },
    {"kind": "event_list", "title": "Next dates", "events": [1]},
    {"kind": "logos", "logos": [{"image": "https://img.example/ue.png", "name": "UE"}]},
]


def update(**changes: object) -> RenderInput:
    return _mail(
        {
            "kind": MailKind.UPDATE,
            "subject": "Hello {{given_name}}: what nurses told each other",
            "preheader": "Who pays when you get sick?",
            "blocks": parse_blocks(BLOCKS),
            "topic_name": "Medicare for All",
            "events": {1: EXCHANGE},
        }
        | changes
    )


def invitation(**changes: object) -> RenderInput:
    return _mail({"kind": MailKind.INVITATION, "subject": "Will you come?", "event": EXCHANGE} | changes)


def service_mail(kind: MailKind, **changes: object) -> RenderInput:
    return _mail({"kind": kind, "topic_name": "Medicare for All"} | changes)


def _mail(values: dict[str, object]) -> RenderInput:
    return RenderInput(**({"language": "en", "identity": UE} | values))  # type: ignore[arg-type]
