"""Suggestions are worked out beside the loop, once for all who wait, and not again for a wall that has not changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from live.conference import Conference, wall
from live.conference.wall import Wall
from live.fragments.suggestions import Suggested, Suggestions
from live.web.suggesting import Suggesting
from tests.conference.days import ANN, BEN, MADE, Asked, play


def post(text: str, conference: Conference = MADE, kind: str = "ask") -> Conference:
    by = ANN if kind == "ask" else BEN
    return play(Asked(wall.post_label, wall.PostLabel(kind, text), by), start=conference)


TWO = post("More time?", post("More time"))


class Counted(Suggestions):
    """Counts how often it is asked, and for which walls; it may be held up."""

    def __init__(self) -> None:
        super().__init__()
        self.walls: list[Wall] = []
        self.before: Callable[[], None] = lambda: None

    def of(self, wall: Wall) -> Suggested:
        self.walls.append(wall)
        self.before()
        return super().of(wall)


def test_all_who_ask_while_it_is_worked_out_get_what_is_worked_out_next(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted()
    monkeypatch.setattr("live.web.suggesting.Suggestions", lambda: counted)
    now = [TWO]

    async def day() -> list[Suggested]:
        suggesting = Suggesting(lambda: now[0], lambda: None)
        waiting: list[asyncio.Task[Suggested]] = []
        loop = asyncio.get_running_loop()

        def meanwhile() -> None:
            """While the first is served, in its thread: fifty come, and the wall changes."""
            counted.before = lambda: None
            come = asyncio.run_coroutine_threadsafe(come_fifty(), loop)
            come.result(20)

        async def come_fifty() -> None:
            now[0] = post("More time!!", TWO)
            waiting.extend(asyncio.create_task(suggesting.look()) for _ in range(50))
            await asyncio.sleep(0)  # each has begun to wait

        counted.before = meanwhile
        first = await suggesting.look()
        return [first, *await asyncio.gather(*waiting)]

    first, *others = asyncio.run(day())
    assert len(counted.walls) == 2
    assert [len(one.pairs) for one in (first, *others)] == [1, *[3] * 50]


def test_a_wall_on_which_no_words_have_changed_is_not_compared_again() -> None:
    suggestions = Suggestions()
    suggested = suggestions.of(TWO.wall)
    backed = play(wall.LabelBacked(1, "ben", "me_too"), start=TWO)
    assert suggestions.of(backed.wall) is suggested
    assert [(pair.one, pair.other) for pair in suggested.pairs] == [(1, 2)]
    held = play(wall.LabelHeld(1, "Too loud"), start=TWO)
    assert suggestions.of(held.wall).pairs == ()


def test_only_labels_of_one_prompt_and_kind_are_compared_and_offers_fit_to_asks_of_the_days_wall() -> None:
    conference = post("More time", TWO, kind="contribute")
    conference = play(
        wall.PromptPut(1, "Why?"), wall.LabelPosted(4, "answer", "More time", "cem", prompt=1), start=conference
    )
    suggested = Suggestions().of(conference.wall)
    assert [(pair.one, pair.other) for pair in suggested.pairs] == [(1, 2)]
    assert {(match.ask, match.offer) for match in suggested.fitting} == {(1, 3), (2, 3)}
