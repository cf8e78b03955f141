"""`newsletter campaign`: what an operator does with campaigns that are over."""

import argparse
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign
from newsletter.cli.commands import Commands, Refused, database
from newsletter.db import writing
from newsletter.delivery.services.forgetting import forget
from newsletter.settings import load_settings


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("campaign", help="make room: forget who got an old campaign")
    ways = parser.add_subparsers(metavar="WAY", required=True)
    one = ways.add_parser("forget", help="take its people out of the ledger, for good; the report's figures stay")
    one.add_argument("number", type=int, help="as in the address of its page, /manage/campaigns/NUMBER")
    one.add_argument("--title", required=True, help="its title, so that it is no other")
    one.set_defaults(run=_forget)


def _forget(asked: argparse.Namespace) -> None:
    """In a transaction for each set, so that nobody waits for all of them."""
    forgotten = 0
    with database(load_settings()) as engine:
        while True:
            with Session(writing(engine)) as session, session.begin():
                _check(session, asked)
                some = forget(session, campaign_id=asked.number, now=datetime.now(UTC))
            if not some:
                break
            forgotten += some
    if not forgotten:
        raise Refused(f"nobody is left in the ledger of campaign {asked.number}")
    print(f"{forgotten} messages of campaign {asked.number} are forgotten; its report keeps the figures.")


def _check(session: Session, asked: argparse.Namespace) -> None:
    campaign = session.get(Campaign, asked.number)
    if campaign is None:
        raise Refused(f"there is no campaign {asked.number}")
    if campaign.title != asked.title:
        raise Refused(f'campaign {asked.number} is called "{campaign.title}"; give that as --title if it is the one')
