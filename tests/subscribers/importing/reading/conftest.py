from io import BytesIO

import pytest

from newsletter.subscribers.importing.reading.form import form_of
from newsletter.subscribers.importing.reading.records import Records


@pytest.fixture
def rows():
    """The rows of a file's bytes."""

    def read(content, width=None):
        file = BytesIO(content)
        return list(Records(file, form_of(file), width=width))

    return read
