"""The chair turns the pages of the screen from a phone; rounds and groups on phones: with thumbs, and for everybody."""

from __future__ import annotations

import tomli_w
from playwright.sync_api import Dialog, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, press

THUMB = 44
GROUPS = ["People who use services", "Councils"]
PLAN = tomli_w.dumps(
    {
        "title": "Pages",
        "groups": GROUPS,
        "item": [
            {
                "kind": "poll",
                "title": "What shall we do first?",
                "question": {
                    "kind": "one_choice",
                    "options": [f"{number}. What could be done" for number in range(30)],
                },
                "terms": {"by_group": True, "running": True},
            }
        ],
    }
)


def asked(server: Server, voters: int) -> Day:
    """A day with a question of thirty answers that was asked twice, the second result beside the first."""
    day = server.day(PLAN)
    day.chair.do("show_item", item=1)
    hall = [day.joined() for _ in range(voters)]
    for number, each in enumerate(hall):
        each.do("join", name="", group=GROUPS[number % 2])
    for again in (1, 2):
        day.chair.do("open_poll", poll=1, round=again)
        for number, each in enumerate(hall):
            each.do("cast_vote", poll=1, round=again, vote="ABC"[number * again % 3])
        if again == 1:
            day.chair.do("close_poll", poll=1, round=1)
    return day


def test_the_chair_turns_pages_and_the_screen_follows(server: Server, people: People) -> None:
    day = server.day(PLAN)
    day.chair.do("show_item", item=1)
    day.chair.do("open_poll", poll=1, round=1)
    chair, screen = people.chair(day), people.screen(day)
    expect(screen.get_by_text("Page 1 of 2")).to_be_visible()
    expect(chair.get_by_role("button", name="Page before")).to_be_disabled()
    press(chair, "Next page")
    expect(screen.get_by_text("Page 2 of 2")).to_be_visible()
    expect(screen.get_by_text("29. What could be done")).to_be_visible()
    expect(chair.get_by_role("button", name="Next page")).to_be_disabled()
    assert looked_at_by_all(chair, least=THUMB) == []
    press(chair, "Page before")
    expect(screen.get_by_text("Page 1 of 2")).to_be_visible()
    press(chair, "Next page")
    press(chair, "Close voting")
    expect(screen.get_by_text("Voting closed")).to_be_visible()
    expect(screen.get_by_text("Page 1 of 2")).to_be_visible()


def test_the_chair_shows_two_rounds_side_by_side_and_phones_say_the_same(server: Server, people: People) -> None:
    day = asked(server, voters=10)
    chair, screen, phone = people.chair(day), people.screen(day), people.phone(day)
    expect(phone.get_by_text("The result is also shown by group, for groups of five and more.")).to_be_visible()
    press(chair, "Close voting")
    press(chair, "Show result")
    expect(chair.get_by_text("Result shown", exact=True)).to_be_visible()
    press(chair, "Show beside the first time")
    expect(screen.get_by_text("Now, 10 votes")).to_be_visible()
    expect(phone.get_by_role("heading", name="Then and now")).to_be_visible()
    phone.get_by_text("By group, of five people and more").tap()
    expect(phone.get_by_text("Councils")).to_be_visible()
    assert looked_at_by_all(phone, least=24) == []
    assert looked_at_by_all(chair, least=THUMB) == []
    press(chair, "Show by itself")
    expect(screen.get_by_text("Now, 10 votes")).to_be_hidden()
    expect(phone.get_by_role("heading", name="Then and now")).to_have_count(0)


def test_a_count_of_two_is_shown_when_the_chair_has_been_asked(server: Server, people: People) -> None:
    day = server.day(PLAN)
    day.chair.do("show_item", item=1)
    day.chair.do("open_poll", poll=1, round=1)
    for _ in range(2):
        day.joined().do("cast_vote", poll=1, round=1, vote="C")
    chair, screen = people.chair(day), people.screen(day)
    press(chair, "Close voting")
    press(chair, "Show result")
    expect(screen.get_by_text("Only how many took part is shown, because so few did: 2 people.")).to_be_visible()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    chair.once("dialog", agree)
    press(chair, "Show the count all the same")
    expect(screen.get_by_text("2 people voted.")).to_be_visible()
    assert asked == ["So few voted that people may work out who said what. Show the count all the same?"]
