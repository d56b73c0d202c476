"""The facilitators' tables: the open-space board, ballots on paper."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.polls import Round
from live.fragments import Said
from live.fragments.delegate.questions import ballot
from live.fragments.paper import takes_paper
from live.web.visit import Visit, plain_page

BALLOTS_ON_A_PAGE = (1, 2, 4)


async def board(visit: Visit) -> Response:
    await visit.live.draw_ahead("desk/board")
    return visit.page(
        "pages/facilitator_board.html", views=["desk/board"], title="Open-space board", role="facilitator"
    )


async def paper(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_paper.html", views=["desk/paper"], title="Ballots on paper", role="facilitator"
    )


async def paper_of(visit: Visit) -> Response:
    """Where the ballots of one question are typed in, singly or as totals."""
    number = int(visit.params["poll"])
    poll = visit.conference.polls.by_id.get(number)
    if poll is None:
        return _gone(visit)
    one = takes_paper(poll)
    trouble = visit.trouble
    typed = {name: values for name, values in trouble.typed.items() if name.startswith("vote")} if trouble else {}
    return visit.page(
        "pages/facilitator_paper_of.html",
        views=[f"desk/paper/{number}"],
        title="Type in ballots",
        role="facilitator",
        view=f"desk/paper/{number}",
        poll=poll,
        it=ballot(poll, one or Round(1, 0), f"facilitator/paper/{number}", ""),
        takes=one is not None,
        said_on_paper=Said(typed),
    )


async def ballots(visit: Visit) -> Response:
    """Ballot sheets to be printed: the question's number stands on each, so that they find their way back."""
    poll = visit.conference.polls.by_id.get(int(visit.params["poll"]))
    if poll is None:
        return _gone(visit)
    wanted = visit.request.query_params.get("on", "")
    return visit.page(
        "pages/ballots.html",
        title="Ballot sheets",
        role="facilitator",
        it=ballot(poll, poll.round or Round(1, 0), "", ""),
        each=int(wanted) if wanted in map(str, BALLOTS_ON_A_PAGE) else 2,
        choices_of_each=BALLOTS_ON_A_PAGE,
    )


def _gone(visit: Visit) -> Response:
    back = f"{visit.venue.base}/{visit.live.code}/facilitator/paper"
    return plain_page(visit.venue, 404, "This question is no longer there", "Somebody has removed it.", back, "Go back")
