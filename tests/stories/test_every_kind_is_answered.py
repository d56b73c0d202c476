"""Simulated delegates answer every kind of question there is on a real server, and each count equals what they sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from live import plans
from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls import recount
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.question import Answer
from live.crowd import live_a_day, read_demo
from tests.running import SEE_SECONDS, by_link, house

PEOPLE = 8


def test_simulated_delegates_answer_every_kind_of_question(data_folder: Path) -> None:
    questions: list[AnyQuestion] = [shape.example() for shape in KINDS.values()]
    items = tuple(
        PlannedItem("poll", f"Question {number}", question=question) for number, question in enumerate(questions, 1)
    )
    sent: dict[int, list[Answer]] = {number: [] for number in range(1, len(questions) + 1)}

    def imagine(poll: int, dice: Callable[[int], int]) -> Mapping[str, Sequence[str]]:
        fields: Mapping[str, Sequence[str]] = questions[poll - 1].imagine(dice)
        sent[poll].append(questions[poll - 1].read(fields))
        return fields

    async def story() -> None:
        async with house(data_folder) as here:
            links = await here.desk("new", title="", plan=plan_as_text(Plan(title="A day", items=items)))
            chair = await by_link(here, links, "chair")
            demo = read_demo(plans.demo_text("co-production"))
            crowd = asyncio.create_task(live_a_day(here.url, links.code, demo, PEOPLE, pace=0, imagine=imagine))
            for number in range(1, len(questions) + 1):
                await chair.wants("show_item", item=str(number))
                await chair.wants("open_poll", poll=str(number), round="1")
                await chair.sees(f"Item {number} of {len(questions)} ", f"{PEOPLE} of {PEOPLE}")
                await chair.wants("close_poll", poll=str(number), round="1")
                await chair.wants("show_result", poll=str(number), round="1")
            async with here.browser(chair.browser.cookies) as browser, asyncio.timeout(SEE_SECONDS):
                results: list[dict[str, Any] | None] = [None]
                while not all(results):  # votes on their way are let in first
                    report = (await browser.get(f"/{links.code}/report.json")).json()
                    results = [asked["rounds"][0]["result"] for asked in report["questions"]]
            crowd.cancel()
            await asyncio.gather(crowd, return_exceptions=True)
            await chair.leave()
        for number, (question, result) in enumerate(zip(questions, results, strict=True), 1):
            assert result is not None
            assert result["voters"] == PEOPLE
            tally = recount(question, sent[number])
            assert len(sent[number]) == PEOPLE
            assert [bar["votes"] for bar in result["options"]] == [bar.votes for bar in question.bars(tally, PEOPLE)]
            assert result["marks"] == question.marks(tally)

    asyncio.run(story())
