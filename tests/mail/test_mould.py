import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.address import Address, Mailbox
from newsletter.mail.calendar import Calendar, Layout, Method
from newsletter.mail.headers import BadHeader, HeaderInjection
from newsletter.mail.letter import Letter, ListHeaders
from newsletter.mail.marks import MissingValue, mark, personalise
from newsletter.mail.mould import Mould

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LISTED = ListHeaders(
    name="Medicare for All",
    id="medicare.lists.nasp.example",
    help_url="https://news.nasp.example/help",
    owner="lists@nasp.example",
    feedback_id="c12:medicare::naspnews",
    leave_address="leave@nasp.example",
)
LETTER = Letter(
    from_=Mailbox("UE, the union", Address.parse("news@ue.example")),
    reply_to=Mailbox("", Address.parse("office@ue.example")),
    subject="What we won",
    to_name=mark("full_name"),
    text=f"Dear {mark('given_name', 'friend')},\n\nwe won.\n{mark('leave_url')}\n",
    html=f'<p>Dear {mark("given_name", "friend")}, we won.</p><a href="{mark("leave_url")}">Leave</a>',
    list_headers=LISTED,
)
ATTENDEE = f"ATTENDEE;CN={mark('full_name')}:mailto:{mark('recipient')}"
ICS = f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{ATTENDEE}\r\nEND:VCALENDAR\r\n"
MARIA = {
    "recipient": "maria@ue506.example",
    "message_id": "m1.abc@nasp.example",
    "full_name": "María González",
    "given_name": "María",
    "leave_url": "https://news.nasp.example/leave/abc?x=1&y=2",
    "leave_now_url": "https://news.nasp.example/leave/now/" + "a" * 90,
}

texts = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=300) | st.text(".\n\r From=é", max_size=300)
marked = st.lists(texts | st.sampled_from([mark("given_name", "friend"), mark("leave_url")])).map("".join)
values = texts | st.text("abc ./=é", min_size=60, max_size=200)


def cast(letter, values=MARIA):
    return Mould.compile(letter, date=NOON).cast(values)


def read(letter, values=MARIA):
    return message_from_bytes(cast(letter, values), policy=default)


def content(part):
    return part.get_payload(decode=True).decode()


def in_mail_lines(text):
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


@given(marked, marked, values, values)
def test_a_reader_gets_what_substitution_would_give(text, html, given_name, leave_url):
    person = MARIA | {"given_name": given_name, "leave_url": leave_url}
    message = read(replace(LETTER, text=text, html=html), person)

    plain, rich = message.get_payload()

    expected = {name: in_mail_lines(value) for name, value in person.items()}
    assert content(plain) == personalise(in_mail_lines(text), expected)
    assert content(rich) == personalise(in_mail_lines(html), expected, escape)


@given(marked, marked, values, values)
def test_every_line_is_fit_for_smtp(text, html, given_name, leave_url):
    invite = Calendar(ICS, layout=Layout.ATTACHED_TOO)
    copy = cast(
        replace(LETTER, text=text, html=html, calendar=invite),
        MARIA | {"given_name": given_name, "leave_url": leave_url},
    )
    head, _, body = copy.partition(b"\r\n\r\n")

    assert copy.endswith(b"\r\n")
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|[^\t\r\n -~]", copy)
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith(b".")


@given(values)
def test_a_subject_may_name_the_person(name):
    letter = replace(LETTER, subject=f"{mark('given_name', 'Friend')}, what we won")
    person = MARIA | {"given_name": name}
    if re.search(r"[\r\n\0]", name):
        with pytest.raises(HeaderInjection):
            cast(letter, person)
        return

    (line,) = re.findall(rb"^Subject: .*\r\n(?: .*\r\n)*", cast(letter, person), re.MULTILINE)

    assert max(map(len, line.split(b"\r\n"))) <= 76
    assert str(read(letter, person)["Subject"]).endswith(", what we won")


def test_a_list_mail_has_the_headers_mail_providers_ask_for():
    message = read(LETTER)

    assert dict(message.items()) == {
        "From": '"UE, the union" <news@ue.example>',
        "To": "María González <maria@ue506.example>",
        "Reply-To": "office@ue.example",
        "Subject": "What we won",
        "Date": "Fri, 01 May 2026 12:00:00 +0000",
        "Message-ID": "<m1.abc@nasp.example>",
        "List-Id": "Medicare for All <medicare.lists.nasp.example>",
        "List-Unsubscribe": f"<{MARIA['leave_now_url']}>, <mailto:leave@nasp.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": "<https://news.nasp.example/help>",
        "List-Owner": "<mailto:lists@nasp.example>",
        "List-Post": "NO",
        "Feedback-ID": "c12:medicare::naspnews",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_body"',
    }


