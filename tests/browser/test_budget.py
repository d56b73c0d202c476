"""What a phone has to fetch before it shows a page: held down, since a hall fetches it in the same minute from one laptop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.hall import FORMATS, Day
from tests.browser.people import PHONE, People

LARGEST_BYTES = 20_000  # of all answers together, with gzip
MOST_REQUESTS = 6
LABELS, TOPICS = 24, 9


@pytest.fixture
def full_day(day: Day) -> Day:
    """A question with ten options is open, and something hangs on the wall and on the board."""
    someone = day.joined("Moira")
    for number in range(LABELS):
        someone.do("post_label", kind="ask", text=f"What would you change first on floor {number}?")
    for number in range(TOPICS):
        someone.do("propose_topic", title=f"Where to begin, part {number}", host="Moira")
    day.ask(FORMATS)
    return day


def fetch(page: Page, url: str) -> dict[str, int]:
    """Open a page; the size of each answer that came over the network. What the cache has does not count, nor do sockets."""
    answered: list[Request] = []

    def note(request: Request) -> None:
        answered.append(request)

    page.on("requestfinished", note)
    page.goto(url)
    if (sign := page.locator(".connection")).count():
        expect(sign).to_have_attribute("data-state", "live")
    page.wait_for_load_state("networkidle")
    page.remove_listener("requestfinished", note)
    sizes = {request.url: request.sizes()["responseBodySize"] for request in answered}
    assert sizes[url] > 0
    return {address: size for address, size in sizes.items() if size > 0}  # less: from the cache


def is_small(fetched: dict[str, int]) -> None:
    """All of it fits into what a crowded network can give everybody in the same minute."""
    assert len(fetched) <= MOST_REQUESTS, fetched
    assert sum(fetched.values()) <= LARGEST_BYTES, fetched


def test_the_first_page_is_small(people: People, full_day: Day) -> None:
    """Now, with all ten options, on a phone that has nothing of ours in its cache."""
    known = people.phone(full_day).context.storage_state()
    fetched = fetch(people.somebody({**PHONE, "storage_state": known}), full_day.url())
    assert any(address.endswith("/live.js") for address in fetched), "it came from a cache, so this measures too little"
    is_small(fetched)


def test_the_welcome_page_is_small(people: People, full_day: Day) -> None:
    is_small(fetch(people.somebody(PHONE), full_day.url("join")))


def test_the_other_pages_are_small_for_who_comes_from_now(people: People, full_day: Day) -> None:
    """All of them together: they need one more stylesheet, and only once."""
    page = people.phone(full_day)
    fetched: dict[str, int] = {}
    for path in ("wall", "board", "programme"):
        fetched |= fetch(page, full_day.url(path))
    assert any(address.endswith("/phone-more.css") for address in fetched)
    is_small(fetched)
