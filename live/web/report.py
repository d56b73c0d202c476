"""The write-up of the day, for chair and facilitators: as a page to read and print, and as files."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.people import Role
from live.report import write_up
from live.report.formats import as_csv, as_json
from live.report.recount import as_zip
from live.web.templates import folder
from live.web.visit import Visit, plain_page


async def report(visit: Visit) -> Response:
    role = _role(visit)
    if role is None:
        return _not_yet(visit)
    day = write_up(visit.conference, role)
    return visit.page("pages/report.html", title="Write-up of the day", role=role, report=day)


async def report_json(visit: Visit) -> Response:
    role = _role(visit)
    if role is None:
        return _not_yet(visit)
    return _file(visit, as_json(write_up(visit.conference, role)), "application/json", "json")


async def report_csv(visit: Visit) -> Response:
    role = _role(visit)
    if role is None:
        return _not_yet(visit)
    return _file(visit, as_csv(write_up(visit.conference, role)), "text/csv; charset=utf-8", "csv")


async def recount(visit: Visit) -> Response:
    """What anybody needs to count again: for handing on, so the same for chair and facilitators."""
    if _role(visit) is None:
        return _not_yet(visit)
    name = f'attachment; filename="recount-{visit.conference.code}.zip"'
    content = as_zip(visit.conference, folder("templates"))
    return Response(content, media_type="application/zip", headers={"content-disposition": name})


def _role(visit: Visit) -> Role | None:
    """The role that may read it, if this visitor has one."""
    roles: tuple[Role, ...] = ("chair", "facilitator")
    return next((role for role in roles if visit.has(role)), None)


def _not_yet(visit: Visit) -> Response:
    text = "The chair and the facilitators can read it already, by their own links."
    back = f"{visit.venue.base}/{visit.conference.code}"
    return plain_page(visit.venue, 403, "The write-up is not public yet", text, back, "Back to the conference")


def _file(visit: Visit, content: bytes, kind: str, ending: str) -> Response:
    name = f"write-up-{visit.conference.code}.{ending}"
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
