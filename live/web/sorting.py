"""The facilitators' pages for themes and tables: labels into themes, and open answers into the rows of a table."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.wall import THE_DAYS_WALL
from live.fragments.desk_themes import page_of_themes, title_of
from live.web.visit import Visit, plain_page


async def themes(visit: Visit) -> Response:
    """The labels of one wall in columns; with `?show=loose` those that are in no theme yet fill the page."""
    wall = visit.conference.wall
    prompt = int(visit.params.get("prompt", THE_DAYS_WALL))
    if prompt != THE_DAYS_WALL and wall.prompt(prompt) is None:
        return _gone(visit, "This wall is no longer there", "facilitator/themes")
    view = f"desk/themes/{prompt}" if prompt else "desk/themes"
    await visit.live.draw_ahead(view)
    return visit.page(
        "pages/facilitator_themes.html",
        views=[view],
        title="Labels into themes",
        role="facilitator",
        view=view,
        prompt=prompt,
        page=page_of_themes(prompt),
        wall_title=title_of(wall, prompt),
        loose=visit.request.query_params.get("show") == "loose",
    )


async def label(visit: Visit) -> Response:
    """One label with all themes it can stand under: for those without scripts, and to see all its wordings."""
    number = int(visit.params["label"])
    found = visit.conference.wall.by_id.get(number)
    if found is None:
        return _gone(visit, "This label is no longer there", "facilitator/themes")
    return visit.page(
        "pages/facilitator_put.html",
        views=[f"desk/label/{number}"],
        title="Put under themes",
        role="facilitator",
        table="themes",
        view=f"desk/label/{number}",
        home=page_of_themes(found.prompt),
        home_title="All themes",
        ways=False,
    )


async def tables(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_tables.html", views=["desk/tables"], title="Tables of open answers", role="facilitator"
    )


async def table(visit: Visit) -> Response:
    number = int(visit.params["table"])
    found = visit.conference.wall.table(number)
    if found is None:
        return _gone(visit, "This table is no longer there", "facilitator/tables")
    return visit.page(
        "pages/facilitator_table.html",
        views=[f"desk/table/{number}"],
        title=found.title,
        role="facilitator",
        view=f"desk/table/{number}",
        number=number,
        table_title=found.title,
    )


async def answer(visit: Visit) -> Response:
    """One answer, large, with the rows it can be put into, and the way to the next."""
    number, label_number = int(visit.params["table"]), int(visit.params["label"])
    found = visit.conference.wall.table(number)
    if found is None:
        return _gone(visit, "This table is no longer there", "facilitator/tables")
    label = visit.conference.wall.by_id.get(label_number)
    if label is None or label.prompt != found.prompt:
        return _gone(visit, "This answer is no longer there", f"facilitator/tables/{number}")
    view = f"desk/table/{number}/{label_number}"
    return visit.page(
        "pages/facilitator_put.html",
        views=[view],
        title="Put into rows",
        role="facilitator",
        table="tables",
        view=view,
        home=f"facilitator/tables/{number}",
        home_title=found.title,
        ways=True,
    )


def _gone(visit: Visit, what: str, back: str) -> Response:
    return plain_page(visit.venue, 404, what, "Somebody has removed it.", visit.live.path(back), "Go back")
