"""What is wrong with a rule."""

from newsletter.errors import NewsletterError


class BadRule(NewsletterError):
    """A rule that cannot be read; says where."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'rule'}: {problem}")
        self.path, self.problem = path, problem
