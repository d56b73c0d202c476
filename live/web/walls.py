"""The pages of the walls: the wall of the day, and that of each prompt, each in an order that is fair to all labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from starlette.responses import Response

from live.conference.wall import THE_DAYS_WALL, is_open
from live.fragments.delegate import labels_of, people_behind
from live.web.live_conference import now_ms
from live.web.visit import Visit, plain_page

KINDS = ("contribute", "ask")
ORDERS = ("new", "backed")
"""What somebody can choose instead of the fair order."""


async def wall(visit: Visit) -> Response:
    conference, live = visit.conference, visit.live
    prompt = int(visit.params.get("prompt", THE_DAYS_WALL))
    if not is_open(conference, prompt):
        say = "There is no such wall just now. A question of the day has one once it was on the screen."
        return plain_page(visit.venue, 404, "Not here any more", say, live.path("wall"), "To the label wall")
    asked = conference.wall.prompt(prompt)
    path = f"wall/{prompt}" if prompt else "wall"
    kind = _chosen(visit, "kind", KINDS) if prompt == THE_DAYS_WALL else ""
    order = _chosen(visit, "order", ORDERS)
    await live.draw_ahead(path)
    picture = live.fresh_picture(path)
    return visit.page(
        "pages/wall.html",
        views=[path],
        title=asked.title if asked is not None else "The label wall",
        prompt=prompt,
        path=path,
        kind=kind,
        order=order,
        labels=_in_order(visit, picture.keys("wall-list"), path, kind, order),
        own=labels_of(conference, visit.mine.labels),
        meetings=visit.live.personal.meetings_of(visit.mine),
    )


def _in_order(visit: Visit, keys: Sequence[str], path: str, kind: str, order: str) -> list[str]:
    """The labels that hang, as this visitor sees them, from the newest first: "label-12". Of those of other kinds, which are left
    out, the place does not matter."""
    if order == "new":
        return list(keys)
    numbers = [int(key.removeprefix("label-")) for key in keys]
    by_id = visit.conference.wall.by_id
    if order == "backed":
        people = people_behind(visit.conference.wall, (by_id[number] for number in numbers))
        found = sorted(people, key=lambda number: -people[number])
    else:
        shown = [number for number in numbers if by_id[number].kind == kind] if kind else numbers
        found = visit.live.fair(f"{path}?kind={kind}").order(visit.who.voice, shown, visit.mine.labels, now_ms())
    return [f"label-{number}" for number in found]


def _chosen(visit: Visit, name: str, choices: Collection[str]) -> str:
    """What was chosen in the address; "" if nothing that there is."""
    chosen = visit.request.query_params.get(name, "")
    return chosen if chosen in choices else ""
