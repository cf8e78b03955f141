"""What is true of every public page, whatever it says."""

import re

import pytest

PAGES = ["/join", "/join/ue", "/join/ue/sent", "/join/nobody", "/leave/now/AAAA", "/confirm/AAAA", "/nowhere"]
LANGUAGES = ["en", "fr", "es"]

pages = pytest.mark.parametrize("path", PAGES)


@pages
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_small_and_plain_in_each_language(client, path, language):
    answer = client.get(path, query_string={"lang": language})

    assert f'<html lang="{language}">' in answer.text
    assert len(answer.data) < 30_000
    assert "<script" not in answer.text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", answer.text)
    for other in LANGUAGES:
        assert f'hreflang="{other}"' in answer.text


@pages
def test_it_sets_no_cookie_and_keeps_its_address_to_itself(client, path):
    headers = client.get(path).headers

    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")
    assert "Accept-Language" in headers["Vary"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]


@pages
def test_its_stylesheets_are_small_and_kept_for_ever(client, path):
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get(path).text)

    answers = [client.get(sheet) for sheet in sheets]

    assert sum(len(answer.data) for answer in answers) < 15_000
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)
