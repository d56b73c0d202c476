"""The facilitators' page about what is said twice: suggested pairs, labels joined by hand, themes from shared words."""

from __future__ import annotations

from starlette.responses import Response

from live.fragments.desk_same import question_of
from live.web.visit import Visit

MOST_FOUND = 200
LONGEST_SEARCH = 80  # letters


async def same(visit: Visit) -> Response:
    """With the labels that hold the words somebody searched for (`q`), to be joined by hand; without words the newest."""
    await visit.live.suggesting.look()
    words = visit.request.query_params.get("q", "")[:LONGEST_SEARCH].strip()
    wall = visit.conference.wall
    hang = [label for label in wall.newest_first() if wall.stands(label)]
    wanted = words.casefold().split()
    found = [label for label in hang if all(word in label.text.casefold() for word in wanted)]
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for label in found[:MOST_FOUND]:
        words_of_kind = {"ask": "Asked", "contribute": "Contributed", "answer": "Answers"}[label.kind]
        groups.setdefault((question_of(wall, label.prompt), words_of_kind), []).append((label.id, label.text))
    return visit.page(
        "pages/facilitator_same.html",
        views=["desk/same"],
        title="Said twice",
        role="facilitator",
        words=words,
        groups=groups,
        found=len(found),
        shown=min(len(found), MOST_FOUND),
        hang=len(hang),
    )
