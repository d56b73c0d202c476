"""A scale, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.polls import Terms
from live.conference.polls.scale import Scale
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, Scale(), terms=Terms(passes=("unsure",)))
    phone = hall.by_touch()
    phone.get_by_role("radio", name="4 Mostly").tap()
    hall.send(phone)
    assert hall.said(phone) == "4 Mostly"

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "1 Not at all")
    keys.keyboard.press("Space")
    keys.keyboard.press("ArrowRight")
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    plain.get_by_text("I don’t know").click()
    hall.send(plain)
    expect(plain.locator("[data-receipt]")).to_have_text("I don’t know")
    result = hall.reveal()
    assert [bar["votes"] for bar in result["options"]] == [0, 1, 0, 1, 0]
    assert (result["voters"], result["mean"]) == (3, 3.0)


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, Scale(), terms=Terms(passes=("unsure", "none"))).looked_at() == []
