"""The write-up as a spreadsheet file (XLSX): a sheet for each table that has rows.

Every text is written as text: nothing in it becomes a formula, a link or a number. XlsxWriter does it, which comes with the extra
`xlsx`; without it there is no such file, and `is_there` says so.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from live.report import Report
from live.report.tables import Cell, Table, tables_of

HOW_TO_GET_IT = "This server was installed without it. Whoever runs it gets it with: pip install xlsxwriter"
MOST_LETTERS = 32_767  # in a cell; more, and XlsxWriter leaves the cell empty
SAME_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # so that the same day makes the same file
NARROWEST, WIDEST = 8, 70


def is_there() -> bool:
    """Whether the library that writes it is installed."""
    return find_spec("xlsxwriter") is not None


def as_xlsx(report: Report) -> bytes:
    """All tables that have rows. Raises `ImportError` where the extra is not installed."""
    import xlsxwriter

    inside = io.BytesIO()
    texts_stay_texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(inside, {"in_memory": True, **texts_stay_texts})
    book.set_properties({"title": report.title[:255], "created": SAME_DATE})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables_of(report):
        if table.rows:
            _fill(book.add_worksheet(table.title[:31]), table, head, body)
    book.close()
    return inside.getvalue()


def _fill(sheet: Any, table: Table, head: Any, body: Any) -> None:
    for place, (name, width) in enumerate(zip(table.head, _widths(table), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, head)
    for line, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, _as_text(cell), body)
            else:
                sheet.write_number(line, place, cell, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)


def _as_text(cell: str) -> str:
    """The text for a cell. XlsxWriter takes "<r>…</r>" for markup of its own and would write it as it is; a space, not seen,
    makes it text."""
    text = cell[: MOST_LETTERS - 1]
    return f"{text} " if text.endswith("</r>") else text


def _widths(table: Table) -> list[int]:
    """A width for each column, in letters: as wide as its longest line, within bounds."""
    columns = zip(table.head, *table.rows, strict=True)
    return [max(NARROWEST, min(WIDEST, max(map(_letters, column)) + 2)) for column in columns]


def _letters(cell: Cell) -> int:
    return max(map(len, str(cell).split("\n")))
