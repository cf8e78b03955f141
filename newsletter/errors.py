"""The two roots of every error a person is shown; each slice keeps its own beside what raises them."""


class NewsletterError(Exception):
    """Something a person can understand and act on. Its text says what to do."""


class NotVisible(NewsletterError):
    """It does not exist, or not for who asks; the two are never told apart."""
