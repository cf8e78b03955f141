"""For WSGI servers: `gunicorn wsgi:app`."""

import sys

from newsletter.app import create_app
from newsletter.errors import NewsletterError

try:
    app = create_app()
except NewsletterError as problem:
    sys.exit(str(problem))
