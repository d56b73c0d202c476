"""The pages of the walls: prompts, orders and kinds, buttons that need no script, and who is told about their own labels."""

from __future__ import annotations

import json
import re
from collections import Counter

import httpx2
import pytest

from live.fragments.delegate.fair import FIRST_PLACES, KEPT_MS
from live.web import walls
from tests.web.site import Day, ask, do

PROMPT = "What stands in the way?"
BUTTON = "label.support.on"


def hang(phone: httpx2.Client, *texts: str, kind: str = "ask") -> None:
    for text in texts:
        assert do(phone, "post_label", kind=kind, text=text).status_code == 303


def listed(phone: httpx2.Client, path: str = "/wall") -> list[int]:
    """The numbers of the labels, in the order of the page."""
    return [int(number) for number in re.findall(r'<li class="hung" id="label-(\d+)"', phone.get(path).text)]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The clock of the walls, in milliseconds: what is put in is the time."""
    times = [1_800_000_000_000]
    monkeypatch.setattr(walls, "now_ms", lambda: times[-1])
    return times


def open_prompt(day: Day) -> str:
    """Ask something that has a wall of its own, in front of the hall; the path of the wall."""
    chair = day.chair()
    assert do(chair, "add_item", kind="wall", asks="answers", title=PROMPT, text="In a few words").status_code == 303
    item = day.live.conference.agenda.items[-1]
    assert do(chair, "show_item", item=str(item.id)).status_code == 303
    return f"wall/{item.prompt}"


def test_a_prompt_has_a_page_once_it_was_on_the_screen(day: Day) -> None:
    phone = day.phone()
    number = day.live.conference.wall.latest_prompt + 1
    assert phone.get(f"/wall/{number}").status_code == 404
    path = open_prompt(day)
    assert path == f"wall/{number}"
    page = phone.get(f"/{path}")
    assert page.status_code == 200
    assert f">{PROMPT}</h1>" in page.text
    assert "Which labels to show" not in page.text  # answers are of one kind
    assert f'/{path}">{PROMPT}</a>' in phone.get("/wall").text


def test_what_is_written_under_a_prompt_comes_to_its_wall_and_to_its_writer(day: Day) -> None:
    path = open_prompt(day)
    writer, reader = day.phone(), day.phone()
    with day.line(writer, path) as mine, day.line(reader, path) as theirs:
        mine.next("frame", view="mine")
        assert mine.answer("post_label", text="The stairs", prompt=path.removeprefix("wall/"))["t"] == "done"
        assert "The stairs" in json.dumps(mine.next("frame", view="mine"))
        while "The stairs" not in json.dumps(theirs.next("frame", view=path)):
            pass
    seen = {"view": path, "seen": ""}
    frames = writer.get("/frames", params=seen).json()["frames"]
    assert [frame["view"] for frame in frames] == [path, "mine"]
    assert "The stairs" not in reader.get("/wall").text


def test_every_phone_is_shown_other_labels_first_and_all_as_often(day: Day, later: list[int]) -> None:
    hang(day.phone(), *(f"Question {number}" for number in range(3 * FIRST_PLACES)))
    phones = [day.phone() for _ in range(6)]
    firsts = [listed(phone)[:FIRST_PLACES] for phone in phones]
    views = Counter(number for first in firsts for number in first)
    assert set(views.values()) == {2}
    assert len({tuple(first) for first in firsts}) == 6


def test_a_page_that_is_loaded_again_soon_has_the_same_order(day: Day, later: list[int]) -> None:
    hang(day.phone(), *(f"Question {number}" for number in range(2 * FIRST_PLACES)))
    phone = day.phone()
    before = listed(phone)
    hang(day.phone(), "A new one")
    later.append(later[-1] + KEPT_MS - 1)
    new = day.live.conference.wall.latest_id
    assert listed(phone) == [*before, new]
    later.append(later[-1] + KEPT_MS)
    after = listed(phone)
    assert new in after[:FIRST_PLACES]
    assert not set(after[:FIRST_PLACES]) & set(before[:FIRST_PLACES])


def test_the_newest_and_the_most_backed_are_choices(day: Day) -> None:
    writer, other = day.phone(), day.phone()
    hang(writer, "One", "Two", "Three")
    assert do(other, "back_label", label="2", support="me_too", page="wall").status_code == 303
    assert listed(other, "/wall?order=new") == [3, 2, 1]
    assert listed(other, "/wall?order=backed") == [2, 3, 1]
    assert sorted(listed(other, "/wall?order=nonsense")) == [1, 2, 3]
    page = other.get("/wall?order=backed&kind=ask").text
    assert "The labels that most people back stand first." in page
    assert '<input type="hidden" name="page" value="wall?kind=ask&amp;order=backed">' in page
    assert re.findall(r'href="[^"]*/wall(\?[^"]*)?" aria-current="true"', page) == ["?kind=ask&amp;order=backed"] * 2


def test_each_kind_by_itself_has_first_places_for_what_is_shown(day: Day, later: list[int]) -> None:
    """Labels that are left out take no place."""
    writer = day.phone()
    hang(writer, *(f"Question {number}" for number in range(FIRST_PLACES)))
    hang(writer, *(f"Offer {number}" for number in range(FIRST_PLACES)), kind="contribute")
    asked = listed(day.phone(), "/wall?kind=ask")
    assert len(asked) == 2 * FIRST_PLACES
    assert set(asked[:FIRST_PLACES]) == set(range(1, FIRST_PLACES + 1))


def test_a_button_without_scripts_leads_back_to_its_label_in_the_same_order(day: Day, later: list[int]) -> None:
    hang(day.phone(), *(f"Question {number}" for number in range(2 * FIRST_PLACES)))
    phone = day.phone()
    before = listed(phone)
    later.append(later[-1] + 5 * KEPT_MS)  # long reading
    pressed = do(phone, "back_label", page="wall?kind=ask", **{BUTTON: "7.me_too.yes"})
    assert (pressed.status_code, pressed.headers["location"]) == (303, f"{day.path}/wall?kind=ask#label-7")
    assert 'data-support="7.me_too" value="7.me_too.no" aria-pressed="true"' in phone.get("/wall").text
    assert do(phone, "back_label", page="wall", **{BUTTON: "7.me_too.no"}).status_code == 303
    assert 'data-support="7.me_too" value="7.me_too.yes" aria-pressed="false"' in phone.get("/wall").text
    assert sorted(before) == sorted(listed(phone))


def test_who_presses_a_button_after_long_reading_finds_the_same_order(
    day: Day, later: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.web.live_conference.now_ms", lambda: later[-1])
    hang(day.phone(), *(f"Question {number}" for number in range(2 * FIRST_PLACES)))
    phone = day.phone()
    before = listed(phone)
    later.append(later[-1] + 5 * KEPT_MS)
    assert do(phone, "back_label", page="wall", **{BUTTON: "7.me_too.yes"}).status_code == 303
    assert listed(phone) == before
    later.append(later[-1] + KEPT_MS)
    assert listed(phone) != before


@pytest.mark.parametrize("said", ["", "7", "7.me_too", "7.me_too.yes.no", "x.me_too.yes", "9" * 99 + ".me_too.yes"])
def test_a_button_that_says_something_else_is_refused(day: Day, said: str) -> None:
    hang(day.phone(), "Who pays?")
    position = day.position
    phone = day.phone()
    assert ask(phone, "back_label", **{BUTTON: said})["t"] == "refused"
    assert day.position == position + 1  # the phone joined


def test_a_page_that_a_form_names_cannot_lead_elsewhere(day: Day) -> None:
    hang(day.phone(), "Who pays?")
    phone = day.phone()
    for page in ("wall?next=//evil.example", "wall?order=new#x", "//evil.example", "wall?order=new\r\nx: y"):
        away = do(phone, "back_label", page=page, **{BUTTON: "1.me_too.yes"})
        assert away.headers["location"] == f"{day.path}#label-1"


def test_refused_support_is_said_on_the_wall_itself(day: Day) -> None:
    phone = day.phone()
    hang(phone, "Who pays?")
    page = do(phone, "back_label", page="wall?order=new", **{BUTTON: "1.me_too.yes"})
    assert page.status_code == 422
    assert "This is your own label." in page.text
    assert "The label wall" in page.text
