"""The delegate's pages. Each works as plain HTML; with scripts its views come alive."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace
from starlette.responses import Response

from live.conference import doors
from live.conference.polls import Poll, Round, survey_polls
from live.fragments import Said
from live.fragments.delegate.questions import ballot
from live.fragments.delegate.topics import own_topics
from live.fragments.time_left import time_left
from live.web import topics
from live.web.visit import Visit, plain_page

KINDS = ("contribute", "ask")
CALM_VIEW = "programme"
"""What pages look at on which nothing changes: a page that looks at something is connected, so what is written there can wait in
the outbox; and the programme says next to nothing all day."""


async def welcome(visit: Visit) -> Response:
    """Before anything else, and whenever somebody wants another name: both questions may be left open."""
    return visit.page_for_newcomers("pages/welcome.html", title="Take part")


async def now(visit: Visit) -> Response:
    asked = _asked_again(visit)
    if asked is not None:
        return _vote(visit, *asked)
    return visit.page("pages/now.html", views=["now"], title="Now")


async def poll(visit: Visit) -> Response:
    number = int(visit.params["poll"])
    known = visit.conference.polls.by_id.get(number)
    if known is None:
        return _gone(visit, "This question is no longer there.")
    asked = _asked_again(visit, known)
    if asked is not None:
        return _vote(visit, *asked)
    return visit.page("pages/poll.html", views=[f"poll/{number}"], title="Question", view=f"poll/{number}")


async def counted(visit: Visit) -> Response:
    """Which badges were counted, for everybody to find their own; of every round whose result is shown."""
    known = visit.conference.polls.by_id.get(int(visit.params["poll"]))
    lists = [(one.number, one.count.register) for one in known.rounds if one.count and one.shown] if known else []
    if known is None or not any(register for _, register in lists):
        return _gone(visit, "There is no list of badges for this question.")
    voter = doors.voter_name(visit.conference, visit.actor.voice)
    mine = doors.list_number(visit.conference, voter)
    return visit.page("pages/counted.html", title="Badges counted", poll=known, lists=lists, own=mine)


async def survey(visit: Visit) -> Response:
    """Questions on one page. What was refused is shown again as it was typed."""
    answering = visit.mine
    if visit.trouble is not None and visit.trouble.name == "answer_survey":
        typed: dict[str, dict[str, Sequence[str]]] = {}
        for name, values in visit.trouble.typed.items():
            question, slash, field = name.partition("/")
            if slash:
                typed.setdefault(question, {})[field] = values
        answering = replace(answering, votes={**answering.votes, **{each: Said(typed[each]) for each in typed}})
    return visit.page(
        "pages/survey.html",
        views=["survey"],
        title="The survey",
        answering=answering,
        is_open=any(poll.state == "open" for poll in survey_polls(visit.conference)),
        promise=doors.promise(visit.conference.doors),
    )


async def meet(visit: Visit) -> Response:
    """Offers that meet asks, as far as they are this voice's. What was refused is shown in its own form."""
    await visit.live.suggesting.look()
    own = visit.live.personal.meetings_of(visit.mine)
    trouble, anchor = visit.trouble, ""
    if trouble is not None:
        about = ("meeting",) if "meeting" in trouble.typed else ("ask", "offer")
        anchor = "-".join(("meet", *(trouble.typed.get(name, ["0"])[0] for name in about), trouble.field))
    return visit.page("pages/meet.html", views=["meet"], title="Offers that meet asks", own=own, anchor=anchor)


async def board(visit: Visit) -> Response:
    own = own_topics(visit.conference, visit.actor.voice)
    return visit.page("pages/board.html", views=["board"], title="Open space", own=own)


async def topic(visit: Visit) -> Response:
    number = int(visit.params["topic"])
    is_own = number in visit.mine.proposed
    known = visit.conference.board.seen(number)
    if known is None:
        return await topics.change(visit) if is_own else topics.not_seen(visit)
    view = f"topic/{number}"
    return visit.page(
        "pages/topic.html",
        views=[view],
        title=known.title,
        view=view,
        number=number,
        is_own=is_own,
        is_repeat=bool(known.repeat_of),
        is_host=known.speaker == visit.actor.voice,
        hosts=known.hosted_by == visit.actor.voice,
        writes_actions=visit.has("chair") or visit.has("facilitator"),
    )


def _asked_again(visit: Visit, known: Poll | None = None) -> tuple[Poll, Round, Said] | None:
    """The question whose form is to be filled in once more, and with what: an answer that was refused, or, without scripts,
    one that somebody wants to change. Nothing if the question is not open any more."""
    trouble = visit.trouble
    typed: Said | None = None
    if trouble is not None and trouble.name == "cast_vote":
        number = trouble.typed.get("poll", [""])[0]
        typed = Said({name: values for name, values in trouble.typed.items() if name.partition(".")[0] == "vote"})
        known = visit.conference.polls.by_id.get(int(number)) if re.fullmatch("[0-9]{1,9}", number) else None
    elif "change" not in visit.request.query_params:
        return None
    one = known.round if known is not None else None
    if known is None or one is None or known.state != "open":
        return None
    key = f"{known.id}.{one.number}"
    if trouble is not None and trouble.typed.get("round", [""])[0] != str(one.number):
        return None
    return known, one, typed or visit.mine.votes.get(key) or Said({})


def _vote(visit: Visit, known: Poll, one: Round, said: Said) -> Response:
    item = visit.conference.agenda.item
    page = "now" if item is not None and item.poll == known.id else f"poll/{known.id}"
    form = ballot(known, one, page, doors.promise(visit.conference.doors))
    mine = replace(visit.mine, votes={form.vote: said})
    return visit.page("pages/vote.html", views=[CALM_VIEW], title="Vote", it=form, answering=mine, left=time_left(one))


def _gone(visit: Visit, say: str, back: str = "") -> Response:
    link = f"{visit.venue.base}/{visit.live.code}" + (f"/{back}" if back else "")
    return plain_page(visit.venue, 404, "Not here any more", say, link, "Go back")
