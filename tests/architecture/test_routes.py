import pytest

from newsletter.app import create_app
from newsletter.settings import Settings
from newsletter.web.guards import PUBLIC

LIBRARIES_OWN = ("security.",)
"""Signing in and out, by Flask-Security: for everybody, and rate-limited where it is set up."""


@pytest.fixture(scope="module")
def app(redis_server, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return create_app(Settings(home=home, redis_url=redis_server, base_url="http://localhost"))


def ours(app):
    """Every view we wrote, by endpoint."""
    return {endpoint: view for endpoint, view in app.view_functions.items() if not endpoint.startswith(LIBRARIES_OWN)}


def test_every_view_says_who_may_see_it(app):
    views = ours(app)
    assert len(views) > 10

    assert [endpoint for endpoint, view in views.items() if not getattr(view, "__guard__", None)] == []


def test_every_address_has_a_view(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} <= set(app.view_functions)


def test_staff_pages_are_for_staff(app):
    """Only signing in and out is for everybody."""
    staff = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/manage")]
    public = {endpoint for endpoint, view in ours(app).items() if view.__guard__ == PUBLIC}
    assert staff

    assert [rule.rule for rule in staff if rule.endpoint in public and "/sign-" not in rule.rule] == []


def test_whatever_changes_something_is_a_post(app):
    """HTML forms know nothing else, and mail scanners press every link."""
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}

    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}
