"""Up to three words, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from live.conference.polls.word_cloud import WordCloud
from tests.browser.hall import Server
from tests.browser.looking import SCHEMES, axe, cut_off, overlaps
from tests.browser.people import People
from tests.browser.voting import SCREENS, Voting, walk_to

QUESTION = WordCloud()
TITLE = "What does co-production mean to you?"
LONG_TITLE = (
    "What, after all that we have heard this morning, does co-production mean to you, and what would it take? " * 2
)

LONGEST = ("WWWWWWWWWWWWWWWWWWWWWWWW", "a-word-of-24-letters-long", "漢" * 24, "موموموموموموموموموموموم", "ÄÖÜ" * 8)


def words(page: Page) -> list[str]:
    """The words of the result on a phone, each with its number."""
    return [re.sub(r"\s+", " ", each) for each in page.locator(".word-list__word").all_inner_texts()]


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    phone.get_by_label("First word").tap()
    phone.get_by_label("First word").fill("Sharing power")
    phone.get_by_label("Third word").fill("<b>cups</b>")
    hall.send(phone)
    assert hall.said(phone) == "Sharing power, <b>cups</b>"

    keys = hall.by_keyboard()
    walk_to(keys, "textbox", "Second word (optional)")
    keys.keyboard.type("cup")
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    plain.get_by_label("First word").fill("sharing-power")
    plain.get_by_label("Second word").fill("cups")
    hall.send(plain)
    result = hall.reveal()
    assert (result["voters"], result["marks"]) == (3, 5)
    expect(phone.locator(".word-list")).to_be_visible()
    assert words(phone) == ["cup 2 people", "sharing-power 2 people", "<b>cups</b> 1 person"]


def test_what_is_refused_stays_in_its_box(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    people.expect_complaints("status of 422")
    for page in (hall.by_touch(), hall.without_scripts()):
        page.get_by_label("Second word").fill("a phrase that is much too long")
        page.get_by_role("button", name="Send my vote").click()
        expect(page.get_by_text("Your second word can have 24 letters at most. Yours has 30.").first).to_be_visible()
        expect(page.get_by_label("Second word")).to_have_value("a phrase that is much too long")


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION, TITLE).looked_at(voters=25) == []


def test_the_longest_words_fit_the_screen_under_the_longest_question(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, LONG_TITLE[:200].strip())
    for number, word in enumerate(LONGEST * 6):
        others = {f"vote.{place}": f"word {number} and {place}" for place in (2, 3)}
        hall.day.joined().do("cast_vote", poll=1, round=1, **{"vote.1": word[:24], **others})
    hall.reveal()
    screen = people.screen(hall.day)
    expect(screen.locator(".cloud__more")).to_be_visible()
    for width, height in SCREENS:
        assert cut_off(screen, width, height, whole=True) + overlaps(screen) == []
        hall.picture(screen, f"longest-screen-{width}")
    assert axe(screen, *SCHEMES) == []
