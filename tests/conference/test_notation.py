"""How acts are written down: every act there and back, older journals for ever, newer ones refused.

`journals/v1.jsonl` holds at least one line of every act as version 1 wrote it. Lines may be added to it, never changed:
what is in there lies on people's disks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from rpds import HashTrieMap, HashTrieSet

from live.conference import (
    Act,
    Conference,
    actions,
    agenda,
    board,
    bookings,
    doors,
    harvest,
    meetings,
    people,
    polls,
    replay,
    visits,
    wall,
    writeup,
)
from live.conference.notation import STEPS, VERSION, UnknownNotation, read, write
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.question import Answer
from live.conference.polls.scale import Scale
from live.conference.polls.several_choices import SeveralChoices
from tests.conference.anything import ACTS, anything_of
from tests.conference.random_days import Day, days

AT = 1_760_000_000_000
GOLDEN = (Path(__file__).parent / "journals" / "v1.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.__name__)
@settings(max_examples=15)
@given(st.data())
def test_every_act_is_read_back_as_it_was_written(kind: type[Struct], data: st.DataObject) -> None:
    act = data.draw(anything_of(kind))
    assert read(write(act)) == act


@given(days())
def test_a_day_read_back_from_its_lines_is_the_same_day(day: Day) -> None:
    assert replay(read(write(act)) for act in day.acts) == day.conference


@given(days())
def test_an_act_is_one_line(day: Day) -> None:
    """Also when somebody wrote several lines."""
    assert [write(act).count(b"\n") for act in day.acts] == [0] * len(day.acts)


def test_the_journal_of_version_1_holds_every_act() -> None:
    """A new act adds its line to the file, so that it too stays readable for ever. Kinds of question: `polls/test_kinds.py`."""
    lines = [json.loads(line)[1] for line in GOLDEN]
    assert {line["act"] for line in lines} == {kind.__name__ for kind in ACTS}


def test_the_journal_of_version_1_tells_the_same_day_for_ever() -> None:
    assert replay(map(read, GOLDEN)) == Conference(
        "482913",
        "Together again",
        "22 May",
        "City hall",
        PEOPLE,
        AGENDA,
        POLLS,
        WALL,
        BOARD,
        DOORS,
        PICTURES,
        WRITE_UP,
        ACTIONS,
        meetings=MEETINGS,
        bookings=BOOKINGS,
        harvest=HARVEST,
        visits=VISITS,
        day="2027-05-22",
        kept_until="2026-10-09",
        forgotten_at=AT + 1,
    )


PEOPLE = people.People(
    HashTrieMap({"ann": people.Voice("ann", "Ann", "Carers"), "ben": people.Voice("ben", "Ben", "Staff")}),
    (
        people.Link(1, "chair", "c" * 32, revoked=True),
        people.Link(2, "screen", "d" * 32),
        people.Link(3, "chair", "e" * 32),
    ),
    ("Carers", "Staff"),
    gone=HashTrieSet({"eve"}),
    took_part_before=4,
)
KNITTING = agenda.Workshop(
    "Knitting",
    "Eve",
    "Attic",
    "Bring wool",
    7,
    2,
    "14:10",
    "14:50",
    (agenda.SessionLink("https://example.org/knit", "Patterns"),),
)
AGENDA = agenda.Agenda(
    items=(
        agenda.Item(10, "wall", "What stands in the way?", prompt=1, shows="themes"),
        agenda.Item(6, "pause", "Lunch"),
        agenda.Item(1, "welcome", "Welcome", "Good morning", "09:30"),
        agenda.Item(2, "poll", "Which one?", poll=1),
        agenda.Item(3, "poll", "Which ones?", poll=2),
        agenda.Item(7, "poll", "How much?", poll=3),
        agenda.Item(8, "poll", "What else matters?", poll=4),
        agenda.Item(4, "timer", "Break", seconds=300),
        agenda.Item(5, "board", "Open space"),
    ),
    current=4,
    been=frozenset({2, 4}),
    timer=agenda.Timer(AT + 460_000, 360),
    programme=(
        agenda.Block("09:30", "Welcome", "10:00", "Hall", "Coffee from nine", id=1),
        agenda.Block(
            "10:40",
            "Workshops",
            workshops=(agenda.Workshop("Films", "Ann", "Attic", "Bring one", 3), agenda.Workshop("Songs", id=4)),
            id=2,
        ),
        agenda.Block("14:00", "Afternoon", "15:00", "Upstairs", workshops=(KNITTING,), id=5),
    ),
    latest_id=10,
    latest_line=8,
    page=1,
    shows="one",
    spot=7,
)
FIRST = polls.Round(1, AT + 1, AT + 3, None, polls.Count(2, (1, 0, 1), (0, 2)), shown=True)
SECOND = polls.Round(2, AT + 4, 0, polls.Box(polls.BoxKey("7a" * 32), HashTrieMap({"ef" * 16: 1}), (0, 1, 0)))
SEVERAL = polls.Round(1, AT + 5, AT + 6, None, polls.Count(1, (1, 0, 1), ((0, 2),)))
PAPER = HashTrieMap({1: polls.Sheet(1, 2, "On paper")})
WORDS = polls.Round(
    1,
    AT + 7,
    0,
    polls.Box(polls.BoxKey("7c" * 32), HashTrieMap({"34" * 16: "Trust,\nund Zeit 🙂"}), (1,), paper=PAPER),
    closes_at=AT + 900_000,
)
POLLS = polls.Polls(
    HashTrieMap(
        {
            1: polls.Poll(1, "Which one?", "Just one", OneChoice(("Tea", "Coffee", "Water")), (FIRST, SECOND)),
            2: polls.Poll(2, "Which ones?", "", SeveralChoices(("Films", "Talks", "Walks"), 2), (SEVERAL,)),
            3: polls.Poll(3, "How much?", "", Scale()),
            4: polls.Poll(4, "What else matters?", "", OpenText(), (WORDS,)),
        }
    ),
    latest_id=5,
)
FORMS = wall.Label(4, "answer", "Forms", "cem", at=AT + 21, prompt=1, themes=frozenset({4}), look=1)
WALL = wall.Wall(
    HashTrieMap(
        {
            1: wall.Label(
                1,
                "contribute",
                "I can cook",
                "ann",
                "table 6",
                AT + 8,
                "Too loud",
                me_too=HashTrieSet({"ben"}),
                themes=frozenset({1}),
                before=wall.Before(),
            ),
            2: wall.Label(
                2,
                "ask",
                "Who has a van?",
                "ben",
                at=AT + 9,
                help=HashTrieSet({"ann"}),
                before=wall.Before(held="Names a person"),
            ),
            4: FORMS,
            5: wall.Label(5, "answer", "The forms", "", prompt=1, paper=True, same_as=4),
            6: wall.Label(
                6,
                "answer",
                "Too many forms",
                "",
                parked="For another day",
                prompt=1,
                source="poll/4/1",
                before=wall.Before(),
            ),
            7: wall.Label(
                7,
                "ask",
                "Who pays for it?",
                "dee",
                "Dee",
                AT + 22,
                themes=frozenset({1}),
                ending=wall.Ending("answered", "Moira", "The council"),
            ),
        }
    ),
    latest_id=7,
    themes=(
        wall.Theme(4, "Paperwork", prompt=1, quotes=(4,)),
        wall.Theme(1, "Meals"),
        wall.Theme(3, "Carers", "Paid or not", prompt=1, table=1),
    ),
    latest_theme=4,
    prompts=(wall.Prompt(1, "What stands in the way?", "One thing each"),),
    latest_look=1,
    latest_prompt=2,
    tables=(wall.Table(1, "Who is it for?", 1),),
    latest_table=2,
    screen_waits=True,
    phones_wait=True,
    lists=(wall.WordList("en", ("drat",)),),
    called=(7,),
    apart=frozenset({(4, 6)}),
)
PAYING = board.Topic(1, "Paying people", "Ann", "ann", "It takes time", "Chairs", AT + 11, "am", "hall")
PLAIN = board.Topic(2, "Plain words", "Ben", "ben", at=AT + 12)
BUSES = board.Topic(
    4,
    "Buses at night",
    "Ben",
    "cem",
    "Last one goes at nine",
    at=AT + 50,
    wants=("step_free", "quiet"),
    needs_host=True,
    hosted_by="ben",
)
LISTENS = board.hands_of(board.KeptHands(listen=("dee",)))
LUNCH = board.hands_of(board.KeptHands(listen=("ben",), take_part=("dee",)))
LATE = board.Topic(5, "Late buses", "Dee", "dee", at=AT + 51, hands=LISTENS, merged_into=4)
BOARD = board.Board(
    (
        board.Room("hall", "Hall", 40, "first floor"),
        board.Room("attic", "Attic"),
        board.Room("n1", "Library", 12, "", ("quiet",)),
    ),
    (board.Slot("am", "11:00", "11:40"), board.Slot("n3", "12:00", "12:40"), board.Slot("pm", "14:00")),
    HashTrieMap(
        {
            1: msgspec.structs.replace(PAYING, hands=HashTrieMap({"ben": "lead"})),
            2: msgspec.structs.replace(
                PLAIN, hands=HashTrieMap({"ben": "take_part"}), notes="Say it in plain words\nand print it large"
            ),
            4: msgspec.structs.replace(BUSES, slot="pm", room="n1"),
            5: LATE,
            6: board.Topic(
                6,
                "Lunch together",
                "",
                "ann",
                "Nobody eats alone",
                at=AT + 52,
                hands=LUNCH,
            ),
            7: msgspec.structs.replace(BUSES, id=7, repeat_of=4),
        }
    ),
    latest_id=7,
    order=(6, 4, 2, 1, 5),
    pitch=board.Pitch(4, AT + 180_000),
    pitched=frozenset({4, 6}),
    locked=frozenset({"pm/hall"}),
    steps=(
        board.Step(1, (board.Move(4, "", "pm/n1"),)),
        board.Step(2, (board.Move(6, "", "am/n1"), board.Move(6, "am/n1", ""))),
    ),
    latest_step=3,
    bell=board.Bell("pm", 5, AT + 61),
    latest_place=4,
)
BOOKINGS = bookings.Bookings(
    HashTrieMap({7: ("ann", "ben", "cem")}),
    frozenset({(7, "cem")}),
    HashTrieMap({1: bookings.Handout(1, 7, "Patterns.pdf", "application/pdf", b"%PDF-1.4")}),
    latest_handout=2,
)
HARVEST = harvest.Harvest(
    HashTrieMap(
        {
            1: harvest.Note(1, "topic/4", "line", "A night bus on Fridays", "ben", AT + 70),
            2: harvest.Note(2, "topic/4", "quote", "I walk home at ten", "", AT + 71),
            3: harvest.Note(3, "session/7", "point", "Wool keeps warm", "ann", AT + 72),
        }
    ),
    latest_id=4,
    line=HashTrieMap({"topic/4": 1}),
    read=HashTrieMap({"topic/4": HashTrieMap({"cem": harvest.Said(yes=True, note=2)})}),
    graphics=HashTrieMap({1: harvest.Graphic(1, b"RIFF", "A bus with people in it", "Moira", "topic/4", AT + 80)}),
    latest_graphic=2,
)
VISITS = visits.Visits(
    HashTrieMap(
        {
            1: visits.Visit(
                1, "dee", "Our garden", "3 June, 10:00", "Leith", 1, "Bring boots", "Dee", "0131 777", AT + 90
            )
        }
    ),
    latest_id=2,
    wishes=HashTrieMap({1: ("ben",)}),
    going=HashTrieMap({1: ("ann",)}),
    matched=1,
)


BADGES = (doors.Badge(1, "1a" * 16, "CD34F"), doors.Badge(3, "2b" * 16, "HJ67K"))
DOORS = doors.Doors(
    "badges",
    helpers=True,
    badges=HashTrieMap({badge.number: badge for badge in BADGES}),
    by_hash=HashTrieMap({badge.hash: badge.number for badge in BADGES}),
    latest=3,
    held=HashTrieMap({3: "ben"}),
    holds=HashTrieMap({"ben": 3}),
    moved=HashTrieSet(["ann"]),
)

ANN_HELPS = meetings.Meeting(
    1,
    2,
    "ben",
    "ann",
    1,
    meetings.Given("Ben", "0131 555"),
    meetings.Given("Ann"),
    "The stairs",
    "13:10",
    "asker",
)
MEETINGS = meetings.Meetings(
    HashTrieMap({1: ANN_HELPS}),
    latest_id=2,
    over=HashTrieMap({2: meetings.Over(2, "cem")}),
    point="By the green board",
)
PICTURES = HashTrieMap({"own-0123456789abcdef0123456789abcdef": b"RIFF"})

COMMENT = writeup.Comment(1, "ann", "themes", "Meals were more than this", "Ann", AT + 30, "True, mended", settled=True)
WRITE_UP = writeup.WriteUp(
    "Thank you all",
    "See you in May",
    ("themes", "actions"),
    frozenset({"labels"}),
    "draft",
    HashTrieMap({1: COMMENT}),
    latest_comment=2,
)
DONE = actions.Update(AT + 40, "They said yes", "done")
ASKING = actions.Action(1, "Ask the council", "A yes or a no", "Moira", "June", 1, "done", (DONE,))
PRINTING = actions.Action(2, "Print all songs", who="Ben", updates=(actions.Update(AT + 41, "No paper"),), renewed=2)
ACTIONS = actions.Actions(HashTrieMap({1: ASKING, 2: PRINTING}), latest_id=3)


def call_it_voice(act: dict[str, Any]) -> dict[str, Any]:
    """As if version 2 had renamed a field: `who` became `voice`."""
    return {"voice" if name == "who" else name: value for name, value in act.items()}


def call_it_joined(act: dict[str, Any]) -> dict[str, Any]:
    """As if version 3 had renamed an act."""
    return act | {"act": "VoiceJoined"} if act["act"] == "Came" else act


INVENTED_STEPS = {1: call_it_voice, 2: call_it_joined}


@pytest.mark.parametrize(
    "line",
    [
        b'[1,{"act":"Came","who":"ann"}]',
        b'[2,{"act":"Came","voice":"ann"}]',
        b'[3,{"act":"VoiceJoined","voice":"ann"}]',
    ],
)
def test_lines_of_older_versions_are_brought_forward_step_by_step(line: bytes) -> None:
    assert read(line, version=3, steps=INVENTED_STEPS) == people.VoiceJoined("ann")


def test_lines_of_this_version_need_no_step() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))
    assert write(people.VoiceJoined("ann")) == b'[1,{"act":"VoiceJoined","voice":"ann"}]'
    assert read(b'[1, {"voice": "ann", "act": "VoiceJoined"}]') == people.VoiceJoined("ann")


def test_fields_that_this_version_does_not_know_are_passed_over() -> None:
    line = b'[1,{"act":"VoiceJoined","voice":"ann","shoes":42}]'
    assert read(line) == people.VoiceJoined("ann")


def test_a_line_of_a_newer_version_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownNotation) as refused:
        read(b'[2,{"act":"VoiceJoined","voice":"ann"}]')
    assert str(refused.value) == (
        "This was written by a newer version of the program (notation 2; this one reads up to 1)."
    )


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"{}",
        b"[]",
        b"[1]",
        b'[0,{"act":"VoiceJoined","voice":"ann"}]',
        b'[-1,{"act":"VoiceJoined","voice":"ann"}]',
        b'["1",{"act":"VoiceJoined","voice":"ann"}]',
        b'[1,{"act":"Dance"}]',
        b'[1,{"voice":"ann"}]',
        b'[1,{"act":"VoiceJoined"}]',
        b'[1,{"act":"VoiceJoined","voice":3}]',
        b'[1,{"act":"VoiceJoined","voice":"\xff"}]',
        b'[1,{"act":"VoiceJoined","voice":"ann"}',
        b'[1,{"act":"VoteCast","poll":1,"round":1,"voter":"x","answer":[[1]]}]',
    ],
)
def test_a_line_that_is_no_act_is_refused(line: bytes) -> None:
    with pytest.raises(UnknownNotation):
        read(line)


@given(st.binary(max_size=40) | st.sampled_from(GOLDEN).flatmap(lambda line: st.just(line[: len(line) // 2])))
def test_whatever_lies_on_the_disk_it_is_an_act_or_it_is_refused(line: bytes) -> None:
    with pytest.raises(UnknownNotation):
        read(line)


@pytest.mark.parametrize("answer", [0, 3, "Trust", "3", (0, 2), ("a", "b"), ()])
def test_answers_of_every_shape_are_told_apart(answer: Answer) -> None:
    """A number stays a number and a text a text, also a text that looks like a number."""
    act: Act = polls.VoteCast(1, 1, "x", answer)
    assert read(write(act)) == act
