"""Places in booked sessions: who has one, who waits, and what becomes of them when the programme changes."""

from __future__ import annotations

import pytest
from hypothesis import given

from live.conference import Act, Actor, Conference, agenda, board, booking, fold, forgetting, plan, replay
from live.conference.booking import AskSeat, OwnSeat, SeatRequest
from live.conference.bookings import SeatAsked, SeatLeft, SeatsDropped, SeatSeen
from live.conference.handing_out import HandoutRequest, PutHandout, put_handout, remove_handout
from live.conference.people import VoiceJoined
from live.conference.programming import (
    PutBlock,
    PutSession,
    RemoveBlock,
    RemoveSession,
    put_block,
    put_session,
    remove_block,
    remove_session,
)
from tests.conference.days import ANN, BEN, CEM, DEE, MADE, Asked, Rule, acts_of, ask, play, refusal
from tests.conference.random_days import Day, days, left_after_erasing

PLAN = """
[[programme]]
starts = "11:00"
ends = "12:00"
title = "Workshops"
[[programme.workshops]]
title = "Films"
places = 2
[[programme.workshops]]
title = "Songs"
places = 1
starts = "11:20"
[[programme.workshops]]
title = "Walks"
[[programme]]
starts = "12:00"
title = "Lunch"
[[programme.workshops]]
title = "Soup"
places = 1
"""
DAY = play(Asked(plan.take_plan, plan.TakePlan(PLAN)), start=MADE)
WORKSHOPS, FILMS, SONGS, WALKS, LUNCH, SOUP = 1, 2, 3, 4, 5, 6


def asks(session: int, *people: Actor) -> list[Act | Asked]:
    return [Asked(booking.ask_seat, AskSeat(session), person) for person in people]


def leaves(session: int, person: Actor) -> Asked:
    return Asked(booking.leave_seat, SeatRequest(session), person)


def seats(conference: Conference, person: Actor) -> dict[int, OwnSeat]:
    return dict(booking.own_seats(conference, person.voice))


def test_who_comes_after_the_last_place_waits_and_moves_up_when_somebody_leaves() -> None:
    full = play(*asks(FILMS, ANN, BEN, CEM, DEE), start=DAY)
    assert [seats(full, one)[FILMS] for one in (ANN, BEN, CEM, DEE)] == [
        OwnSeat("inside"),
        OwnSeat("inside"),
        OwnSeat("waiting", 1),
        OwnSeat("waiting", 2),
    ]
    after = play(leaves(FILMS, ANN), start=full)
    assert (seats(after, ANN), seats(after, CEM)[FILMS]) == ({}, OwnSeat("inside", moved_up=True))
    assert seats(after, DEE)[FILMS] == OwnSeat("waiting", 1)
    assert [one.title for one in booking.news_for(after, "cem")] == ["Films"]
    told = play(Asked(booking.see_seat, SeatRequest(FILMS), CEM), start=after)
    assert (seats(told, CEM)[FILMS], booking.news_for(told, "cem")) == (OwnSeat("inside"), [])


def test_asking_or_leaving_twice_is_harmless() -> None:
    once = play(*asks(FILMS, ANN), start=DAY)
    assert ask(once, Asked(booking.ask_seat, AskSeat(FILMS), ANN)) == []
    left = play(leaves(FILMS, ANN), start=once)
    assert ask(left, leaves(FILMS, ANN)) == ask(DAY, leaves(99, ANN)) == []
    assert ask(DAY, Asked(booking.see_seat, SeatRequest(FILMS), ANN)) == []


def test_a_session_without_places_is_not_booked() -> None:
    assert refusal(DAY, Asked(booking.ask_seat, AskSeat(WALKS), ANN)) == (booking.NOBODY_BOOKS, "")
    assert refusal(DAY, Asked(booking.ask_seat, AskSeat(99), ANN)) == (booking.SESSION_GONE, "")


def test_who_has_not_joined_has_no_place() -> None:
    say, _ = refusal(DAY, Asked(booking.ask_seat, AskSeat(FILMS), Actor("delegate", "eve")))
    assert say.startswith("Please join first")


