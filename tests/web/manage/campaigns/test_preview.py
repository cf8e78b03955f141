"""Looking at a mail with a recipient's eyes, and showing nobody's private things on the way."""


def test_the_mail_is_the_one_a_real_member_gets(anna_writes):
    assert "Dear Mariaue" in anna_writes.get("/preview/mail").text


def test_next_and_anybody_stay_among_the_recipients(anna_writes, desks):
    for pick in ("next", "random"):
        page = anna_writes.get(f"/preview?pick={pick}")

        assert f"person={desks.person['ue'].id}" in page.url


def test_who_is_no_recipient_is_not_shown(anna_writes, desks):
    assert anna_writes.get(f"/preview?language=fr&person={desks.person['ue'].id}").status == 404


def test_nobodys_own_links_are_in_it(anna_writes, desks, app):
    page = anna_writes.get("/preview?form=text")

    with app.test_request_context():
        links = app.extensions["newsletter"][1]
        from_mail = links.leave(desks.person["ue"].id, desks.topic.id, desks.union["ue"].id)
    assert "Mariaue" in page.text
    assert from_mail not in page.text


def test_its_frame_lets_nothing_run(anna_writes):
    policy = anna_writes.get("/preview/mail").headers["Content-Security-Policy"]

    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_an_editor_sees_names_but_no_addresses(browser_of, anna_writes):
    editor = browser_of("editor@ue.example").get(f"{anna_writes.pages}/preview?form=headers")

    assert "Mariaue" in editor.text
    assert "maria@ue.example" not in editor.text
    assert "maria@ue.example" in anna_writes.get("/preview?form=headers").text


def test_a_viewer_sees_no_names(browser_of, anna_writes):
    assert "Mariaue" not in browser_of("viewer@ue.example").get(f"{anna_writes.pages}/preview?form=text").text


def test_the_dark_is_shown_whatever_the_browser_prefers(anna_writes):
    light, dark = anna_writes.get("/preview/mail"), anna_writes.get("/preview/mail?form=dark")

    assert "prefers-color-scheme: dark" in light.text
    assert "prefers-color-scheme: dark" not in dark.text


def test_an_empty_draft_can_be_looked_at(anna_writes):
    anna_writes.campaign.variant("fr").blocks = []
    anna_writes.rows.commit()

    assert anna_writes.get("/preview?language=fr").status == 200


def test_a_union_it_cannot_go_through_does_not_exist(anna_writes):
    assert anna_writes.get("/preview?through=unifor").status == 404
