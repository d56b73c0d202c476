"""Secret links that are renewed or revoked while people are connected by them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection

from live.crowd import Dismissed, Done
from tests.faults.plain_socket import asks, heard, hello, socket_of
from tests.running import House, Links, Someone, by_link, house, joined
from tests.stories.hall import PLAN_TEXT

STORY_SECONDS = 60
WAIT_SECONDS = 10


def in_a_conference(story: Callable[[House, Links], Awaitable[None]], data: Path) -> None:
    async def run() -> None:
        async with asyncio.timeout(STORY_SECONDS), house(data) as here:
            await story(here, await here.desk("new", title="", plan=PLAN_TEXT))
            await here.stop()

    asyncio.run(run())


async def is_sent_away(socket: ClientConnection) -> None:
    assert "no longer in force" in (await heard(socket, "bye"))["say"]
    async with asyncio.timeout(WAIT_SECONDS):
        await socket.wait_closed()
    assert socket.close_code == 4403


@pytest.mark.parametrize("what", ["renew", "revoke"])
def test_a_link_that_is_taken_away_ends_at_once(data_folder: Path, what: str) -> None:
    """Its socket hears goodbye and is closed with 4403, its pages and its posts are 403; the facilitator stays."""

    async def story(here: House, links: Links) -> None:
        chair, facilitator = await by_link(here, links, "chair"), await by_link(here, links, "facilitator")
        async with socket_of(chair) as socket:
            await hello(socket, "chair", "screen")
            new = await here.desk(what, code=links.code, role="chair")
            await is_sent_away(socket)
        with pytest.raises(Dismissed, match="no longer in force"):
            await chair.wants("blank_screen", on="yes")
        with pytest.raises(Dismissed, match="403"):
            await chair.look("chair")
        again = Someone(here, links.code, "somebody with the old link")
        with pytest.raises(Dismissed, match="403"):
            await again.look(links.by_role["chair"])
        async with here.browser(chair.browser.cookies) as browser:
            page = await browser.get(f"/{links.code}/chair")
            assert page.status_code == 403
            assert "Please ask for a new one" in page.text
        assert isinstance(await facilitator.wants("name_theme", title="Trust"), Done)
        if what == "renew":
            async with await by_link(here, new, "chair") as successor:
                assert isinstance(await successor.wants("blank_screen", on="yes"), Done)
        else:
            assert "chair" not in new.by_role
        for someone in (chair, facilitator):
            await someone.leave()

    in_a_conference(story, data_folder)


def test_a_chair_who_helps_out_at_the_facilitators_desk_is_sent_away_there_too(data_folder: Path) -> None:
    async def story(here: House, links: Links) -> None:
        async with await by_link(here, links, "chair") as chair, socket_of(chair) as socket:
            await hello(socket, "desk/board")
            await here.desk("revoke", code=links.code, role="chair")
            await is_sent_away(socket)

    in_a_conference(story, data_folder)


def test_a_chair_who_also_votes_keeps_only_the_vote_when_the_link_is_revoked(data_folder: Path) -> None:
    """The same browser has both cookies. Its delegate's page stays connected, but cannot ask as chair any more."""

    async def story(here: House, links: Links) -> None:
        async with await joined(here, links.code, "Ann") as ann:
            tab = ann.another_tab()
            await tab.look(links.by_role["chair"])
            async with socket_of(ann) as socket:
                await hello(socket, "now")
                assert (await asks(socket, "blank_screen", on="yes"))["t"] == "done"
                await here.desk("revoke", code=links.code, role="chair")
                answer = await asks(socket, "blank_screen", on="no")
                assert answer["t"] == "refused"
                assert "Only the chair can do this" in answer["say"]
                assert (await asks(socket, "post_label", kind="ask", text="And now?"))["t"] == "done"

    in_a_conference(story, data_folder)
