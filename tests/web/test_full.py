"""When there is no room for one more phone: who runs the day comes in, everybody else is told so in words, nobody is shut out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from live.crowd.messages import Done
from live.hub import DISMISSED
from live.web import server
from live.web.reserve import MOST_SCREENS, RESERVED, kept_back
from tests import running
from tests.running import by_link, house, joined
from tests.web.site import Day, Site, do

NO_ROOM = "There is no room for one more phone."


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A day on a server on which every new connection gets a descriptor that is kept back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "kept_back", lambda limit: (0, limit))
        site = Site(tmp_path_factory.mktemp("full") / "data")
    with site:
        yield site.day()


def test_some_descriptors_are_kept_back_however_few_there_are() -> None:
    assert kept_back(20_000) == (20_000 - RESERVED, 20_000 - RESERVED // 2)
    assert kept_back(256) == (192, 224)


@pytest.mark.parametrize(
    "path", ["", "/join", "/wall", "/frames?view=now&seen=", "/frames?view=screen&view=now", "/screens"]
)
def test_a_phone_is_told_that_there_is_no_room_and_when_to_come_again(full: Day, path: str) -> None:
    answer = full.visitor().get(f"{full.site.url}{full.path}{path}")
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["connection"]) == (503, "5", "close")
    assert NO_ROOM in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    forged = {"cookie": f"live-{full.code}-chair=nonsense; live-{full.code}-voice={'x' * 22}; live-operator=x"}
    assert full.visitor().get(f"{full.site.url}{full.path}{path}", headers=forged).status_code == 503


def test_who_runs_the_day_comes_in_with_all_that_their_pages_need(full: Day) -> None:
    chair = full.chair()  # opens the link, which itself is let in
    for path in ("/chair", "/chair/plan", "/facilitator", "/board", "/frames?view=chair&seen=", "/qr.svg"):
        assert chair.get(f"{full.site.url}{full.path}{path}").status_code == 200, path
    assert do(chair, "show_item", item="5").status_code == 303
    with full.line(chair, "chair") as line:
        assert line.next("welcome")
    assert full.role("facilitator").get("/facilitator").status_code == 200


def test_the_screen_comes_in_with_all_that_it_needs(full: Day) -> None:
    screen = full.visitor()
    page = screen.get("/screen")
    assert page.status_code == 200
    for file in {part.split('"')[0] for part in page.text.split('"/static/')[1:]}:
        assert screen.get(f"{full.site.url}/static/{file}").status_code == 200
    assert screen.get("/frames", params={"view": "screen", "seen": ""}).status_code == 200
    assert screen.get(f"{full.site.url}/health").status_code == 200


def test_a_phones_socket_waits_outside(full: Day) -> None:
    with pytest.raises(InvalidStatus) as refused, full.raw_line(full.visitor()):
        pass
    assert refused.value.response.status_code == 503
    assert refused.value.response.headers["retry-after"] == "5"


def test_a_few_screens_sockets_come_in_and_are_told_what_the_hall_sees(full: Day) -> None:
    screens = "live?screen"
    with ExitStack() as hall:
        lines = [hall.enter_context(full.raw_line(full.visitor(), place=screens)) for _ in range(MOST_SCREENS)]
        for line in lines:
            line.say(t="hello", views={"screen": ""})
            assert line.next("frame")["view"] == "screen"
        with pytest.raises(InvalidStatus) as refused, full.raw_line(full.visitor(), place=screens):
            pass
        assert refused.value.response.status_code == 503
        with full.raw_line(full.chair(), place=screens) as chairs:  # who has a link comes in as before
            chairs.say(t="hello", views={"screen": ""})
            assert chairs.next("frame")["view"] == "screen"
    with full.raw_line(full.visitor(), place=screens) as line:  # and when they have gone there is room again
        line.say(t="hello", views={"screen": ""})
        assert line.next("frame")["view"] == "screen"


def test_a_phone_that_says_it_is_a_screen_is_told_no_more_than_a_screen(full: Day) -> None:
    chair = full.chair()
    with full.raw_line(chair, place="live?screen") as line:
        line.say(t="hello", views={"chair": ""})
        assert line.next()["t"] == "bye"
        assert line.closed_with() == DISMISSED
    with full.raw_line(chair, place="live?screen") as line:
        line.say(t="hello", views={"screen": ""})
        assert line.answer("show_item", item="5")["t"] == "refused"


FEW = 400  # descriptors, of which 100 are kept back
QUIET = 1_500


def test_a_server_with_few_descriptors_serves_its_chair_while_hundreds_hold_on_to_it(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phones that are there stay; new ones are told that it is full, and come in when those have gone who said nothing."""
    few = ("sh", "-c", f'ulimit -n {FEW} && exec "$@"', "sh", *running.PYTHON)
    monkeypatch.setattr(running, "PYTHON", few)

    async def story() -> None:
        async with house(data_folder) as here, AsyncExitStack() as leaving:
            links = await here.desk("new", title="A full day")
            ann = await joined(here, links.code, "Ann")
            chair = await by_link(here, links, "chair")
            with ExitStack() as quiet:
                for _ in range(QUIET):
                    one = quiet.enter_context(socket.socket())
                    one.setblocking(False)
                    with suppress(BlockingIOError):
                        one.connect(("127.0.0.1", here.port))
                async with here.browser() as browser:
                    assert (await browser.get(f"/{links.code}/join")).status_code == 503
                assert isinstance(await chair.wants("blank_screen", on="yes"), Done)
                again = await by_link(here, links, "chair")
                assert isinstance(await again.wants("blank_screen", on=""), Done)
                assert isinstance(await ann.wants("post_label", kind="ask", text="Still here?"), Done)
            async with asyncio.timeout(running.SEE_SECONDS):
                while True:
                    async with here.browser() as browser:
                        if (await browser.get(f"/{links.code}/join")).status_code == 200:
                            break
            for each in (ann, chair, again):
                leaving.push_async_callback(each.leave)
        assert "Traceback" not in "\n".join(here.log)

    asyncio.run(story())
