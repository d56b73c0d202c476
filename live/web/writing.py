"""The pages on which delegates write: a label, a scribe's list, and other words for an own label."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.wall import MOST_LINES, THE_DAYS_WALL, is_open
from live.conference.words import LABEL_LETTERS
from live.fragments.delegate import my_label, my_labels
from live.web.visit import Visit, plain_page

OWN_LABELS = "wall/own"


async def write(visit: Visit) -> Response:
    """One label, or two, on the wall of the day; an answer under a prompt."""
    return _page(visit, "pages/wall_write.html", "write", "Write a label")


async def write_list(visit: Visit) -> Response:
    """Many at once, a label from each line."""
    return _page(visit, "pages/wall_list.html", "list", "Write a list")


async def change(visit: Visit) -> Response:
    """An own label, how it stands, and other words for it."""
    label = visit.conference.wall.by_id.get(int(visit.params["label"]))
    if label is None or label.writer != visit.actor.voice:
        say = "Only who wrote a label can change it, and only while it is there."
        return plain_page(visit.venue, 404, "Not here any more", say, visit.live.path("wall"), "To the label wall")
    wall = f"wall/{label.prompt}" if is_open(visit.conference, label.prompt) and label.prompt else "wall"
    return visit.page(
        "pages/wall_change.html",
        views=[OWN_LABELS],
        title="Change your label",
        label=my_label(visit.conference, label),
        follows=any(other.same_as == label.id for other in visit.conference.wall.by_id.values()),
        wall=wall,
        label_letters=LABEL_LETTERS,
    )


def _page(visit: Visit, template: str, name: str, title: str) -> Response:
    prompt = int(visit.params.get("prompt", THE_DAYS_WALL))
    if not is_open(visit.conference, prompt):
        say = "This question was not on the screen yet, or it is no longer there."
        return plain_page(visit.venue, 404, "Nothing to answer here", say, visit.live.path("wall"), "To the label wall")
    asked = visit.conference.wall.prompt(prompt)
    wall = f"wall/{prompt}" if prompt else "wall"
    return visit.page(
        template,
        views=[OWN_LABELS],
        title=asked.title if asked is not None else title,
        asked=asked,
        prompt=prompt,
        wall=wall,
        page=f"{wall}/{name}",
        own=my_labels(visit.conference, visit.actor.voice),
        label_letters=LABEL_LETTERS,
        most_lines=MOST_LINES,
    )
