"""The write-up of the day: as a page to read and print, and as files. Whoever may read the page may have the files, but for two.
The website is for handing on, so it holds what everybody may read, whoever fetches it. The export for counting again has whole
ballots, which can be as good as signatures: it is given to chair and facilitators only, who think before handing it on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from weakref import WeakKeyDictionary

from msgspec import Struct
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from live.conference import Conference
from live.conference.people import Role
from live.fragments.desk_comments import SECTION_WORDS
from live.report import MAY_SEE_ALL, Report, spreadsheet, write_up
from live.report.formats import as_csv, as_json, table_as_csv, tables_as_zip
from live.report.markdown import as_markdown
from live.report.recount import as_zip
from live.report.schema import schema
from live.report.tables import TABLES, tables_of
from live.web.access import SAID_COOKIE
from live.web.live_conference import LiveConference
from live.web.report_site import as_site
from live.web.templates import folder
from live.web.visit import Visit, plain_page

Write = Callable[[Report], bytes]


class File(Struct, frozen=True):
    """One of the formats, as the page offers it. Without an address it cannot be had here, and `about` says why."""

    address: str
    name: str
    about: str


RECOUNT = "report/recount.zip"

_pages: WeakKeyDictionary[LiveConference, dict[Role, tuple[int, bytes]]] = WeakKeyDictionary()
"""The page as it was last made for each role, and at which position: a whole hall may ask for it at once, when it is
published, and it is the same for all of a role."""

FORMATS = (
    File(
        "report/site.zip",
        "Website (ZIP)",
        "To hand on: opens from a folder, without this server. What everybody may read.",
    ),
    File("report.xlsx", "Spreadsheet (XLSX)", "All tables, one sheet for each."),
    File("report.md", "Text (Markdown)", "For a wiki or a text editor."),
    File("report/tables.zip", "Tables (CSV files in a ZIP)", "For any spreadsheet or database."),
    File("report.csv", "One long table (CSV)", "All of it, a line for each thing."),
    File("report.json", "Everything (JSON)", "For programs; what is in it is described by a JSON Schema."),
    File("report.schema.json", "JSON Schema", "The description of the JSON."),
    File(
        RECOUNT,
        "For counting again (ZIP)",
        "Every answer, sorted, and a script. Only chair and facilitators see this one.",
    ),
)


class Made:
    """The files of one conference as they were last made: one at a time, in a thread beside the loop, and once for all who ask
    meanwhile. A long day takes seconds, and a whole hall may want it."""

    def __init__(self, live: LiveConference) -> None:
        self._clerk = live.clerk
        self._one_at_a_time = asyncio.Lock()
        self._at = -1
        self._files: dict[tuple[str, Role | None], bytes] = {}
        self.times = 0
        """How many files were made so far."""

    async def get(self, file: tuple[str, Role | None], write: Callable[[Conference], bytes]) -> bytes:
        """A file as the day is now or, where others were before, was when this one asked, or later."""
        asked_at = self._clerk.position
        async with self._one_at_a_time:
            if self._at < asked_at:
                self._files.clear()
                self._at = self._clerk.position
            if file not in self._files:
                self._files[file] = await asyncio.to_thread(write, self._clerk.conference)
                self.times += 1
            return self._files[file]


_files_made: WeakKeyDictionary[LiveConference, Made] = WeakKeyDictionary()


def _made(live: LiveConference) -> Made:
    known = _files_made.get(live)
    if known is None:
        known = _files_made[live] = Made(live)
    return known


def may_read(visit: Visit) -> Role | None:
    """As whom this visitor reads the write-up; None: not at all. With `?as=delegate` chair and facilitators see what everybody
    reads, or would read."""
    sees_all = next((role for role in MAY_SEE_ALL if visit.has(role)), None)
    if sees_all is not None and visit.request.query_params.get("as") != "delegate":
        return sees_all
    return "delegate" if sees_all is not None or visit.conference.writeup.is_public else None


async def report(visit: Visit) -> Response:
    role = may_read(visit)
    if role is None:
        return _not_yet(visit)
    is_own = visit.trouble is not None or SAID_COOKIE in visit.request.cookies  # what happened to one person
    known = _pages.setdefault(visit.live, {})
    position = visit.live.clerk.position
    made_at, body = known.get(role, (-1, b""))
    if made_at == position and not is_own:
        return HTMLResponse(body)
    day = write_up(visit.conference, role)
    is_for_comments = role == "delegate" and visit.conference.writeup.state == "draft"
    page = visit.page(
        "pages/report.html",
        title="Write-up of the day",
        role=role,
        report=day,
        files=_files(visit, role),
        ways=_ways(visit, role),
        comment_at=visit.live.path("report/comments") if is_for_comments else "",
        section_words=SECTION_WORDS,
        graphic_at=lambda number: visit.live.path(f"graphic/{number}"),
    )
    if not is_own:
        known[role] = (position, bytes(page.body))
    return page


def _ways(visit: Visit, role: Role) -> list[tuple[str, str]]:
    """Where the page leads on to: addresses and words."""
    writeup = visit.conference.writeup
    ways = [(visit.live.path("programme"), "The day")] if role == "delegate" else []
    if role == "chair":
        ways.append((visit.live.path("chair/report"), "Arrange and publish it"))
    if visit.conference.actions.by_id and "actions" in writeup.sections:
        ways.append((visit.live.path("actions"), "What came of it"))
    if role == "delegate" and writeup.state == "draft":
        ways.append((visit.live.path("report/comments"), "Comment on the draft"))
    return ways


def _files(visit: Visit, role: Role) -> list[File]:
    home = f"{visit.venue.base}/{visit.conference.code}/"
    return [
        File("", one.name, spreadsheet.HOW_TO_GET_IT)
        if one.address == "report.xlsx" and not spreadsheet.is_there()
        else File(home + one.address, one.name, one.about)
        for one in FORMATS
        if one.address != RECOUNT or role in MAY_SEE_ALL
    ]


async def report_json(visit: Visit) -> Response:
    return await _file(visit, as_json, "application/json", ".json")


async def report_csv(visit: Visit) -> Response:
    return await _file(visit, as_csv, "text/csv; charset=utf-8", ".csv")


async def report_markdown(visit: Visit) -> Response:
    return await _file(visit, as_markdown, "text/markdown; charset=utf-8", ".md")


async def report_xlsx(visit: Visit) -> Response:
    if may_read(visit) is not None and not spreadsheet.is_there():
        back = f"{visit.venue.base}/{visit.conference.code}/report"
        text = spreadsheet.HOW_TO_GET_IT
        return plain_page(visit.venue, 501, "No spreadsheet file here", text, back, "Back to the write-up")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return await _file(visit, spreadsheet.as_xlsx, kind, ".xlsx")


async def report_tables(visit: Visit) -> Response:
    return await _file(visit, tables_as_zip, "application/zip", "-tables.zip")


async def report_table(visit: Visit) -> Response:
    """One table, by its name."""
    name = visit.params["table"]
    if name not in TABLES:
        return PlainTextResponse("There is no such table.", 404)
    return await _file(visit, partial(_one_table, name), "text/csv; charset=utf-8", f"-{name}.csv")


def _one_table(name: str, day: Report) -> bytes:
    return next(table_as_csv(table) for table in tables_of(day) if table.name == name)


async def report_schema(visit: Visit) -> Response:
    """The same for every conference, and no secret."""
    return Response(schema(), media_type="application/schema+json")


async def report_site(visit: Visit) -> Response:
    """What everybody may read: for handing on, so the same for chair and facilitators."""
    pictures: Mapping[str, bytes] = visit.conference.pictures
    drawings = {one.id: one.data for one in visit.conference.harvest.pictures()}
    write = partial(as_site, pictures=pictures, drawings=drawings)
    return await _file(visit, write, "application/zip", "-website.zip", for_all=True)


async def recount(visit: Visit) -> Response:
    """What anybody needs to count again, of the results that everybody sees."""
    if may_read(visit) not in MAY_SEE_ALL:
        text = (
            "It has whole ballots, so the chair and the facilitators have it, by their own links. They can hand it on."
        )
        back = f"{visit.venue.base}/{visit.conference.code}/report"
        return plain_page(visit.venue, 403, "This file is not for everybody", text, back, "To the write-up")
    content = await _made(visit.live).get(("recount", None), lambda day: as_zip(day, folder("templates")))
    name = f'attachment; filename="recount-{visit.live.code}.zip"'
    return Response(content, media_type="application/zip", headers={"content-disposition": name})


def _not_yet(visit: Visit) -> Response:
    text = "The chair and the facilitators can read it already, by their own links."
    back = f"{visit.venue.base}/{visit.conference.code}"
    return plain_page(visit.venue, 403, "The write-up is not public yet", text, back, "Back to the conference")


async def _file(visit: Visit, write: Write, kind: str, ending: str, *, for_all: bool = False) -> Response:
    """The write-up as a file."""
    role = may_read(visit)
    if role is None:
        return _not_yet(visit)
    reader: Role = "delegate" if for_all else role
    content = await _made(visit.live).get((ending, reader), lambda day: write(write_up(day, reader)))
    name = f'attachment; filename="write-up-{visit.live.code}{ending}"'
    return Response(content, media_type=kind, headers={"content-disposition": name})
