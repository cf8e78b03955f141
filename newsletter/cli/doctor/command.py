"""`newsletter doctor`: whether this installation can work, a sentence for each thing it needs."""

import argparse

from newsletter.cli.commands import Commands
from newsletter.cli.doctor.surroundings import examine
from newsletter.settings import load_settings

UNWELL = 1


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="say whether everything this installation needs is there")
    parser.set_defaults(run=_doctor)


def _doctor(_asked: argparse.Namespace) -> int:
    settings = load_settings()
    print(f"✔ The settings are complete: {settings.environment}, {settings.base_url}.")
    findings = list(examine(settings))
    for finding in findings:
        print(f"{'✔' if finding.is_well else '✖'} {finding.sentence}")
    return 0 if all(finding.is_well for finding in findings) else UNWELL
