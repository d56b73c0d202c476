"""Said twice: what facilitators are shown and decide, with and without scripts, and two of them at once."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from tests.web.site import Day, do

FORM = re.compile(r'<form[^>]* action="[^"]*/do/(\w+)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TIME = ("More time for the children", "Children: more time!", "Time for the child")
SCHOOL = ("Our school listens", "Schools without forms", "A bus to school")


def post(phone: httpx2.Client, *texts: str, kind: str = "contribute") -> None:
    for text in texts:
        assert do(phone, "post_label", kind=kind, text=text, page="").status_code == 303


@pytest.fixture
def desk(day: Day) -> httpx2.Client:
    """A facilitator of a day on whose wall labels 1 to 3 say the same, and 4 to 6 share a word."""
    post(day.phone("Ann"), TIME[0], *TIME[2:])
    post(day.phone("Ben"), TIME[1], *SCHOOL, "Bread", "Salt and pepper", "A piano")
    return day.role("facilitator")


def forms(page: httpx2.Response, name: str) -> list[dict[str, str | list[str]]]:
    """The forms of a page that send this request, each with its hidden fields."""
    found: list[dict[str, str | list[str]]] = []
    for request, inside in FORM.findall(page.text):
        if request == name:
            fields: dict[str, list[str]] = {}
            for field, value in HIDDEN.findall(inside):
                fields.setdefault(field, []).append(unescape(value))
            found.append({field: values if len(values) > 1 else values[0] for field, values in fields.items()})
    return found


def send(client: httpx2.Client, name: str, form: dict[str, str | list[str]]) -> None:
    response = client.post(f"/do/{name}", data=form)
    assert (response.status_code, response.headers["location"].rpartition("/facilitator/")[2]) == (303, "same")


def texts_of(page: httpx2.Response, place: str) -> str:
    found = re.search(rf'id="{place}"[^>]*>(.*?)</ul>\s*(?:</section>|<h2)', page.text, re.DOTALL)
    assert found is not None
    return unescape(re.sub(r"<[^>]*>", " ", found[1]))


def test_near_labels_are_shown_side_by_side_and_joined_with_one_tap(day: Day, desk: httpx2.Client) -> None:
    page = desk.get("/facilitator/same")
    assert "3 pairs to look at." in page.text
    joins = forms(page, "join_labels")[:-1]  # the last one is for joining by hand
    assert {(form["label"], form["into"]) for form in joins} == {("2", "1"), ("3", "1"), ("3", "2")}
    assert all(text in texts_of(page, "same-pairs") for text in TIME)
    send(desk, "join_labels", joins[0])
    page = desk.get("/facilitator/same")
    assert "1 pair to look at. 1 label stands for others that say the same." in page.text
    send(desk, "join_labels", forms(page, "join_labels")[0])
    page = desk.get("/facilitator/same")
    assert "No pair to look at just now." in page.text
    assert "stands for all 3" in texts_of(page, "same-joined")
    assert len(day.live.conference.wall.said_by(day.live.conference.wall.by_id[1])) == 3
    assert [form["label"] for form in forms(page, "part_label")] == ["2", "3", "1"]
    send(desk, "part_label", forms(page, "part_label")[2])
    assert "3 pairs to look at." in desk.get("/facilitator/same").text


def test_a_pair_that_is_not_the_same_is_asked_about_no_more(desk: httpx2.Client) -> None:
    for _ in range(3):
        send(desk, "keep_apart", forms(desk.get("/facilitator/same"), "keep_apart")[0])
    assert "No pair to look at just now." in desk.get("/facilitator/same").text


def test_what_no_machine_finds_is_joined_by_hand_after_a_search(day: Day, desk: httpx2.Client) -> None:
    page = desk.get("/facilitator/same", params={"q": "pIAno"})
    assert "1 of 9 labels have these words." in page.text
    assert re.findall(r'<option value="(\d+)"', page.text) == ["9", "9"]
    assert "9 labels hang." in desk.get("/facilitator/same").text
    do(desk, "join_labels", label="9", into="7", page="facilitator/same")
    assert day.live.conference.wall.by_id[9].same_as == 7
    refused = do(desk, "join_labels", label="9", into="77", page="facilitator/same")
    assert refused.status_code == 422
    assert "This label is no longer on the wall." in refused.text
    assert '"><script>' not in desk.get("/facilitator/same", params={"q": '"><script>'}).text


def test_a_word_that_many_share_becomes_a_theme_with_the_labels_that_were_seen(day: Day, desk: httpx2.Client) -> None:
    page = desk.get("/facilitator/same")
    (school,) = [form for form in forms(page, "take_suggestion") if form["title"] == "School"]
    assert school["label"] == ["4", "5", "6"]
    assert "School : 3 labels say it" in texts_of(page, "same-words")
    post(day.phone("Cem"), "School food")
    send(desk, "take_suggestion", school)
    (theme,) = day.live.conference.wall.themes
    assert [label.id for label in day.live.conference.wall.of_theme(theme.id)] == [6, 5, 4]
    page = desk.get("/facilitator/same")
    assert "Put 1 more under it" in page.text
    (undo,) = forms(page, "remove_theme")
    send(desk, "remove_theme", undo)
    assert day.live.conference.wall.themes == ()
    assert len(day.live.conference.wall.by_id) == 10


def test_what_one_facilitator_decides_is_gone_from_the_other_ones_page(day: Day, desk: httpx2.Client) -> None:
    other = day.role("facilitator")
    other.get("/facilitator/same")
    with day.line(other, "desk/same") as line:
        line.next("frame", view="desk/same")
        do(desk, "join_labels", label="2", into="1", page="facilitator/same")
        ops = line.next("frame", view="desk/same")["ops"]
        assert ["cut", "same-1-2"] in ops
        assert any(op[0] == "add" and "same-joined-1" in op[-1] for op in ops)
        post(day.phone("Dee"), "Salt & pepper")
        while not any("same-8-10" in op[-1] for op in line.next("frame", view="desk/same")["ops"]):
            pass


def test_only_facilitators_and_the_chair_decide_what_is_the_same(day: Day, desk: httpx2.Client) -> None:
    phone = day.phone("Eve")
    assert phone.get("/facilitator/same").status_code == 403
    before = day.live.conference.wall
    requests = (
        ("join_labels", {"label": "1", "into": "2"}),
        ("part_label", {"label": "1"}),
        ("keep_apart", {"one": "1", "other": "2"}),
        ("take_suggestion", {"title": "Mine", "label": "1"}),
    )
    for name, fields in requests:
        assert do(phone, name, page="", **fields).status_code == 422
    assert day.live.conference.wall is before
    assert day.chair().get("/facilitator/same").status_code == 200


def test_a_label_that_is_off_the_wall_is_in_no_suggestion(desk: httpx2.Client) -> None:
    do(desk, "hold_label", label="3", reason="Too loud", page="facilitator/labels")
    page = desk.get("/facilitator/same")
    assert [(form["label"], form["into"]) for form in forms(page, "join_labels")[:-1]] != []
    assert all("3" not in (form.get("label"), form.get("into")) for form in forms(page, "join_labels")[:-1])
