"""The facilitators' pages about labels: moderation, word lists, typing in what is on paper, and sheets to print."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from starlette.responses import Response

from live.conference import Conference
from live.conference.wall import LANGUAGES, SHIPPED, THE_DAYS_WALL, Label, LabelKind, is_open, list_of
from live.fragments import fit
from live.fragments.desk_labels import EVERY_WALL, page_of
from live.web.visit import Visit, plain_page

ON_A_SHEET = 8  # labels, two beside each other
LETTERS = tuple(fit.Size(millimetres, 1.25) for millimetres in (7, 5.6, 4.6, 4, 3.5, 2.9, 2.4))  # those of `sheets.css`
SIGNED = fit.Size(3.4, 1.4)
WIDTH, HEIGHT = 72.0, 44.0  # millimetres that a label has for its words and who signed it
GAP = 2.0


class Wall(Struct, frozen=True):
    """One of the walls that there are to choose from. `page` is where it is looked at, `here` whether it is shown now."""

    prompt: int
    title: str
    here: bool = False
    page: str = ""


class Printed(Struct, frozen=True):
    """A label on a sheet, its letters of `size` 1 (large) to 7; without text it is blank, with lines to write on."""

    kind: LabelKind
    text: str = ""
    signed: str = ""
    says: str = ""
    size: int = 1


class Sheet(Struct, frozen=True):
    """One way to print: what it is called in the address, and in words."""

    what: str
    title: str


async def labels(visit: Visit) -> Response:
    """Moderation: all labels, or those of one prompt."""
    prompt = int(visit.params.get("prompt", EVERY_WALL))
    if prompt not in (EVERY_WALL, THE_DAYS_WALL) and visit.conference.wall.prompt(prompt) is None:
        return _gone(visit)
    view = "desk/labels" if prompt == EVERY_WALL else f"desk/labels/{prompt}"
    await visit.live.draw_ahead(view)
    wall = visit.conference.wall
    walls = [Wall(EVERY_WALL, "All labels", prompt == EVERY_WALL, page_of(EVERY_WALL))]
    walls += [
        Wall(one.prompt, one.title, one.prompt == prompt, page_of(one.prompt)) for one in _walls(visit.conference)
    ]
    return visit.page(
        "pages/facilitator_labels.html",
        views=[view],
        title="Labels",
        role="facilitator",
        view=view,
        page=page_of(prompt),
        walls=walls if len(walls) > 2 else (),
        waits="both" if wall.phones_wait else "screen" if wall.screen_waits else "nobody",
    )


async def words(visit: Visit) -> Response:
    """The word lists."""
    return visit.page(
        "pages/facilitator_words.html",
        title="Word lists",
        role="facilitator",
        lists=[(name, list_of(visit.conference.wall, language)) for language, name in LANGUAGES.items()],
        shipped=SHIPPED,
    )


async def paper(visit: Visit) -> Response:
    """Typing in what is on paper: first which sort of label it is, then one after the other."""
    kind = visit.params.get("kind", "")
    prompt = int(visit.params.get("prompt", THE_DAYS_WALL))
    if kind not in ("", "contribute", "ask") or not is_open(visit.conference, prompt):
        return _gone(visit)
    title = next((one.title for one in _walls(visit.conference) if one.prompt == prompt), "")
    return visit.page(
        "pages/facilitator_type_labels.html",
        views=["desk/typed"],
        title="Labels from paper",
        role="facilitator",
        kind=kind or ("answer" if prompt else ""),
        prompt=prompt,
        asked=title,
        page="facilitator/labels/paper" + (f"/{kind or prompt}" if kind or prompt else ""),
        walls=[one for one in _walls(visit.conference) if one.prompt and is_open(visit.conference, one.prompt)],
    )


async def sheets(visit: Visit) -> Response:
    """Labels to print on A4: blank ones to write on, or what hangs."""
    walls = _walls(visit.conference)
    blank = [Sheet("both", "both kinds"), Sheet("contribute", "I can contribute"), Sheet("ask", "I want to ask")]
    blank += [Sheet(f"blank-{one.prompt}", one.title) for one in walls if one.prompt]
    hung = [Sheet(f"hung-{one.prompt}", one.title) for one in walls]
    what = visit.request.query_params.get("what", "both")
    if what not in {sheet.what for sheet in (*blank, *hung)}:
        what = "both"
    printed = _printed(visit.conference, what)
    return visit.page(
        "pages/label_sheets.html",
        title="Labels to print",
        role="facilitator",
        blank=blank,
        hung=hung,
        what=what,
        pages=[printed[place : place + ON_A_SHEET] for place in range(0, len(printed), ON_A_SHEET)],
    )


def _walls(conference: Conference) -> list[Wall]:
    return [Wall(THE_DAYS_WALL, "The wall of the day"), *(Wall(one.id, one.title) for one in conference.wall.prompts)]


def _printed(conference: Conference, what: str) -> Sequence[Printed]:
    how, _, number = what.partition("-")
    if how == "hung":
        return [_as_printed(label) for label in reversed(conference.wall.hanging(int(number)))]
    if how == "blank":
        prompt = conference.wall.prompt(int(number))
        return [Printed("answer", says=prompt.title if prompt is not None else "")] * ON_A_SHEET
    kinds: tuple[LabelKind, ...] = (
        ("contribute", "ask") if how == "both" else ("ask" if how == "ask" else "contribute",)
    )
    return [Printed(kinds[place % len(kinds)]) for place in range(ON_A_SHEET)]


def _as_printed(label: Label) -> Printed:
    room = HEIGHT - (GAP + fit.height(label.signed, SIGNED, WIDTH) if label.signed else 0)
    size = fit.fit_of(" ".join(label.text.split()), LETTERS, WIDTH, room)
    return Printed(label.kind, label.text, label.signed, size=size)


def _gone(visit: Visit) -> Response:
    back = visit.live.path("facilitator/labels")
    return plain_page(visit.venue, 404, "This is not there", "Nothing is asked here, or not yet.", back, "All labels")
