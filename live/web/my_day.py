"""My day and its calendar file, study visits, and the facilitators' page that matches visitors."""

from __future__ import annotations

from starlette.responses import Response

from live.conference.words import TEXT_LETTERS
from live.fragments.delegate.my_day import my_day as my_day_of
from live.fragments.delegate.visits import my_visits
from live.web.calendar import as_calendar
from live.web.delegate import CALM_VIEW
from live.web.live_conference import now_ms
from live.web.own_pages import MY_DAY, VISITS, day_models
from live.web.visit import Visit, plain_page

NO_DAY = (
    "A calendar needs to know the day. The chair can give it in the plan of the day, under “About the day”. "
    "Until then, My day shows the times."
)


async def my_day(visit: Visit) -> Response:
    return visit.page("pages/my_day.html", views=[MY_DAY], title="My day", **day_models(visit.live, visit.who.voice))


async def calendar(visit: Visit) -> Response:
    """What this person has, as a file for a calendar. Without a day there is none, and it says so."""
    conference = visit.conference
    if not conference.day:
        link = visit.live.path(MY_DAY)
        return plain_page(visit.venue, 404, "No calendar file yet", NO_DAY, link, "My day")
    file = as_calendar(
        my_day_of(conference, visit.who.voice),
        title=conference.title,
        day=conference.day,
        code=visit.live.code,
        at=now_ms(),
        address=f"{visit.live.url}/{visit.live.code}",
    )
    headers = {"content-disposition": 'attachment; filename="my-day.ics"'}
    return Response(file, media_type="text/calendar", headers=headers)


async def visits(visit: Visit) -> Response:
    own = my_visits(visit.conference, visit.who.voice)
    return visit.page("pages/visits.html", views=[VISITS], title="Study visits", own=own)


async def offer(visit: Visit) -> Response:
    return visit.page(
        "pages/visit_offer.html", views=[CALM_VIEW], title="Offer a visit", visit=None, text_letters=TEXT_LETTERS
    )


async def change(visit: Visit) -> Response:
    """One's own offer, to be changed or withdrawn. Somebody else's is one that does not exist."""
    known = visit.conference.visits.by_id.get(int(visit.params["visit"]))
    if known is None or known.host != visit.who.voice:
        text = "Perhaps it was withdrawn."
        return plain_page(visit.venue, 404, "You have no such offer", text, visit.live.path(VISITS), "Study visits")
    return visit.page(
        "pages/visit_offer.html", views=[CALM_VIEW], title="Change a visit", visit=known, text_letters=TEXT_LETTERS
    )


async def desk_visits(visit: Visit) -> Response:
    return visit.page("pages/facilitator_visits.html", views=["desk/visits"], title="Study visits", role="facilitator")
