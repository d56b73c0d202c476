"""What somebody has chosen and not sent yet is there again after the page was loaded again, and after a close that was undone.

And a form is open or folded up as what became of the vote says.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from live.conference.polls.agreement import Agreement
from live.conference.polls.budget import Budget
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.points import HundredPoints
from live.conference.polls.several_choices import SeveralChoices
from live.conference.polls.statements import Statements
from tests.browser.hall import Server
from tests.browser.people import People, is_live, press
from tests.browser.voting import Voting

NO_NETWORK = ("ERR_", "WebSocket connection")


def tick(*names: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        for number, name in enumerate(names, 1):
            page.get_by_text(name, exact=True).tap()
            expect(page.locator("input:checked")).to_have_count(number)

    return fill


def number(page: Page) -> None:
    chosen = page.get_by_role("radiogroup", name="I was heard").get_by_role("radio", name="4")
    chosen.tap()
    expect(chosen).to_be_checked()


HALF = (
    (OneChoice(("Tea", "Coffee")), tick("Coffee"), "Coffee"),
    (SeveralChoices(("Tea", "Coffee", "Water")), tick("Tea", "Water"), "Tea, Water"),
    (Budget(("Benches", "Trees"), (20, 30), 60), tick("Trees"), "Trees: £30 in all"),
    (Agreement(), tick("Agree"), "Agree"),
    (Statements(("I was heard today", "It can be done")), number, "I was heard today: 4 Mostly"),
)


@pytest.mark.parametrize(("question", "fill", "said"), HALF, ids=[type(each[0]).__name__ for each in HALF])
def test_what_was_chosen_is_there_again(
    own_machine: Server, people: People, question: AnyQuestion, fill: Callable[[Page], None], said: str
) -> None:
    hall = Voting(own_machine, people, question)
    phone = hall.by_touch()
    fill(phone)
    chosen = phone.locator("input:checked")
    before = chosen.evaluate_all("fields => fields.map(({ id }) => id)")
    phone.reload()
    is_live(phone)
    expect(chosen).to_have_count(len(before))
    hall.day.chair.do("close_poll", poll=1, round=1)
    expect(phone.get_by_text("Voting closed", exact=True)).to_be_visible()
    hall.day.chair.do("open_poll", poll=1, round=1)
    expect(phone.get_by_role("button", name="Send my vote")).to_be_visible()
    assert chosen.evaluate_all("fields => fields.map(({ id }) => id)") == before
    hall.send(phone)
    assert hall.said(phone) == said
    another = hall.by_touch()
    expect(another.locator("input:checked")).to_have_count(0)


def test_a_change_that_was_begun_is_there_again(own_machine: Server, people: People) -> None:
    """The vote that is in is what the page shows; what was begun comes back with “Change my vote”, and is dropped once sent."""
    hall = Voting(own_machine, people, HundredPoints(("Tea", "Coffee")))
    phone = hall.by_touch()
    tea, coffee = (phone.get_by_role("textbox", name=name) for name in ("Tea", "Coffee"))
    tea.fill("100")
    hall.send(phone)
    press(phone, "Change my vote")
    tea.fill("40")
    coffee.fill("60")
    phone.reload()
    is_live(phone)
    assert hall.said(phone) == "100 for Tea"
    phone.get_by_role("button", name="Change my vote").tap()
    expect(tea).to_have_value("40")
    expect(coffee).to_have_value("60")
    hall.send(phone)
    phone.reload()
    is_live(phone)
    phone.get_by_role("button", name="Change my vote").tap()
    expect(tea).to_have_value("40")


def test_what_was_not_sent_and_then_was_is_not_called_unsent(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, OpenText())
    phone = hall.by_touch()
    phone.get_by_role("textbox").fill("By asking each other")
    hall.day.chair.do("close_poll", poll=1, round=1)
    expect(phone.get_by_text("Not sent: this closed before you sent it.")).to_be_visible()
    hall.day.chair.do("open_poll", poll=1, round=1)
    expect(phone.get_by_role("textbox")).to_have_value("By asking each other")
    hall.send(phone)
    expect(phone.get_by_text("Not sent")).to_have_count(0)


def test_what_is_written_before_the_script_comes_is_kept_like_all_the_rest(own_machine: Server, people: People) -> None:
    """On a slow network a page can be filled in long before its script is there."""
    hall = Voting(own_machine, people, OpenText())
    phone = hall.by_touch()
    words = phone.get_by_role("textbox")
    late: list[Route] = []
    phone.route("**/live.js", lambda route: late.append(route))
    with phone.expect_request("**/live.js"):
        phone.reload(wait_until="commit")
    words.fill("By asking each other")
    words.blur()
    hall.day.chair.do("close_poll", poll=1, round=1)
    late.pop().continue_()
    expect(phone.get_by_text("Vote: By asking each other. Not sent: this closed before you sent it.")).to_be_visible()


def test_the_same_answer_sent_again_without_a_network_is_kept_and_said_so(own_machine: Server, people: People) -> None:
    people.expect_complaints(*NO_NETWORK)
    hall = Voting(own_machine, people, OneChoice(("Tea", "Coffee")))
    phone = hall.by_touch()
    is_live(phone)
    phone.context.set_offline(True)
    phone.get_by_text("Coffee", exact=True).tap()
    press(phone, "Send my vote")
    for _ in range(2):
        expect(phone.get_by_text("Saved on this phone. Not sent yet.")).to_be_visible()
        expect(phone.get_by_role("button", name="Send my vote")).to_be_hidden()
        press(phone, "Change my vote")
        press(phone, "Send my vote")
    phone.context.set_offline(False)
    hall.is_in(phone)
    assert hall.day.turnout(1) == "1 of 1"


def test_a_change_that_is_refused_stays_to_be_mended(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, OpenText())
    phone = hall.by_touch()
    words = phone.get_by_role("textbox")
    words.fill("Short")
    hall.send(phone)
    press(phone, "Change my vote")
    words.fill("word " * 100)
    press(phone, "Send my vote")
    expect(phone.get_by_text(re.compile("can have 300 letters at most"))).to_be_visible()
    expect(words).to_be_focused()
    assert words.input_value().startswith("word word")
    words.fill("A few words")
    hall.send(phone)
    assert hall.said(phone) == "A few words"


def test_a_second_tap_meets_no_other_button(own_machine: Server, people: People) -> None:
    """Where “Send my vote” was, “Change my vote” or “Take my vote back” may be a moment later, under the same finger."""
    hall = Voting(own_machine, people, OpenText())
    phone = hall.by_touch()
    phone.get_by_role("textbox").fill("By asking each other")
    button = phone.get_by_role("button", name="Send my vote")
    phone.clock.set_fixed_time(phone.evaluate("Date.now() / 1_000"))
    button.tap()
    hall.is_in(phone)
    for name in ("Change my vote", "Take my vote back"):
        phone.get_by_role("button", name=name).tap()
    expect(phone.get_by_role("button", name="Change my vote")).to_be_visible()
    assert hall.day.turnout(1) == "1 of 1"
    phone.clock.set_system_time(phone.evaluate("Date.now() / 1_000"))
    press(phone, "Change my vote")
    expect(button).to_be_visible()
