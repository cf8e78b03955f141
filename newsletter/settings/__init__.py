"""What an operator decides: read from the environment and checked once, before anything starts."""

from newsletter.settings.loading import SettingsError, load_settings
from newsletter.settings.model import Environment, Settings

__all__ = ["Environment", "Settings", "SettingsError", "load_settings"]