def test_a_second_place_at_the_same_time_is_given_only_instead_of_the_first() -> None:
    inside = play(*asks(FILMS, ANN), start=DAY)
    question = "You have a place in “Films” at the same time. Take this one instead?"
    assert refusal(inside, Asked(booking.ask_seat, AskSeat(SONGS), ANN)) == (question, "instead")
    assert seats(inside, ANN) == {FILMS: OwnSeat("inside"), SONGS: OwnSeat("clash", 0, "Films")}
    swapped = acts_of(Asked(booking.ask_seat, AskSeat(SONGS, "yes"), ANN), start=inside)
    assert swapped == (SeatLeft(FILMS, "ann"), SeatAsked(SONGS, "ann"))
    later = play(*asks(SOUP, ANN), start=inside)
    assert (seats(later, ANN)[FILMS].state, seats(later, ANN)[SOUP].state) == ("inside", "inside")


def test_who_has_a_place_may_wait_for_another_and_is_told_when_they_have_both() -> None:
    waits = play(*asks(SONGS, BEN), *asks(FILMS, ANN), *asks(SONGS, ANN), start=DAY)
    assert seats(waits, ANN) == {FILMS: OwnSeat("inside"), SONGS: OwnSeat("waiting", 1)}
    both = play(leaves(SONGS, BEN), start=waits)
    assert seats(both, ANN) == {
        FILMS: OwnSeat("inside", 0, "Songs"),
        SONGS: OwnSeat("inside", 0, "Films", moved_up=True),
    }


def test_instead_of_does_not_give_a_place_up_for_a_waiting_list() -> None:
    full = play(*asks(SONGS, BEN), *asks(FILMS, ANN), start=DAY)
    waits = acts_of(Asked(booking.ask_seat, AskSeat(SONGS, "yes"), ANN), start=full)
    assert waits == (SeatAsked(SONGS, "ann", waits=True),)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("11:00", "12:00"), ("11:00", "12:00"), True),
        (("11:00", "12:00"), ("11:59", "13:00"), True),
        (("11:00", "12:00"), ("12:00", "13:00"), False),
        (("11:00", "12:00"), ("11:30", ""), True),
        (("11:00", ""), ("11:30", "12:00"), False),
        (("11:00", ""), ("11:00", ""), True),
        (("11:00", "12:00"), ("10:00", "12:30"), True),
        (("", ""), ("", ""), False),
    ],
)
def test_times_overlap_or_not_from_both_sides(one: agenda.Times, other: agenda.Times, meet: bool) -> None:
    assert agenda.overlap(one, other) == agenda.overlap(other, one) == meet


def test_fewer_places_than_taken_need_a_yes_and_the_last_ones_wait_again() -> None:
    full = play(*asks(FILMS, ANN, BEN, CEM), start=DAY)
    fewer = PutSession(FILMS, WORKSHOPS, "Films", places="1")
    assert refusal(full, Asked(put_session, fewer)) == (
        "Bookings would be lost: 1 person would wait again. Please confirm that you mean it.",
        "confirm",
    )
    after = play(Asked(put_session, PutSession(FILMS, WORKSHOPS, "Films", places="1", confirm="yes")), start=full)
    assert after.bookings.asked[FILMS] == ("ann", "ben", "cem")
    assert [seats(after, one)[FILMS] for one in (ANN, BEN, CEM)] == [
        OwnSeat("inside"),
        OwnSeat("waiting", 1),
        OwnSeat("waiting", 2),
    ]
    more = play(Asked(put_session, PutSession(FILMS, WORKSHOPS, "Films", places="2")), start=after)
    assert seats(more, BEN)[FILMS] == OwnSeat("inside", moved_up=True)


