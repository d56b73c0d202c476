"""Who is told what of places in sessions: everybody for whom something is different, and nobody else’s phone."""

from __future__ import annotations

from hypothesis import given

from live.conference import Conference, booking, fold
from live.fragments import Mine
from live.web.seats import on_the_phone, operations, told_of
from live.web.traces import Traces
from tests.conference.days import DELEGATES
from tests.conference.random_days import Day, days
from tests.conference.test_bookings import RULES

VOICES = frozenset(actor.voice for actor in DELEGATES)


@given(days(rules=RULES))
def test_whoever_is_not_told_has_what_they_had(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        before, conference = conference, fold(conference, act)
        told = told_of(before, conference, [act], lambda: VOICES)
        for voice in VOICES - told:
            assert booking.own_seats(before, voice) == booking.own_seats(conference, voice)
            assert booking.news_for(before, voice) == booking.news_for(conference, voice)


@given(days(rules=RULES))
def test_who_only_waits_and_does_not_look_is_not_told_of_each_step(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        before, conference = conference, fold(conference, act)
        if conference.agenda.programme is not before.agenda.programme:
            continue
        for voice in told_of(before, conference, [act], lambda: VOICES) - told_of(before, conference, [act], set):
            was, now = booking.own_seats(before, voice), booking.own_seats(conference, voice)
            changed = {number for number in was.keys() | now.keys() if was.get(number) != now.get(number)}
            assert {seats[number].state for seats in (was, now) for number in changed} == {"waiting"}


@given(days(rules=RULES))
def test_what_is_remembered_by_voice_is_what_looking_through_everything_finds(day: Day) -> None:
    conference, traces = Conference(), Traces()
    for act in day.acts:
        conference = fold(conference, act)
        for voice in VOICES:
            known = {
                number: conference.bookings.place_of(number, voice)
                for number in booking.places_of(conference)
                if conference.bookings.place_of(number, voice)
            }
            assert traces.in_sessions(conference, voice) == known


@given(days(rules=RULES))
def test_a_frame_has_something_for_each_booked_session_and_nothing_of_anybody_else(day: Day) -> None:
    for voice in VOICES:
        mine = Mine(voice, seats=booking.own_seats(day.conference, voice))
        ops = operations(day.conference, mine, "", "482913")
        seats = {op[1] for op in ops if op[1].startswith("seat-")}
        assert seats == {f"seat-{number}" for number in booking.places_of(day.conference)}
        shown = {op[1] for op in ops if op[0] == "put" and "<form" in op[2]}
        assert shown == {f"seat-{number}" for number in mine.seats}
        asked = {number for number, there in day.conference.bookings.asked.items() if voice in there}
        assert set(on_the_phone(mine.seats)) == {
            str(number) for number in asked & booking.places_of(day.conference).keys()
        }
