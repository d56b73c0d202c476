"""What came out of the rooms: written by several people at once, read back, chosen, changed and taken away for good."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Actor, Conference, Moment, actions, agenda, board, harvest, replay
from live.conference.harvest import (
    AgreeTalkAction,
    ChangeNote,
    GraphicHung,
    GraphicRemoved,
    GraphicRequest,
    HangGraphic,
    LineChosen,
    NoteRemoved,
    NoteRequest,
    NoteReworded,
    NoteWritten,
    ReadBack,
    ReadTalk,
    Stand,
    WriteNote,
    agree_talk_action,
    change_note,
    choose_line,
    hang_graphic,
    read_back,
    remove_graphic,
    remove_note,
    write_note,
)
from live.conference.words import clean
from tests.conference.days import ANN, AT, BEN, CEM, FACILITATOR, PLANNED, TOKEN, Asked, acts_of, ask, play, refusal
from tests.conference.random_days import left_after_erasing

EVE = Actor("delegate", "eve")  # has not joined
SESSION = agenda.WorkshopPut(1, agenda.Workshop("Knitting", id=90, starts="14:10"))
DAY = play(
    Asked(board.propose_topic, board.ProposeTopic("Paying people", host="Ann"), ANN),
    Asked(board.propose_topic, board.ProposeTopic("Plain words"), BEN),
    SESSION,
    start=PLANNED,
)


def note(
    text: str, by: Actor = ANN, kind: str = "point", about: str = "topic/1", instead: int = 0, at: int = AT
) -> Asked:
    return Asked(write_note, WriteNote(about, kind, text, instead), by, Moment(at, TOKEN))


def line(text: str, by: Actor = ANN, instead: int = 0, about: str = "topic/1") -> Asked:
    return note(text, by, "line", about, instead)


def reading(by: Actor, answer: str = "yes", upto: int = 99, changed: int = 2**50, about: str = "topic/1") -> Asked:
    return Asked(read_back, ReadTalk(about, answer, upto, changed), by)


def stand(conference: Conference, about: str = "topic/1") -> Stand:
    talk = harvest.known_talk(conference, about)
    return harvest.stand_of(conference, talk, harvest.notes_of(conference, talk))


def the_line(conference: Conference, about: str = "topic/1") -> str:
    found = harvest.line_of(conference, harvest.known_talk(conference, about))
    return found.text if found else ""


def texts(conference: Conference, about: str = "topic/1") -> list[str]:
    return [one.text for one in harvest.notes_of(conference, harvest.known_talk(conference, about))]


def test_whoever_joined_and_every_facilitator_may_write_about_a_topic_or_a_session() -> None:
    assert ask(DAY, note(" Pay\nbus  fares\u202e ", kind="quote")) == [
        NoteWritten(1, "topic/1", "quote", "Pay bus fares", "ann", AT)
    ]
    assert ask(DAY, note("Wool keeps warm", CEM, about="session/90"))
    assert ask(DAY, note("From the flipchart", FACILITATOR)) == [
        NoteWritten(1, "topic/1", "point", "From the flipchart", "", AT)
    ]
    assert refusal(DAY, note("Hello", EVE)) == ("Please join first: type the six numbers on the big screen.", "")


@pytest.mark.parametrize(
    "about", ["topic/9", "session/77", "", "topic/01", "topic/x", "room/1", "topic/-1", "topic/1/"]
)
def test_what_is_about_no_talk_is_refused(about: str) -> None:
    assert refusal(DAY, note("Hello", about=about)) == ("This talk is no longer there.", "")


def test_nothing_is_written_about_proposals_that_nobody_sees_yet() -> None:
    quiet = play(board.ProposalsQuiet(), start=DAY)
    assert refusal(quiet, note("Hello")) == ("This talk is no longer there.", "")
    assert harvest.all_talks(quiet) == [talk for talk in harvest.all_talks(DAY) if not talk.is_topic]


def test_points_that_are_pasted_as_a_list_are_notes_of_their_own() -> None:
    pasted = note("- Pay bus fares\n\n2. Say it plainly\r\n• Pay bus fares\u2028[x] Print it large")
    assert texts(play(pasted, start=DAY)) == ["Pay bus fares", "Say it plainly", "Print it large"]
    assert texts(play(note("One\nline", kind="quote"), start=DAY)) == ["One line"]


def test_words_are_bounded_and_refused_with_their_length() -> None:
    assert refusal(DAY, line("x" * 201)) == ("The one line can have 200 letters at most. Yours has 201.", "text")
    assert refusal(DAY, note("x" * 301, kind="quote"))[1] == "text"
    assert refusal(DAY, note("Fine\n" + "y" * 301))[0] == (
        f"Line 2, “{'y' * 30}…”, has 301 letters. A key point can have 300 at most."
    )
    assert refusal(DAY, note("\n".join(map(str, range(100, 131))))) == (
        "You can write 30 points at once. Yours has 31 lines.",
        "text",
    )
    assert refusal(DAY, note("x" * 20_000))[1] == "text"
    assert refusal(DAY, note(" - ")) == ("A key point needs some words.", "text")
    assert refusal(DAY, note("Hello", kind="shout"))[1] == "kind"
    many = ["\n".join(f"{start + more}" for more in range(25)) for start in range(0, 200, 25)]
    full = play(*(note(text, by) for text, by in zip(many, [ANN, BEN] * 4, strict=True)), start=DAY)
    assert refusal(full, note("One more", BEN)) == ("A talk can have 200 notes at most.", "text")
    assert ask(full, note("Here", BEN, about="topic/2"))


WRITTEN = st.lists(
    st.tuples(
        st.sampled_from([ANN, BEN, CEM, FACILITATOR]),
        st.sampled_from(["line", "point", "quote"]),
        st.text(max_size=40),
        st.integers(0, 12),
    ),
    max_size=20,
)


@given(WRITTEN)
def test_no_line_is_lost_however_many_write_at_once(wishes: list[tuple[Actor, str, str, int]]) -> None:
    """In any order, and whichever line each of them saw stand: every text is there afterwards, by whoever wrote it."""
    conference = DAY
    for by, kind, text, instead in wishes:
        if clean(text.replace("\n", " ")):
            step = note(f"{text} ok", by, kind, instead=instead)
            acts = ask(conference, step)
            conference = replay(acts, conference)
            there = [(one.kind, one.writer) for one in conference.harvest.notes.values() if one.text.endswith("ok")]
            assert (kind, by.voice) in there
            for act in acts:
                assert isinstance(act, NoteWritten | LineChosen)
    assert sum(1 for _ in conference.harvest.notes) == len(set(_notes(conference)))
    if any(one.kind == "line" for one in conference.harvest.notes.values()):
        assert the_line(conference)


def _notes(conference: Conference) -> list[tuple[str, str, str]]:
    return [(one.kind, one.writer, one.text) for one in conference.harvest.notes.values()]


def test_in_whatever_order_three_people_write_all_their_words_are_there() -> None:
    steps = [line("Pay fares", ANN), line("Pay all fares", BEN), note("Print it large", CEM)]
    for order in permutations(steps):
        conference = play(*order, start=DAY)
        assert sorted(texts(conference)) == ["Pay all fares", "Pay fares", "Print it large"]
        assert the_line(conference) == next(step.ask.text for step in order if step.ask.kind == "line")  # type: ignore[attr-defined]


def test_a_second_line_is_kept_until_somebody_says_which_stands() -> None:
    two = play(line("Pay fares"), line("Pay all fares", BEN), start=DAY)
    assert (the_line(two), texts(two)) == ("Pay fares", ["Pay fares", "Pay all fares"])
    chosen = Asked(choose_line, NoteRequest(2), CEM)
    assert the_line(play(chosen, start=two)) == "Pay all fares"
    assert ask(play(chosen, start=two), chosen) == []
    assert refusal(two, Asked(choose_line, NoteRequest(2), EVE))[0].startswith("Please join first")
    assert refusal(two, Asked(choose_line, NoteRequest(7), ANN)) == ("This line is no longer there.", "")


def test_a_line_stands_instead_only_of_the_one_that_its_writer_saw() -> None:
    one = play(line("Pay fares"), start=DAY)
    assert the_line(play(line("Pay all fares", BEN, instead=1), start=one)) == "Pay all fares"
    meanwhile = play(line("Pay most fares", CEM, instead=1), start=one)
    late = play(line("Pay all fares", BEN, instead=1), start=meanwhile)
    assert (the_line(late), len(texts(late))) == ("Pay most fares", 3)
    said = harvest.what_is_written(late, WriteNote("topic/1", "line", "x"), [NoteWritten(3, "topic/1", "line", "x")])
    assert said.startswith("It is kept. Another line stands")


def test_a_line_that_is_removed_leaves_its_place_to_the_only_other_one() -> None:
    two = play(line("Pay fares"), line("Pay all fares", BEN), start=DAY)
    gone = play(Asked(remove_note, NoteRequest(1), ANN), start=two)
    assert the_line(gone) == "Pay all fares"
    three = play(line("No fares", CEM), start=two)
    asked = play(Asked(remove_note, NoteRequest(1), ANN), start=three)
    assert (the_line(asked), len(texts(asked))) == ("", 2)


def test_own_notes_are_changed_and_removed_and_facilitators_may_change_all() -> None:
    written = play(note("Pay bus fares"), start=DAY)
    change = Asked(change_note, ChangeNote(1, "Pay fares"), ANN)
    assert ask(written, change) == [NoteReworded(1, "topic/1", "point", "Pay fares", "ann", AT + 1)]
    assert ask(play(change, start=written), change) == []
    say = "Only who wrote a note and the facilitators can change or remove it."
    for rule, request in ((change_note, ChangeNote(1, "Mine")), (remove_note, NoteRequest(1))):
        assert refusal(written, Asked(rule, request, BEN)) == (say, "")
        assert ask(written, Asked(rule, request, FACILITATOR))
    assert refusal(written, Asked(change_note, ChangeNote(1, " "), ANN)) == ("A key point needs some words.", "text")
    assert refusal(written, Asked(change_note, ChangeNote(9, "x"), ANN)) == ("This note is no longer there.", "")
    assert ask(written, Asked(remove_note, NoteRequest(1), ANN)) == [NoteRemoved(1)]
    assert ask(written, Asked(remove_note, NoteRequest(9), ANN)) == []


def test_what_is_changed_or_removed_leaves_the_disk() -> None:
    acts = acts_of(
        note("Somebody’s name"),
        note("Another name", BEN),
        Asked(change_note, ChangeNote(1, "Nobody"), ANN),
        Asked(remove_note, NoteRequest(2), BEN),
        start=DAY,
    )
    assert "name" not in str(left_after_erasing(acts))
    assert replay(left_after_erasing(acts), DAY) == replay(acts, DAY)


def test_reading_back_is_about_what_was_on_the_phone() -> None:
    one = play(note("Pay bus fares"), start=DAY)
    assert refusal(DAY, reading(ANN)) == ("There is nothing to read back yet.", "")
    assert refusal(one, reading(ANN, "perhaps"))[1] == "answer"
    assert ask(one, reading(ANN)) == [ReadBack("topic/1", "ann", True, 1, AT)]
    three = play(reading(ANN), reading(BEN), reading(CEM, "missing"), start=one)
    assert stand(three) == Stand(2, 0, 1)
    assert ask(three, reading(ANN)) == []
    more = play(note("And print it", CEM), start=three)
    assert stand(more) == Stand(0, 2, 0)
    assert ask(more, reading(ANN, upto=1, changed=AT)) == []
    assert stand(play(reading(BEN), start=more)) == Stand(1, 1, 0)


def test_a_note_that_is_changed_after_a_yes_says_so_also_in_the_same_moment() -> None:
    said = play(note("Pay bus fares"), reading(ANN), reading(BEN), start=DAY)
    changed = play(Asked(change_note, ChangeNote(1, "Pay no fares"), ANN), start=said)
    assert stand(changed) == Stand(0, 2, 0)
    assert stand(play(reading(BEN), start=changed)) == Stand(1, 1, 0)


def test_notes_of_a_topic_that_was_merged_are_read_with_its_head_and_come_back_when_it_parts() -> None:
    two = play(note("Of the first"), line("Line two", BEN, about="topic/2"), start=DAY)
    merged = play(board.TopicMerged(2, 1), start=two)
    assert texts(merged) == texts(merged, "topic/2") == ["Of the first", "Line two"]
    assert the_line(merged) == "Line two"
    later = play(note("Later", CEM, about="topic/2"), start=merged)
    assert later.harvest.notes[3].about == "topic/1"
    parted = play(board.TopicParted(2), start=later)
    assert (texts(parted), texts(parted, "topic/2")) == (["Of the first", "Later"], ["Line two"])


def test_talks_stand_in_the_order_of_time() -> None:
    placed = play(board.TopicPlaced(2, "pm", "attic"), board.TopicPlaced(1, "am", "hall"), start=DAY)
    at = [(talk.about, talk.when, talk.room) for talk in harvest.all_talks(placed) if talk.about != "session/1"]
    of_these = [one for one in at if one[0] in ("topic/1", "topic/2", "session/90")]
    assert of_these == [
        ("topic/1", "11:00 to 11:40", "Hall"),
        ("topic/2", "14:00", "Attic"),
        ("session/90", "14:10", ""),
    ]


def test_who_was_in_the_room_agrees_an_action_for_that_talk() -> None:
    agree = Asked(agree_talk_action, AgreeTalkAction("session/90", "Bring wool", "Warm feet", "Ben", "June"), CEM)
    assert ask(DAY, agree) == [actions.ActionAgreed(1, "Bring wool", "Warm feet", "Ben", "June", session=90, at=AT)]
    assert ask(play(agree, start=DAY), agree) == []
    assert refusal(DAY, Asked(agree_talk_action, AgreeTalkAction("topic/1", " "), ANN))[1] == "what"
    assert refusal(DAY, Asked(agree_talk_action, AgreeTalkAction("topic/8", "x"), ANN))[0].startswith("This talk")
    assert refusal(DAY, Asked(agree_talk_action, AgreeTalkAction("topic/1", "x"), EVE))[0].startswith("Please join")
    many: list[Act | Asked] = [
        Asked(agree_talk_action, AgreeTalkAction("topic/1", f"Thing {number}"), ANN) for number in range(20)
    ]
    full = play(*many, start=DAY)
    say = "A talk can have 20 actions at most."
    assert refusal(full, Asked(agree_talk_action, AgreeTalkAction("topic/1", "One more"), ANN)) == (say, "what")


def hang(
    data: bytes = b"drawn", by: str = "Moira", about: str = "topic/1", alt: str = "A bus with people in it"
) -> Asked:
    return Asked(hang_graphic, HangGraphic(data, alt, by, about), FACILITATOR)


def test_a_drawing_needs_words_and_hangs_once() -> None:
    assert ask(DAY, hang()) == [GraphicHung(1, b"drawn", "A bus with people in it", "Moira", "topic/1", AT)]
    assert refusal(DAY, hang(alt=" ")) == ("What the drawing shows needs some words.", "alt")
    assert refusal(DAY, hang(about="topic/9"))[1] == "about"
    assert refusal(DAY, hang(b"x" * 1_500_001))[1] == "file"
    hung = play(hang(), start=DAY)
    assert ask(hung, hang()) == []
    many = play(*(hang(f"{number}".encode()) for number in range(39)), start=hung)
    assert refusal(many, hang(b"one more"))[1] == "file"
    large = play(*(hang(bytes([number]) * 1_500_000) for number in range(8)), start=DAY)
    assert refusal(large, hang(b"one more")) == ("There is no room for more drawings. Please remove one first.", "file")


def test_a_drawing_that_is_removed_leaves_the_disk_and_its_number_is_not_used_again() -> None:
    acts = acts_of(hang(), Asked(remove_graphic, GraphicRequest(1), FACILITATOR), start=DAY)
    assert acts[-1] == GraphicRemoved(1)
    assert left_after_erasing(acts) == [GraphicRemoved(1)]
    again: Any = ask(replay(acts, DAY), hang(b"another"))
    assert again[0].graphic == 2
    assert ask(DAY, Asked(remove_graphic, GraphicRequest(5), FACILITATOR)) == []
