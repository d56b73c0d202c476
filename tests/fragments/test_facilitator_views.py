"""The facilitators' tables: one move touches one topic, clashes are said, and people's words are only words."""

import re
from typing import Any

import pytest

from live.conference import Actor, Conference, Moment, agenda, board, people, plan, replay, wall
from live.fragments import Picture, View
from live.fragments.desk_labels import desk_labels
from live.fragments.desk_typed import desk_typed
from live.fragments.facilitator import desk_board
from tests.fragments.drawing import changes, drawn, html_of

MOMENT = Moment(1_700_000_000_000, "ab" * 32)
CHAIR, FACILITATOR = Actor("chair"), Actor("facilitator")
DELEGATES = [Actor("delegate", f"voice{number}") for number in range(12)]

PLAN = """
title = "The day"
[[room]]
id = "hall"
name = "Hall"
seats = 40
[[room]]
id = "nook"
name = "Nook"
seats = 2
[[slot]]
id = "one"
starts = "11:00"
[[slot]]
id = "two"
starts = "11:50"
"""


class Day:
    """A conference that grows act by act, and the pictures of it."""

    def __init__(self) -> None:
        self.conference = Conference()
        self.do(plan.take_plan, plan.TakePlan(PLAN), CHAIR)
        for delegate in DELEGATES:
            self.do(people.join, people.Join(), delegate)

    def do(self, rule: Any, ask: Any, by: Actor) -> None:
        acts = rule(self.conference, ask, by, MOMENT)
        assert acts, f"{ask} changed nothing"
        self.conference = replay(acts, self.conference)

    def propose(self, title: str, host: str = "", by: int = 0) -> None:
        self.do(board.propose_topic, board.ProposeTopic(title, "", host), DELEGATES[by])

    def place(self, topic: int, to: str) -> None:
        self.do(board.place_topic, board.PlaceTopic(topic, to), FACILITATOR)

    def post(self, text: str, kind: str = "ask", by: int = 0) -> None:
        self.do(wall.post_label, wall.PostLabel(kind, text), DELEGATES[by])

    def picture(self, view: View) -> Picture:
        return drawn(view, self.conference)


@pytest.fixture
def day() -> Day:
    day = Day()
    day.propose("Paying people", "Callum", by=0)
    day.propose("Plain English", "Moira", by=1)
    day.propose("Small groups", "Priya", by=2)
    return day


def test_a_move_changes_the_topic_and_the_number_of_those_that_wait(day: Day) -> None:
    picture = day.picture(desk_board)
    day.place(2, "one/hall")
    assert changes(picture, day.conference) == [
        ["put", "desk-undo"],
        ["put", "desk-waiting-number"],
        ["add", "desk-cell-one.hall", ""],
    ]


def test_a_move_on_the_grid_changes_nothing_but_the_topic_and_what_can_be_taken_back(day: Day) -> None:
    day.place(1, "one/hall")
    day.place(2, "one/nook")
    picture = day.picture(desk_board)
    day.place(2, "two/nook")
    assert changes(picture, day.conference) == [["put", "desk-undo"], ["add", "desk-cell-two.nook", ""]]


def test_a_topic_that_is_taken_off_the_grid_waits_in_its_old_order(day: Day) -> None:
    day.place(2, "one/hall")
    picture = day.picture(desk_board)
    day.place(2, "")
    assert ["add", "desk-waiting", "desk-topic-1"] in changes(picture, day.conference)


def test_a_raised_hand_does_not_touch_the_move_control(day: Day) -> None:
    picture = day.picture(desk_board)
    day.do(board.follow_topic, board.FollowTopic(1, "lead"), DELEGATES[5])
    assert changes(picture, day.conference) == [["put", "desk-topic-1-people"]]
    assert "1 lead" in html_of(picture)


def test_every_move_control_offers_the_same_wherever_topics_stand(day: Day) -> None:
    """Two facilitators at once: nothing changes under the hand of the second; the board's rule refuses a taken place."""
    day.place(1, "one/hall")
    html = html_of(day.picture(desk_board))
    offered = [re.findall(r'<option value="([^"]*)">', form) for form in html.split("<select")[1:]]
    assert offered == [["", "one/hall", "one/nook", "two/hall", "two/nook"]] * 3


def test_a_host_in_two_places_is_said_on_top_and_on_both_topics(day: Day) -> None:
    day.propose("Telling stories", "priya", by=3)
    day.place(3, "one/hall")
    picture = day.picture(desk_board)
    day.place(4, "one/nook")
    told = changes(picture, day.conference)
    assert ["put", "desk-clashes"] in told
    assert ["add", "desk-topic-3-problems", ""] in told
    html = html_of(picture)
    assert "Priya hosts “Small groups” and “Telling stories”, which are at the same time, 11:00." in html
    assert html.count("Priya twice") == 2
    assert 'href="#desk-topic-3"' in html


def test_a_room_that_is_too_small_is_said(day: Day) -> None:
    for delegate in DELEGATES[:3]:
        day.do(board.follow_topic, board.FollowTopic(1, "listen"), delegate)
    day.place(1, "one/nook")
    html = html_of(day.picture(desk_board))
    assert "Nook has 2 seats, and 3 people want to come to “Paying people” at 11:00." in html
    assert "3 for 2 seats" in html


