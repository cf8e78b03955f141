from sqlalchemy import select

from newsletter.campaigns.models import Campaign, InDoubt


def newest(rows):
    rows.rollback()
    return rows.scalars(select(Campaign).order_by(Campaign.id.desc())).first()


def test_an_update_begins_with_a_name_a_topic_and_languages(anna, rows, desks):
    anna.get("/manage/ue/campaigns/new-update")

    page = anna.post(
        "/manage/ue/campaigns/new-update",
        title="June",
        topic=str(desks.topic.id),
        source="fr",
        translations=["en", "es"],
    )

    made = newest(rows)
    assert page.url.endswith(f"/campaigns/{made.id}/text/fr")
    assert (made.title, made.languages, made.union_id) == ("June", ["fr", "en", "es"], desks.union["ue"].id)


def test_an_invitation_needs_an_event_of_ones_own(anna, rows, desks):
    anna.get("/manage/ue/campaigns/new-invitation")
    form = {"title": "Picnic", "topic": str(desks.topic.id), "source": "en"}

    refused = anna.post("/manage/ue/campaigns/new-invitation", event=str(desks.event["unifor"].id), **form)
    made = anna.post("/manage/ue/campaigns/new-invitation", event=str(desks.event["ue"].id), **form)

    assert "Please look at this again" in refused.text
    assert made.url.endswith("/text/en")
    assert newest(rows).event_id == desks.event["ue"].id


def test_a_form_with_errors_loses_nothing(anna, desks):
    anna.get("/manage/ue/campaigns/new-update")

    page = anna.post(
        "/manage/ue/campaigns/new-update", title="  ", topic=str(desks.topic.id), source="es", translations=["fr"]
    )

    assert "This must not be empty" in page.text
    assert '<option selected value="es">' in page.text


def test_details_change_and_a_written_language_is_not_dropped(anna_writes, desks):
    seen = anna_writes.campaign.revision
    anna_writes.get("/details")
    form = {"seen": seen, "title": "Renamed", "topic": str(desks.topic.id), "source": "en"}

    refused = anna_writes.post("/details", **form)
    saved = anna_writes.post("/details", translations=["fr", "es"], **form)

    assert "Something is written in French" in refused.text
    assert "Saved." in saved.text
    assert anna_writes.campaign.languages == ["en", "fr", "es"]


def test_one_decides_what_is_done_with_mails_in_doubt(anna_writes, desks):
    seen = anna_writes.campaign.revision
    assert "most mailboxes show that as one" in anna_writes.get("/details").text
    form = {"seen": seen, "title": "May", "topic": str(desks.topic.id), "source": "en", "translations": ["fr"]}

    anna_writes.post("/details", in_doubt="leave", **form)

    assert anna_writes.campaign.in_doubt is InDoubt.LEAVE


def test_the_one_address_of_a_campaign_leads_to_where_it_is(anna_writes, browser_of):
    assert anna_writes.get().url.endswith("/text/en")
    assert browser_of("viewer@ue.example").get(anna_writes.pages).url.endswith("/preview")


def test_long_lists_are_paged_by_key_and_back(anna, rows, ue):
    for number in range(30):
        rows.add(
            Campaign(
                union_id=ue.union_id,
                kind=ue.kind,
                title=f"Number {number:02}",
                list_id=ue.list_id,
                audience=ue.audience,
                languages=["en"],
                created_at=ue.created_at,
            )
        )
    rows.commit()

    first = anna.get("/manage/ue/campaigns")
    assert "Number 29" in first.text
    assert "Number 04" not in first.text
    older = first.text.split('rel="next" href="')[1].split('"')[0]
    second = anna.get(older)
    assert "Number 04" in second.text
    newer = second.text.split('rel="prev" href="')[1].split('"')[0]
    assert "Number 29" in anna.get(newer).text
