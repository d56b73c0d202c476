"""The facilitators' tables: the open-space board, labels into themes, and all labels with what is held back."""

from __future__ import annotations

from starlette.responses import Response

from live.web.visit import Visit

REASONS = (
    "It names somebody who may not know about it.",
    "It has a telephone number or an address in it.",
    "It could hurt somebody here.",
    "It hangs here already.",
    "It is not about today.",
)
"""Offered when a label is held back. Facilitators may write their own; the writer reads it as it is."""


async def board(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_board.html", views=["desk/board"], title="Open-space board", role="facilitator"
    )


async def themes(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_themes.html", views=["desk/themes"], title="Labels into themes", role="facilitator"
    )


async def labels(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_labels.html",
        views=["desk/labels"],
        title="All labels",
        role="facilitator",
        reasons=REASONS,
    )
