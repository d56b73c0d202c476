"""One choice, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.polls.one_choice import OneChoice
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to

QUESTION = OneChoice(("Yes, a lot", "Yes, a little", "Not yet", "I’m not sure"))


def votes(result: dict[str, object]) -> list[int]:
    options = result["options"]
    assert isinstance(options, list)
    return [bar["votes"] for bar in options]


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION)
    phone = hall.by_touch()
    phone.get_by_text("Not yet").tap()
    hall.send(phone)
    assert hall.said(phone) == "Not yet"

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "Yes, a lot")
    keys.keyboard.press("Space")
    keys.keyboard.press("ArrowDown")
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    plain.get_by_text("I’m not sure").click()
    hall.send(plain)
    assert votes(hall.reveal()) == [0, 1, 1, 1]
    expect(phone.locator("[data-option-value=C] .bars__mine")).to_be_visible()


def test_nothing_is_chosen_before_somebody_chooses(own_machine: Server, people: People) -> None:
    phone = Voting(own_machine, people, QUESTION).by_touch()
    assert phone.locator("input:checked").count() == 0


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION).looked_at() == []
