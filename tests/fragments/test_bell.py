"""The bell: on which pages it is, whose round it is, over which pictures of the screen, and when facilitators are reminded."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from live.conference import Conference, agenda, board
from live.conference.board import FollowTopic, PlaceTopic, ProposeTopic, RingBell, TopicUnplaced
from live.conference.plan import TakePlan, take_plan
from live.fragments import Mine, Picture, Scene
from live.fragments.views import find_view
from live.web.templates import environment
from tests.conference.days import ANN, BEN, CHAIR, MADE, PLAN, Asked, play

TWO = play(
    Asked(take_plan, TakePlan(PLAN)),
    Asked(board.propose_topic, ProposeTopic("Ladders"), ANN),
    Asked(board.place_topic, PlaceTopic(1, "am/hall")),
    Asked(board.follow_topic, FollowTopic(1, "listen"), BEN),
    start=MADE,
)
RUNG = play(Asked(board.ring_bell, RingBell("am", "5"), CHAIR), start=TWO)


def html(conference: Conference, view: str, container: str, mine: Mine | None = None, local: str = "") -> str:
    found = find_view(view, conference)
    assert found is not None
    picture = Picture(found, environment())
    picture.redraw(Scene(conference, local=local))
    return picture.fill(container, mine or Mine())


PHONE_PAGES = (("now", "now-main"), ("board", "board-bell"), ("topic/1", "topic-main"), ("my-day", "my-day-bell"))


@pytest.mark.parametrize(("view", "container"), PHONE_PAGES)
def test_phones_have_a_bar_while_it_rings_and_those_of_the_round_are_marked(view: str, container: str) -> None:
    assert "Time left in the" not in html(TWO, view, container)
    assert "Time left in the 11:00 round" in html(RUNG, view, container)
    for mine, hidden in (
        (Mine("ben", topics={1: "listen"}), False),
        (Mine("ann", proposed=(1,)), False),
        (Mine("dee", hosted=(1,)), False),
        (Mine("cem"), True),
    ):
        assert ("data-yours hidden" in html(RUNG, view, container, mine)) == hidden
    assert 'data-says="5 minutes left in the 11:00 round."' in html(RUNG, view, container)


def test_the_screen_has_it_over_whatever_is_shown_also_frozen_but_not_blank() -> None:
    assert "stage-bell" not in html(TWO, "screen", "stage")
    assert "Left in the 11:00 round" in html(RUNG, "screen", "stage")
    frozen = replace(RUNG, frozen=TWO)
    assert "Left in the 11:00 round" in html(frozen, "screen", "stage")
    blank = play(Asked(agenda.blank_screen, agenda.BlankScreen("yes")), start=RUNG)
    assert "stage-bell" not in html(blank, "screen", "stage")


def desk(conference: Conference, local: str = "") -> str:
    """What facilitators read about the bell."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html(conference, "desk/board", "desk-bell-place", local=local)))


def test_facilitators_ring_for_each_time_and_take_it_back() -> None:
    assert "Ring for 11:00" in desk(TWO)
    assert "Ring for 14:00" in desk(TWO)
    assert "The bell rings for 11:00." in desk(RUNG)
    assert "Take the bell back" in desk(RUNG)


def test_facilitators_are_reminded_five_minutes_before_the_end_of_a_round_on_the_day_only() -> None:
    for clock, says in (
        ("11:34", ""),
        ("11:35", "The 11:00 round ends in 5 minutes. Ring: 5 minutes left"),
        ("11:39", "The 11:00 round ends in 1 minute. Ring: 1 minute left"),
        ("11:40", ""),
    ):
        said = desk(TWO, f"2027-05-14 {clock}")
        assert (says in said) if says else "round ends in" not in said
    dated = replace(TWO, day="2027-05-14")
    assert "ends in 5 minutes" in desk(dated, "2027-05-14 11:35")
    assert "round ends in" not in desk(dated, "2027-05-15 11:35")
    assert "round ends in" not in desk(RUNG, "2027-05-14 11:35")
    assert "round ends in" not in desk(TWO, "")
    empty = play(*(TopicUnplaced(topic.id) for topic in TWO.board.topics() if topic.is_placed), start=TWO)
    assert "round ends in" not in desk(empty, "2027-05-14 11:35")
