"""The pages of who may vote: the chair's choice and the sheet of badges, a delegate's badge, and several people on one device."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence

import qrcode
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from live.conference.badges import code_of, hash_of_code, shown
from live.conference.doors import Badge, Kind, badge_state
from live.conference.entering import MOST_BADGES_AT_ONCE
from live.web.access import MOST_PEOPLE_HERE, Pace, newcomer, people_here, person_cookie, set_cookie, who
from live.web.doing import Done, do
from live.web.forms import OF_ANOTHER, Posts, ShowAgain, fields_of, is_of_another
from live.web.live_conference import LiveConference
from live.web.templates import Trouble
from live.web.venue import Venue
from live.web.visit import Visit

CALM_VIEW = "programme"  # so that the page is connected

OPEN = (
    "Whoever has the six figures votes, once for each phone: this stops double taps and mistakes, "
    "but not somebody who has two phones or clears what their browser remembers."
)
BADGES = (
    "Whoever has drawn a badge votes, once for each badge: this stops second votes, but not somebody who holds two badges, "
    "and while voting is open, whoever runs the server could look up what a badge voted."
)
SEALED = (
    "As with badges, and each vote is sealed as it arrives, so that no file of the server shows anybody’s vote even meanwhile; "
    "this does not stop somebody who holds two badges, or who takes over the running server."
)
CHOICES: Sequence[tuple[Kind, str, str]] = (
    ("open", "Open", OPEN),
    ("badges", "Badges", BADGES),
    ("secret", "Badges and sealed votes", SEALED),
)
"""The doors: how a form names them, what people call them, and one honest sentence on what each stops and what not."""


class Sheet(Struct, frozen=True):
    """Labels as shops sell them. Measures in millimetres."""

    says: str
    on_one: int


SHEETS: Mapping[str, Sheet] = {
    "3x8": Sheet("24 labels of 70 × 37 mm", 24),
    "3x7": Sheet("21 labels of 63.5 × 38.1 mm", 21),
}
SHEETS_ON_A_PAGE = 10  # drawn in a fraction of a second, aside from the loop that serves the hall


class Label(Struct, frozen=True):
    """One label of a sheet. `path` draws the squares of its QR code, in a picture of `size` squares each way."""

    code: str
    listed: str
    path: str
    size: int


async def doors(visit: Visit) -> Response:
    """`Who can vote`, for the chair."""
    return visit.page(
        "pages/chair_doors.html",
        views=["chair/plan"],  # as the chair's other pages: connected
        title="Who can vote",
        role="chair",
        choices=CHOICES,
        sheets=SHEETS,
        most=MOST_BADGES_AT_ONCE,
    )


async def badges(visit: Visit) -> Response:
    """The sheet of labels to print: some sheets of paper at a time."""
    query = visit.request.query_params
    name = query.get("sheet", "") if query.get("sheet", "") in SHEETS else next(iter(SHEETS))
    on_one = SHEETS[name].on_one
    whole, at_once = visit.conference.doors.in_order(), on_one * SHEETS_ON_A_PAGE
    parts = max(1, -(-len(whole) // at_once))
    typed = query.get("part", "1")
    part = min(int(typed), parts) if re.fullmatch("[1-9][0-9]{0,5}", typed) else 1
    chosen = whole[(part - 1) * at_once : part * at_once]
    key = visit.venue.keys.for_badges(visit.live.code)
    address = f"{visit.live.url}/{visit.live.code}/join#"
    labels = await asyncio.to_thread(_labels, chosen, key, address)
    return visit.page(
        "pages/badges.html",
        title="Badges to print",
        role="chair",
        sheets=SHEETS,
        sheet=name,
        part=part,
        parts=parts,
        papers=[labels[first : first + on_one] for first in range(0, len(labels), on_one)],
        lost=len(chosen) - len(labels),
        site=visit.scene.join_site,
    )


async def badge(visit: Visit) -> Response:
    """A delegate's own badge: whether it is in use here, and where its code is typed."""
    state = badge_state(visit.conference, visit.who.voice)
    return visit.page("pages/badge.html", views=[CALM_VIEW], title="Your badge", state=state)


async def table(visit: Visit) -> Response:
    """Those who share this device, and whose turn it is."""
    people = [
        (number, visit.called(number), badge_state(visit.conference, voice.id))
        for number, voice in enumerate(visit.here, 1)
    ]
    return visit.page(
        "pages/table.html",
        views=[CALM_VIEW],
        title="People on this device",
        people=people,
        person=visit.who.person,
        is_full=len(people) >= MOST_PEOPLE_HERE,
    )


async def turn_to(
    request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts, show_again: ShowAgain
) -> Response:
    """`POST /{code}/table`: somebody else on this device answers now; with `add`, somebody new."""
    fields = await fields_of(request)
    id = (fields.pop("id", None) or [""])[0]
    visitor, here = who(request, live), people_here(request, live)
    typed = fields.get("person", [""])[0]
    person = int(typed) if re.fullmatch("[0-9]{1,3}", typed) else 0
    adds = "add" in fields
    problem, field = "", ""
    if is_of_another(visitor, id) and adds:
        problem = OF_ANOTHER
    elif adds and person == len(here) + 1 <= MOST_PEOPLE_HERE and here:
        asked = {name: values for name, values in fields.items() if name in ("name", "group", "badge")}
        coming = newcomer(request, live, person)
        answer = await do(live, coming, pace, "join", posts.id_for(visitor, id, "table", fields), asked)
        if not isinstance(answer, Done):
            problem, field = answer.say, getattr(answer, "field", "")
    elif not 1 <= person <= len(here) or (adds and here[person - 1].name != fields.get("name", [""])[0].strip()):
        problem = "Somebody on this device has changed this list. Please look again."
    if problem:
        trouble = Trouble("table", problem, field, fields)
        return await show_again(request, live, visitor, "table", trouble) or RedirectResponse(live.path("join"), 303)
    response = RedirectResponse(live.path("table" if adds else ""), 303)
    set_cookie(response, venue, person_cookie(live.code), str(person))
    return response


def _labels(badges: Sequence[Badge], key: bytes, address: str) -> list[Label]:
    """Labels of these badges, without those that were made with another key: nobody knows their codes any more."""
    labels = []
    for badge in badges:
        code = code_of(key, badge.number)
        if hash_of_code(key, code) == badge.hash:
            path, size = squares(address + code)
            labels.append(Label(shown(code), badge.listed, path, size))
    return labels


def squares(address: str) -> tuple[str, int]:
    """A QR code as the path of an SVG, with its size in squares. Each run of dark squares is one piece of the path.

    All eight masks can be read. To draw each, and choose, takes five times as long."""
    made = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=2)
    made.add_data(address)
    made.make(fit=True)
    path = []
    for y, row in enumerate(made.get_matrix()):
        text = "".join("1" if dark else " " for dark in row)
        path += [f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in re.finditer("1+", text)]
    return "".join(path), made.modules_count
