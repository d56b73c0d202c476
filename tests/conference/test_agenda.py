"""The run of show: the chair's list, what is on the screen, the timer."""

from __future__ import annotations

import pytest

from live.conference import Actor, Conference, FreezeScreen, Moment, ScreenFrozen, freeze_screen, replay
from live.conference.agenda import (
    MOST_ITEMS,
    AddItem,
    BlankScreen,
    ChangeItem,
    ExtendTimer,
    Item,
    ItemAdded,
    ItemChanged,
    ItemMoved,
    ItemRemoved,
    ItemRequest,
    ItemShown,
    MoveItem,
    ScreenBlanked,
    StartTimer,
    StopTimer,
    Timer,
    TimerExtended,
    TimerStarted,
    TimerStopped,
    add_item,
    blank_screen,
    change_item,
    clean_time,
    extend_timer,
    move_item,
    remove_item,
    show_item,
    start_timer,
    stop_timer,
)
from live.conference.people import Join, join
from live.conference.polls import (
    COUNT_AFTER_MS,
    CastVote,
    PollAdded,
    PollChanged,
    PollRemoved,
    RoundRequest,
    cast_vote,
    close_poll,
    due,
    open_poll,
)
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.scale import Scale
from live.conference.words import Refused
from tests.conference.days import AT, PLANNED, TOKEN, Asked, ask, play, refusal

NO_FIELDS: dict[str, list[str]] = {}
OPTIONS = {"options": ["Yes\nNo"]}


def add(kind: str, title: str = "Title", after: int = -1, **more: str) -> Asked:
    return Asked(add_item, AddItem(kind, OPTIONS, title, after=after, **more))


def change(item: int, title: str = "Title", fields: dict[str, list[str]] = NO_FIELDS, **more: str) -> Asked:
    return Asked(change_item, ChangeItem(item, fields, title, **more))


def move(item: int, after: int) -> Asked:
    return Asked(move_item, MoveItem(item, after))


def remove(item: int) -> Asked:
    return Asked(remove_item, ItemRequest(item))


def show(item: int, at: int = AT) -> Asked:
    return Asked(show_item, ItemRequest(item), moment=Moment(at, TOKEN))


def order(conference: Conference) -> list[int]:
    return [item.id for item in conference.agenda.items]


def test_a_new_item_goes_last_or_where_the_chair_wants_it() -> None:
    message = Item(7, "message", "Lunch", "In the hall", "12:30")
    assert ask(PLANNED, add("message", "Lunch", text="In the hall", starts="12.30")) == [ItemAdded(message, 6)]
    assert order(play(add("message"), start=PLANNED)) == [1, 2, 3, 4, 5, 6, 7]
    assert order(play(add("message", after=0), start=PLANNED)) == [7, 1, 2, 3, 4, 5, 6]
    assert order(play(add("message", after=3), start=PLANNED)) == [1, 2, 3, 7, 4, 5, 6]


@pytest.mark.parametrize("after", [99, -5, 10**30])
def test_a_new_item_goes_last_when_the_one_it_should_follow_is_gone(after: int) -> None:
    assert ask(PLANNED, add("wall", after=after)) == [ItemAdded(Item(7, "wall", "Title"), 6)]


def test_a_poll_is_added_with_its_question() -> None:
    assert ask(PLANNED, add("poll", "Ready?", text="Be honest", question="one_choice")) == [
        PollAdded(5, "Ready?", OneChoice(("Yes", "No")), "Be honest"),
        ItemAdded(Item(7, "poll", "Ready?", poll=5), 6),
    ]


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (add("party"), "Please choose what to add.", "kind"),
        (add("message", ""), "The title needs some words.", "title"),
        (add("message", text="x" * 601), "The text can have 600 letters at most. Yours has 601.", "text"),
        (add("poll", "", question="scale"), "The question needs some words.", "title"),
        (add("poll", text="x" * 601), "The help text can have 600 letters at most. Yours has 601.", "text"),
        (add("poll", question="riddle"), "Please choose a kind of question.", "question"),
        (add("timer"), "How many minutes should the timer run?", "minutes"),
        (add("timer", minutes="five"), "Please write the minutes as a number, for example 5.", "minutes"),
        (add("message", starts="noon"), "Please write the time like 10:40. “noon” is not a time.", "starts"),
    ],
)
def test_an_item_that_cannot_be_added_is_refused_with_the_reason(step: Asked, say: str, field: str) -> None:
    assert refusal(PLANNED, step) == (say, field)


def test_the_list_has_an_end() -> None:
    full = play(*(add("pause", f"Pause {number}") for number in range(MOST_ITEMS)))
    assert refusal(full, add("pause")) == ("The list has 200 items, which is as many as it can hold.", "")


def test_an_item_can_be_changed() -> None:
    assert ask(PLANNED, change(1, "Hello", text="All", starts="9:05")) == [
        ItemChanged(Item(1, "welcome", "Hello", "All", "09:05"))
    ]
    assert ask(PLANNED, change(1, "Welcome")) == []
    assert refusal(PLANNED, change(9)) == ("This item is no longer in the list.", "")


