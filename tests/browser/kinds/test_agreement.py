"""Agreement, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from live.conference.polls.agreement import OBJECT, STAND_ASIDE, Agreement
from tests.browser.hall import Server
from tests.browser.looking import cut_off, overlaps
from tests.browser.people import People
from tests.browser.voting import SCREENS, Voting, walk_to

QUESTION = Agreement()
TITLE = "We hold the next day like this one in a village hall, and not in the city"
REASON = "Your reason, if you stand aside or object"
LONG = "I was not asked before this was written, and neither were the people who live there; who drives them home? " * 3


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    people.expect_complaints("status of 422")  # without scripts the browser tells of each refusal
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    reason = phone.get_by_label(REASON)
    expect(reason).to_be_hidden()
    assert phone.locator("input:checked").count() == 0
    phone.get_by_text("Object", exact=True).tap()
    reason.fill("There is no bus")
    phone.get_by_text("Agree", exact=True).tap()
    expect(reason).to_be_hidden()
    hall.send(phone)
    assert hall.said(phone) == "Agree"

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "Agree")
    keys.keyboard.press("Space")
    for _ in range(3):
        keys.keyboard.press("ArrowDown")
    walk_to(keys, "textbox", REASON)
    keys.keyboard.type("There is no bus")
    hall.send_by_keyboard(keys)
    assert hall.said(keys) == "Object: There is no bus"

    plain = hall.without_scripts()
    plain.get_by_text("Stand aside", exact=True).click()
    plain.get_by_role("button", name="Send my vote").click()
    problem = plain.get_by_role("link", name="Please give your reason for standing aside")
    problem.click()
    expect(plain.get_by_label(REASON)).to_be_focused()
    assert plain.locator("input:checked").get_attribute("value") == "C"
    plain.get_by_label(REASON).fill("I am new here")
    hall.send(plain)

    result = hall.reveal()
    assert [bar["votes"] for bar in result["options"]] == [1, 0, 1, 1]
    assert result["answers"] == ["Objection: There is no bus", "Standing aside: I am new here"]
    for page in (phone, people.screen(hall.day)):
        expect(page.get_by_role("main")).to_contain_text("1 person objects.")
        expect(page.get_by_role("main")).to_contain_text("There is no bus")


def test_a_reason_that_was_asked_for_stays_when_the_page_is_loaded_again(own_machine: Server, people: People) -> None:
    phone = Voting(own_machine, people, QUESTION, TITLE).by_touch()
    phone.get_by_text("Object", exact=True).tap()
    phone.get_by_label(REASON).fill("There is no bus")
    phone.reload()
    phone.get_by_text("Stand aside", exact=True).tap()
    expect(phone.get_by_label(REASON)).to_have_value("There is no bus")


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION, TITLE).looked_at(voters=30) == []


def test_many_long_objections_fit_the_screen_page_by_page(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, f"{TITLE}, as we said on the way home; do you agree?")
    for place, count in ((OBJECT, 7), (STAND_ASIDE, 5)):
        for number in range(count):
            said = QUESTION.said((place, f"{number} {LONG}"[: 300 if number % 3 else 90].strip()))
            hall.day.joined().do("cast_vote", poll=1, round=1, **said)
    hall.reveal()
    screen = people.screen(hall.day)
    notes = screen.locator(".stage-answers__item")
    foot = screen.locator(".stage__foot")
    expect(screen.get_by_role("main")).to_contain_text("7 people object. 12 people answered.")
    expect(foot).to_contain_text("Page 1 of")
    pages = int(re.findall(r"Page 1 of (\d+)", foot.inner_text())[0])
    read = []
    for page in range(1, pages + 1):
        hall.day.chair.do("turn_page", item=1, number=page)
        expect(foot).to_contain_text(f"Page {page} of {pages}")
        read += notes.all_inner_texts()
        for width, height in SCREENS:
            assert cut_off(screen, width, height, whole=True) + overlaps(screen) == []
            hall.picture(screen, f"many-{page}-screen-{width}")
    assert [text.partition(":")[0] for text in read] == ["Objection"] * 7 + ["Standing aside"] * 5
