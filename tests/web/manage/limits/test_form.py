"""Whatever somebody types into a field for a number is a number, or said to be none."""

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from newsletter.delivery.pacing.limits import Rates
from newsletter.web.manage.limits.form import LimitForm

APP = Flask(__name__)
Babel(APP)

BAD = ["abc", "-5", "0", "1.5", "1e3", "1,2", "\u0661\u0662", "99999999999999999999", "5 a second", "\x00", "="]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_no_number_has_one_error_and_stays_in_its_field(typed):
    with APP.test_request_context(method="POST"):
        form = LimitForm(MultiDict({"per_second": typed}), meta={"csrf": False})

        assert not form.validate()
        assert len(form.per_second.errors) == 1
        assert f'value="{escape(typed)}"' in form.per_second()


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_said_to_be_none(typed):
    with APP.test_request_context(method="POST"):
        form = LimitForm(MultiDict({"per_second": typed}), meta={"csrf": False})

        fine = form.validate()

    assert fine == (form.per_second.errors in ([], ()))
    assert form.per_second.data is None or form.per_second.data >= 0
    assert not fine or form.per_second.data is None or 1 <= form.per_second.data <= 10**9


@pytest.mark.parametrize("typed", ["10000", "10,000", "10.000", "10 000", "10\u202f000", "10\u00a0000"])
def test_numbers_are_read_as_people_write_them(typed):
    with APP.test_request_context(method="POST"):
        assert LimitForm(MultiDict({"per_day": typed}), meta={"csrf": False}).rates() == Rates(per_day=10_000)
