"""What stands in the log of a request: never a token, because whoever has it can act for a person."""

import logging

import pytest

TOKEN = "AQIDBAUGBwgJCgsMDQ4PEA"


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", f"/leave/now/{TOKEN}", "/leave/now/<token>"),
        ("GET", f"/leave/{TOKEN}/", "/leave/…"),
        ("PUT", f"/leave/now/{TOKEN}", "/leave/…"),
        ("GET", f"/preferences/{TOKEN}/more", "/preferences/…"),
        ("GET", f"/{TOKEN}", "/…"),
        ("GET", f"/unknown/{TOKEN}", "/…"),
    ],
)
def test_a_token_is_in_no_log_line(client, caplog, method, path, told):
    with caplog.at_level(logging.DEBUG):
        client.open(path, method=method)

    assert f"{method} {told}: " in caplog.text
    assert TOKEN not in caplog.text
