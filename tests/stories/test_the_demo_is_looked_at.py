"""A simulated facilitator reads the labels of simulated delegates, so that the demo's screen fills by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from live import plans
from live.crowd import live_a_day
from live.crowd.imagined import Demo, Labels
from tests.running import by_link, house

PEOPLE = 3
SAID = Labels(tuple(f"I can do thing {n}" for n in range(6)), tuple(f"Who does thing {n}?" for n in range(6)))


def test_every_label_is_let_through_to_the_screen(data_folder: Path) -> None:
    demo = Demo(("Ann", "Ben", "Cas"), SAID)

    async def story() -> None:
        async with house(data_folder) as here:
            links = await here.desk("new", title="", plan=plans.plan_text("co-production"))
            facilitator = await by_link(here, links, "facilitator")
            desk = facilitator.another_tab()
            await desk.look("facilitator/labels")
            await desk.connect()
            crowd = asyncio.create_task(
                live_a_day(here.url, links.code, demo, PEOPLE, pace=0, facilitator=links.by_role["facilitator"])
            )
            await desk.sees("0 wait for a look, 12 hang, 0 are held back")
            crowd.cancel()
            await asyncio.gather(crowd, return_exceptions=True)
            for someone in (desk, facilitator):
                await someone.leave()

    asyncio.run(story())