def test_that_people_want_two_things_at_once_is_no_alarm(day: Day) -> None:
    for topic in (1, 2):
        day.do(board.follow_topic, board.FollowTopic(topic, "listen"), DELEGATES[5])
    day.place(1, "one/hall")
    day.place(2, "one/nook")
    html = html_of(day.picture(desk_board))
    assert "1 person wants both “Paying people” and “Plain English”, which are at the same time, 11:00." in html
    assert html.count("1 wants two at once") == 2
    assert 'class="topic__problem"' not in html
    assert 'data-kind="problem"' not in html


def test_of_many_clashes_the_worst_stand_first_and_the_rest_is_counted() -> None:
    day = Day()
    for number in range(12):
        day.do(board.put_room, board.PutRoom(name=f"Room {number}", seats="1"), FACILITATOR)
        day.propose(f"Topic {number}", by=number)
        for delegate in DELEGATES[: 2 + number % 3]:
            day.do(board.follow_topic, board.FollowTopic(number + 1, "listen"), delegate)
        day.place(number + 1, f"one/n{number + 1}")
    html = html_of(day.picture(desk_board))
    assert "12 clashes. The worst: Room 2 has 1 seat, and 4 people want to come to “Topic 2” at 11:00." in html
    assert html.count("<li>") == 8 + 2 + 5  # the worst, how many more, how often two at once; and the steps before
    assert "And 70 more. Each topic on the board says the worst of its own." in html
    assert "66 times people want two things at once" in html


def test_what_is_locked_or_booked_is_said_in_its_place(day: Day) -> None:
    day.do(board.lock_cell, board.CellRequest("one/hall"), FACILITATOR)
    block = agenda.Block("10:00", "Workshops", "12:00", id=1)
    films = agenda.Workshop("Films", room="nook", id=2, starts="11:00")
    day.conference = replay([agenda.BlockPut(block), agenda.WorkshopPut(1, films)], day.conference)
    picture = day.picture(desk_board)
    html = html_of(picture)
    assert html.count("Booked: Films") == 1
    assert re.findall(r'name="cell" value="([^"]*)" formaction="[^"]*/do/unlock_cell"', html) == ["one/hall"]
    day.do(board.unlock_cell, board.CellRequest("one/hall"), FACILITATOR)
    assert changes(picture, day.conference) == [["put", "desk-state-one.hall"]]


def test_what_can_be_taken_back_is_said_and_what_came_before_it(day: Day) -> None:
    day.place(1, "one/hall")
    day.place(2, "one/nook")
    day.do(board.place_topic, board.PlaceTopic(1, "one/nook", "yes"), FACILITATOR)
    html = html_of(day.picture(desk_board))
    swap = "“Paying people” from Hall at 11:00 to Nook at 11:00, “Plain English” from Nook at 11:00 to Hall at 11:00"
    assert f'<p class="undo__what">{swap}' in html
    assert re.findall("<li>(.*?)</li>", html) == [
        "“Plain English” from waiting to Nook at 11:00",
        "“Paying people” from waiting to Hall at 11:00",
    ]
    assert 'name="step" value="3"' in html


def test_while_proposals_are_quiet_facilitators_see_only_how_many_there_are(day: Day) -> None:
    day.place(1, "one/hall")
    day.conference = replay([board.ProposalsQuiet()], day.conference)
    html = html_of(day.picture(desk_board))
    assert "3 quiet proposals" in html
    assert "Paying people" not in html


def test_where_nothing_clashes_that_is_said_too(day: Day) -> None:
    assert "No clashes" in html_of(day.picture(desk_board))


def test_without_rooms_and_times_topics_wait_and_the_page_says_why() -> None:
    day = Day()
    day.do(plan.take_plan, plan.TakePlan('title = "The day"'), CHAIR)
    day.propose("Paying people")
    html = html_of(day.picture(desk_board))
    assert "There are no rooms or times on the board yet." in html
    assert "<select" not in html


@pytest.mark.parametrize("view", [desk_board, desk_labels(), desk_labels(0), desk_typed], ids=lambda view: view.name)
def test_what_people_write_is_never_markup(view: View) -> None:
    day = Day()
    bad = '"><script>x</script>{{ 7*7 }}'
    day.do(board.propose_topic, board.ProposeTopic(bad, bad, bad, bad), DELEGATES[0])
    for number, kind in enumerate(("ask", "contribute"), start=1):
        day.do(wall.post_label, wall.PostLabel(kind, f"{bad} {number}", bad), DELEGATES[0])
    day.do(wall.name_theme, wall.NameTheme(bad), FACILITATOR)
    day.do(wall.sort_label, wall.SortLabel(1, 1), FACILITATOR)
    day.do(wall.hold_label, wall.HoldLabel(2, bad), FACILITATOR)
    day.do(wall.type_label, wall.TypeLabel(bad, "ask"), FACILITATOR)
    html = html_of(day.picture(view))
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }}" in html