def test_a_session_that_is_no_longer_booked_or_goes_drops_its_bookings_after_a_yes() -> None:
    full = play(*asks(FILMS, ANN, BEN, CEM), start=DAY)
    for rule, once, sure in (
        (put_session, PutSession(FILMS, WORKSHOPS, "Films"), PutSession(FILMS, WORKSHOPS, "Films", confirm="yes")),
        (remove_session, RemoveSession(FILMS), RemoveSession(FILMS, "yes")),
        (remove_block, RemoveBlock(WORKSHOPS), RemoveBlock(WORKSHOPS, "yes")),
    ):
        say, field = refusal(full, Asked(rule, once))
        assert (say.startswith("Bookings would be lost: 3 people"), field) == (True, "confirm")
        acts = acts_of(Asked(rule, sure), start=full)
        assert SeatsDropped(FILMS) in acts
        assert FILMS not in replay(acts, full).bookings.asked


def test_what_is_dropped_is_erased_and_a_restart_tells_the_same() -> None:
    acts = acts_of(
        *(VoiceJoined(one.voice) for one in (ANN, BEN)),
        Asked(plan.take_plan, plan.TakePlan(PLAN)),
        *asks(FILMS, ANN, BEN),
        *asks(SOUP, ANN),
        Asked(put_handout, PutHandout(FILMS, "Patterns", "application/pdf", b"%PDF-1")),
        Asked(remove_session, RemoveSession(FILMS, "yes")),
    )
    left = left_after_erasing(acts)
    assert [act for act in left if isinstance(act, SeatAsked)] == [SeatAsked(SOUP, "ann")]
    assert replay(left) == replay(acts)
    assert not replay(acts).bookings.handouts


def test_lines_and_sessions_are_edited_and_stand_in_the_order_of_time() -> None:
    new = play(
        Asked(put_block, PutBlock(0, "9.30", "10:00", "Coffee", "Hall", "Bring\na cup")),
        Asked(put_session, PutSession(0, LUNCH, "Bread", "Ann", "Kitchen", "Warm", "12", "12:10", "12:40", LINKS)),
        Asked(put_session, PutSession(WALKS, LUNCH, "Walks")),
        start=DAY,
    )
    assert [(one.starts, one.title) for one in new.agenda.programme] == [
        ("09:30", "Coffee"),
        ("11:00", "Workshops"),
        ("12:00", "Lunch"),
    ]
    assert [one.title for one in new.agenda.programme[2].workshops] == ["Soup", "Bread", "Walks"]
    bread = new.agenda.programme[2].workshops[1]
    assert (bread.places, bread.starts, [link.title for link in bread.links]) == (12, "12:10", ["What to read", ""])
    assert refusal(DAY, Asked(put_block, PutBlock(0, "", "", "Tea")))[1] == "starts"
    assert refusal(DAY, Asked(put_block, PutBlock(0, "10:00", "09:00", "Tea")))[1] == "ends"
    assert refusal(DAY, Asked(put_block, PutBlock(99, "10:00", "", "Tea")))[0].startswith("This line is no longer")
    assert refusal(DAY, Asked(put_session, PutSession(0, LUNCH, "Tea", places="many")))[1] == "places"
    assert refusal(DAY, Asked(put_session, PutSession(0, LUNCH, "Tea", links="javascript:alert(1)")))[1] == "links"
    assert ask(DAY, Asked(put_session, PutSession(WALKS, WORKSHOPS, "Walks"))) == []


LINKS = "https://example.org/bread What to read\nhttp://example.org/"


def test_a_plan_that_is_taken_in_again_keeps_who_booked() -> None:
    """By the numbers in a plan that was given out, and by the words of one that was written by hand."""
    full = play(*asks(FILMS, ANN, BEN, CEM), *asks(SOUP, ANN), start=DAY)
    for text in (plan.write_plan(full), PLAN):
        assert play_plan(full, text).bookings is full.bookings
    fewer = play_plan(full, PLAN.replace("places = 2", "places = 1"))
    assert seats(fewer, BEN)[FILMS] == OwnSeat("waiting", 1)
    assert (FILMS, "ben") in fewer.bookings.waited
    gone = play_plan(full, PLAN.replace('"Films"', '"Photos"'))
    assert set(gone.bookings.asked) == {SOUP}


