import re

from newsletter.links import Links
from newsletter.tokens import Signer


def test_the_help_in_every_mail_leads_to_a_page_with_each_unions_contact(client):
    address = Links("http://localhost", Signer("a secret that only this test knows")).help()

    answer = client.get(address)

    assert answer.status_code == 200
    assert "mailto:" in answer.text
    assert "/join" in answer.text


def test_the_french_put_a_space_that_does_not_break_before_a_colon(client):
    help_page = client.get("/help?lang=fr").text
    refused = client.post("/join/ue?lang=fr", data={"email": "no address"}).text

    assert 'UE\u00a0: <a href="mailto:contact@ue.example">' in help_page
    assert re.search(r'<li><a href="#email">[^<]+</a>\u00a0: ', refused)
    assert "&lt;a" not in help_page + refused
