"""The pages of questions: the chair's queue, the facilitators' list, one question with its endings, and the delegates' list."""

from __future__ import annotations

from starlette.responses import Response

from live.conference import Conference
from live.conference.people import Role
from live.conference.wall import FAIR_ORDER
from live.web.visit import Visit, plain_page


async def chair_questions(visit: Visit) -> Response:
    return _list(visit, "chair/questions", "chair")


async def desk_questions(visit: Visit) -> Response:
    return _list(visit, "desk/questions", "facilitator")


async def chair_question(visit: Visit) -> Response:
    return _one(visit, "chair")


async def desk_question(visit: Visit) -> Response:
    return _one(visit, "facilitator")


async def questions(visit: Visit) -> Response:
    await visit.live.draw_ahead("questions")
    return visit.page("pages/questions.html", views=["questions"], title="Questions", rule=FAIR_ORDER)


def _list(visit: Visit, view: str, role: Role) -> Response:
    return visit.page(
        "pages/desk_questions.html",
        views=[view],
        title="Questions",
        role=role,
        view=view,
        place="questions" if role == "chair" else "",
        rule=FAIR_ORDER,
    )


def _one(visit: Visit, role: Role) -> Response:
    """Where a question is given its ending. What was refused is shown again as it was typed."""
    number = int(visit.params["label"])
    back = f"{role}/questions"
    label = visit.conference.wall.by_id.get(number)
    if label is None or label.kind != "ask":
        text = "Its writer took it back, or it was never a question."
        link = f"{visit.venue.base}/{visit.live.code}/{back}"
        return plain_page(visit.venue, 404, "This question is not on the wall", text, link, "All questions")
    view = f"desk/question/{number}"
    return visit.page(
        "pages/desk_question.html",
        views=[view],
        title="A question",
        role=role,
        view=view,
        number=number,
        path=f"{back}/{number}",
        back=back,
        place="questions" if role == "chair" else "",
        topics=visit.conference.board.standing(),
        sessions=_sessions(visit.conference),
    )


def _sessions(conference: Conference) -> list[str]:
    """The names of all that is in the programme, each once."""
    blocks = conference.agenda.programme
    names = [name for block in blocks for name in (block.title, *(workshop.title for workshop in block.workshops))]
    return list(dict.fromkeys(names))
