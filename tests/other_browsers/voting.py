"""Every kind of question, answered with a finger and answered again: what thirteen scripts and styles do in another engine."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls.agreement import Agreement
from live.conference.polls.budget import Budget
from live.conference.polls.estimate import Estimate
from live.conference.polls.grid import PlaceOnGrid
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.motion import Motion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.points import HundredPoints
from live.conference.polls.ranking import Ranking
from live.conference.polls.scale import Scale
from live.conference.polls.several_choices import SeveralChoices
from live.conference.polls.statements import Statements
from live.conference.polls.word_cloud import WordCloud
from tests.other_browsers.hall import Hall
from tests.other_browsers.page import Page

PLACES = ("Stirling", "Perth", "Online")
TWO_TAPS_MS = 450  # what comes sooner after sending is taken for a finger's second tap

Answer = Callable[[Page], None]


class Asked(Struct, frozen=True):
    """A question; a way to answer it, and what the phone then says was chosen; the same for a change of mind."""

    question: AnyQuestion
    first: Answer
    chose: str
    second: Answer
    chose_then: str


def choosing(*names: str) -> Answer:
    def answer(page: Page) -> None:
        for name in names:
            page.choose(name)

    return answer


def pressing(*names: str) -> Answer:
    def answer(page: Page) -> None:
        for name in names:
            page.press(name)

    return answer


def writing(**words: str) -> Answer:
    def answer(page: Page) -> None:
        for name, text in words.items():
            page.write(name.replace("_", " "), text)

    return answer


def on_the_grid(across: int, up: int) -> Answer:
    """A cell, both counted from 1 at the lower left."""

    def answer(page: Page) -> None:
        page.tap_within(".place__pad", (across - 0.5) / 9, 1 - (up - 0.5) / 9)

    return answer


def in_rows(*values: tuple[int, int]) -> Answer:
    def answer(page: Page) -> None:
        for row, number in values:
            page.tap(f"input[name='vote.{row}'][value='{number}']", "")

    return answer


def on_the_slider(share: float) -> Answer:
    def answer(page: Page) -> None:
        page.tap_within("input[type=range]", share, 0.5)

    return answer


def objecting(page: Page) -> None:
    page.choose("Object")
    page.write("Your reason, if you stand aside or object", "No bus")


ASKED = (
    Asked(OneChoice(PLACES), choosing("Perth"), "Perth", choosing("Online"), "Online"),
    Asked(SeveralChoices(PLACES), choosing("Perth", "Online"), "Perth, Online", choosing("Perth"), "Online"),
    Asked(Scale(), choosing("4 Mostly"), "4 Mostly", choosing("2 A little"), "2 A little"),
    Asked(
        OpenText(),
        writing(Your_answer="Ask first"),
        "Ask first",
        writing(Your_answer="Ask, then plan"),
        "Ask, then plan",
    ),
    Asked(Motion(), choosing("For"), "For", choosing("Abstain"), "Abstain"),
    Asked(
        HundredPoints(PLACES),
        pressing(*["10 points more for Perth"] * 7, *["10 points more for Online"] * 3),
        "70 for Perth, 30 for Online",
        pressing("10 points fewer for Perth", "10 points more for Stirling"),
        "10 for Stirling, 60 for Perth, 30 for Online",
    ),
    Asked(
        WordCloud(),
        writing(First_word="power", Third_word="cups"),
        "power, cups",
        writing(Third_word="tea"),
        "power, cups, tea",
    ),
    Asked(
        Budget(("Benches", "Lights", "Trees"), (20_000, 10_000, 5_000), 25_000),
        choosing("Benches", "Trees"),
        "Benches, Trees: £25,000 in all",
        choosing("Benches", "Lights"),
        "Lights, Trees: £15,000 in all",
    ),
    Asked(Agreement(), choosing("Agree"), "Agree", objecting, "Object: No bus"),
    Asked(
        Statements(("I was heard", "It can be done")),
        in_rows((1, 5), (2, 2)),
        "I was heard: 5 Completely; It can be done: 2 A little",
        in_rows((2, 4)),
        "I was heard: 5 Completely; It can be done: 4 Mostly",
    ),
    Asked(
        Ranking(PLACES),
        pressing("Add “Online” to your order", "Add “Perth” to your order"),
        "1. Online 2. Perth",
        pressing("Move “Perth” up"),
        "1. Perth 2. Online",
    ),
    Asked(Estimate("%", 0, 100), on_the_slider(0.5), "50%", writing(Your_estimate="41"), "41%"),
    Asked(
        PlaceOnGrid("Effort", "little effort", "much effort", "Effect", "little effect", "much effect"),
        on_the_grid(3, 9),
        "(3 of 9 across, 9 of 9 up)",
        on_the_grid(7, 2),
        "(7 of 9 across, 2 of 9 up)",
    ),
)


def plan() -> str:
    """A day with a question of each kind, in the order of `ASKED`."""
    assert {type(asked.question) for asked in ASKED} == set(KINDS.values())
    items = [PlannedItem("poll", title(asked), question=asked.question) for asked in ASKED]
    return plan_as_text(Plan(title="Sharing our strengths", items=tuple(items)))


def title(asked: Asked) -> str:
    return f"What do you think of this: {asked.question.kind_name}?"


def a_phone_answers_every_kind_of_question_and_changes_its_mind(hall: Hall) -> None:
    phone = hall.phone()
    for number, asked in enumerate(ASKED, 1):
        hall.day.chair.do("show_item", item=number)
        hall.day.chair.do("open_poll", poll=number, round=1)
        phone.sees(title(asked))
        phone.is_live()
        asked.first(phone)
        phone.press("Send my vote")
        said(phone, asked.chose)
        phone.run("(ms) => new Promise((later) => setTimeout(later, ms))", TWO_TAPS_MS)
        phone.press("Change my vote")
        asked.second(phone)
        phone.press("Send my vote")
        said(phone, asked.chose_then)
        hall.day.chair.do("close_poll", poll=number, round=1)
        hall.day.chair.do("show_result", poll=number, round=1, confirm="yes")
        phone.sees(f"The result is here: {title(asked)}")
        assert phone.complaints == [], phone.complaints


def said(phone: Page, chosen: str) -> None:
    receipt = """(chosen) => [...document.querySelectorAll("form[data-state=counted] [data-receipt]")]
      .some((each) => each.textContent.replace(/\\s+/g, " ").trim().endsWith(chosen))"""
    phone.until(receipt, chosen, what=f"to be told that “{chosen}” is in")
