"""Where exports lie until they are fetched or expire: for this installation's processes alone, under hidden names."""

import secrets
from pathlib import Path

_NAME_BYTES = 24


def folder(home: Path) -> Path:
    """Made where it is missing. All hosts that serve pages or write exports see the same one."""
    found = home / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def new_file(home: Path) -> Path:
    """An empty file, readable by us alone, that nobody finds by guessing."""
    path = folder(home) / secrets.token_urlsafe(_NAME_BYTES)
    path.touch(mode=0o600, exist_ok=False)
    return path


def path_of(home: Path, name: str) -> Path:
    """Where a file of this name lies, or lay."""
    return folder(home) / name


def delete(home: Path, name: str | None) -> None:
    """Nothing happens where it is gone already."""
    if name:
        path_of(home, name).unlink(missing_ok=True)
