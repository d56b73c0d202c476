"""The facilitators' page of a suggested timetable."""

from __future__ import annotations

from starlette.responses import Response

from live.web.visit import Visit


async def timetable(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_timetable.html", views=["desk/timetable"], title="Suggested timetable", role="facilitator"
    )
