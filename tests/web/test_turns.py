"""Whoever asks for many pages in a row waits for their own, and nobody else does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

import httpx2
import pytest
from starlette.requests import ClientDisconnect

from live.web import turns
from live.web.turns import MOST_WAITING, TooManyPages, Turns
from tests.web.site import Day, Site

RELOADS = 60


async def is_there() -> bool:
    return False


async def is_gone() -> bool:
    return True


class Pages:
    """Notes which pages were made, in order. Each takes some of the processor's time, and so many turns of the loop."""

    def __init__(self, seconds: float = 0.0, pauses: int = 3) -> None:
        self.seconds = seconds
        self.pauses = pauses
        self.made: list[str] = []
        self.at_work: list[str] = []
        self.turns = Turns()

    async def _page(self, name: str) -> str:
        assert name not in self.at_work, "two pages of one line at once"
        self.at_work.append(name)
        until = time.thread_time() + self.seconds
        while time.thread_time() < until:
            pass
        for _ in range(self.pauses):
            await asyncio.sleep(0)
        self.at_work.remove(name)
        self.made.append(name)
        return name

    def ask(self, name: str, gone: Callable[[], Awaitable[bool]] = is_there) -> asyncio.Task[str]:
        return asyncio.create_task(self.turns.make(name, lambda: self._page(name), gone))


def test_the_pages_of_one_line_are_made_one_after_the_other_with_those_of_others_between() -> None:
    async def story() -> None:
        pages = Pages()
        many = [pages.ask("ann") for _ in range(20)]
        one, other = pages.ask("ben"), pages.ask("eve")
        await asyncio.gather(*many, one, other)
        assert set(pages.made[:3]) == {"ann", "ben", "eve"}
        assert len(pages.made) == 22

    asyncio.run(story())


def test_the_loop_turns_between_two_pages_of_one_line_also_where_they_are_made_without_a_pause() -> None:
    async def story() -> None:
        pages = Pages(pauses=0)
        asked = [pages.ask("ann") for _ in range(20)]
        before = 0
        while not all(each.done() for each in asked):
            await asyncio.sleep(0)
            assert len(pages.made) <= before + 1
            before = len(pages.made)

    asyncio.run(story())


def test_whoever_has_used_up_what_is_theirs_waits_and_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "AT_ONCE", 0.0)
    monkeypatch.setattr(turns, "SHARE", 0.01)

    async def story() -> None:
        pages = Pages(0.002)
        mine = [pages.ask("ann"), pages.ask("ann")]
        others = [pages.ask(f"phone {number}") for number in range(40)]
        await asyncio.gather(*mine, *others)
        assert (pages.made[0], pages.made[-1]) == ("ann", "ann")
        chairs = await asyncio.gather(*(pages.turns.make("", lambda: is_there(), is_gone) for _ in range(5)))
        assert chairs == [False] * 5  # without a line nobody waits

    asyncio.run(story())


def test_a_page_that_was_given_up_while_it_waited_is_not_made() -> None:
    async def story() -> None:
        pages = Pages()
        first, given_up, last = pages.ask("ann"), pages.ask("ann", is_gone), pages.ask("ann")
        assert (await first, await last) == ("ann", "ann")
        with pytest.raises(ClientDisconnect):
            await given_up
        assert pages.made == ["ann", "ann"]
        assert await pages.ask("ben", is_gone) == "ben"  # it has not waited: nobody asks

    asyncio.run(story())


def test_no_more_pages_wait_than_browsers_ask_for() -> None:
    async def story() -> None:
        pages = Pages()
        waiting = [pages.ask("ann") for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyPages):
            await pages.ask("ann")
        assert await pages.ask("ben") == "ben"
        await asyncio.gather(*waiting)
        assert await pages.ask("ann") == "ann"  # nobody is remembered for it

    asyncio.run(story())


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with Site(tmp_path_factory.mktemp("turns") / "data") as site:
        yield site.day()


def test_a_phone_that_loads_a_page_again_and_again_is_always_given_it(day: Day) -> None:
    phone, newcomer = day.phone(), day.visitor()
    for _ in range(RELOADS):
        assert phone.get("/wall").status_code == newcomer.get("/join").status_code == 200
        assert phone.get("/frames", params={"view": "now", "seen": ""}).status_code == 200


@pytest.mark.parametrize("page", ["wall", "my-day.ics"])  # also what is a file, where it is made for one person
def test_a_voice_that_asks_for_pages_in_hundreds_is_told_to_wait_and_who_runs_the_day_is_served(
    day: Day, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    greedy, chair = day.phone(), day.chair()
    cookies = "; ".join(f"{each.name}={each.value}" for each in greedy.cookies.jar)

    async def refused_of(many: int) -> list[httpx2.Response]:
        """Who is refused is told so at once, while the others wait; those are then given up."""
        refused: list[httpx2.Response] = []
        async with httpx2.AsyncClient(base_url=day.site.url, headers={"cookie": cookies}, timeout=20) as browser:
            asked = [asyncio.create_task(browser.get(f"{day.path}/{page}")) for _ in range(many)]
            for each in asyncio.as_completed(asked):
                refused.append(await each)
                if len(refused) == many - MOST_WAITING:
                    break
            assert chair.get("/wall").status_code == 200
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        return refused

    with monkeypatch.context() as patch:
        patch.setattr(turns, "AT_ONCE", -0.4)  # two seconds of waiting
        refused = asyncio.run(refused_of(MOST_WAITING + 8))
    assert {each.status_code for each in refused} == {429}
    assert refused[0].headers["retry-after"] == "5"
    assert "This browser waits for many pages already." in refused[0].text
    assert 200 in (
        greedy.get("/wall").status_code for _ in range(10_000)
    )  # as soon as those are gone that were given up
