"""Several statements on one scale, in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from live.conference.polls.statements import Statements
from tests.browser.hall import Server
from tests.browser.looking import cut_off, overlaps
from tests.browser.people import People
from tests.browser.voting import SCREENS, Voting, walk_to

QUESTION = Statements(
    (
        "I was heard today",
        "What we decided can be done",
        "The right people were in the room",
        "I know what I will do next",
    )
)
LONG = Statements(
    tuple(
        f"{number} is the number of a statement about people, places and promises that hardly ends before it has used up its room"
        for number in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    ),
    ("Nothing of it is true for me", "Hardly", "Half of it is true, half is not", "Mostly", "All of it is true for me"),
)
TITLE = "How far is this true for you?"


def rows(page: Page) -> list[str]:
    """The numbers chosen, statement by statement."""
    chosen: list[str] = page.locator(".statements__row").evaluate_all(
        "rows => rows.map((row) => row.querySelector('input:checked')?.value ?? '')"
    )
    return chosen


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    assert rows(phone) == ["", "", "", ""]
    phone.get_by_role("radiogroup", name="I was heard today").get_by_role("radio", name="5").tap()
    phone.get_by_role("radiogroup", name="What we decided").get_by_role("radio", name="2").tap()
    phone.get_by_role("radiogroup", name="The right people").get_by_role("radio", name="4").tap()
    phone.get_by_role("radiogroup", name="What we decided").get_by_role("radio", name="Skip").tap()
    hall.picture(phone, "filled-phone", full_page=True)
    hall.send(phone)
    assert hall.said(phone) == "I was heard today: 5 Completely; The right people were in the room: 4 Mostly"
    phone.reload()
    phone.get_by_role("button", name="Change my vote").tap()
    assert rows(phone) == ["5", "", "4", ""]

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "1 Not at all")
    keys.keyboard.press("Space")
    keys.keyboard.press("ArrowRight")
    hall.picture(keys, "filled-desk", full_page=True)
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    plain.get_by_role("radiogroup", name="I know what").get_by_role("radio", name="3").click()
    plain.get_by_role("radiogroup", name="I was heard").get_by_role("radio", name="2").click()
    hall.send(plain)
    assert "I was heard today: 2 A little; I know what I will do next: 3 Partly" in plain.locator("main").inner_text()
    result = hall.reveal()
    assert (result["voters"], result["marks"]) == (3, 5)
    expect(phone.get_by_role("listitem").filter(has_text="3 people, mean 3.0")).to_be_visible()
    phone.get_by_text("All figures").tap()
    expect(phone.get_by_text("5 Completely: 1 (33%)")).to_be_visible()


def test_a_vote_without_any_number_is_refused_with_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    people.expect_complaints("status of 422")
    for page in (hall.by_touch(), hall.without_scripts()):
        page.get_by_role("button", name="Send my vote").click()
        expect(page.get_by_text("Please choose a number from 1 to 5 for at least one statement.").first).to_be_visible()


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION, TITLE).looked_at(voters=25) == []


def test_eight_of_the_longest_statements_fit(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, LONG.checked(), f"{TITLE} " * 6)
    screen, phone = people.screen(hall.day), hall.by_touch()
    for state in ("longest-open", "longest-result"):
        if state == "longest-result":
            hall.filled(20)
            hall.reveal()
            screen.reload()
        expect(screen.get_by_role("listitem").filter(has_text="One is the number")).to_be_visible()
        for width, height in SCREENS:
            assert cut_off(screen, width, height, whole=True) + overlaps(screen) == []
            hall.picture(screen, f"{state}-screen-{width}")
        assert cut_off(phone, 320, 640) + cut_off(phone, 390, 844, letters=200) == []
        hall.picture(phone, f"{state}-phone", full_page=True)
