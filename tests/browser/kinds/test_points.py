"""A hundred points to share: with a finger, with keys alone, without scripts; and looked at by everybody it might shut out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from live.conference.polls import Terms
from live.conference.polls.points import HundredPoints
from tests.browser.hall import Server
from tests.browser.people import DOUBLE_TAP_MS, People
from tests.browser.voting import Voting, walk_to

QUESTION = HundredPoints(("Training and toolkits", "Examples of what good looks like", "Time to build trust"))
FIRST, SECOND, THIRD = QUESTION.options


@pytest.fixture
def voting(server: Server, people: People) -> Voting:
    return Voting(server, people, QUESTION, "What would help you put co-production into practice?")


def means(voting: Voting) -> dict[str, str]:
    """What the server says that each option got, by its letter, once it has counted."""
    voting.reveal()
    screen = voting.day.chair.client.get("/screen").text
    return dict(re.findall(r'id="stage-bar-(\w+)".*?class="bars__value">([^<]*)<', screen, re.DOTALL))


def more(page: Page, option: str, times: int) -> None:
    for _ in range(times):
        page.get_by_role("button", name=f"10 points more for {option}").tap()


def left(page: Page, words: str) -> None:
    expect(page.locator("[data-purse]")).to_have_text(words)


def test_with_a_finger(voting: Voting) -> None:
    """Tens by the buttons; what is left stays in view, and nobody can give more than there is by them."""
    phone = voting.by_touch()
    left(phone, "100 points left")
    more(phone, FIRST, 3)
    more(phone, THIRD, 7)
    left(phone, "0 points left: ready to send")
    expect(phone.locator("[data-purse]")).to_be_in_viewport()
    plus = phone.get_by_role("button", name=f"10 points more for {SECOND}")
    expect(plus).to_be_disabled()
    plus.tap(force=True)
    expect(phone.get_by_role("textbox", name=SECOND)).to_have_value("")
    voting.send(phone)
    assert voting.said(phone) == f"30 for {FIRST}, 70 for {THIRD}"
    assert means(voting) == {"C": "70 points", "A": "30 points", "B": "0 points"}


def test_with_keys_alone_and_a_change_of_mind(voting: Voting) -> None:
    page = voting.by_keyboard()
    walk_to(page, "textbox", SECOND)
    page.keyboard.type("55")
    left(page, "45 points left")
    walk_to(page, "button", f"10 points more for {THIRD}")
    for _ in range(6):
        page.keyboard.press("Space")
    left(page, "0 points left: ready to send")
    expect(page.get_by_role("textbox", name=THIRD)).to_have_value("45")
    voting.send_by_keyboard(page)
    walk_to(page, "button", "Change my vote")
    page.keyboard.press("Enter")
    walk_to(page, "button", f"10 points fewer for {THIRD}")
    page.keyboard.press("Enter")
    walk_to(page, "button", f"10 points more for {FIRST}")
    page.keyboard.press("Enter")
    page.clock.fast_forward(DOUBLE_TAP_MS)
    voting.send_by_keyboard(page)
    assert means(voting) == {"B": "55 points", "C": "35 points", "A": "10 points"}


def test_without_scripts(voting: Voting) -> None:
    """Too many are refused with how many; what was typed stays and is mended."""
    voting.people.expect_complaints("status of 422")
    page = voting.without_scripts()
    page.get_by_role("textbox", name=FIRST).fill("60")
    page.get_by_role("textbox", name=SECOND).fill("50")
    page.get_by_role("button", name="Send my vote").click()
    expect(page.locator(".problem-summary")).to_contain_text("You gave 110 points. Please take back 10.")
    expect(page.get_by_role("textbox", name=FIRST)).to_have_value("60")
    page.get_by_role("textbox", name=SECOND).fill("40")
    voting.send(page)
    assert means(voting) == {"A": "60 points", "B": "40 points", "C": "0 points"}


def test_too_few_are_refused_at_the_field_and_stay(voting: Voting) -> None:
    phone = voting.by_touch()
    more(phone, SECOND, 4)
    phone.clock.fast_forward(DOUBLE_TAP_MS)
    phone.get_by_role("button", name="Send my vote").tap()
    expect(phone.get_by_text("You gave 40 points. Please give the other 60 too")).to_be_visible()
    expect(phone.get_by_role("textbox", name=SECOND)).to_be_focused()
    left(phone, "60 points left")


def test_what_is_left_is_announced_once_after_some_taps(voting: Voting) -> None:
    phone = voting.by_touch()
    more(phone, FIRST, 2)
    phone.clock.fast_forward(1_000)
    expect(phone.locator("#announce")).to_have_text("80 points left")


def test_where_each_phone_has_its_own_order_points_go_where_they_were_given(server: Server, people: People) -> None:
    """And who does not know gives none: what was given is set aside, and comes back."""
    voting = Voting(server, people, QUESTION, terms=Terms(order="shuffled", passes=("unsure",)))
    phone = voting.by_touch()
    letters = phone.locator("[data-share] .letter").all_inner_texts()
    assert sorted(letters) == ["A", "B", "C"]
    more(phone, THIRD, 10)
    phone.get_by_text("I don’t know").tap()
    left(phone, "100 points left")
    phone.get_by_text("I don’t know").tap()
    left(phone, "0 points left: ready to send")
    voting.send(phone)
    phone.reload()
    assert phone.locator("[data-share] .letter").all_inner_texts() == letters
    assert means(voting)["C"] == "100 points"


def test_half_given_points_stay_when_others_vote_and_when_the_page_is_loaded_again(voting: Voting) -> None:
    phone = voting.by_touch()
    more(phone, SECOND, 1)
    voting.filled(3)
    expect(phone.locator(".turnout")).to_contain_text("3 of")
    left(phone, "90 points left")
    phone.reload()
    left(phone, "90 points left")
    expect(phone.get_by_role("textbox", name=SECOND)).to_have_value("10")


def test_nobody_is_shut_out(voting: Voting) -> None:
    assert voting.looked_at() == []
