"""Polls: rounds, the ballot box and its secrecy, the count."""

from __future__ import annotations

import pytest
from rpds import HashTrieMap

from live.conference import Act, Actor, Conference, FreezeScreen, Moment, fold, freeze_screen, replay
from live.conference.notation import write
from live.conference.polls import (
    COUNT_AFTER_MS,
    LATE_MS,
    BallotBoxMade,
    Box,
    BoxKey,
    CastVote,
    Count,
    PollClosed,
    PollCounted,
    PollOpened,
    PollReopened,
    ResultHidden,
    ResultShown,
    Round,
    RoundRequest,
    ShowResult,
    VoteCast,
    cast_vote,
    close_poll,
    due,
    hide_result,
    my_answer,
    open_poll,
    pseudonym,
    show_result,
)
from live.conference.polls.question import Answer
from tests.conference.days import ANN, AT, BEN, CEM, DEE, PLANNED, TOKEN, Asked, ask, play, refusal

FIRST = RoundRequest(1, 1)
SHOW = ShowResult(1, 1)
LATER = Moment(AT + LATE_MS, TOKEN)
SECOND = RoundRequest(1, 2)


def vote(*letters: str, poll: int = 1, one: int = 1, by: Actor = ANN, at: int = AT) -> Asked:
    return Asked(cast_vote, CastVote(poll, one, {"vote": list(letters)}), by, Moment(at, TOKEN))


def round_of(conference: Conference, poll: int = 1) -> Round:
    one = conference.polls.by_id[poll].round
    assert one is not None
    return one


OPEN = play(Asked(open_poll, FIRST), start=PLANNED)
VOTED = play(vote("B"), vote("A", by=BEN), vote("B", by=CEM), start=OPEN)
CLOSED = play(Asked(close_poll, FIRST), start=VOTED)
SHOWN = play(Asked(show_result, SHOW, moment=LATER), start=CLOSED)


def test_opening_a_poll_makes_an_empty_ballot_box_with_a_key_of_its_own() -> None:
    assert ask(PLANNED, Asked(open_poll, FIRST)) == [PollOpened(1, 1, AT), BallotBoxMade(1, 1, TOKEN)]
    assert OPEN.polls.by_id[1].state == "open"


def test_the_entry_of_a_vote_names_no_voice() -> None:
    """What goes to the disk is a pseudonym, which nobody can make without the key of the round."""
    (act,) = ask(OPEN, vote("B"))
    assert act == VoteCast(1, 1, pseudonym(TOKEN, "ann"), 1)
    assert b"ann" not in write(act)
    assert pseudonym("another key", "ann") != pseudonym(TOKEN, "ann")


def test_a_vote_can_be_changed_until_the_poll_closes_and_counts_once() -> None:
    changed = play(vote("C"), start=VOTED)
    assert round_of(changed).voters == 3
    box = round_of(changed).box
    assert box is not None
    assert box.tally == (1, 1, 1)
    assert my_answer(round_of(changed), "ann") == 2


def test_the_same_vote_twice_adds_nothing() -> None:
    assert ask(VOTED, vote("B")) == []


def test_a_vote_of_somebody_who_did_not_join_is_refused() -> None:
    say = "Please join first: type the six numbers on the big screen."
    assert refusal(OPEN, vote("A", by=Actor("delegate", "eve"))) == (say, "")
    assert refusal(OPEN, vote("A", by=Actor("chair"))) == (say, "")


def test_a_vote_for_a_poll_that_closed_is_refused() -> None:
    assert refusal(CLOSED, vote("C", by=DEE, at=AT + LATE_MS)) == (
        "Voting on this question has closed. This answer was not counted.",
        "",
    )


def test_a_late_vote_never_counts_for_the_next_round() -> None:
    again = play(Asked(open_poll, SECOND), start=SHOWN)
    assert refusal(again, vote("C", one=1)) == ("Voting on this question has closed. This answer was not counted.", "")
    assert refusal(again, vote("C", one=3)) == ("This question has not been opened yet.", "")
    assert round_of(again).voters == 0


