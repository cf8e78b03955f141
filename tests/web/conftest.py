"""An alliance of two unions on a fresh database of each kind, and a browser without cookies."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from newsletter import web
from newsletter.events.models import Event
from newsletter.settings import Settings
from newsletter.subscribers.models import ConsentWording, MailedBy, MailingList
from newsletter.unions.models import Local, SenderIdentity, Union, UnionKind
from newsletter.web.context import Site, db
from newsletter.web.limits import limiter
from tests.fakes import Letterbox


@pytest.fixture
def queue():
    return Letterbox()


@pytest.fixture
def settings(tmp_path, database_url):
    return Settings(home=tmp_path, database_url=database_url, base_url="http://localhost")


@pytest.fixture
def make_app(settings, queue, monkeypatch):
    """Apps on the same database, each as an installation with this Redis would have it."""
    monkeypatch.setattr(limiter, "_storage_dead", False)  # it remembers an earlier test's lost Redis
    with ExitStack() as stack:

        def make(redis_url=None, **otherwise):
            app = Flask("newsletter", static_folder=None)
            web.register(app, Site(settings.model_copy(update=otherwise), queue, redis_url))
            stack.callback(_let_go, app)
            return app

        yield make


@pytest.fixture
def app(make_app):
    app = make_app()
    with app.app_context():
        db.session.add_all(alliance_of_two())
        db.session.commit()
    limiter.reset()
    return app


def _let_go(app):
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client(use_cookies=False)


@pytest.fixture
def rows(app):
    """A session beside the pages, to look at what they did."""
    with app.app_context():
        yield db.session


def alliance_of_two():
    nasp = _union("nasp", UnionKind.ALLIANCE, "North American Solidarity Project", ["US", "CA", "MX"], "#14505c")
    ue = _union("ue", UnionKind.UNION, "United Electrical Workers", ["US"], "#b3202a")
    unifor = _union("unifor", UnionKind.UNION, "Unifor", ["CA"], "#003da5")
    yield from (nasp, ue, unifor)
    yield Local(union=ue, number="506", name="Erie", country="US", region="US-PA")
    yield from (
        SenderIdentity(union=one, name=one.slug, address=f"news@{one.slug}.example", reply_to="", is_default=True)
        for one in (nasp, ue, unifor)
    )
    for position, (slug, name) in enumerate((("medicare", "Medicare for All"), ("renewal", "Union Renewal"))):
        yield MailingList(
            union=nasp,
            slug=slug,
            is_public=True,
            mailed_by=MailedBy.ALLIANCE,
            name={"en": name, "fr": f"{name} (fr)", "es": f"{name} (es)"},
            description={"en": "What it is about."},
            position=position,
        )
    yield from (ConsentWording(version=1, language=code, text=f"I agree ({code}).") for code in ("en", "fr", "es"))
    starts = datetime.now(UTC) + timedelta(days=9)
    for is_public in (True, False):
        yield Event(
            union=nasp,
            title={"en": "Care across borders", "fr": "Soigner sans frontières"},
            description={"en": "Nurses compare notes."},
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            time_zone="America/Toronto",
            place=None,
            online_url="https://zoom.example/j/1",
            speakers=[{"name": "", "union": "NNU", "part": {"en": "A nurse"}}],
            interpretation=["en", "fr"],
            other_zones=["America/Mexico_City"],
            is_public=is_public,
        )


def _union(slug, kind, name, countries, colour):
    return Union(
        slug=slug,
        kind=kind,
        short_name=slug.upper(),
        name={"en": name},
        countries=countries,
        languages=["en"],
        postal_address="1 Main Street, Anytown",
        website=f"https://{slug}.example",
        contact_email=f"contact@{slug}.example",
        colour=colour,
    )
