"""What a writer may have composed."""

from typing import Any

from newsletter.events.models import Event


def one_of_each(*, event: Event) -> list[dict[str, Any]]:
    """A block of every kind, each with all its fields."""
    return [
        {"kind": "heading", "text": "Two systems, one fight", "level": 1},
        {"kind": "text", "html": _TEXT},
        {"kind": "button", "label": "Get the questionnaire", "url": "https://nasp.example/q?lang=en&from=mail"},
        {
            "kind": "image",
            "url": "https://img.example/picket.png",
            "alt": "Nurses with banners",
            "caption": "Hamilton",
        },
        {"kind": "image", "url": "https://img.example/line.png", "decorative": True},
        {
            "kind": "quote",
            "text": "I have never sent a patient a bill.",
            "name": "Zoë Tremblay",
            "union": "Unifor",
            "local": "5167",
        },
        {"kind": "numbers", "figures": [{"value": "6", "label": "unions"}, {"value": "1,240", "label": "of us met"}]},
        {"kind": "divider"},
        {
            "kind": "story",
            "image": "https://img.example/ferry.png",
            "alt": "A ferry at the pier",
            "title": "Longshore workers stand with the ferries",
            "html": "<p>They asked: <em>what do you need?</em></p>",
            "url": "https://nasp.example/ferries",
            "label": "Read the story",
        },
        {
            "kind": "two_columns",
            "left": [{"kind": "heading", "text": "At work", "level": 3}, {"kind": "text", "html": "<p>Ask.</p>"}],
            "right": [{"kind": "heading", "text": "At home", "level": 3}, {"kind": "text", "html": "<p>Invite.</p>"}],
        },
        {"kind": "event_card", "event": event.id},
        {"kind": "event_list", "title": "Next dates", "events": [event.id]},
        {
            "kind": "logos",
            "logos": [
                {"image": "https://img.example/ue.png", "name": "UE", "url": "https://ue.example"},
                {"image": "https://img.example/ilwu.png", "name": "ILWU"},
            ],
        },
    ]


_TEXT = (
    "<p>Dear {{given_name|friend}} of {{local}},</p><p>Nobody went to sleep on time. Here is what we take home, "
    "et ce qui vient après, y lo que sigue: “¡todas y todos!”</p><ul><li>A "
    '<a href="https://nasp.example/guide?a=1&amp;b=2">short guide</a> for stewards</li><li><strong>One</strong> '
    "evening</li></ul><p>.A line that begins with a dot</p>"
)
