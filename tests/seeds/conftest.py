"""A planting."""

from datetime import UTC, datetime

import pytest

from newsletter.seeds import plant_with_samples, read
from newsletter.tokens import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def plant(session):
    """Plant NASP with its samples."""

    def planting(now=NOW, seed=None):
        planted = plant_with_samples(session, seed or read("nasp"), signer=Signer("a secret of the tests"), now=now)
        session.commit()
        return planted

    return planting


@pytest.fixture
def planted(plant, session):
    """A session on a planted database."""
    plant()
    return session
