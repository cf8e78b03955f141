"""What may not stand in a line that ends up in a mail's heading."""

import unicodedata

from flask_babel import gettext
from wtforms import Field, ValidationError
from wtforms.form import BaseForm


def no_signs_of_control(_form: BaseForm, field: Field) -> None:
    """Raises ValidationError for line breaks and the like (header injection, STANDARDS.md 5)."""
    if any(unicodedata.category(sign) == "Cc" for sign in field.data or ""):
        raise ValidationError(gettext("A name has no line breaks in it."))
