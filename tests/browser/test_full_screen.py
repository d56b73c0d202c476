"""A screen says in its socket's address that it is one, so that it comes in where there is no room for one more phone."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket

from tests.browser.hall import Day
from tests.browser.people import PHONE, PROJECTOR, People, is_live


def sockets_of(page: Page) -> list[str]:
    """The addresses of the sockets that a page opens from now on."""
    opened: list[str] = []

    def note(socket: WebSocket) -> None:
        opened.append(socket.url)

    page.on("websocket", note)
    return opened


def test_only_the_screens_socket_says_that_it_is_a_screens(people: People, day: Day) -> None:
    screen, phone = people.somebody(PROJECTOR), people.somebody(PHONE)
    opened = sockets_of(screen)
    screen.goto(day.url("screen"))
    is_live(screen)
    assert opened[-1].endswith("/live?screen")
    opened = sockets_of(phone)
    phone.goto(day.url("join"))
    phone.get_by_role("button", name="Take part").click()
    phone.wait_for_url(day.url())
    is_live(phone)
    assert opened[-1].endswith("/live")
