"""Pages of what is on the screen: turned by the chair alone, and back at the first when something else is shown."""

from __future__ import annotations

import pytest

from live.conference import Conference, FreezeScreen, Moment, freeze_screen, polls
from live.conference.agenda import (
    MOST_PAGES,
    BlankScreen,
    ItemRequest,
    PageTurned,
    TurnPage,
    blank_screen,
    show_item,
    turn_page,
)
from live.conference.polls.one_choice import OneChoice
from tests.conference.days import ANN, AT, BEN, CEM, PLANNED, TOKEN, Asked, ask, play, refusal

QUESTION, OTHER = 2, 3  # items of the plan: polls 1 and 2


def turned(page: int, item: int = QUESTION) -> Asked:
    return Asked(turn_page, TurnPage(item, page))


def later(rule: object, request: object, milliseconds: int = polls.LATE_MS) -> Asked:
    return Asked(rule, request, moment=Moment(AT + milliseconds, TOKEN))  # type: ignore[arg-type]


SHOWN_AT_FIRST = play(Asked(show_item, ItemRequest(QUESTION)), start=PLANNED)
SHOWN = play(turned(2), start=SHOWN_AT_FIRST)
OPEN = play(Asked(polls.open_poll, polls.RoundRequest(1, 1)), start=SHOWN)
VOTED = play(
    *(Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["A"]}), voice) for voice in (ANN, BEN)), start=OPEN
)
CLOSED = play(Asked(polls.close_poll, polls.RoundRequest(1, 1)), start=VOTED)
RESULT = play(later(polls.show_result, polls.ShowResult(1, 1)), start=CLOSED)


def test_the_page_that_is_asked_for_is_shown_and_a_double_tap_is_harmless() -> None:
    assert SHOWN.agenda.page == 2
    assert ask(SHOWN, turned(2)) == []
    assert ask(SHOWN, turned(3)) == [PageTurned(3)]


def test_a_page_of_something_else_or_no_page_at_all_is_refused() -> None:
    assert refusal(SHOWN, turned(2, OTHER))[0] == "Something else is on the screen now. Please look again."
    for page in (0, -1, MOST_PAGES + 1, 10**15):
        assert refusal(SHOWN, turned(page))[0] == "There is no such page."


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (SHOWN, Asked(show_item, ItemRequest(OTHER))),
        (SHOWN, Asked(polls.open_poll, polls.RoundRequest(1, 1))),
        (VOTED, Asked(polls.close_poll, polls.RoundRequest(1, 1))),
        (CLOSED, Asked(polls.open_poll, polls.RoundRequest(1, 1))),
        (CLOSED, later(polls.show_result, polls.ShowResult(1, 1))),
        (RESULT, later(polls.show_result, polls.ShowResult(1, 1, confirm="yes"))),
        (RESULT, Asked(polls.hide_result, polls.RoundRequest(1, 1))),
        (RESULT, Asked(polls.open_poll, polls.RoundRequest(1, 2))),
    ],
)
def test_another_item_state_or_result_begins_with_its_first_page(before: Conference, step: Asked) -> None:
    assert play(turned(3), step, start=before).agenda.page == 1


def test_what_does_not_change_the_picture_leaves_its_page() -> None:
    vote = Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["B"]}), ANN)
    elsewhere = Asked(polls.open_poll, polls.RoundRequest(2, 1))
    assert play(turned(2), vote, elsewhere, Asked(blank_screen, BlankScreen()), start=OPEN).agenda.page == 2
    closed = play(turned(2), start=CLOSED)
    counted = play(*polls.due(closed, AT + polls.COUNT_AFTER_MS), start=closed)
    assert counted.polls.by_id[1].state == "counted"
    assert counted.agenda.page == 2


def test_a_running_result_that_takes_the_place_of_the_answers_begins_with_its_first_page() -> None:
    added = polls.PollAdded(1, "Which one?", OneChoice(("Tea", "Coffee")), terms=polls.Terms(running=True))
    opened = play(added, Asked(polls.open_poll, polls.RoundRequest(1, 1)), turned(2), start=SHOWN_AT_FIRST)
    votes = [
        Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": [letter]}), voice)
        for letter in "AB"
        for voice in (ANN, BEN, CEM)
    ]
    assert play(*votes[:5], start=opened).agenda.page == 2
    running = play(*votes, start=opened)
    assert running.agenda.page == 1
    again = Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["A"]}), ANN)
    assert play(turned(2), again, start=running).agenda.page == 2


def test_a_frozen_screen_keeps_its_page() -> None:
    """Pages are turned behind it, as everything else goes on behind it."""
    frozen = play(turned(2), Asked(freeze_screen, FreezeScreen()), turned(3), start=OPEN)
    assert frozen.as_the_room_sees_it.agenda.page == 2
    assert play(Asked(freeze_screen, FreezeScreen("no")), start=frozen).as_the_room_sees_it.agenda.page == 3
