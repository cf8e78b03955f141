"""Asking the scripts in tests/node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.servers import LeftOut, find

FOLDER = Path(__file__).parents[1] / "node"


def ask(script: str, given: list[str]) -> list[Any]:
    """What a script says of each thing it is given. Raises LeftOut."""
    node = find("node", package="nodejs npm")
    if not (FOLDER / "node_modules").exists():
        raise LeftOut(f"its packages are not installed (npm ci --ignore-scripts --prefix {FOLDER})")
    done = subprocess.run(
        [node, FOLDER / script], input=json.dumps(given), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    answer: list[Any] = json.loads(done.stdout)
    assert len(answer) == len(given)
    return answer
