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


def look(page: Page, url: str) -> dict[str, int]:
    """Open a page; the size of each answer that came over the network. Sockets do not count."""
    answered: list[Request] = []
    page.on("requestfinished", lambda request: answered.append(request))
    page.goto(url)
    expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    page.wait_for_load_state("networkidle")
    return {request.url: request.sizes()["responseBodySize"] for request in tuple(answered)}


@pytest.mark.parametrize("path", ["", "wall", "board", "programme"])
def test_a_phones_first_page_is_small(people: People, full_day: Day, path: str) -> None:
    """At most 20,000 bytes in at most 6 requests, on a phone that has joined and has nothing of ours in its cache."""
    known = people.phone(full_day).context.storage_state()
    fetched = look(people.somebody({**PHONE, "storage_state": known}), full_day.url(path))
    assert full_day.url(path) in fetched
    assert len(fetched) <= MOST_REQUESTS, fetched
    assert sum(fetched.values()) <= LARGEST_BYTES, fetched
    assert min(fetched.values()) > 0, f"something came from a cache, so this measures too little: {fetched}"
