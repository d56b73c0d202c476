"""Paper beside phones: sheets are printed, ballots typed in by keyboard, corrected until the count, and named in the result."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from live.conference.polls.kinds import KINDS
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.several_choices import SeveralChoices
from tests.browser.hall import Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import LAPTOP, People
from tests.browser.voting import Voting

WCAG_LEAST = 24
QUESTION = OneChoice(("More of it", "As much as today", "Less of it"))


def table(people: People, hall: Voting, **more: object) -> Page:
    page = people.facilitator(hall.day, **more)
    page.goto(hall.day.url("facilitator/paper"))
    page.get_by_role("link", name="Type in ballots").click()
    return page


def test_ballots_are_typed_in_by_keyboard_corrected_and_named_in_the_result(
    own_machine: Server, people: People
) -> None:
    hall = Voting(own_machine, people, QUESTION)
    hall.filled(3)
    page = table(people, hall)
    expect(page.get_by_text("0 on paper, 3 by phone.")).to_be_visible()
    page.get_by_role("radio", name="Less of it").press("Space")
    page.get_by_label("How many ballots say exactly this").fill("12")
    page.get_by_label("How many ballots say exactly this").press("Enter")
    expect(page.get_by_text("12 on paper, 3 by phone.")).to_be_visible()
    expect(page.get_by_role("radio", name="Less of it")).not_to_be_checked()
    page.get_by_label("A: More of it").fill("17")
    page.get_by_label("B: As much as today").fill("2")
    page.get_by_role("button", name="Add these totals").press("Enter")
    expect(page.get_by_text("31 on paper, 3 by phone.")).to_be_visible()
    page.clock.fast_forward(1_000)
    page.get_by_role("button", name="Take it out").last.press("Enter")
    expect(page.get_by_text("19 on paper, 3 by phone.")).to_be_visible()
    result = hall.reveal()
    assert result["voters"] == 22
    phone = hall.by_touch()
    expect(phone.get_by_text("3 by phone and 19 on paper")).to_be_visible()


def test_without_scripts_ballots_are_typed_in_and_what_was_wrong_is_kept(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, SeveralChoices(("Films", "Talks", "Walks"), most=2))
    page = table(people, hall, java_script_enabled=False)
    page.get_by_label("A: Films").fill("10")
    page.get_by_label("How many ballots there were").fill("4")
    page.get_by_role("button", name="Add these totals").click()
    expect(page.get_by_text("These totals need more ballots than you gave.")).to_be_visible()
    assert page.get_by_label("A: Films").input_value() == "10"
    page.get_by_label("How many ballots there were").fill("12")
    page.get_by_role("button", name="Add these totals").click()
    expect(page.get_by_text("12 on paper, 0 by phone.")).to_be_visible()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("0 on paper, 0 by phone.")).to_be_visible()
    people.expect_complaints("422")


def test_its_pages_shut_nobody_out(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION)
    page = table(people, hall)
    page.get_by_label("A: More of it").fill("3")
    page.get_by_role("button", name="Add these totals").click()
    expect(page.get_by_text("3 on paper, 0 by phone.")).to_be_visible()
    complaints = looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    hall.picture(page, "paper-typing", full_page=True)
    page.goto(hall.day.url("facilitator/paper"))
    complaints += looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    hall.picture(page, "paper-list", full_page=True)
    page.goto(hall.day.url("facilitator/paper/1/ballots"))
    complaints += looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    assert not complaints, "\n" + "\n".join(complaints)


def test_a_ballot_of_every_kind_fits_its_sheet(own_machine: Server, people: People) -> None:
    """Printed on A4 there is one page, and the question's number is on each ballot."""
    page = people.somebody(LAPTOP)
    for kind, shape in KINDS.items():
        hall = Voting(own_machine, people, shape.example())
        page.goto(hall.day.links["facilitator"])
        page.get_by_role("button", name="Open it on this device").click()
        expect(page.get_by_role("main")).not_to_contain_text("Open it on this device")
        page.goto(hall.day.url("facilitator/paper/1/ballots?on=1"))
        assert page.locator(".ballot__number").inner_text().startswith("Question 1"), kind
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1, kind
        page.emulate_media(media="print")
        hall.picture(page, "paper-ballot", full_page=True)
        page.emulate_media(media="screen")
