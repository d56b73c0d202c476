"""The pages of the scribes' feed: live, with the latest on top; and what came before, page by page.

No secret of its own leads here. Whoever has joined may read it, since all in it can be read by everybody who joined; and whoever
has a facilitator's link, who need not join. A further link would be one more that goes round and that nobody takes back.
"""

from __future__ import annotations

from starlette.responses import Response

from live.conference.people import Role
from live.fragments.feed import MOST_PAGES, entries
from live.web.visit import Visit


async def everybody(visit: Visit) -> Response:
    return _feed(visit, "feed", "feed", "delegate")


async def desk(visit: Visit) -> Response:
    return _feed(visit, "desk/feed", "facilitator/feed", "facilitator")


def _feed(visit: Visit, view: str, path: str, role: Role) -> Response:
    """With `?page=2` what came before the latest hundred; that page does not change by itself."""
    wanted = visit.request.query_params.get("page", "")
    page = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else 1
    page = min(max(page, 1), MOST_PAGES)
    before, is_more = entries(visit.conference, page) if page > 1 else ([], False)
    return visit.page(
        "pages/feed.html",
        views=[view] if page == 1 else [],
        title="Feed",
        role=role,
        view=view,
        path=path,
        page=page,
        before=before,
        is_more=is_more and page < MOST_PAGES,
        is_desk=role == "facilitator",
    )
