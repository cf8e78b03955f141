"""`newsletter demo --check`: the whole way once in a fresh folder, with an account of every mail at the end."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from newsletter.demo.counting import arrived, complaints, sums
from newsletter.demo.stage import set_up
from newsletter.demo.waiting import live_line, wait_for_mails, wait_for_pages
from newsletter.links import Links
from newsletter.seeds import Seed


def check(seed: Seed) -> bool:
    """Whether every mail had one fate and nobody got two; the last line is the account as JSON.

    The folder stays only where something did not work, so that its logs can be read.
    """
    home = Path(tempfile.mkdtemp(prefix="newsletter-demo-"))
    try:
        with set_up(home, seed) as stage:
            progress = wait_for_mails(stage, live_line)
            live_line("")
            wait_for_pages(stage)
            mails = arrived(stage.settings)
            wrong = list(complaints(progress, mails, Links.of(stage.settings).signer))
    except KeyboardInterrupt:
        shutil.rmtree(home, ignore_errors=True)
        raise
    shutil.rmtree(home, ignore_errors=True)
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    print(json.dumps(sums(progress, mails)))
    return not wrong
