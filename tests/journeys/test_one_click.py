"""RFC 8058 as a mail provider does it: the address out of the mail's header, one POST, no cookie, no redirect."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from newsletter.subscribers.models import Standing
from tests.journeys.arranging import TOPIC, enrol, send_invitation, standing
from tests.journeys.inbox import mail_to

pytestmark = pytest.mark.journey

AS_A_FORM = ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")
AS_PARTS = (
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
)


def answer(url, method, *, content_type="", body=""):
    """Status, headers and body; whoever answers is told nothing but what the address says."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request(method, parts.path, body, {"Content-Type": content_type} if content_type else {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


@pytest.mark.parametrize(("content_type", "body"), [AS_A_FORM, AS_PARTS], ids=["form", "parts"])
def test_one_post_to_the_address_in_the_header_ends_it(stage, content_type, body):
    address = f"one.click.{len(body)}@members.example"
    enrol(stage, address, union="ue", language="es", country="MX")
    send_invitation(stage, language="es", country="MX")
    url = mail_to(stage, address)["List-Unsubscribe"].strip("<>")

    for method in ("GET", "HEAD", "GET"):
        assert answer(url, method)[0] == 200
    assert standing(stage, address, TOPIC) is Standing.CONFIRMED

    status, headers, page = answer(url, "POST", content_type=content_type, body=body)
    assert (status, headers.get_all("Set-Cookie"), headers.get("Location")) == (200, None, None)
    assert standing(stage, address, TOPIC) is Standing.UNSUBSCRIBED

    again = answer(url, "POST", content_type=content_type, body=body)
    forged = answer(f"{url[:-4]}AAAA", "POST", content_type=content_type, body=body)
    assert again[0] == forged[0] == 200
    assert again[2] == forged[2] == page
