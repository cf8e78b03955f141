"""`newsletter demo`: everything runs until Ctrl-C, and the addresses to open are shown."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from newsletter.accounts.passwords import SAMPLE_PASSWORD
from newsletter.campaigns.models import CampaignKind
from newsletter.demo.counting import arrived
from newsletter.demo.launching import Progress
from newsletter.demo.stage import Stage, set_up
from newsletter.demo.waiting import live_line, wait_for_mails, wait_for_pages
from newsletter.seeds import Seed

LOOK_EVERY_S = 0.5


def show(home: Path, seed: Seed, *, port: int | None = None) -> None:
    """Run a demo in a folder until Ctrl-C. What it wrote stays there for the next time."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _interrupt)
    live_line("Setting up")
    try:
        with set_up(home, seed, port=port) as stage:
            _open_to_visitors(stage)
            while True:
                stage.household.look_after()
                time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        print(f"\nEnded. What it wrote stays in {home}.")


def _open_to_visitors(stage: Stage) -> None:
    progress = wait_for_mails(stage, live_line)
    wait_for_pages(stage)
    live_line("")
    for line in _welcome(stage, progress):
        print(line)
    print(flush=True)


def _welcome(stage: Stage, progress: dict[CampaignKind, Progress]) -> Iterator[str]:
    base = stage.settings.base_url
    yield f"{stage.seed.unions.alliance.name['en']} runs on this machine, for nobody but you."
    yield ""
    for one in progress.values():
        yield f"  {_told(one)}"
    yield ""
    yield f"  What arrived   {base}/inbox/  ({len(arrived(stage.settings))} mails)"
    yield f"  Sign up        {base}/join"
    yield f"  Staff          {base}/manage/sign-in"
    yield ""
    yield f"  Everybody's password is {SAMPLE_PASSWORD}. Sign in as"
    for account in stage.seed.samples.accounts.accounts:
        yield f"    {account.email:24} {account.role} of {account.union}"
    yield ""
    yield "Ctrl-C ends it."


def _told(one: Progress) -> str:
    fates = one.fates
    told = f"The {one.kind} went to {fates.sent} of {fates.audience} people"
    rest = [
        f"{count} {what}"
        for count, what in (
            (fates.held, "wait for their union's yes"),
            (fates.suppressed, "must not be mailed"),
            (fates.failed, "failed"),
            (fates.uncertain, "uncertain"),
        )
        if count
    ]
    return "; ".join([told, *rest]) + "."


def _interrupt(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
