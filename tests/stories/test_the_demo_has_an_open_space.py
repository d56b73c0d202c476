"""Simulated people fill open space: quiet proposals, an open market, places, study visits, and notes of the talks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from live import plans
from live.crowd import Demo, live_a_day
from live.crowd.imagined import Booking, Labels, Outing, Talk, Topic
from tests.running import by_link, house

PEOPLE = 30
TOPIC, SESSION = "Who holds the pen?", "Buying services together"
DEMO = Demo(
    tuple(f"Person {n}" for n in range(PEOPLE)),
    Labels((), ()),
    topics=(Topic(TOPIC, "Person 1", needs_host=True, wants=("quiet",), slot="first", room="holyrood"),),
    sessions=(Booking(SESSION, "11:00"),),
    visits=(Outing("A garden", "Friday, 10:00", "Leith", 2, "Person 2"),),
    talks=(
        Talk(
            TOPIC,
            "Whoever asks first.",
            ("More pens",),
            "I held it.",
            {"what": "Buy pens", "who": "Moira"},
            is_read=True,
        ),
        Talk(SESSION, "Read it aloud."),
        Talk("A talk that nobody proposed", "Not written."),
    ),
)


def test_a_market_places_visits_and_notes(data_folder: Path) -> None:
    async def story() -> None:
        async with house(data_folder) as here:
            links = await here.desk("new", title="", plan=plans.plan_text("co-production"))
            facilitator = await by_link(here, links, "facilitator")
            desk = facilitator.another_tab()
            await desk.look("facilitator/harvest")
            await desk.connect()
            crowd = asyncio.create_task(
                live_a_day(here.url, links.code, DEMO, PEOPLE, pace=0, facilitator=links.by_role["facilitator"])
            )
            await desk.sees("“Whoever asks first.”")
            await desk.sees("1 key point, 1 quote, 1 action")
            await desk.sees("1 read back by somebody")
            await desk.sees("“Read it aloud.”")
            assert "Not written." not in desk.page.words
            places = facilitator.another_tab()
            await places.look("facilitator/programme")
            await places.connect()
            await places.sees("16 of 16")
            visits = facilitator.another_tab()
            await visits.look("facilitator/visits")
            await visits.connect()
            await visits.sees("A garden")
            board = facilitator.another_tab()
            await board.look("facilitator/market")
            await board.connect()
            await board.sees("Needs a host")
            crowd.cancel()
            await asyncio.gather(crowd, return_exceptions=True)
            for someone in (desk, places, visits, board, facilitator):
                await someone.leave()

    asyncio.run(story())
