"""Several choices, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.polls.several_choices import SeveralChoices
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to

QUESTION = SeveralChoices(("Films", "Open space", "Talks", "Walks"), most=2)
THIRTY = SeveralChoices(tuple(f"An answer with the number {number} and some more words" for number in range(1, 31)))
TEN_LONG = SeveralChoices(
    tuple(
        f"Answer {number}: " + "people who use services and people who run them sit down together "
        for number in range(1, 11)
    )
).checked()


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION)
    phone = hall.by_touch()
    phone.get_by_text("Films").tap()
    phone.get_by_text("Talks").tap()
    hall.send(phone)
    assert hall.said(phone) == "Films, Talks"

    keys = hall.by_keyboard()
    for name in ("Open space", "Talks"):
        walk_to(keys, "checkbox", name)
        keys.keyboard.press("Space")
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    for name in ("Films", "Talks", "Walks"):
        plain.get_by_text(name).click()
    plain.get_by_role("button", name="Send my vote").click()
    people.expect_complaints("422")
    expect(plain.get_by_role("link", name="Please choose at most 2. You chose 3.")).to_be_visible()
    assert plain.locator("input:checked").count() == 3
    plain.get_by_text("Films").click()
    hall.send(plain)
    result = hall.reveal()
    assert [bar["votes"] for bar in result["options"]] == [1, 1, 3, 1]
    assert (result["voters"], result["marks"]) == (3, 6)


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION).looked_at() == []


def test_ten_options_with_long_titles_fit(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, TEN_LONG).looked_at() == []


def test_thirty_options_fit_in_pages(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, THIRTY)
    assert hall.looked_at() == []
    expect(hall.people.screen(hall.day).get_by_text("Page 1 of 4")).to_be_visible()
