"""What a bench cannot do without."""

from newsletter.errors import NewsletterError


class BenchError(NewsletterError):
    """Something is missing on this machine, or the measured run went wrong; says what."""