def test_a_question_can_be_changed_until_people_vote_on_it() -> None:
    step = change(2, "Better?", fields=OPTIONS, text="Now", question="one_choice")
    assert ask(PLANNED, step) == [
        PollChanged(1, "Better?", OneChoice(("Yes", "No")), "Now"),
        ItemChanged(Item(2, "poll", "Better?", poll=1)),
    ]
    opened = play(Asked(open_poll, RoundRequest(1, 1)), start=PLANNED)
    say = "This question has been open for voting, so its answers stay as they are."
    assert refusal(opened, step) == (say, "options")
    assert refusal(opened, change(2, "Which one?", question="scale")) == (say, "options")


def test_the_words_of_a_question_can_be_put_right_while_people_vote() -> None:
    opened = play(Asked(open_poll, RoundRequest(3, 1)), start=PLANNED)
    assert ask(opened, change(4, "How much, really?")) == [
        PollChanged(3, "How much, really?", Scale()),
        ItemChanged(Item(4, "poll", "How much, really?", poll=3)),
    ]


def test_a_timer_cannot_be_changed_to_run_no_time_at_all() -> None:
    assert refusal(PLANNED, change(6, "Break")) == ("How many minutes should the timer run?", "minutes")
    assert ask(PLANNED, change(6, "Break", minutes="0,5")) == [ItemChanged(Item(6, "timer", "Break", seconds=30))]


def test_items_can_be_put_in_another_order() -> None:
    assert ask(PLANNED, move(5, 1)) == [ItemMoved(5, 1)]
    assert order(play(move(5, 1), start=PLANNED)) == [1, 5, 2, 3, 4, 6]
    assert order(play(move(1, 6), start=PLANNED)) == [2, 3, 4, 5, 6, 1]
    assert order(play(move(3, 0), start=PLANNED)) == [3, 1, 2, 4, 5, 6]


def test_moving_an_item_to_where_it_is_does_nothing() -> None:
    assert [ask(PLANNED, move(*where)) for where in ((1, 0), (3, 2), (3, 3))] == [[], [], []]


@pytest.mark.parametrize("where", [(9, 1), (1, 9), (1, -1)])
def test_an_item_that_is_gone_cannot_be_moved_or_followed(where: tuple[int, int]) -> None:
    assert refusal(PLANNED, move(*where)) == ("This item is no longer in the list.", "")


def test_a_poll_goes_with_its_item_unless_people_have_voted() -> None:
    assert ask(PLANNED, remove(2)) == [ItemRemoved(2), PollRemoved(1)]
    assert ask(PLANNED, remove(1)) == [ItemRemoved(1)]
    assert ask(PLANNED, remove(9)) == []
    opened = play(Asked(open_poll, RoundRequest(1, 1)), start=PLANNED)
    say = "People have voted on this question, or still can, so it stays in the list."
    assert refusal(opened, remove(2)) == (say, "")
    closed = play(Asked(close_poll, RoundRequest(1, 1)), start=opened)
    assert refusal(closed, remove(2)) == (say, "")  # it can be opened again
    counted = replay(due(closed, AT + COUNT_AFTER_MS), closed)
    assert ask(counted, remove(2)) == [ItemRemoved(2), PollRemoved(1)]
    someone = Actor("delegate", "ann")
    voted = play(
        Asked(join, Join(), someone),
        Asked(cast_vote, CastVote(1, 1, {"vote": ["A"]}), someone),
        Asked(close_poll, RoundRequest(1, 1)),
        start=opened,
    )
    assert refusal(voted, remove(2)) == (say, "")


def test_what_is_on_the_screen_cannot_be_removed() -> None:
    shown = play(show(1), start=PLANNED)
    assert refusal(shown, remove(1)) == ("This is on the screen now. Go to another item first.", "")


def test_the_number_of_a_removed_item_is_not_used_again() -> None:
    emptied = play(*(remove(number) for number in (1, 2, 3, 4, 5, 6)), start=PLANNED)
    assert (emptied.agenda.items, emptied.agenda.latest_id) == ((), 6)
    assert ask(emptied, add("pause")) == [ItemAdded(Item(7, "pause", "Title"), 0)]


def test_next_leads_through_the_list_and_two_taps_are_one() -> None:
    agenda = PLANNED.agenda
    assert (agenda.item, agenda.following) == (None, agenda.items[0])
    shown = play(show(1), start=PLANNED)
    assert (shown.agenda.item, shown.agenda.following, shown.agenda.been) == (
        agenda.items[0],
        agenda.items[1],
        frozenset({1}),
    )
    assert ask(shown, show(1)) == []
    last = play(show(6), start=shown)
    assert (last.agenda.following, last.agenda.been) == (None, frozenset({1, 6}))
    assert refusal(PLANNED, show(9)) == ("This item is no longer in the list.", "")


def test_showing_a_timer_starts_it_once() -> None:
    assert ask(PLANNED, show(6)) == [ItemShown(6), TimerStarted(AT + 300_000, 300)]
    blank = play(show(6), Asked(blank_screen, BlankScreen()), start=PLANNED)
    assert ask(blank, show(6, AT + 9)) == [ItemShown(6)]


