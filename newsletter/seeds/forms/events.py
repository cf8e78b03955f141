"""events.toml."""

from datetime import time

from newsletter.seeds.forms.form import Form, Language, Slug, Translations, Words


class SampleSpeaker(Form):
    """Who speaks, by what they do; names of people are not made up."""

    union: str = ""
    part: Translations


class SampleEvent(Form):
    """An event so many days after the seeding."""

    key: Slug
    """What an invitation calls it by."""

    union: Slug
    days_ahead: int
    starts: time
    minutes: int
    time_zone: Words
    other_zones: tuple[Words, ...] = ()
    online_url: Words
    interpretation: tuple[Language, ...] = ()
    title: Translations
    description: Translations
    speakers: tuple[SampleSpeaker, ...] = ()


class EventsFile(Form):
    """Sample events."""

    events: tuple[SampleEvent, ...] = ()
