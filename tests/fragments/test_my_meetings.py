"""What one voice sees of offers that meet asks: its own, and of the other nothing before both have said yes."""

from __future__ import annotations

import msgspec
from hypothesis import given

from live.conference import Conference, meeting, replay, wall
from live.conference.meetings import MeetingPointPut
from live.fragments import Mine
from live.fragments.delegate import MyMeetings, my_meetings
from live.fragments.delegate.meetings import HIDDEN
from live.likeness import Match
from live.web.traces import Traces
from tests.conference.days import ANN, CEM, DELEGATES, MADE, Rule, play
from tests.conference.random_days import Day, days
from tests.conference.test_meetings import AGREED, FITS, HUNG, end, offer, place

RULES: list[Rule] = [
    meeting.offer_to_meet,
    meeting.offer_to_meet,
    meeting.agree_to_meet,
    meeting.agree_to_meet,
    meeting.place_meeting,
]
RULES += [meeting.end_meeting, meeting.back_label, meeting.take_back_label, wall.post_label]
VOICES = [*(delegate.voice for delegate in DELEGATES), "eve"]
FITTING = [Match(1, 2, ("van",), 1.0)]


def seen_by(conference: Conference, voice: str, fitting: list[Match] | None = None) -> MyMeetings:
    traces = Traces()
    labels, supports = traces.on_the_wall(conference.wall, voice)
    mine = Mine(voice, labels=labels, supports=supports)
    return my_meetings(conference, mine, FITTING if fitting is None else fitting)


def states(conference: Conference, voice: str) -> list[tuple[str, bool, int]]:
    return [(card.state, card.is_mine, card.number) for card in seen_by(conference, voice).cards]


def test_a_pair_that_fits_is_shown_to_its_two_writers_and_an_offer_of_help_to_who_made_it() -> None:
    assert [states(HUNG, voice) for voice in ("ann", "ben", "cem", "dee")] == [
        [("open", True, 0)],
        [("open", False, 0)],
        [("open", False, 0)],
        [],
    ]
    assert seen_by(HUNG, "ann").hands == (("Who has a van?", 1),)
    assert seen_by(HUNG, "ann", []).cards == ()


def test_each_sees_their_side_of_it() -> None:
    assert (states(FITS, "ann"), states(FITS, "ben")) == ([("asked", True, 1)], [("waiting", False, 1)])
    assert (seen_by(FITS, "ann").is_waited_for, seen_by(FITS, "ben").is_waited_for) == (1, 0)
    assert (states(AGREED, "ann"), states(AGREED, "ben")) == ([("agreed", True, 1)], [("agreed", False, 1)])
    over = play(end(ANN), start=AGREED)
    assert seen_by(over, "ben") == MyMeetings(over=("Who has a van?",))
    assert seen_by(over, "dee") == MyMeetings()


def test_the_facilitators_point_holds_until_one_proposes_another() -> None:
    pointed = play(MeetingPointPut("The board"), start=AGREED)
    (card,) = seen_by(pointed, "ann").cards
    assert (card.place, card.placed_by) == ("The board", "")
    placed = play(place(ANN, "The stairs", "13:10"), start=pointed)
    assert [
        (card.place, card.time, card.placed_by) for voice in ("ann", "ben") for card in seen_by(placed, voice).cards
    ] == [
        ("The stairs", "13:10", "you"),
        ("The stairs", "13:10", "they"),
    ]


def test_what_could_be_is_offered_once_also_where_it_fits_in_two_ways() -> None:
    both = play(offer(CEM, 1), start=play(wall.LabelBacked(1, "ben", "help"), start=HUNG))
    assert states(both, "ben") == [("open", False, 0)]
    assert states(both, "ann") == [("asked", True, 1), ("open", True, 0)]
    held = play(wall.LabelHeld(2, "Too loud"), start=HUNG)
    assert states(held, "ann") == []
    assert states(HUNG, "ben") == [("open", False, 0)]


@given(days(rules=RULES))
def test_nobody_learns_anything_of_somebody_who_has_not_met_a_yes_with_a_yes(day: Day) -> None:
    for voice in VOICES:
        shown = seen_by(day.conference, voice)
        own = {one.id: one for one in day.conference.meetings.of(voice)}
        assert {card.number for card in shown.cards} - {0} <= set(own)
        for card in shown.cards:
            known = own.get(card.number)
            side = known.side_of(voice) if known is not None else None
            mine = known.given_by(side) if known is not None and side is not None else None
            other = known.given_by("helper" if side == "asker" else "asker") if known is not None else None
            assert card.mine == mine
            assert card.other == (other if mine is not None else None)
            assert (card.state == "agreed") == (card.mine is not None and card.other is not None)


@given(days(rules=RULES))
def test_no_voice_is_named_by_its_id(day: Day) -> None:
    renamed = [msgspec.json.decode(_with_ids(msgspec.json.encode(act)), type=type(act)) for act in day.acts]
    conference = replay(renamed, MADE)
    for voice in VOICES:
        assert b"voice-id-of" not in msgspec.json.encode(seen_by(conference, f"voice-id-of-{voice}"))


def _with_ids(line: bytes) -> bytes:
    """An act as if the four voices had ids that can be told from everything that people write."""
    for voice in VOICES:
        for field in (b"asker", b"helper", b"voice", b"writer"):
            line = line.replace(
                b'"%s":"%s"' % (field, voice.encode()), b'"%s":"voice-id-of-%s"' % (field, voice.encode())
            )
    return line


def test_the_other_reads_no_label_that_was_held_or_written_anew_since() -> None:
    """Its writer goes on reading it: it is theirs."""
    for hidden in (
        play(wall.LabelHeld(2, "Unkind"), start=AGREED),
        play(wall.LookChosen(screen=True, phones=True), wall.LabelsLookedAt((1,), 1), start=AGREED),
    ):
        (by_ann,), (by_ben,) = seen_by(hidden, "ann").cards, seen_by(hidden, "ben").cards
        assert (by_ann.state, by_ann.offered, by_ben.offered) == ("agreed", HIDDEN, "I have a van")
    over = play(wall.LabelHeld(1, "Unkind"), end(ANN), start=AGREED)
    assert (seen_by(over, "ann").over, seen_by(over, "ben").over) == (("Who has a van?",), (HIDDEN,))


def test_what_waits_for_a_look_is_suggested_to_nobody_where_phones_wait() -> None:
    waits = play(wall.LookChosen(screen=True, phones=True), wall.LabelsLookedAt((1, 3, 4), 1), start=HUNG)
    assert [states(waits, voice) for voice in ("ann", "ben")] == [[], []]
    asked = play(wall.LabelsWaitAgain((1,)), start=waits)
    assert states(asked, "cem") == [], "also where somebody pressed “I can help” before it was written anew"
