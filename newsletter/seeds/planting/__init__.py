"""A seed becomes rows. What is there already is left as it is, so planting twice changes nothing."""

from newsletter.seeds.planting.plant import AnotherAlliance, Planted, plant, plant_with_samples

__all__ = ["AnotherAlliance", "Planted", "plant", "plant_with_samples"]
