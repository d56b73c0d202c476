"""Pictures beside answers: chosen by keyboard, uploaded without scripts, and seen by everybody beside the words.

With `SHOTS` in the environment, the looks leave pictures in `shots/pictures/`.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls.budget import Budget
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.points import HundredPoints
from live.conference.polls.ranking import Ranking
from live.conference.polls.several_choices import SeveralChoices
from tests.browser.hall import Day, Server
from tests.browser.looking import SCHEMES, axe, cut_off, looked_at_by_all, overlaps
from tests.browser.people import LAPTOP, People
from tests.browser.voting import SCREENS, THUMB, Voting, walk_to
from tests.running import REPOSITORY

WORDS = ("By bus", "By train, with somebody who helps at the station", "On foot", "I stay at home and join online")
PICTURES = ("bus", "train-front", "footprints", "laptop")
QUESTION = OneChoice(WORDS)
TITLE = "How would you like to come to the next day?"
SHOTS = REPOSITORY / "shots" / "pictures"
Pictured = OneChoice | SeveralChoices | Ranking | HundredPoints | Budget
KINDS: list[Pictured] = [
    OneChoice(WORDS, pictures=PICTURES),
    SeveralChoices(WORDS, pictures=("", *PICTURES[1:])),
    Ranking(WORDS, pictures=PICTURES),
    HundredPoints(WORDS, pictures=PICTURES),
    Budget(WORDS, costs=(10_000, 20_000, 5_000, 15_000), budget=30_000, pictures=PICTURES),
]


def photo() -> bytes:
    """A loch under a yellow sun, larger than anything that is shown."""
    image = Image.new("RGB", (1200, 900), (120, 170, 220))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 600, 1200, 900), fill=(30, 90, 110))
    draw.ellipse((800, 100, 1050, 350), fill=(250, 210, 40))
    draw.polygon([(100, 600), (450, 200), (800, 600)], fill=(60, 120, 60))
    file = BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()


def asked(server: Server) -> Day:
    item = PlannedItem("poll", TITLE, question=QUESTION)
    return server.day(plan_as_text(Plan(title="Sharing our strengths", items=(item,))))


def loaded(page: Page) -> list[str]:
    """The names of the pictures on a page, each of which has come and can be seen."""
    page.locator("img.picture").first.wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('img.picture')].every(each => each.complete)")
    names: list[str] = page.evaluate(
        """[...document.querySelectorAll('img.picture')].filter(each => each.naturalWidth && each.alt === '')
            .map(each => each.src.split('/').pop())"""
    )
    return names


def lined_up(page: Page) -> list[int]:
    """Where the words of the answers begin, from the left: once, if those without a picture stand under the others."""
    starts: list[int] = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(
            '.option__text, .stage-options__text, .bars__label > span, .compare__label > span'
        )].filter(each => each.closest('ol, .options').querySelector('.picture'))
          .map(each => Math.round(each.getBoundingClientRect().left)))]"""
    )
    return starts


def seen(page: Page, name: str, *, full_page: bool = True) -> None:
    """A picture to be looked at by people, where pictures are wanted."""
    if "SHOTS" in os.environ:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS, f"{name}.png"), full_page=full_page)


def test_a_chair_chooses_a_symbol_with_a_keyboard(own_machine: Server, people: People) -> None:
    day = asked(own_machine)
    page = people.chair(day, **LAPTOP)
    page.goto(day.url("chair/plan/1"))
    walk_to(page, "link", "Pictures beside the answers")
    page.keyboard.press("Enter")
    walk_to(page, "link", "Choose the picture of “By bus”")
    page.keyboard.press("Enter")
    walk_to(page, "button", "Bus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The picture is changed.")).to_be_visible()
    expect(page.get_by_role("button", name="Bus chosen", exact=True)).to_be_visible()
    page.get_by_role("link", name="Next answer: B").press("Enter")
    expect(page.get_by_role("heading", name=WORDS[1])).to_be_visible()
    page.get_by_role("link", name="Back to all answers").press("Enter")
    change = page.get_by_role("link", name="Change the picture of “By bus”")
    expect(change).to_be_visible()
    assert loaded(page) == ["bus.svg"]
    change.press("Enter")
    page.get_by_role("button", name="No picture").press("Enter")
    expect(page.get_by_text("It has no picture.")).to_be_visible()


