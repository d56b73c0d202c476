"""The survey: several questions on one page, before the day, with and without scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls import Terms
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.scale import Scale
from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, is_live, press

IN_IT = Terms(survey=True)
TITLES = ("Will you come by bus?", "How well do you know us?", "What should we know about you?")
QUESTIONS: tuple[AnyQuestion, ...] = (OneChoice(("Yes", "No", "I walk")), Scale(), OpenText())


def survey(server: Server) -> Day:
    items = [
        PlannedItem("poll", title, question=question, terms=IN_IT)
        for title, question in zip(TITLES, QUESTIONS, strict=True)
    ]
    day = server.day(plan_as_text(Plan(title="Sharing our strengths", items=tuple(items))))
    day.chair.do("open_survey")
    return day


def answered(day: Day) -> list[int]:
    report = day.chair.client.get("/chair/plan").text
    return [report.count(f", {number} answer") for number in (0, 1, 2)]


def test_with_scripts_all_is_sent_in_one_go(own_machine: Server, people: People) -> None:
    day = survey(own_machine)
    phone = people.phone(day)
    expect(phone.get_by_text("A survey is open")).to_be_visible()
    phone.get_by_role("link", name="Answer the survey").tap()
    expect(phone).to_have_url(day.url("survey"))
    is_live(phone)
    phone.get_by_text("I walk", exact=True).tap()
    phone.get_by_label("Your answer").fill("I bring a guide dog")
    press(phone, "Send all my answers")
    expect(phone.get_by_text("Your answers are in. You can change them until the survey closes.")).to_be_visible()
    assert answered(day) == [1, 2, 0]
    phone.reload()
    is_live(phone)
    expect(phone.get_by_text("Your answer is in: I walk")).to_be_visible()
    assert phone.get_by_label("Your answer").input_value() == "I bring a guide dog"
    phone.get_by_role("radio", name="3 Partly").tap()
    press(phone, "Send all my answers")
    expect(phone.get_by_text("Your answers are in. You can change them until the survey closes.")).to_be_visible()
    assert answered(day) == [0, 3, 0]


def test_without_scripts_piece_by_piece_and_nothing_typed_is_lost(own_machine: Server, people: People) -> None:
    day = survey(own_machine)
    phone = people.phone(day, "survey", java_script_enabled=False)
    phone.get_by_label("Your answer").fill("word " * 100)
    phone.get_by_text("I walk", exact=True).click()
    phone.get_by_role("button", name="Send what I have so far").first.click()
    people.expect_complaints("422")
    expect(phone.get_by_role("link", name="Question 3: Your answer can have")).to_be_visible()
    assert phone.get_by_label("Your answer").input_value().startswith("word word")
    assert phone.get_by_role("radio", name="I walk").is_checked()
    phone.get_by_label("Your answer").fill("")
    phone.get_by_role("button", name="Send what I have so far").first.click()
    expect(phone.get_by_text("Your answer is in: I walk")).to_be_visible()
    assert answered(day) == [2, 1, 0]
    day.chair.do("close_survey")
    phone.reload()
    expect(phone.get_by_text("The survey is closed")).to_be_visible()


def test_it_shuts_nobody_out_whatever_it_asks(own_machine: Server, people: People) -> None:
    """A survey with every kind of question there is."""
    items = [
        PlannedItem("poll", f"A question of the kind {kind}", question=shape.example(), terms=IN_IT)
        for kind, shape in KINDS.items()
    ]
    day = own_machine.day(plan_as_text(Plan(title="Sharing our strengths", items=tuple(items))))
    phone = people.phone(day, "survey")
    expect(phone.get_by_text("The survey is not open yet")).to_be_visible()
    complaints = looked_at_by_all(phone, least=44)
    day.chair.do("open_survey")
    expect(phone.get_by_role("button", name="Send what I have so far")).to_have_count(len(KINDS))
    phone.reload()
    complaints += looked_at_by_all(phone, least=44)
    assert not complaints, "\n" + "\n".join(complaints)
