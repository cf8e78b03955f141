"""What to take out, and how."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from newsletter.audiences.models import Segment
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import HEADINGS, OF_A_LIST, USUAL, Column
from newsletter.exporting.models import ExportFormat
from newsletter.subscribers.models import MailingList, Standing
from newsletter.web.languages import in_language
from newsletter.web.manage.display import called
from newsletter.web.manage.forms import CheckboxesField, StaffForm

EVERYBODY, LIST, SEGMENT = "everybody", "list", "segment"

FORMATS = {
    ExportFormat.CSV: lazy_gettext("CSV, which every program reads"),
    ExportFormat.XLSX: lazy_gettext("Workbook for Excel or LibreOffice (XLSX)"),
}


class ExportForm(StaffForm):
    """Whose rows, which columns, in which form."""

    whom = SelectField(lazy_gettext("Who"))
    standing = SelectField(lazy_gettext("How they stand with the list"))
    former = BooleanField(lazy_gettext("Also those who are members no more"))
    columns = CheckboxesField(lazy_gettext("Columns"))
    kind = RadioField(
        lazy_gettext("Kind of file"), choices=[SelectChoice(one.value, text) for one, text in FORMATS.items()]
    )

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        kind, _, number = self.whom.data.partition("-")
        return Choice(
            int(number) if kind == LIST else None,
            Standing(self.standing.data),
            self.former.data,
            int(number) if kind == SEGMENT else None,
        )

    @property
    def sheet(self) -> list[Column]:
        """The columns in their order; those about a list only where there is one."""
        chosen = {Column(one) for one in self.columns.data}
        return [one for one in Column if one in chosen and (self.choice.list_id or one not in OF_A_LIST)]

    def is_right(self) -> bool:
        """Whether it came in, and says something to write."""
        if not self.validate_on_submit():
            return False
        if not self.sheet:
            self.refuse("columns", gettext("Choose at least one column."))
            return False
        return True


def export_form(
    lists: Sequence[MailingList], segments: Sequence[Segment], *, everybody: str, whom: str, standing: Standing
) -> ExportForm:
    """Filled in with whom the people page showed, and with the columns that are wanted most."""
    form = ExportForm(
        data={
            "whom": whom,
            "standing": standing.value,
            "columns": [one.value for one in USUAL],
            "kind": ExportFormat.CSV.value,
        }
    )
    form.whom.choices = [
        SelectChoice(EVERYBODY, everybody),
        *(SelectChoice(f"{LIST}-{one.id}", in_language(one.name)) for one in lists),
        *(SelectChoice(f"{SEGMENT}-{one.id}", one.name) for one in segments),
    ]
    form.standing.choices = [SelectChoice(one.value, called(one)) for one in Standing]
    form.columns.choices = [SelectChoice(one.value, _name(one)) for one in Column]
    return form


def _name(column: Column) -> str:
    return ", ".join(gettext(one) for one in HEADINGS[column])
