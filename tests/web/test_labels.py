"""Moderation, word lists, and labels from paper and on paper, as facilitators, writers and the hall meet them."""

from __future__ import annotations

import json
import re

import httpx2
import pytest

from tests.web.site import WALL_ITEM, Day, Line, do
from tests.web.test_forms import forms_of, problem

LABELS = "facilitator/labels"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def forms(page: httpx2.Response, name: str) -> list[dict[str, str]]:
    """The hidden fields of each form on the page that sends this request."""
    return [
        dict(HIDDEN.findall(inside))
        for inside in re.findall(rf'<form[^>]*/do/{name}"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    ]


def press(client: httpx2.Client, page: httpx2.Response, name: str, place: int = 0, **more: str) -> httpx2.Response:
    """Send one of the forms of a page as a browser without scripts does; the page after it."""
    sent = do(client, name, **{**forms(page, name)[place], **more})
    assert sent.status_code == 303, sent.text
    return client.get("/facilitator" + sent.headers["location"].partition("/facilitator")[2])


def post(day: Day, *texts: str) -> None:
    for text in texts:
        assert do(day.phone(), "post_label", kind="ask", text=text).status_code == 303


def words_of(message: dict[str, object]) -> str:
    return json.dumps(message["ops"], ensure_ascii=False)


def until(line: Line, view: str, *, has: str) -> str:
    """The first frame of a view that says this."""
    while has not in (words := words_of(line.next("frame", view=view))):
        pass
    return words


def test_without_scripts_a_facilitator_lets_labels_through_one_by_one_and_all_at_once(day: Day) -> None:
    post(day, "One", "Two", "Three")
    desk = day.role("facilitator")
    page = desk.get(f"/{LABELS}")
    assert "3 wait for a look" in page.text
    looks = forms(page, "look_at_labels")
    assert [len(each["seen"].split()) for each in looks] == [3, 1, 1, 1]
    after = press(desk, page, "look_at_labels", place=1)
    assert "2 wait for a look" in after.text
    post(day, "Hung meanwhile")
    after = press(desk, after, "look_at_labels")
    assert "1 waits for a look" in after.text
    assert [label.text for label in day.live.conference.wall.waiting()] == ["Hung meanwhile"]


def test_without_scripts_each_step_is_undone(day: Day) -> None:
    post(day, "One", "Two")
    desk = day.role("facilitator")
    page = press(desk, desk.get(f"/{LABELS}"), "look_at_labels")
    assert "0 wait for a look" in page.text
    page = press(desk, page, "undo_look")
    assert "2 wait for a look" in page.text
    page = press(desk, page, "hold_label", reason="unkind", own="")
    assert "1 waits for a look, 1 hangs, 1 is held back" in page.text
    page = press(desk, page, "undo_look")
    assert "2 wait for a look" in page.text
    sent = do(desk, "park_label", **forms(page, "hold_label")[0], reason="later", own="")
    assert sent.status_code == 303
    page = desk.get(f"/{LABELS}")
    assert "1 is put aside" in page.text
    page = press(desk, page, "release_label")
    assert "0 are put aside" in page.text


def test_a_label_is_not_taken_off_without_a_reason_and_own_words_are_kept(day: Day) -> None:
    post(day, "One")
    desk = day.role("facilitator")
    form = forms(desk.get(f"/{LABELS}"), "hold_label")[0]
    refused = do(desk, "hold_label", **form, reason="", own="")
    assert problem(refused) == "The reason, which the writer sees, needs some words."
    refused = do(desk, "hold_label", **form, reason="", own="x" * 201)
    assert "You wrote: xxx" in refused.text
    assert not day.live.conference.wall.by_id[1].is_off


def test_a_hold_leaves_every_screen_and_phone_at_once_also_one_that_is_frozen_or_shows_it_large(day: Day) -> None:
    post(day, "Kind words", "Cruel words")
    chair, phone = day.chair(), day.phone()
    desk = day.role("facilitator")
    press(desk, desk.get(f"/{LABELS}"), "look_at_labels")
    for name, fields in (
        ("show_item", {"item": WALL_ITEM}),
        ("turn_wall", {"shows": "one", "label": "2"}),
        ("freeze_screen", {"on": "yes"}),
    ):
        assert do(chair, name, **fields).status_code == 303, name
    with day.line(chair, "screen") as screen, day.line(phone, "wall") as wall:
        assert "Cruel words" in words_of(screen.next("frame", view="screen"))
        assert "Cruel words" in words_of(wall.next("frame", view="wall"))
        assert do(desk, "hold_label", label="2", reason="unkind").status_code == 303
        assert "Cruel words" not in words_of(screen.next("frame", view="screen"))
        wall.next("frame", view="wall")
    assert "Cruel words" not in chair.get("/screen").text
    assert "Cruel words" not in phone.get("/wall").text
    assert "1 held back: 1 unkind." in phone.get("/wall").text


def test_the_screen_shows_a_label_after_a_look_while_phones_have_it(day: Day) -> None:
    chair = day.chair()
    assert do(chair, "show_item", item=WALL_ITEM).status_code == 303
    post(day, "Who has a van?")
    assert "Who has a van?" in day.phone().get("/wall").text
    assert "Who has a van?" not in chair.get("/screen").text
    desk = day.role("facilitator")
    press(desk, desk.get(f"/{LABELS}"), "look_at_labels")
    assert "Who has a van?" in chair.get("/screen").text


def test_the_writer_reads_at_once_that_a_listed_word_holds_the_label(day: Day) -> None:
    with day.line(day.phone(), "wall") as writer:
        assert writer.answer("post_label", kind="ask", text="You 1diots")["t"] == "done"
        told = until(writer, "mine", has="A word in it is on this conference’s list.")
    assert "1diots" in told
    desk = day.role("facilitator").get(f"/{LABELS}").text
    assert "On the list: “idiots”" in desk
    assert "1diots" not in day.phone().get("/wall").text


def test_two_facilitators_see_each_others_steps(day: Day) -> None:
    post(day, "One", "Two")
    first, second = day.role("facilitator"), day.role("facilitator")
    with day.line(first, "desk/labels") as one, day.line(second, "desk/labels/0") as two:
        one.next("frame")
        two.next("frame")
        assert do(first, "hold_label", label="1", reason="unkind").status_code == 303
        assert "Unkind" in until(two, "desk/labels/0", has="desk-held-1")
        assert do(second, "release_label", label="1").status_code == 303
        until(one, "desk/labels", has='["cut", "desk-held-1"]')


def test_only_the_labels_of_one_wall_are_shown_where_one_was_chosen(day: Day) -> None:
    chair = day.chair()
    added = do(chair, "add_item", kind="wall", title="What stands in the way?", asks="answers", shows="labels")
    assert added.status_code == 303
    item = day.live.conference.agenda.latest_id
    assert do(chair, "show_item", item=str(item)).status_code == 303
    post(day, "Of the day")
    asked = day.live.conference.wall.latest_prompt
    assert do(day.phone(), "post_label", prompt=str(asked), text="Under the prompt").status_code == 303
    desk = day.role("facilitator")
    pages = {path: desk.get(f"/{path}").text for path in (LABELS, f"{LABELS}/0", f"{LABELS}/{asked}")}
    shown = {path: ("Of the day" in page, "Under the prompt" in page) for path, page in pages.items()}
    assert shown == {LABELS: (True, True), f"{LABELS}/0": (True, False), f"{LABELS}/{asked}": (False, True)}
    assert f'value="facilitator/labels/{asked}"' in pages[f"{LABELS}/{asked}"]
    assert desk.get(f"/{LABELS}/99").status_code == 404


def test_a_word_list_is_changed_switched_off_and_had_as_shipped_again(day: Day) -> None:
    desk = day.role("facilitator")
    page = desk.get(f"/{LABELS}/words")
    english = next(form for form in forms(page, "put_word_list") if form["language"] == "en")
    assert do(desk, "put_word_list", **english, words="drat", on="yes").status_code == 303
    post(day, "Drat it", "Shit")
    assert [bool(label.held) for label in day.live.conference.wall.newest_first(held=True)] == [False, True]
    page = desk.get(f"/{LABELS}/words")
    assert re.search(r"<textarea[^>]*>drat</textarea>", page.text)
    assert 'name="shipped"' in page.text
    assert do(desk, "put_word_list", **english, words="drat", shipped="yes").status_code == 303
    assert 'name="shipped"' not in desk.get(f"/{LABELS}/words").text
    refused = do(desk, "put_word_list", **english, words="y" * 61, on="yes")
    assert problem(refused) == "A word can have 60 letters at most. Yours has 61."
    assert "y" * 61 in refused.text


def test_paper_labels_are_typed_in_and_taken_out_without_scripts(day: Day) -> None:
    desk = day.role("facilitator")
    page = desk.get(f"/{LABELS}/paper")
    assert "type_label" not in forms_of(page.text)
    page = desk.get(f"/{LABELS}/paper/ask")
    for text in ("When is lunch?", "Who pays?"):
        page = press(desk, page, "type_label", text=text)
        assert "autofocus" in page.text
    assert "2 labels from paper so far." in page.text
    assert [label.paper for label in day.live.conference.wall.on_screen(0)] == [True, True]
    page = press(desk, page, "take_out_label")
    assert "1 label from paper so far." in page.text
    assert [label.text for label in day.live.conference.wall.by_id.values()] == ["When is lunch?"]
    refused = do(desk, "type_label", **forms(desk.get(f"/{LABELS}/paper/contribute"), "type_label")[0], text="z" * 301)
    assert problem(refused) == "A label can have 300 letters at most. Yours has 301."
    assert "z" * 301 in refused.text


@pytest.mark.parametrize("path", ["paper/answer", "paper/1", "paper/shout", "paper/99"])
def test_what_nobody_asked_cannot_be_typed_in(day: Day, path: str) -> None:
    assert day.role("facilitator").get(f"/{LABELS}/{path}").status_code == 404


def test_sheets_are_blank_or_hold_what_hangs_eight_on_a_page(day: Day) -> None:
    post(day, *(f"Label {number}" for number in range(10)))
    desk = day.role("facilitator")
    assert do(desk, "hold_label", label="3", reason="unkind").status_code == 303
    blank = desk.get(f"/{LABELS}/sheets").text
    assert (blank.count("paper-label__lines"), "Label 1" in blank) == (8, False)
    hung = desk.get(f"/{LABELS}/sheets?what=hung-0").text
    assert [page.count("<article") for page in hung.split('class="a4"')[1:]] == [8, 1]
    assert "Label 2" not in hung
    assert desk.get(f"/{LABELS}/sheets?what=hung-7%22%3E").text.count("paper-label__lines") == 8


def test_delegates_get_none_of_these_pages_and_none_of_these_views(day: Day) -> None:
    phone = day.phone()
    for path in ("", "/0", "/words", "/paper", "/paper/ask", "/sheets"):
        assert phone.get(f"/{LABELS}{path}").status_code == 403
    for name, fields in (("look_at_labels", {"seen": "1.x"}), ("type_label", {"text": "x", "kind": "ask"})):
        assert do(phone, name, **fields).status_code == 422
    assert day.live.conference.wall.latest_id == 0
