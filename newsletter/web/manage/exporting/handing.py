"""Handing a file over, so that no browser or proxy keeps a copy."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from flask import Response, send_file

from newsletter.exporting.models import ExportFormat
from newsletter.unions.models import Union

_KINDS = {
    ExportFormat.CSV: ("csv", "text/csv"),
    ExportFormat.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportFormat.ARCHIVE: ("zip", "application/zip"),
}


def handed_over(file: Path | BinaryIO, union: Union, form: ExportFormat, day: date) -> Response:
    """To be saved under the union's name and a day."""
    ending, mimetype = _KINDS[form]
    answer = send_file(file, mimetype, as_attachment=True, download_name=f"{union.slug}-{day.isoformat()}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
