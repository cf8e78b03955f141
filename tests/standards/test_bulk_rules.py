"""What Google, Yahoo, Microsoft and Apple ask of who sends to many: STANDARDS 1.8."""

import re
import unicodedata

from tests.rendering.reading import seen
from tests.standards.samples import GIVEN_NAME

HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|mso-hide|text-indent\s*:\s*-"
    r"|max-height\s*:\s*0|(?<!-)height\s*:\s*0(?![.\d])|clip\s*:|left\s*:\s*-\d",
    re.IGNORECASE,
)
MSO = re.compile(r"<!--\[if[^>]*mso.*?<!\[endif\]-->", re.DOTALL)


def test_no_subject_poses_as_an_answer(mail):
    assert not re.match(r"(re|fwd?|tr|rv)\s*:", mail.message["Subject"], re.IGNORECASE)


def test_a_sender_is_named_and_nothing_else(mail):
    name = mail.message["From"].addresses[0].display_name

    assert GIVEN_NAME not in name
    assert mail.message["Subject"] not in name
    assert not [sign for sign in name if unicodedata.category(sign) in {"So", "Cs", "Co"}]


def test_one_sender_for_all_mails_of_a_union(mails):
    senders = {(mail.sample.union, mail.raw("From")[0]) for mail in mails.values()}

    assert len(senders) == len({union for union, _ in senders})


def test_nothing_is_hidden_from_who_reads_it(mail):
    shown = MSO.sub("", mail.html)

    assert not HIDING.search(shown)
    assert not [one for one in mail.page.iter() if one.get("hidden") is not None or one.get("aria-hidden")]


def test_no_words_stand_in_letters_too_small_to_see(mail):
    too_small = [words for words, size in _words(mail.page.find("body"), 16.0) if size < 12]

    assert too_small == []


def test_the_preheader_is_a_line_that_everybody_sees(list_mail):
    assert "Trois travailleuses, two health systems, una pregunta para" in seen(list_mail.page)


def _words(element, inherited):
    found = re.search(r"(?<!-)font-size:\s*([\d.]+)px", element.get("style") or "")
    size = float(found[1]) if found else inherited
    for words in (element.text, *(child.tail for child in element)):
        if (words or "").strip():
            yield words, size
    for child in element:
        if isinstance(child.tag, str):  # comments for Outlook are no words
            yield from _words(child, size)
