from newsletter.links import Links
from newsletter.tokens import Signer


def test_the_help_in_every_mail_leads_to_a_page_with_each_unions_contact(client):
    address = Links("http://localhost", Signer("a secret that only this test knows")).help()

    answer = client.get(address)

    assert answer.status_code == 200
    assert "mailto:" in answer.text
    assert "/join" in answer.text
