"""Alliances as folders of text: what a new installation begins with.

`nasp` is one; another alliance is another folder beside it. Nothing in the code knows any of them.
"""

from newsletter.seeds.forms import Seed
from newsletter.seeds.planting import AnotherAlliance, Planted, plant, plant_with_samples
from newsletter.seeds.reading import BadSeed, available, read

__all__ = ["AnotherAlliance", "BadSeed", "Planted", "Seed", "available", "plant", "plant_with_samples", "read"]