def test_an_answer_that_is_not_on_offer_changes_nothing() -> None:
    assert refusal(OPEN, vote("D")) == ("That is not one of the answers. Please choose again.", "vote")


def test_a_poll_that_is_not_there_is_refused() -> None:
    assert refusal(OPEN, vote("A", poll=9)) == ("This question is no longer there.", "")
    assert refusal(OPEN, vote("A", poll=2)) == ("This question has not been opened yet.", "")


@pytest.mark.parametrize(
    ("poll", "votes", "answers"),
    [
        (1, (["B"], ["A"], ["B"]), (0, 1, 1)),
        (2, (["C"], ["A", "B"], ["A"]), ((0,), (0, 1), (2,))),
        (3, (["5"], ["1"], ["4"]), (0, 3, 4)),
        (4, (["Trust"], ["Ära"], ["Time"]), ("Time", "Trust", "Ära")),
    ],
)
def test_the_count_writes_the_answers_in_an_order_that_tells_nothing(
    poll: int, votes: tuple[list[str], ...], answers: tuple[Answer, ...]
) -> None:
    """Sorted by what they say: whoever voted first, the act is the same."""
    here = RoundRequest(poll, 1)
    opened = play(Asked(open_poll, here), start=PLANNED)
    for order in ((ANN, BEN, CEM), (CEM, ANN, BEN)):
        cast = [vote(*letters, poll=poll, by=by) for letters, by in zip(votes, order, strict=True)]
        closed = play(*cast, Asked(close_poll, here), start=opened)
        count = PollCounted(poll, 1, answers, could_vote=4)
        assert ask(closed, Asked(show_result, ShowResult(poll, 1), moment=LATER)) == [count, ResultShown(poll, 1)]


def test_after_the_count_nobody_knows_who_said_what() -> None:
    one = round_of(SHOWN)
    assert one == Round(1, AT, AT, None, Count(3, (1, 2, 0), (0, 1, 1), could_vote=4), shown=True, could_vote=4)
    assert my_answer(one, "ann") is None
    assert TOKEN not in repr(SHOWN)
    assert pseudonym(TOKEN, "ann") not in repr(SHOWN)


def test_a_frozen_screen_does_not_keep_the_ballot_box_alive() -> None:
    """The picture the room sees is an old one, but the votes in it are gone from it too when they are counted."""
    frozen = play(Asked(freeze_screen, FreezeScreen("yes")), start=VOTED)
    counted = play(Asked(close_poll, FIRST), Asked(show_result, SHOW, moment=LATER), start=frozen)
    assert counted.frozen is not None
    assert pseudonym(TOKEN, "ann") not in repr(counted)
    assert (round_of(counted.frozen).voters, round_of(counted.frozen).shown) == (3, False)


def test_a_closed_poll_can_be_opened_again_with_its_votes_until_it_is_counted() -> None:
    assert ask(CLOSED, Asked(open_poll, FIRST)) == [PollReopened(1, 1)]
    assert play(Asked(open_poll, FIRST), start=CLOSED) == VOTED
    say = "This question has been counted. You can ask it again as a new round."
    assert refusal(SHOWN, Asked(open_poll, FIRST)) == (say, "")


def test_asking_again_is_a_new_round_beside_the_old_one() -> None:
    moment = Moment(AT + 5, "7a" * 32)
    again = play(Asked(open_poll, SECOND, moment=moment), start=SHOWN)
    assert [one.number for one in again.polls.by_id[1].rounds] == [1, 2]
    assert again.polls.by_id[1].rounds[0] == round_of(SHOWN)
    assert round_of(again) == Round(2, AT + 5, 0, Box(BoxKey("7a" * 32), HashTrieMap(), (0, 0, 0)))


