"""The chair calls questions, gives them an ending and turns the wall from a phone; screen and phones follow, for everybody."""

from __future__ import annotations

import pytest
import tomli_w
from playwright.sync_api import Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, press

THUMB = 44
TEXTS = ("Who pays for childcare on the day?", "When is it right to say no?", "How do you measure trust?" * 11)
PLAN = tomli_w.dumps(
    {
        "title": "Questions",
        "programme": [{"starts": "09:30", "title": "The first conversation"}],
        "item": [
            {"kind": "wall", "title": "One thing to contribute, one question to ask"},
            {"kind": "wall", "title": "What stands in the way?", "asks": "answers"},
        ],
    }
)


@pytest.fixture
def day(server: Server) -> Day:
    """Three questions, of which two people back the second, a topic, and the wall on the screen."""
    day = server.day(PLAN)
    day.role("facilitator").do("choose_look", waits="nobody")
    for text in TEXTS:
        day.joined().do("post_label", kind="ask", text=text, signed="Marek, table 4")
    for _ in range(2):
        day.joined().do("back_label", label=2, support="me_too")
    day.joined("Ann").do("propose_topic", title="Who holds the pen?", host="Ann")
    day.chair.do("show_item", item=1)
    return day


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def test_a_question_is_called_and_ended_from_a_phone(day: Day, people: People) -> None:
    chair, screen, phone = people.chair(day), people.screen(day), people.phone(day, "questions")
    chair.goto(day.url("chair/questions"))
    line = chair.locator("#questions-next")
    expect(line.get_by_text("When is it right to say no?")).to_be_visible()
    expect(line.get_by_text("Most people back it.")).to_be_visible()
    line.get_by_role("button", name="Call it").tap()
    expect(screen.locator("#stage-spot-2")).to_be_visible()
    expect(chair.locator("#questions-now").get_by_text("When is it right to say no?")).to_be_visible()
    expect(line.get_by_text("Who pays for childcare on the day?")).to_be_visible()
    assert looked_at_by_all(chair, least=THUMB) == []
    chair.get_by_role("link", name="Give it an ending").first.tap()
    chair.get_by_text("To be answered after the day", exact=True).tap()
    chair.get_by_label("Who will answer it").fill("Moira")
    chair.get_by_label("Until when").fill("2001-01-31")
    press(chair, "It is promised")
    expect(chair.get_by_text("This date is over already.")).to_be_visible()
    chair.get_by_text("Answered", exact=True).tap()
    chair.get_by_label("Who answered it").fill("Moira")
    chair.get_by_label("The answer in short").fill("Always, and kindly.")
    press(chair, "It is answered")
    expect(chair.locator("#question-state").get_by_text("Answered by Moira: Always, and kindly.")).to_be_visible()
    expect(chair.get_by_text("How does it end?")).to_be_hidden()
    expect(phone.locator("#asked-ended").get_by_text("Answered by Moira: Always, and kindly.")).to_be_visible()
    press(chair, "Open it again")
    expect(chair.get_by_text("How does it end?")).to_be_visible()
    expect(phone.locator("#asked-open").get_by_text("When is it right to say no?")).to_be_visible()


def test_the_chair_walks_through_the_labels_and_turns_to_what_is_open(day: Day, people: People) -> None:
    chair, screen = people.chair(day), people.screen(day)
    press(chair, "One by one")
    expect(screen.locator("#stage-spot-1")).to_be_visible()
    press(chair, "Next label")
    expect(screen.locator("#stage-spot-2")).to_be_visible()
    expect(chair.get_by_text("Label 2 of 3")).to_be_visible()
    assert looked_at_by_all(chair, least=THUMB) == []
    press(chair, "Label before")
    expect(screen.locator("#stage-spot-1")).to_be_visible()
    press(chair, "Open questions")
    expect(screen.get_by_text("3 of 3 questions are still open.")).to_be_visible()
    press(chair, "Themes")
    expect(screen.get_by_text("There are no themes yet.")).to_be_visible()
    press(chair, "All labels")
    expect(screen.locator("#stage-wall")).to_be_visible()


def test_a_facilitator_shows_a_label_large_with_one_tap(day: Day, people: People) -> None:
    screen, desk = people.screen(day), people.facilitator(day)
    desk.goto(day.url("facilitator/labels"))
    desk.locator("#desk-label-3").get_by_role("button", name="Show large on the screen").click()
    expect(screen.locator("#stage-spot-3")).to_be_visible()


def test_pages_of_questions_for_everybody(day: Day, people: People) -> None:
    day.chair.do("end_question", label=1, how="later", by="Moira", until="2029-05-31")
    day.role("facilitator").do("hold_label", label=3, reason="unkind")
    chair, phone = people.chair(day), people.phone(day, "questions")
    complaints = looked_at_by_all(phone, least=THUMB)
    for path in ("chair/questions", "chair/questions/1", "chair/questions/2", "chair/plan/add/wall", "chair/plan/2"):
        chair.goto(day.url(path))
        unfold(chair)
        complaints += [f"{path}: {each}" for each in looked_at_by_all(chair, least=THUMB)]
    desk = people.facilitator(day)
    for path in ("facilitator/questions", "facilitator/questions/2"):
        desk.goto(day.url(path))
        unfold(desk)
        complaints += [f"{path}: {each}" for each in looked_at_by_all(desk, least=24, width=1280, height=800)]
    assert complaints == []
