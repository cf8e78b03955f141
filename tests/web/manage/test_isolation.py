"""No route of the staff's pages shows, counts, changes or even admits what belongs to another union."""

from datetime import UTC, datetime

import pytest
from flask import g
from sqlalchemy import select

from newsletter.accounts.grants import give
from newsletter.accounts.models import Account, GrantKind
from newsletter.audiences.rule import Reads
from newsletter.audiences.services.saving import make
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.side_by_side import blocks_of
from newsletter.domains.models import SendingDomain
from newsletter.exporting.choice import Choice
from newsletter.exporting.models import Export, ExportFormat
from newsletter.relays.details import RelayDetails
from newsletter.relays.services import add
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.services.keeping_fields import FieldFacts, start_field
from newsletter.unions import queries as unions
from newsletter.vault import Vault
from newsletter.web.context import session
from tests.factories import make_form, make_list, make_person

SECRETS = ("Secret of unifor", "Picnic of unifor", "Mariaunifor", "maria@unifor.example")

ABOUT = {
    "campaign_id",
    "domain_id",
    "event_id",
    "export_id",
    "field_id",
    "grant_id",
    "form_id",
    "list_id",
    "name",
    "relay_id",
    "segment_id",
    "subscriber_id",
}


@pytest.fixture
def routes(app):
    """Every staff route under a union's name."""
    return [
        rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("manage.") and "union" in rule.arguments
    ]


@pytest.fixture
def strange(desks, rows):
    """For each argument of a route, what another union has there."""
    campaign = desks.campaign["unifor"]
    domain = SendingDomain(union_id=desks.union["unifor"].id, name="unifor.example")
    rows.add(domain)
    details = RelayDetails("Relay of unifor", "mx.unifor.example")
    relay = add(rows, Vault("x" * 32), union_id=desks.union["unifor"].id, details=details, now=datetime.now(UTC))
    export = Export(
        union_id=desks.union["unifor"].id,
        account_id=rows.scalars(select(Account.id)).first(),
        format=ExportFormat.CSV,
        language="en",
        choice=Choice().to_json(),
        columns=[],
        asked_at=datetime.now(UTC),
    )
    rows.add(export)
    segment = make(
        rows,
        union=desks.union["unifor"],
        within=(),
        name="Secret of unifor",
        rule=Reads(("fr",)),
        account_id=export.account_id,
        now=datetime.now(UTC),
    )
    field = start_field(
        rows,
        union_id=desks.union["unifor"].id,
        kind=FieldKind.TEXT,
        facts=FieldFacts({"en": "Secret of unifor"}),
        account_id=export.account_id,
        now=datetime.now(UTC),
    )
    secret = make_list(rows, desks.union["unifor"], "secret")
    form = make_form(rows, desks.union["unifor"])
    grant = give(
        rows,
        union_id=desks.union["unifor"].id,
        to_union_id=desks.union["nasp"].id,
        kind=GrantKind.TOTALS,
        until=None,
        account_id=export.account_id,
        now=datetime.now(UTC),
    )
    rows.commit()
    return {
        "campaign_id": campaign.id,
        "domain_id": domain.id,
        "ending": "csv",
        "event_id": desks.event["unifor"].id,
        "export_id": export.id,
        "field_id": field.id,
        "form_id": form.id,
        "kind": "svg",
        "list_id": secret.id,
        "grant_id": grant.id,
        "relay_id": relay.id,
        "segment_id": segment.id,
        "subscriber_id": desks.person["unifor"].id,
        "language": "en",
        "name": str(relay.id),
        "on": "relay",
        "place": str(blocks_of(campaign.variants[0])[0]["id"]),
    }


def addresses(app, routes, values, *, slug):
    with app.test_request_context():
        for rule in routes:
            arguments = {name: values[name] for name in rule.arguments - {"union"}}
            for method in rule.methods & {"GET", "POST"}:
                yield (
                    method,
                    app.url_map.bind("localhost").build(rule.endpoint, arguments | {"union": slug}, method=method),
                )


def ask(browser, method, path):
    return browser.get(path, follow=False) if method == "GET" else browser.post(path, follow=False)


def test_every_argument_of_every_route_is_tried_here(routes, strange):
    known = strange.keys() | {"union"}

    assert {name for rule in routes for name in rule.arguments} <= known


def test_what_is_of_another_union_does_not_exist(app, routes, strange, anna):
    about_something = [rule for rule in routes if rule.arguments & ABOUT]
    assert len(about_something) > 20

    for method, path in addresses(app, about_something, strange, slug="ue"):
        page = ask(anna, method, path)
        assert page.status == 404, (method, path)
        assert not any(secret in page.text for secret in SECRETS)