def test_asking_again_closes_and_counts_the_round_before() -> None:
    assert ask(VOTED, Asked(open_poll, SECOND)) == [
        PollClosed(1, 1, AT, 4),
        PollCounted(1, 1, (0, 1, 1), could_vote=4),
        PollOpened(1, 2, AT),
        BallotBoxMade(1, 2, TOKEN),
    ]


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_a_round_out_of_turn_is_refused(number: int) -> None:
    say = "Somebody else has just changed this question. Please look again."
    assert refusal(OPEN, Asked(open_poll, RoundRequest(1, number))) == (say, "")


def test_a_double_tap_on_a_button_of_the_chair_does_nothing_more() -> None:
    assert ask(OPEN, Asked(open_poll, FIRST)) == []
    assert ask(CLOSED, Asked(close_poll, FIRST)) == []
    assert ask(SHOWN, Asked(show_result, SHOW, moment=LATER)) == []
    assert ask(SHOWN, Asked(close_poll, FIRST)) == []
    assert ask(CLOSED, Asked(hide_result, FIRST)) == []


def test_a_result_cannot_be_shown_while_people_vote() -> None:
    say = "Close the voting first. Then you can show the result."
    assert refusal(VOTED, Asked(show_result, SHOW, moment=LATER)) == (say, "")


def test_a_result_can_be_hidden_and_shown_again_without_another_count() -> None:
    assert ask(SHOWN, Asked(hide_result, FIRST)) == [ResultHidden(1, 1)]
    hidden = play(Asked(hide_result, FIRST), start=SHOWN)
    assert ask(hidden, Asked(show_result, SHOW, moment=LATER)) == [ResultShown(1, 1)]
    assert play(Asked(show_result, SHOW, moment=LATER), start=hidden) == SHOWN


def test_a_poll_closed_for_two_minutes_is_counted_so_that_no_box_stays_on_the_disk() -> None:
    assert due(CLOSED, AT + COUNT_AFTER_MS - 1) == []
    assert due(CLOSED, AT + COUNT_AFTER_MS) == [PollCounted(1, 1, (0, 1, 1), could_vote=4)]
    assert due(SHOWN, AT + COUNT_AFTER_MS) == []
    assert due(VOTED, AT + COUNT_AFTER_MS) == []


def test_counts_that_are_due_come_in_the_order_of_the_polls() -> None:
    requests = [RoundRequest(poll, 1) for poll in (3, 1, 2)]
    closed = play(*(Asked(rule, one) for one in requests for rule in (open_poll, close_poll)), start=PLANNED)
    assert due(closed, AT + COUNT_AFTER_MS) == [PollCounted(poll, 1, (), could_vote=4) for poll in (1, 2, 3)]


def test_reopening_starts_the_two_minutes_anew() -> None:
    later = Moment(AT + COUNT_AFTER_MS - 1, TOKEN)
    again = play(Asked(open_poll, FIRST), Asked(close_poll, FIRST, moment=later), start=CLOSED)
    assert due(again, AT + COUNT_AFTER_MS) == []


def test_a_poll_that_nobody_answered_can_be_counted_and_shown() -> None:
    empty = play(Asked(close_poll, FIRST), Asked(show_result, SHOW, moment=LATER), start=OPEN)
    assert round_of(empty).count == Count(0, (0, 0, 0), (), could_vote=4)


def test_acts_about_polls_that_are_gone_change_nothing() -> None:
    acts: list[Act] = [
        PollOpened(9, 1, AT),
        BallotBoxMade(9, 1, TOKEN),
        VoteCast(9, 1, "x", 0),
        VoteCast(1, 9, "x", 0),
        PollCounted(1, 9, (0,)),
        ResultShown(9, 1),
    ]
    for act in acts:
        assert fold(OPEN, act).polls is OPEN.polls


def test_votes_without_their_box_are_passed_over() -> None:
    """The key is erased with the votes; a vote that lost its box is nobody's."""
    acts: list[Act] = [PollOpened(1, 1, AT), VoteCast(1, 1, "x", 0), PollClosed(1, 1, AT)]
    assert replay(acts, PLANNED) == replay([acts[0], acts[2]], PLANNED)