def test_without_scripts_a_photo_is_uploaded_and_a_wrong_file_is_explained(own_machine: Server, people: People) -> None:
    day = asked(own_machine)
    page = people.chair(day, java_script_enabled=False)
    page.goto(day.url("chair/plan/1/pictures/1"))
    page.get_by_label("Picture file").set_input_files(
        {"name": "drawing.png", "mimeType": "image/png", "buffer": b"<svg><script>alert(1)</script></svg>"}
    )
    people.expect_complaints("422")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("An SVG drawing can hold programs")
    page.get_by_label("Picture file").set_input_files({"name": "loch.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    page.goto(day.url("chair/plan/1/pictures/2"))
    page.get_by_role("button", name="Picture 1").click()
    expect(page.get_by_role("button", name="Picture 1 chosen")).to_be_visible()
    page.goto(day.url("chair/plan/1/pictures/3"))
    page.get_by_role("button", name="On foot").click()
    expect(page.get_by_role("button", name="On foot chosen")).to_be_visible()
    day.chair.do("show_item", item=1)
    day.chair.do("open_poll", poll=1, round=1)
    phone, screen = people.phone(day), people.screen(day)
    for each in (phone, screen):
        names = loaded(each)
        assert [name[:4] for name in names] == ["own-", "own-", "foot"]
        assert names[0] == names[1]
    for scheme in SCHEMES:
        phone.emulate_media(color_scheme=scheme)
        seen(phone, f"own-open-phone-{scheme}")
    seen(screen, "own-open-screen")


def test_the_pages_where_pictures_are_chosen_shut_nobody_out(own_machine: Server, people: People) -> None:
    day = asked(own_machine)
    chair = people.chair(day)
    chair.goto(day.url("chair/plan/1/pictures/1"))
    chair.get_by_label("Picture file").set_input_files(
        {"name": "loch.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    chair.get_by_role("button", name="Upload").click()
    expect(chair.get_by_text("The picture is changed.")).to_be_visible()
    complaints: list[str] = []
    for path, name in (
        ("chair/plan/1/pictures/1", "choose"),
        ("chair/plan/1/pictures", "all"),
        ("chair/plan/1", "item"),
    ):
        chair.goto(day.url(path))
        complaints += [f"{name}: {each}" for each in looked_at_by_all(chair, least=24)]
        for scheme in SCHEMES:
            chair.emulate_media(color_scheme=scheme)
            seen(chair, f"chair-{name}-{scheme}")
    assert complaints == []


@pytest.mark.parametrize("question", KINDS, ids=lambda kind: kind.kind)
def test_pictures_stand_beside_the_words_of_every_kind(own_machine: Server, people: People, question: Pictured) -> None:
    """While it is open and with its result, on phones and on the screen, in every size and both schemes."""
    hall = Voting(own_machine, people, question, TITLE)
    phone, screen = hall.by_touch(), people.screen(hall.day)
    there = sorted(f"{name}.svg" for name in question.pictures if name)
    complaints: list[str] = []
    for state in ("open", "result"):
        if state == "result":
            hall.filled(12)
            hall.reveal()
            for page in (phone, screen):
                page.reload()
            expect(phone.locator(".status").first).to_contain_text("Result")
        assert sorted(loaded(phone)) == sorted(loaded(screen)) == there
        if question.kind == "several_choices":
            assert [len(lined_up(phone)), len(lined_up(screen))] == [1, 1]
        complaints += [f"phone, {state}: {each}" for each in looked_at_by_all(phone, least=THUMB)]
        for scheme in SCHEMES:
            phone.emulate_media(color_scheme=scheme)
            seen(phone, f"{question.kind}-{state}-phone-{scheme}")
        complaints += axe(screen, *SCHEMES)
        for width, height in SCREENS:
            complaints += [*cut_off(screen, width, height, whole=True), *overlaps(screen)]
            seen(screen, f"{question.kind}-{state}-screen-{width}", full_page=False)
    assert complaints == []


def test_many_long_answers_with_pictures_fit_the_screen(own_machine: Server, people: People) -> None:
    words = tuple(
        f"{number}. A rather long answer about what should be done first in all our neighbourhoods and places"
        for number in range(1, 17)
    )
    hall = Voting(own_machine, people, OneChoice(words, pictures=("house", "bus") * 8), TITLE)
    screen = people.screen(hall.day)
    complaints: list[str] = []
    for state in ("open", "result"):
        if state == "result":
            hall.filled(8)
            hall.reveal()
            screen.reload()
        loaded(screen)
        for width, height in SCREENS:
            complaints += [*cut_off(screen, width, height, whole=True), *overlaps(screen)]
            seen(screen, f"many-{state}-screen-{width}", full_page=False)
    assert complaints == []


def test_a_ballot_sheet_has_the_pictures_too(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, KINDS[0], TITLE)
    page = people.facilitator(hall.day)
    page.goto(hall.day.url("facilitator/paper/1/ballots?on=2"))
    page.emulate_media(media="print")
    assert loaded(page) == [f"{name}.svg" for name in PICTURES] * 2
    seen(page, "ballots")


def test_a_picture_stands_in_both_rounds_side_by_side_and_in_the_write_up(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, OneChoice(WORDS, pictures=("bus", "", "footprints", "laptop")), TITLE)
    hall.filled(9)
    hall.reveal()
    hall.day.chair.do("open_poll", poll=1, round=2)
    for answer in "AAABCD":
        hall.day.joined().do("cast_vote", poll=1, round=2, vote=answer)
    hall.day.chair.do("close_poll", poll=1, round=2)
    hall.day.chair.do("show_result", poll=1, round=2, beside="yes")
    chair = people.chair(hall.day)
    expect(chair.locator("#chair-item")).to_contain_text("Result shown")
    phone, screen = hall.by_touch(), people.screen(hall.day)
    there = ["bus.svg", "footprints.svg", "laptop.svg"]
    assert loaded(screen) == there
    assert len(lined_up(screen)) == 1
    assert loaded(phone) == [*there, *there]
    complaints = looked_at_by_all(phone, least=THUMB)
    for width, height in SCREENS:
        complaints += [*cut_off(screen, width, height, whole=True), *overlaps(screen)]
        seen(screen, f"beside-screen-{width}", full_page=False)
    seen(phone, "beside-phone")
    chair.goto(hall.day.url("report"))
    assert loaded(chair) == there
    for scheme in SCHEMES:
        chair.emulate_media(color_scheme=scheme)
        seen(chair, f"report-{scheme}")
    assert complaints == []


def test_a_question_without_pictures_fetches_nothing_for_them(own_machine: Server, people: People) -> None:
    page = Voting(own_machine, people, QUESTION, TITLE).by_touch()
    expect(page.get_by_role("button", name="Send my vote")).to_be_visible()
    assert page.locator("link[href*='pictures.css'], img").count() == 0
