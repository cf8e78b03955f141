"""Every staff route says who may come in, and means it."""

import pytest

from newsletter.accounts.models import Role

LEAST = {
    "manage.home": Role.VIEWER,
    "manage.campaigns": Role.VIEWER,
    "manage.new_update": Role.EDITOR,
    "manage.launch_campaign": Role.EDITOR,
    "manage.approve": Role.APPROVER,
    "manage.people": Role.STEWARD,
    "manage.person": Role.STEWARD,
}


def test_every_route_has_a_guard(app):
    for endpoint, view in app.view_functions.items():
        assert hasattr(view, "__guard__"), endpoint


@pytest.mark.parametrize(("endpoint", "role"), LEAST.items())
def test_what_matters_most_is_guarded_by_the_right_role(app, endpoint, role):
    assert app.view_functions[endpoint].__guard__ is role


@pytest.mark.parametrize(
    ("account", "path", "status"),
    [
        ("viewer@ue.example", "campaigns", 200),
        ("viewer@ue.example", "campaigns/new-update", 403),
        ("viewer@ue.example", "people", 403),
        ("editor@ue.example", "campaigns/new-update", 200),
        ("editor@ue.example", "people", 403),
        ("approver@ue.example", "campaigns/new-update", 403),
        ("steward@ue.example", "people", 200),
        ("steward@ue.example", "campaigns/new-update", 403),
        ("owner@ue.example", "people", 200),
    ],
)
def test_a_role_opens_its_own_doors_only(browser_of, account, path, status):
    assert browser_of(account).get(f"/manage/ue/{path}").status == status


def test_ways_that_are_closed_are_not_shown(browser_of):
    assert ">People<" not in browser_of("viewer@ue.example").get("/manage/ue/").text
    assert ">People<" in browser_of("steward@ue.example").get("/manage/ue/").text