def test_the_desk_of_another_union_does_not_exist(app, routes, strange, anna):
    for method, path in addresses(app, routes, strange, slug="unifor"):
        assert ask(anna, method, path).status == 404, (method, path)


def test_a_union_nobody_knows_is_answered_just_like_one_of_others(anna):
    page, other = anna.get("/manage/nowhere/campaigns"), anna.get("/manage/unifor/campaigns")

    assert (page.status, other.status) == (404, 404)


def test_who_is_not_signed_in_is_sent_to_the_door(app, routes, strange, client):
    for method, path in addresses(app, routes, strange, slug="ue"):
        page = client.open(path, method=method)
        if method == "GET":
            assert page.status_code == 302, path
            assert page.location.startswith("/manage/sign-in?next=")
        else:
            assert page.status_code == 400, path  # no session, so no CSRF token either


def test_lists_and_searches_hold_nothing_of_others(app, routes, anna):
    overviews = [rule for rule in routes if rule.arguments == {"union"} and "GET" in rule.methods]
    assert len(overviews) > 8

    for method, path in addresses(app, overviews, {}, slug="ue"):
        page = anna.get(f"{path}?q=maria")
        assert page.status == 200, (method, path)
        assert not any(secret in page.text for secret in SECRETS), path


def test_the_alliance_sees_no_people_of_a_union(app, routes, strange, nadia):
    personal = [rule for rule in routes if "subscriber_id" in rule.arguments]

    for method, path in addresses(app, personal, strange, slug="nasp"):
        assert ask(nadia, method, path).status == 404, (method, path)
    assert "Mariaunifor" not in nadia.get("/manage/nasp/people?q=maria").text


def test_a_preview_never_shows_a_member_of_another_union(desks, nadia):
    stranger, joint = desks.person["unifor"].id, desks.campaign["nasp"].id

    page = nadia.get(f"/manage/nasp/campaigns/{joint}/preview?through=unifor&language=fr")
    asked = nadia.get(f"/manage/nasp/campaigns/{joint}/preview?through=unifor&language=fr&person={stranger}")

    assert page.status == 200
    assert "Mariaunifor" not in page.text
    assert asked.status == 404


def test_a_joint_campaign_shows_a_union_its_own_share_only(desks, rows, anna, nadia):
    joint = desks.campaign["nasp"]
    nadia.get("/manage/nasp/")
    nadia.post(f"/manage/nasp/campaigns/{joint.id}/approvals/ask")

    page = anna.get(f"/manage/ue/campaigns/{joint.id}/approvals")

    assert page.status == 200
    assert "UE" in page.text
    assert "UNIFOR" not in page.text
    for tab in ("text/en", "audience", "check", "details"):
        assert anna.get(f"/manage/ue/campaigns/{joint.id}/{tab}").status == 404


@pytest.mark.parametrize("step", ["launch", "take-back", "pause", "resume", "cancel", "duplicate", "approvals/ask"])
def test_a_union_that_was_asked_does_not_steer_the_joint_campaign(desks, rows, anna, nadia, step):
    joint = desks.campaign["nasp"]
    nadia.get("/manage/nasp/")
    nadia.post(f"/manage/nasp/campaigns/{joint.id}/approvals/ask")
    anna.get("/manage/ue/")

    assert anna.post(f"/manage/ue/campaigns/{joint.id}/{step}").status == 404
    rows.expire_all()
    assert joint.state is State.DRAFT


def test_nobody_learns_from_a_preview_that_a_member_is_reached_through_another_union(desks, rows, anna, nadia):
    joint, union = desks.campaign["nasp"], desks.union
    both = make_person(rows, union["unifor"], union["ue"], lists=[desks.topic], given_name="Bo")
    rows.commit()
    nadia.get("/manage/nasp/")
    nadia.post(f"/manage/nasp/campaigns/{joint.id}/approvals/ask")

    page = anna.get(f"/manage/ue/campaigns/{joint.id}/preview?person={both.id}")

    assert page.status == 200
    assert "Bo" in page.text


@pytest.fixture
def filters_off(monkeypatch):
    """Every page works for the union of its address, whoever asks; only the database knows where they work."""
    monkeypatch.setattr("newsletter.web.manage.desk.Desk.may", lambda *_: True)
    monkeypatch.setattr("newsletter.web.manage.desk._union", lambda _account: unions.by_slug(session(), g.union_slug))


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_the_database_shows_nothing_of_another_union_even_to_pages_that_forget_to_ask(
    app, routes, strange, anna, filters_off
):
    shown = 0
    for method, path in addresses(app, routes, strange, slug="unifor"):
        page = ask(anna, method, path)
        shown += page.status == 200
        assert not any(secret in page.text for secret in SECRETS), (method, path)
    assert shown > 8
