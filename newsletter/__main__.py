"""`python -m newsletter`: the command line where its script is not on the path."""

import sys

from newsletter.cli import main

sys.exit(main())