def test_the_one_click_link_is_raw_in_the_bytes():
    assert f"List-Unsubscribe: <{MARIA['leave_now_url']}>".encode() in cast(LETTER)


def test_a_service_mail_says_that_a_machine_wrote_it_and_belongs_to_no_list():
    message = read(replace(LETTER, list_headers=None))

    assert message["Auto-Submitted"] == "auto-generated"
    assert not [name for name in message if name.startswith(("List-", "Precedence", "Feedback-ID"))]


def test_an_invitation_shows_its_calendar_part_last():
    message = read(replace(LETTER, calendar=Calendar(ICS)))

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    invite = message.get_payload()[2]
    assert invite.get_param("method") == "REQUEST"
    assert content(invite).replace("\r\n ", "") == (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
        'ATTENDEE;CN="María González":mailto:maria@ue506.example\r\nEND:VCALENDAR\r\n'
    )


def test_an_invitation_can_be_attached_too():
    calendar = Calendar(ICS.replace("REQUEST", "CANCEL"), method=Method.CANCEL, layout=Layout.ATTACHED_TOO)

    alternatives, attachment = read(replace(LETTER, calendar=calendar)).iter_parts()

    assert alternatives.get_content_type() == "multipart/alternative"
    assert alternatives.get_payload()[2].get_param("method") == "CANCEL"
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_content_disposition() == "attachment"
    assert content(attachment) == content(alternatives.get_payload()[2])


def test_copies_differ_only_where_the_letter_is_marked():
    mould = Mould.compile(LETTER, date=NOON)
    other = MARIA | {"recipient": "li@unifor.example", "full_name": "", "given_name": ""}

    assert mould.cast(MARIA) == mould.cast(MARIA)
    assert b"To: <li@unifor.example>\r\n" in mould.cast(other)
    assert b"Dear=20=\r\nfriend=\r\n," in mould.cast(other)


def test_a_copy_without_its_leave_link_is_never_made():
    with pytest.raises(MissingValue, match="leave_url"):
        cast(LETTER, {name: value for name, value in MARIA.items() if name != "leave_url"})


@pytest.mark.parametrize("name", ["recipient", "message_id", "leave_now_url", "full_name"])
def test_a_value_cannot_bring_in_a_header(name):
    with pytest.raises(HeaderInjection):
        cast(LETTER, MARIA | {name: "x\r\nBcc: everybody@nasp.example"})


@pytest.mark.parametrize(
    "name", ["From", "list-unsubscribe", "List-Anything", "Content-Type", "Bcc", "DKIM-Signature"]
)
def test_extra_headers_cannot_replace_the_letters_own(name):
    with pytest.raises(BadHeader, match="by the letter itself"):
        cast(replace(LETTER, extra_headers={name: "x"}))


def test_extra_headers_may_hold_marks():
    assert b"\r\nX-Campaign: 12; maria@ue506.example\r\n" in cast(
        replace(LETTER, extra_headers={"X-Campaign": f"12; {mark('recipient')}"})
    )


@pytest.mark.parametrize("list_id", ["", "nodots", "a b.example", "a..b", "<a.b>", "é.b", "a." + "b" * 255])
def test_a_list_needs_an_id_with_a_dot(list_id):
    with pytest.raises(BadHeader, match="List-Id"):
        cast(replace(LETTER, list_headers=replace(LISTED, id=list_id)))


@pytest.mark.parametrize("feedback_id", ["a:b:c:abcd", "a:b:c:d:naspnews", "a b:naspnews", "x:" + "a" * 16])
def test_feedback_ids_keep_gmails_form(feedback_id):
    with pytest.raises(BadHeader, match="Feedback-ID"):
        cast(replace(LETTER, list_headers=replace(LISTED, feedback_id=feedback_id)))


def test_letters_beyond_ascii_before_the_at_sign_stand_as_they_are():
    copy = Mould.compile(LETTER, date=NOON).cast(MARIA | {"recipient": "josé@ue.example"})

    assert "<josé@ue.example>\r\n".encode() in copy
