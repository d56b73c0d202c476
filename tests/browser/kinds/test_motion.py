"""A motion, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.polls.motion import Motion
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to

TITLE = "Shall the group meet every second month?"


def votes(result: dict[str, object]) -> list[int]:
    options = result["options"]
    assert isinstance(options, list)
    return [bar["votes"] for bar in options]


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, Motion("two_thirds"), TITLE)
    phone = hall.by_touch()
    expect(phone.get_by_role("main")).to_contain_text("carried if at least two thirds of the votes cast are for")
    assert phone.locator("input:checked").count() == 0
    phone.get_by_text("For", exact=True).tap()
    hall.send(phone)
    assert hall.said(phone) == "For"

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "For")
    keys.keyboard.press("Space")
    keys.keyboard.press("ArrowDown")
    hall.send_by_keyboard(keys)
    assert hall.said(keys) == "Against"

    plain = hall.without_scripts()
    plain.get_by_text("Abstain").click()
    hall.send(plain)
    assert votes(hall.reveal()) == [1, 1, 1]
    verdict = "Not carried: 1 of 2 votes cast was for; at least two thirds was needed."
    expect(phone.get_by_role("main")).to_contain_text(verdict)
    expect(phone.locator("[data-option-value='1'] .bars__mine")).to_be_visible()
    expect(people.screen(hall.day).get_by_role("main")).to_contain_text(verdict)


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, Motion("half", "present"), TITLE).looked_at(voters=30) == []