def play_plan(conference: Conference, text: str) -> Conference:
    return replay(ask(conference, Asked(plan.take_plan, plan.TakePlan(text))), conference)


def test_taking_away_gives_the_places_back() -> None:
    full = play(*asks(FILMS, ANN, BEN, CEM), start=DAY)
    after = play(Asked(forgetting.take_away, forgetting.TakeAway(), ANN), start=full)
    assert seats(after, CEM)[FILMS] == OwnSeat("inside", moved_up=True)


def test_files_are_bounded_and_the_same_file_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = PutHandout(FILMS, "Patterns", "application/pdf", b"%PDF-1")
    one = play(Asked(put_handout, pdf), start=DAY)
    assert ask(one, Asked(put_handout, pdf)) == []
    assert refusal(DAY, Asked(put_handout, PutHandout(99, "x", "text/plain", b"x")))[0] == booking.SESSION_GONE
    assert refusal(DAY, Asked(put_handout, PutHandout(FILMS, "x", "text/html", b"x")))[1] == "data"
    monkeypatch.setattr("live.conference.handing_out.MOST_BYTES", 8)
    assert refusal(one, Asked(put_handout, PutHandout(SONGS, "x", "text/plain", b"xyz")))[1] == "data"
    assert play(Asked(put_handout, PutHandout(SONGS, "x", "text/plain", b"xy")), start=one).bookings.latest_handout == 2
    assert not play(Asked(remove_handout, HandoutRequest(1)), start=one).bookings.handouts


RULES: list[Rule] = [
    *(booking.ask_seat, booking.ask_seat, booking.ask_seat, booking.ask_seat, booking.leave_seat, booking.see_seat),
    *(put_session, remove_session, put_block, remove_block, plan.take_plan, forgetting.take_away, board.propose_topic),
]


@given(days(rules=RULES))
def test_no_session_is_over_booked_at_any_moment_and_nobody_is_there_twice(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        conference = fold(conference, act)
        for _, one in agenda.sessions(conference.agenda.programme):
            asked = conference.bookings.asked.get(one.id, ())
            inside, waiting = (
                part(one.id, one.places) for part in (conference.bookings.inside, conference.bookings.waiting)
            )
            assert len(inside) <= one.places
            assert not waiting or len(inside) == one.places
            assert (*inside, *waiting) == asked
            assert len(set(asked)) == len(asked)


@given(days(rules=RULES))
def test_the_order_of_asking_is_never_changed_and_who_leaves_moves_up_exactly_the_next(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        before, conference = conference, fold(conference, act)
        for number, asked in conference.bookings.asked.items():
            was = before.bookings.asked.get(number, ())
            stayed = tuple(voice for voice in was if voice in asked)
            assert asked[: len(stayed)] == stayed
            assert len(asked) - len(stayed) <= 1
        if isinstance(act, SeatLeft) and (known := booking.session(before, act.session)) is not None:
            places = known[1].places
            had = set(before.bookings.inside(act.session, places))
            has = set(conference.bookings.inside(act.session, places))
            next_up = before.bookings.waiting(act.session, places)[:1] if act.voice in had else ()
            assert has - had == set(next_up)
            assert had - has <= {act.voice}


@given(days(rules=RULES))
def test_bookings_are_only_of_sessions_that_are_there_and_booked(day: Day) -> None:
    conference = day.conference
    assert set(conference.bookings.asked) <= set(booking.places_of(conference))


@given(days(rules=RULES))
def test_nobody_is_given_two_places_at_the_same_time_by_asking(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        if isinstance(act, SeatAsked) and not act.waits:
            known = booking.session(conference, act.session)
            assert known is not None
            assert booking.inside_at(conference, act.voice, agenda.times_of(*known)) == []
        conference = fold(conference, act)


def test_what_is_read_of_moving_up_is_told_once() -> None:
    after = play(*asks(SONGS, ANN, BEN), leaves(SONGS, ANN), start=DAY)
    assert acts_of(Asked(booking.see_seat, SeatRequest(SONGS), BEN), start=after) == (SeatSeen(SONGS, "ben"),)
