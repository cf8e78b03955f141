"""How many are on a list, by day and union, without counting them for a page."""

from datetime import date, timedelta

from newsletter.subscribers.models import Standing
from newsletter.subscribers.sizes import FRESH_FOR, count_list, due, history, latest
from tests.clock import NOON
from tests.factories import make_person


def sizes(session, topic, *unions):
    return [latest(session, list_ids=[topic.id], union_id=union.id)[topic.id].confirmed for union in unions]


def test_each_is_counted_once_and_each_union_counts_its_own(desk, session):
    make_person(session, desk.ue, desk.unifor, lists=[desk.trade])
    make_person(session, desk.ue, lists=[desk.trade])
    make_person(session, desk.ue, lists=[desk.trade], standing=Standing.PENDING)
    former = make_person(session, desk.unifor, lists=[desk.trade])
    former.memberships[0].ended_on = date(2026, 1, 1)

    count_list(session, list_id=desk.trade.id, now=NOON)

    assert latest(session, list_ids=[desk.trade.id])[desk.trade.id].confirmed == 3
    assert sizes(session, desk.trade, desk.ue, desk.unifor, desk.alliance) == [2, 1, 0]


def test_a_list_is_counted_again_after_a_while_and_says_when(desk, session):
    lists = {desk.trade.id, desk.climate.id, desk.strikes.id, desk.leaders.id}
    assert set(due(session, now=NOON)) == lists

    count_list(session, list_id=desk.trade.id, now=NOON)

    assert set(due(session, now=NOON)) == lists - {desk.trade.id}
    assert set(due(session, now=NOON + FRESH_FOR)) == lists
    assert latest(session, list_ids=lists)[desk.trade.id].counted_at == NOON
    assert desk.climate.id not in latest(session, list_ids=lists)


def test_who_left_is_missing_in_the_next_figure(desk, session):
    person = make_person(session, desk.ue, lists=[desk.trade])
    count_list(session, list_id=desk.trade.id, now=NOON)
    person.subscriptions[0].standing = Standing.UNSUBSCRIBED
    session.flush()

    count_list(session, list_id=desk.trade.id, now=NOON + timedelta(hours=1))

    assert sizes(session, desk.trade, desk.ue) == [0]


def test_the_days_tell_its_history(desk, session):
    for day in range(3):
        count_list(session, list_id=desk.trade.id, now=NOON + timedelta(days=day))
        make_person(session, desk.ue, lists=[desk.trade])

    since = NOON.date() + timedelta(days=1)

    assert history(session, list_id=desk.trade.id, union_id=desk.ue.id, since=since) == [
        (since, 1),
        (since + timedelta(days=1), 2),
    ]
