"""Offers that meet asks: both say yes or nothing happens, nobody else is in it, and what was given goes when it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from live.conference import Actor, Conference, erased_by, forgetting, meeting, replay, subject_of, wall
from live.conference.meeting import (
    MOST_YESES,
    NOT_YOURS,
    NOTHING_THERE,
    AgreeToMeet,
    MeetingRequest,
    OfferToMeet,
    PlaceMeeting,
    PutMeetingPoint,
)
from live.conference.meetings import Given, Meeting, MeetingEnded, MeetingPut, Meetings, Over
from live.conference.wall import BackLabel, LabelRequest, LabelTakenBack, RewordLabel
from tests.conference.days import ANN, BEN, CEM, DEE, FACILITATOR, MADE, Asked, Rule, acts_of, ask, play, refusal
from tests.conference.random_days import Day, days, left_after_erasing


def post(kind: str, text: str, by: Actor) -> Asked:
    return Asked(wall.post_label, wall.PostLabel(kind, text), by)


def offer(by: Actor, label: int, other: int = 0, name: str = "", contact: str = "") -> Asked:
    return Asked(meeting.offer_to_meet, OfferToMeet(label, other, name or by.voice.title(), contact), by)


def agree(by: Actor, number: int = 1, name: str = "", contact: str = "") -> Asked:
    return Asked(meeting.agree_to_meet, AgreeToMeet(number, name or by.voice.title(), contact), by)


def place(by: Actor, where: str, when: str = "", number: int = 1) -> Asked:
    return Asked(meeting.place_meeting, PlaceMeeting(number, where, when), by)


def end(by: Actor, number: int = 1) -> Asked:
    return Asked(meeting.end_meeting, MeetingRequest(number), by)


def can_help(by: Actor, on: str = "yes") -> Asked:
    return Asked(meeting.back_label, BackLabel(1, "help", on), by)


HUNG_ACTS = acts_of(
    post("ask", "Who has a van?", ANN),
    post("contribute", "I have a van", BEN),
    post("ask", "Who can drive?", BEN),
    post("contribute", "I can sing", ANN),
    can_help(CEM),
    start=MADE,
)
HUNG = replay(HUNG_ACTS, MADE)
FITS = play(offer(BEN, 1, 2, contact="0131 555"), start=HUNG)
"""Ben, who has a van, said yes to whoever asks for one."""
AGREED = play(agree(ANN, contact="ann@example.org"), start=FITS)


def test_the_first_yes_is_no_meeting_and_the_second_is() -> None:
    first = Meeting(1, 1, "ann", "ben", 2, helper_gives=Given("Ben", "0131 555"))
    assert FITS.meetings == Meetings(FITS.meetings.by_id, latest_id=1)
    assert FITS.meetings.of("ann") == FITS.meetings.of("ben") == [first]
    assert not first.is_agreed
    (both,) = AGREED.meetings.of("ann")
    assert both.is_agreed
    assert (both.given_by("asker"), both.given_by("helper")) == (
        Given("Ann", "ann@example.org"),
        Given("Ben", "0131 555"),
    )
    assert both.side_of("ann") == "asker"
    assert both.side_of("cem") is None


@pytest.mark.parametrize("steps", [(offer(BEN, 1, 2), offer(ANN, 1, 2)), (offer(ANN, 1, 2), offer(BEN, 1, 2))])
def test_whoever_of_the_two_writers_says_it_first(steps: tuple[Asked, Asked]) -> None:
    assert play(*steps, start=HUNG).meetings.by_id[1] == Meeting(1, 1, "ann", "ben", 2, Given("Ann"), Given("Ben"))


def test_who_can_help_needs_no_label_of_their_own() -> None:
    offered = play(offer(CEM, 1), start=HUNG)
    assert offered.meetings.by_id[1] == Meeting(1, 1, "ann", "cem", 0, None, Given("Cem"))
    assert play(agree(ANN), start=offered).meetings.by_id[1].is_agreed


def test_another_contact_takes_the_place_of_the_first_also_on_the_disk() -> None:
    (changed,) = acts = ask(AGREED, agree(BEN, contact="0131 666"))
    assert replay(acts, AGREED).meetings.by_id[1].helper_gives == Given("Ben", "0131 666")
    assert erased_by(changed) == (subject_of(changed),) == ("meeting/1",)
    assert ask(AGREED, agree(BEN, contact="0131 555")) == ask(AGREED, offer(BEN, 1, 2, contact="0131 555")) == []


def test_either_proposes_where_and_when_once_both_have_said_yes() -> None:
    placed = play(place(ANN, "By the stairs", "13:10"), start=AGREED).meetings.by_id[1]
    assert (placed.place, placed.time, placed.placed_by) == ("By the stairs", "13:10", "asker")
    assert ask(play(place(ANN, "x"), start=AGREED), place(BEN, "x")) == []
    assert refusal(FITS, place(BEN, "By the stairs")) == ("First both of you say yes.", "")
    assert refusal(AGREED, place(BEN, " ")) == ("Please say where or when.", "place")
    assert refusal(AGREED, place(BEN, "x", "y" * 31)) == ("The time can have 30 letters at most. Yours has 31.", "time")


@pytest.mark.parametrize("by", [ANN, BEN])
def test_either_ends_it_and_the_two_are_not_brought_together_again(by: Actor) -> None:
    (ended,) = acts = ask(AGREED, end(by))
    assert (ended, subject_of(ended), erased_by(ended)) == (MeetingEnded(1, 1, "ben"), "meeting/1/over", ("meeting/1",))
    over = replay(acts, AGREED)
    assert over.meetings.of("ann") == over.meetings.of("ben") == []
    assert list(over.meetings.over.items()) == [(1, Over(1, "ben"))]
    for who in (ANN, BEN):
        assert refusal(over, offer(who, 1, 2)) == (NOTHING_THERE, "")
        assert refusal(over, end(who)) == refusal(over, agree(who)) == (NOT_YOURS, "")
    assert play(offer(CEM, 1), start=over).meetings.by_id[2].helper == "cem"


def test_who_has_not_been_answered_may_take_a_yes_back_and_say_it_again() -> None:
    back = play(end(BEN), start=FITS)
    assert back.meetings == Meetings(latest_id=1)
    assert play(offer(BEN, 1, 2), start=back).meetings.by_id[2].helper == "ben"
    no = play(end(ANN), start=FITS)
    assert refusal(no, offer(BEN, 1, 2)) == (NOTHING_THERE, "")


@pytest.mark.parametrize(
    "step",
    [
        offer(CEM, 1, 2),
        offer(DEE, 1),
        offer(ANN, 1),
        offer(ANN, 1, 4),
        offer(BEN, 3, 2),
        offer(BEN, 1),
        offer(BEN, 2, 1),
        offer(ANN, 4, 2),
        offer(BEN, 99, 2),
        offer(BEN, 1, 99),
        offer(BEN, 1, -1),
    ],
)
def test_nobody_says_yes_for_others_to_themselves_or_to_what_is_not_there(step: Asked) -> None:
    assert refusal(HUNG, step) == (NOTHING_THERE, "")


def test_what_is_off_the_wall_or_from_paper_brings_nobody_together() -> None:
    held = play(Asked(wall.hold_label, wall.HoldLabel(1, "Too loud")), start=HUNG)
    assert refusal(held, offer(BEN, 1, 2)) == refusal(held, offer(CEM, 1)) == (NOTHING_THERE, "")
    paper = play(wall.LabelPosted(5, "ask", "A van?", "", paper=True), start=HUNG)
    assert refusal(paper, offer(BEN, 5, 2)) == (NOTHING_THERE, "")
    assert refusal(play(wall.LabelBacked(5, "cem", "help"), start=paper), offer(CEM, 5)) == (NOTHING_THERE, "")


def test_a_label_that_nobody_has_looked_at_brings_nobody_together_where_phones_wait() -> None:
    waits = play(wall.LookChosen(screen=True, phones=True), wall.LabelsLookedAt((1, 3, 4), 1), start=HUNG)
    assert refusal(waits, offer(ANN, 1, 2)) == (NOTHING_THERE, "")
    assert ask(play(wall.LabelsLookedAt((2,)), start=waits), offer(ANN, 1, 2))


def test_one_of_name_and_contact_is_enough_and_none_is_not() -> None:
    nothing = Asked(meeting.offer_to_meet, OfferToMeet(1, 2, " ", "\u200b"), BEN)
    say = "Please give your name, or how you can be reached, or both."
    assert refusal(HUNG, nothing) == (say, "name")
    only = Asked(meeting.offer_to_meet, OfferToMeet(1, 2, "", "Table 6"), BEN)
    assert play(only, start=HUNG).meetings.by_id[1].helper_gives == Given("", "Table 6")
    long = Asked(meeting.agree_to_meet, AgreeToMeet(1, "x" * 61), ANN)
    assert refusal(FITS, long) == ("Your name can have 60 letters at most. Yours has 61.", "name")


OTHERS = [Actor("delegate", name) for name in ("cem", "dee")]
Tampering = Callable[[Actor, int], Asked]
TAMPERING: list[Tampering] = [
    lambda by, number: agree(by, number),
    lambda by, number: Asked(meeting.agree_to_meet, AgreeToMeet(number, "", "x" * 999), by),
    lambda by, number: place(by, "My table", "now", number),
    lambda by, number: place(by, "x" * 999, "", number),
    lambda by, number: end(by, number),
]


@pytest.mark.parametrize(
    "conference", [FITS, AGREED, play(end(ANN), start=AGREED)], ids=["first yes", "agreed", "ended"]
)
@pytest.mark.parametrize("tampering", TAMPERING)
def test_somebody_elses_meeting_is_one_that_does_not_exist(conference: Conference, tampering: Tampering) -> None:
    for by in OTHERS:
        assert refusal(conference, tampering(by, 1)) == refusal(conference, tampering(by, 77)) == (NOT_YOURS, "")


def test_nobody_says_yes_to_the_whole_hall() -> None:
    posted = [wall.LabelPosted(number, "ask", f"Ask {number}", "dee") for number in range(10, 11 + MOST_YESES)]
    many = replay(posted, HUNG)
    for number in range(10, 10 + MOST_YESES):
        many = play(offer(BEN, number, 2), start=many)
    say = f"You have said yes {MOST_YESES} times. Please end some meetings first."
    assert refusal(many, offer(BEN, 10 + MOST_YESES, 2)) == (say, "")
    assert refusal(play(offer(CEM, 3), start=play(wall.LabelBacked(3, "cem", "help"), start=many)), agree(BEN, 31)) == (
        say,
        "",
    )


def test_a_label_taken_back_ends_its_meetings_with_what_was_given() -> None:
    for label, by in ((1, ANN), (2, BEN)):
        acts = ask(AGREED, Asked(meeting.take_back_label, LabelRequest(label), by))
        assert acts == [MeetingEnded(1), LabelTakenBack(label)]
        assert replay(acts, AGREED).meetings == Meetings(latest_id=1)
    assert ask(AGREED, Asked(meeting.take_back_label, LabelRequest(3), BEN)) == [LabelTakenBack(3)]


def test_other_words_on_a_label_end_what_was_not_answered_yet() -> None:
    def reword(text: str, signed: str = "") -> Asked:
        return Asked(meeting.reword_label, RewordLabel(1, text, signed), ANN)

    assert ask(FITS, reword("Who has a bus?"))[0] == MeetingEnded(1)
    assert play(offer(BEN, 1, 2), start=play(reword("Who has a bus?"), start=FITS)).meetings.latest_id == 2
    for acts in (ask(AGREED, reword("Who has a bus?")), ask(FITS, reword("Who has a van?", "Ann"))):
        assert not any(isinstance(act, MeetingEnded) for act in acts)


def test_who_can_help_no_more_takes_an_unanswered_yes_along() -> None:
    offered = play(offer(CEM, 1), start=HUNG)
    assert ask(offered, can_help(CEM, "no"))[0] == MeetingEnded(1)
    agreed = play(agree(ANN), start=offered)
    assert [type(act).__name__ for act in ask(agreed, can_help(CEM, "no"))] == ["BackingWithdrawn"]


def test_who_takes_away_all_they_gave_ends_their_meetings() -> None:
    for by in (ANN, BEN):
        acts = ask(AGREED, Asked(forgetting.take_away, forgetting.TakeAway(), by))
        assert MeetingEnded(1) in acts
        assert replay(acts, AGREED).meetings.by_id.keys() == set()


def test_the_end_of_the_retention_time_erases_all_of_it() -> None:
    acts = [*HUNG_ACTS, *acts_of(offer(BEN, 1, 2), agree(ANN), offer(CEM, 1), start=HUNG)]
    point = Asked(meeting.put_meeting_point, PutMeetingPoint("The board"), FACILITATOR)
    acts += acts_of(end(ANN, 2), point, start=replay(acts, MADE))
    before = replay(acts, MADE)
    forgot = ask(before, Asked(forgetting.forget, forgetting.Forget()))
    assert replay(forgot, before).meetings == Meetings(latest_id=2, point="The board")
    assert "meeting/" in erased_by(forgot[-1])


def test_facilitators_say_where_people_meet() -> None:
    step = Asked(meeting.put_meeting_point, PutMeetingPoint("By the green board"), FACILITATOR)
    put = play(step, start=HUNG)
    assert put.meetings.point == "By the green board"
    assert ask(put, step) == []
    assert play(Asked(meeting.put_meeting_point, PutMeetingPoint(""), FACILITATOR), start=put) == HUNG


# --- laws ------------------------------------------------------------------------------------------------------------------

RULES: list[Rule] = [
    meeting.offer_to_meet,
    meeting.offer_to_meet,
    meeting.agree_to_meet,
    meeting.agree_to_meet,
    meeting.place_meeting,
]
RULES += [meeting.end_meeting, meeting.reword_label, meeting.back_label, meeting.take_back_label, wall.post_label]


@given(days(rules=RULES))
def test_what_is_on_the_disk_is_what_the_two_gave_last_and_nothing_that_ended(day: Day) -> None:
    left = left_after_erasing(day.acts)
    assert replay(left).meetings == day.conference.meetings
    written = [act for act in left if isinstance(act, MeetingPut)]
    assert sorted(act.meeting for act in written) == sorted(day.conference.meetings.by_id)


@given(days(rules=RULES))
def test_a_meeting_is_between_two_people_over_a_label_that_hangs(day: Day) -> None:
    hall = day.conference.wall
    pairs = [(one.ask, one.helper) for one in day.conference.meetings.by_id.values()]
    assert len(set(pairs)) == len(pairs)
    for one in day.conference.meetings.by_id.values():
        assert one.asker != one.helper
        assert hall.by_id[one.ask].writer == one.asker
        assert one.offer == 0 or hall.by_id[one.offer].writer == one.helper
        assert one.asker_gives or one.helper_gives
        assert one.is_agreed or one.placed_by is None


@given(days(rules=RULES))
def test_each_yes_was_said_by_the_one_whose_it_is(day: Day) -> None:
    """Only what a voice did itself changes what it gives: the acts of all others leave it as it was."""
    conference = MADE
    for act in day.acts:
        before, conference = conference, replay([act], conference)
        if isinstance(act, MeetingPut) and (known := before.meetings.by_id.get(act.meeting)):
            given = conference.meetings.by_id[act.meeting]
            assert (known.asker_gives == given.asker_gives) or (known.helper_gives == given.helper_gives)
