"""A budget to spend: with a finger, with keys alone, without scripts; and looked at by everybody it might shut out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from live.conference.polls.budget import Budget
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to

QUESTION = Budget(
    ("Benches at every stop", "Lights on the path", "Trees", "A bus in the evening"),
    (20_000, 10_000, 5_000, 40_000),
    60_000,
)
BENCHES, LIGHTS, TREES, BUS = QUESTION.options


@pytest.fixture
def voting(server: Server, people: People) -> Voting:
    return Voting(server, people, QUESTION, "What should the money be spent on?")


def votes(voting: Voting) -> dict[str, int]:
    return {option["text"]: option["votes"] for option in voting.reveal()["options"] if option["votes"]}


def left(page: Page, words: str) -> None:
    expect(page.locator("[data-purse]")).to_have_text(words)


def test_with_a_finger(voting: Voting) -> None:
    """What there is no money for any more cannot be chosen, and says why; leaving something out makes room again."""
    phone = voting.by_touch()
    assert phone.locator("input:checked").count() == 0
    left(phone, "£60,000 of £60,000 left")
    phone.get_by_text(BENCHES).tap()
    phone.get_by_text(TREES).tap()
    left(phone, "£35,000 of £60,000 left")
    expect(phone.locator("[data-purse]")).to_be_in_viewport()
    bus = phone.get_by_role("checkbox", name=BUS)
    expect(bus).to_be_disabled()
    expect(bus).to_have_accessible_description("£5,000 short. Leave something else out first.")
    phone.clock.fast_forward(1_000)
    expect(phone.locator("#announce")).to_have_text("£35,000 of £60,000 left")
    phone.get_by_text(TREES).tap()
    expect(bus).to_be_enabled()
    phone.get_by_text(BUS).tap()
    left(phone, "£0 of £60,000 left")
    voting.send(phone)
    assert voting.said(phone) == f"{BENCHES}, {BUS}: £60,000 in all"
    assert votes(voting) == {BENCHES: 1, BUS: 1}
    expect(phone.locator("[data-option-value=D] .bars__mine")).to_be_visible()


def test_with_keys_alone_and_a_change_of_mind(voting: Voting) -> None:
    page = voting.by_keyboard()
    walk_to(page, "checkbox", BUS)
    page.keyboard.press("Space")
    walk_to(page, "checkbox", LIGHTS)
    page.keyboard.press("Space")
    voting.send_by_keyboard(page)
    walk_to(page, "button", "Change my vote")
    page.keyboard.press("Enter")
    left(page, "£10,000 of £60,000 left")
    walk_to(page, "checkbox", BUS)
    page.keyboard.press("Space")
    page.clock.fast_forward(500)
    voting.send_by_keyboard(page)
    assert votes(voting) == {LIGHTS: 1}


def test_without_scripts(voting: Voting) -> None:
    """Going over is refused with the amount; what was ticked stays and is mended."""
    voting.people.expect_complaints("status of 422")
    page = voting.without_scripts()
    for project in (BENCHES, TREES, BUS):
        page.get_by_text(project).click()
    page.get_by_role("button", name="Send my vote").click()
    expect(page.locator(".problem-summary")).to_contain_text("costs £65,000. That is £5,000 more than there is.")
    expect(page.get_by_role("checkbox", name=BUS)).to_be_checked()
    page.get_by_text(TREES).click()
    voting.send(page)
    assert votes(voting) == {BENCHES: 1, BUS: 1}


def test_nobody_is_shut_out(voting: Voting) -> None:
    assert voting.looked_at() == []


def test_the_look_of_what_cannot_be_had_any_more(voting: Voting) -> None:
    phone = voting.by_touch()
    phone.get_by_text(BENCHES).tap()
    phone.get_by_text(TREES).tap()
    expect(phone.get_by_role("checkbox", name=BUS)).to_be_disabled()
    assert voting._on_the_phone(phone, "some") == []
