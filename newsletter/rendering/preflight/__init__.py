"""Looking a campaign over before it goes out."""

from newsletter.rendering.preflight.finding import Finding, Severity
from newsletter.rendering.preflight.looking import Draft, Flight, preflight

__all__ = ["Draft", "Finding", "Flight", "Severity", "preflight"]
