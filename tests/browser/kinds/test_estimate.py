"""An estimate: with a finger, with keys alone, without scripts; and the right answer, which nobody finds before the result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from live.conference.polls.estimate import Estimate
from tests.browser.hall import Server
from tests.browser.people import DOUBLE_TAP_MS, People
from tests.browser.voting import Voting, walk_to

QUESTION = Estimate("%", 0, 100, 1, 38.7)
RIGHT = "38.7"


@pytest.fixture
def voting(server: Server, people: People) -> Voting:
    return Voting(server, people, QUESTION, "How many of us looked after somebody this week?")


def middle(voting: Voting) -> str:
    """What the server says, once it has counted."""
    voting.reveal()
    return voting.day.joined().client.get("/poll/1").text


def test_with_a_finger_on_the_slider_which_has_no_place_before(voting: Voting) -> None:
    phone = voting.by_touch()
    slider = phone.get_by_role("slider")
    field = phone.get_by_role("textbox", name="Your estimate")
    expect(slider).to_have_attribute("aria-valuetext", "Nothing chosen yet")
    expect(field).to_have_value("")
    slider.tap()
    expect(field).to_have_value("50.0")
    expect(slider).to_have_attribute("aria-valuetext", "50.0%")
    slider.tap(position={"x": 2, "y": 20})
    expect(field).to_have_value("0.0")
    field.fill("12,5")
    expect(slider).to_have_attribute("aria-valuetext", "12.5%")
    voting.send(phone)
    assert voting.said(phone) == "12.5%"
    assert "The middle answer is 12.5%." in middle(voting)


def test_with_keys_alone_and_a_change_of_mind(voting: Voting) -> None:
    page = voting.by_keyboard()
    walk_to(page, "textbox", "Your estimate")
    page.keyboard.type("40")
    walk_to(page, "slider", "Your estimate, as a slider")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("textbox", name="Your estimate")).to_have_value("40.5")
    voting.send_by_keyboard(page)
    walk_to(page, "button", "Change my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your estimate")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("41")
    page.clock.fast_forward(DOUBLE_TAP_MS)
    voting.send_by_keyboard(page)
    assert "The middle answer is 41.0%." in middle(voting)


def test_without_scripts(voting: Voting) -> None:
    """What is out of range is refused with the range; what was typed stays and is mended."""
    voting.people.expect_complaints("status of 422")
    page = voting.without_scripts()
    expect(page.get_by_role("slider")).to_be_hidden()
    page.get_by_label("Your estimate", exact=False).first.fill("380")
    page.get_by_role("button", name="Send my vote").click()
    expect(page.locator(".problem-summary")).to_contain_text("Please write a number from 0 to 100%. You wrote 380.0%.")
    field = page.get_by_role("textbox", name="Your estimate")
    expect(field).to_have_value("380")
    field.fill("38 %")
    voting.send(page)
    assert "The middle answer is 38.0%." in middle(voting)


def test_the_right_answer_is_on_no_page_before_the_result(voting: Voting) -> None:
    """Neither in the source of any page or frame for delegates and the screen nor in the write-up; then it is on its bar."""
    delegate = voting.day.joined()
    delegate.do("cast_vote", poll=1, round=1, vote="12")
    pages = ("/poll/1", "/poll/1?change=1", "/programme", "/screen", "/report", "/report.json")
    for path in (*pages, "/frames?view=now&seen=", "/frames?view=screen&seen="):
        answer = delegate.client.get(path)
        assert answer.status_code in (200, 403, 404), path
        assert RIGHT not in answer.text
    assert "Your estimate" in delegate.client.get("/poll/1").text
    voting.day.chair.do("close_poll", poll=1, round=1)
    for path in ("/poll/1", "/screen"):
        assert RIGHT not in delegate.client.get(path).text
    voting.reveal()
    for path in ("/poll/1", "/screen"):
        assert "Right answer: 38.7%" in delegate.client.get(path).text


def test_nobody_is_shut_out(voting: Voting) -> None:
    complaints = voting.looked_at()
    assert complaints == [], "\n".join(complaints)


def test_the_look_of_a_number_that_was_chosen(voting: Voting) -> None:
    phone = voting.by_touch()
    phone.get_by_role("textbox", name="Your estimate").fill("62.5")
    assert voting._on_the_phone(phone, "some") == []
