"""Workbooks written by hand, so that they can be wrong in ways in which no library writes them."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

A_DATE = 1
"""The number of the style that makes a date of a number."""


def cell(place: str, text: object = "", *, formula: str = "", style: int = 0) -> str:
    if isinstance(text, str) and not formula:
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
    kind = ' t="str"' if isinstance(text, str) else ""
    return f'<c r="{place}" s="{style}"{kind}>{f"<f>{formula}</f>" if formula else ""}<v>{text}</v></c>'


def sheet(*rows: str, merged: str = "") -> str:
    written = "".join(f"<row>{row}</row>" for row in rows)
    merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{written}</sheetData>{merge}</worksheet>'


def book(path: Path, *sheets: str, hidden: int = 0, **more: bytes) -> Path:
    """A workbook of these sheets, so many of the first ones hidden."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(_named(n, is_hidden=n <= hidden) for n in numbers)
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    styles = f'<Relationship Id="s" Type="{_DOCUMENT}/styles" Target="styles.xml"/>'
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
            f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{named}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}{styles}</Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'{_XML}<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        )
        for n, text in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", text)
        for name, content in more.items():
            archive.writestr(f"xl/{name}.bin", content)
    return path


def _named(number: int, *, is_hidden: bool) -> str:
    state = ' state="hidden"' if is_hidden else ""
    return f'<sheet name="S{number}" sheetId="{number}" r:id="r{number}"{state}/>'
