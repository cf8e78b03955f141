"""`python -m workers --processes N`: what `newsletter worker` becomes."""

import argparse
import os
import sys

import redis

from newsletter import logs
from newsletter.embedded import running_redis
from newsletter.errors import NewsletterError
from newsletter.rendering import warm_up
from newsletter.settings import load_settings
from workers.launcher import Launcher


def main() -> int:
    """Run workers until asked to end."""
    parser = argparse.ArgumentParser(prog="newsletter worker", description="Take jobs from the queue.")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    asked = parser.parse_args()
    logs.begin()
    try:
        settings = load_settings()
        with running_redis(settings.redis_url, home=settings.home) as server:
            os.environ["REDIS_URL"] = server.url
            warm_up(settings.languages)  # before the fork, so that the workers share what it makes
            Launcher(server.url, asked.processes).run()
    except (NewsletterError, redis.RedisError, OSError) as problem:
        print(problem, file=sys.stderr)  # noqa: T201 (it talks to a terminal)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
