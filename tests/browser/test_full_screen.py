"""A screen says in its socket's address that it is one, so that it comes in where there is no room for one more phone."""

from __future__ import annotations

from tests.browser.hall import Day
from tests.browser.people import PHONE, PROJECTOR, People, is_live


def test_only_the_screens_socket_says_that_it_is_a_screens(people: People, day: Day) -> None:
    for device, path, ends in ((PROJECTOR, "screen", "/live?screen"), (PHONE, "join", "/live")):
        page = people.somebody(device)
        opened: list[str] = []
        page.on("websocket", lambda socket, opened=opened: opened.append(socket.url))
        page.goto(day.url(path))
        if path == "join":
            page.get_by_role("button", name="Take part").click()
            page.wait_for_url(day.url())
        is_live(page)
        assert opened[-1].endswith(ends)
