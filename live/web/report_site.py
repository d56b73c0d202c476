"""The write-up as a website in one ZIP: a page, its styles, fonts and pictures, and the data. It opens from a folder.

It is the very page that the server gives out, with addresses that lead into the folder beside it: no script, nothing from
elsewhere, so it can be read in ten years on a machine that has no network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from markupsafe import Markup
from msgspec import Struct

from live.conference.polls.options import OWN_PICTURE
from live.report import Report, spreadsheet
from live.report.formats import as_csv, as_json, as_zip, table_as_csv
from live.report.markdown import as_markdown
from live.report.schema import schema
from live.report.tables import tables_of
from live.web.templates import environment, static_files

STYLE = "style/"
PICTURES = "pictures/"
DATA = "data/"
LICENSE = "fonts/OFL.txt"  # goes wherever the fonts go
READ_ME = """This folder is the write-up of a conference day. Open index.html in any browser; it needs no network.
The folder “data” holds the same as text, tables and JSON.
"""
_IN_STYLES = re.compile(rb"url\([\"']?([^\"')]+)[\"']?\)")


class _Link(Struct, frozen=True):
    address: str
    name: str
    about: str


def as_site(report: Report, *, pictures: Mapping[str, bytes], drawings: Mapping[int, bytes]) -> bytes:
    """The ZIP. `pictures` are those that the chair has uploaded, by their names; `drawings` those of the day, by numbers."""
    files: dict[str, bytes] = {"read-me.txt": READ_ME.encode()}

    def static(name: str) -> str:
        _take(name, files)
        return STYLE + name

    def drawing(name: str) -> Markup:
        if not name:
            return Markup("")
        if OWN_PICTURE.fullmatch(name):
            if name not in pictures:
                return Markup("")
            address = f"{PICTURES}{name}.webp"
            files[address] = pictures[name]
        else:
            address = static(f"symbols/{name}.svg")
        return Markup('<img class="picture" src="{}" alt="" width="48" height="48"> ').format(address)

    def graphic_at(number: int) -> str:
        address = f"{PICTURES}drawing-{number}.webp"
        files[address] = drawings[number]
        return address

    data = _data(report)
    links = [_Link(DATA + name, name, about) for name, (_, about) in data.items() if about]
    page = environment().get_template("pages/report.html")
    html = page.render(
        title="Write-up of the day", report=report, files=links, static=static, drawing=drawing, graphic_at=graphic_at
    )
    _take(LICENSE, files)
    files |= {DATA + name: content for name, (content, _) in data.items()}
    return as_zip({"index.html": html.encode(), **files})


def _take(name: str, files: dict[str, bytes]) -> None:
    """Put a static file into the folder, and what its styles lead to."""
    if STYLE + name in files:
        return
    content = static_files().plain(name)
    files[STYLE + name] = content
    if name.endswith(".css"):
        for found in _IN_STYLES.findall(content):
            if not found.startswith((b"data:", b"#")):
                _take(str(PurePosixPath(name).parent / found.decode()), files)


def _data(report: Report) -> dict[str, tuple[bytes, str]]:
    """The files of data by their names, each with what it is; "" for those that the page need not name one by one."""
    data = {
        "write-up.md": (as_markdown(report), "The text (Markdown)."),
        "write-up.csv": (as_csv(report), "One long table (CSV)."),
        "write-up.json": (as_json(report), "Everything, for programs (JSON)."),
        "write-up.schema.json": (schema(), "What is in the JSON (JSON Schema)."),
    }
    if spreadsheet.is_there():
        data["write-up.xlsx"] = (spreadsheet.as_xlsx(report), "All tables (XLSX).")
    for table in tables_of(report):
        if table.rows:
            data[f"{table.name}.csv"] = (table_as_csv(table), "")
    return data
