"""The facilitators' page of times and rooms."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.board import NEED_WORDS
from live.fragments.facilitator import room_lines, slot_lines
from live.web.visit import Visit


async def places(visit: Visit) -> Response:
    board = visit.conference.board
    return visit.page(
        "pages/facilitator_places.html",
        title="Times and rooms",
        role="facilitator",
        rooms=room_lines(board),
        slots=slot_lines(board),
        needs=tuple(NEED_WORDS.items()),
    )
