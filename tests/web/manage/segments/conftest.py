from tests.web.manage.people.conftest import *  # noqa: F403 (the same desks and people)