def test_a_frozen_screen_can_be_blanked_at_once() -> None:
    frozen = play(show(1), Asked(freeze_screen, FreezeScreen("yes")), show(2), start=PLANNED)
    blank = play(Asked(blank_screen, BlankScreen("yes")), start=frozen)
    assert blank.as_the_room_sees_it.agenda.blank
    assert play(Asked(blank_screen, BlankScreen("no")), start=blank) == frozen


def test_the_screen_can_be_blanked_and_comes_back_as_it_was_or_with_the_next_item() -> None:
    shown = play(show(1), start=PLANNED)
    assert ask(shown, Asked(blank_screen, BlankScreen("yes"))) == [ScreenBlanked(True)]
    blank = play(Asked(blank_screen, BlankScreen("yes")), start=shown)
    assert ask(blank, Asked(blank_screen, BlankScreen("yes"))) == []
    assert play(Asked(blank_screen, BlankScreen("no")), start=blank) == shown
    assert play(show(1), start=blank) == shown
    assert not play(show(2), start=blank).agenda.blank


def test_a_frozen_screen_keeps_its_picture_until_the_chair_lets_it_go() -> None:
    freeze, go_on = (Asked(freeze_screen, FreezeScreen(on)) for on in ("yes", "no"))
    frozen = play(freeze, show(1), start=PLANNED)
    assert (frozen.as_the_room_sees_it, frozen.agenda.current) == (PLANNED, 1)
    assert (ask(frozen, freeze), ask(frozen, go_on)) == ([], [ScreenFrozen(False)])
    assert play(go_on, start=frozen) == play(show(1), start=PLANNED)


def start(minutes: str) -> Asked:
    return Asked(start_timer, StartTimer(minutes))


@pytest.mark.parametrize(("minutes", "seconds"), [("5", 300), (" 2,5 ", 150), ("0.5", 30), ("240", 14_400), ("٣", 180)])
def test_a_timer_runs_for_whole_or_half_minutes(minutes: str, seconds: int) -> None:
    assert ask(PLANNED, start(minutes)) == [TimerStarted(AT + seconds * 1000, seconds)]


@pytest.mark.parametrize(
    ("minutes", "say"),
    [
        ("", "How many minutes should the timer run?"),
        ("five", "Please write the minutes as a number, for example 5."),
        ("nan", "Please write the minutes as a number, for example 5."),
        ("inf", "Please write the minutes as a number, for example 5."),
        ("\ud800", "Please write the minutes as a number, for example 5."),
        ("9" * 5000, "Please write the minutes as a number, for example 5."),
        ("0", "A timer runs for at least a second and at most four hours."),
        ("-1", "A timer runs for at least a second and at most four hours."),
        ("241", "A timer runs for at least a second and at most four hours."),
        ("1e300", "A timer runs for at least a second and at most four hours."),
    ],
)
def test_minutes_that_make_no_sense_are_refused(minutes: str, say: str) -> None:
    assert refusal(PLANNED, start(minutes)) == (say, "minutes")


RUNNING = play(start("5"), start=PLANNED)
ENDS = AT + 300_000


def extend(minutes: str = "1", ends: int = 0, at: int = AT) -> Asked:
    return Asked(extend_timer, ExtendTimer(minutes, ends), moment=Moment(at, TOKEN))


def test_a_timer_can_be_extended_and_a_double_tap_does_not_add_twice() -> None:
    assert ask(RUNNING, extend("2", ENDS)) == [TimerExtended(ENDS + 120_000, 420)]
    extended = play(extend("2", ENDS), start=RUNNING)
    assert extended.agenda.timer == Timer(ENDS + 120_000, 420)
    assert ask(extended, extend("2", ENDS)) == []


def test_a_timer_that_has_run_out_is_extended_from_now() -> None:
    assert ask(RUNNING, extend(at=ENDS + 10_000)) == [TimerExtended(ENDS + 70_000, 360)]


def test_a_timer_can_be_stopped() -> None:
    stop = Asked(stop_timer, StopTimer())
    assert ask(RUNNING, stop) == [TimerStopped()]
    assert (play(stop, start=RUNNING), ask(PLANNED, stop)) == (PLANNED, [])


def test_extending_needs_a_timer_and_minutes() -> None:
    assert refusal(PLANNED, extend()) == ("No timer is running.", "")
    assert refusal(RUNNING, extend(" ")) == ("How many minutes more?", "minutes")


@pytest.mark.parametrize(
    ("written", "time"), [("", ""), ("9:05", "09:05"), ("09.05", "09:05"), (" 23:59 ", "23:59"), ("٩:٠٥", "09:05")]
)
def test_times_are_written_one_way(written: str, time: str) -> None:
    assert clean_time(written) == time


@pytest.mark.parametrize("written", ["24:00", "9:60", "9", "9:5", "9:005", ":30", "-1:30", "²:30", "9:30pm"])
def test_what_is_not_a_time_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_time(written)
    assert (refused.value.say, refused.value.field) == (
        f"Please write the time like 10:40. “{written}” is not a time.",
        "starts",
    )
