"""The source tree as tests about its shape see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

MADE_BY_MACHINES = {"__pycache__", "artifacts", "node_modules", "var"}


def files(*folders: str, pattern: str = "*") -> list[Path]:
    """What people wrote there. Never nothing."""
    found = sorted(
        path
        for folder in folders or (".",)
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and not is_made(path.relative_to(ROOT))
    )
    assert found, f"no {pattern} in {folders}"
    return found


def is_made(path: Path) -> bool:
    """Not written by a person: environments, caches, output."""
    hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in path.parts)
    return hidden or not MADE_BY_MACHINES.isdisjoint(path.parts)


def python(*folders: str) -> list[Path]:
    """The Python files there."""
    return files(*folders, pattern="*.py")


def imported(path: Path) -> Iterator[str]:
    """The full names of modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            yield node.module or ""


def name(path: Path) -> str:
    """As it reads in a message."""
    return str(path.relative_to(ROOT))
