"""What came out of the rooms, in the write-up: merged topics, sessions, drawings and visits, in every format."""

from __future__ import annotations

import io
import json
import re
import zipfile

from live.conference import actions, board, harvest, replay
from live.conference.writeup import WriteUpArranged
from live.report import Report, write_up
from live.report.formats import as_csv, as_json
from live.report.markdown import as_markdown
from live.report.tables import tables_of
from live.web.report_site import as_site
from tests.conference.days import AT, play
from tests.report.full_day import full_day
from tests.report.test_report import as_html

DAY = full_day()
FIRST = min(DAY.board.by_id)
PROPOSED = play(board.TopicProposed(1, "Buses", "Ben", "ben"), board.TopicProposed(2, "Late buses", "Dee", "dee"))


def table(report: Report, name: str) -> list[tuple[object, ...]]:
    return next(list(one.rows) for one in tables_of(report) if one.name == name)


def test_a_topic_has_its_line_points_quotes_and_who_read_it_back() -> None:
    topic = next(one for one in write_up(DAY, "delegate").topics if one.title == DAY.board.by_id[FIRST].title)
    assert topic.harvest.line == "Pay people on the day, in the way that costs them least"
    assert len(topic.harvest.points) == 2
    assert topic.harvest.quotes == ("I was asked for my story three times, and for my bank details never",)
    assert topic.harvest.read_back == 4


def test_who_read_an_earlier_state_back_is_not_counted() -> None:
    more = harvest.NoteWritten(999, f"topic/{FIRST}", "point", "Said later")
    report = write_up(replay([more], DAY), "delegate")
    assert next(one for one in report.topics if "Said later" in one.harvest.points).harvest.read_back == 0


def test_who_read_other_words_back_is_not_counted() -> None:
    [first, *_] = DAY.harvest.of(f"topic/{FIRST}")
    other = harvest.NoteReworded(first.id, first.about, first.kind, "Other words", first.writer, AT + 1)
    report = write_up(replay([other], DAY), "delegate")
    assert next(one for one in report.topics if one.harvest.line == "Other words").harvest.read_back == 0


def test_another_line_that_does_not_stand_is_kept() -> None:
    more = harvest.NoteWritten(999, f"topic/{FIRST}", "line", "Pay at once")
    [topic] = [one for one in write_up(replay([more], DAY), "delegate").topics if one.harvest.other_lines]
    assert topic.harvest.other_lines == ("Pay at once",)
    assert topic.harvest.line == "Pay people on the day, in the way that costs them least"


def test_what_became_one_stands_once_with_what_both_said_and_everybody_once() -> None:
    day = play(
        *(
            board.HandRaised(1, "ann", "lead"),
            board.HandRaised(2, "ann", "listen"),
            board.HandRaised(2, "cem", "listen"),
        ),
        board.TopicMerged(2, 1),
        harvest.NoteWritten(1, "topic/1", "point", "A night bus"),
        harvest.NoteWritten(2, "topic/2", "point", "A later bus"),
        actions.ActionAgreed(1, "Ask the council", "A yes or a no", "Moira", "June", 2),
        start=PROPOSED,
    )
    [topic] = write_up(day, "delegate").topics
    assert (topic.title, topic.parts, topic.people, topic.lead, topic.listen) == ("Buses", ("Late buses",), 2, 1, 1)
    assert topic.harvest.points == ("A night bus", "A later bus")
    assert topic.actions == ("Ask the council: A yes or a no (Moira, by June)",)


def test_quiet_proposals_are_in_no_write_up() -> None:
    day = play(board.ProposalsQuiet(), board.TopicProposed(3, "Secret gardens", "", "ann"), start=PROPOSED)
    for role in ("chair", "delegate"):
        report = write_up(day, role)
        for text in (as_html(report), as_csv(report).decode(), as_json(report).decode(), as_markdown(report).decode()):
            assert "Secret gardens" not in text


def test_a_session_tells_its_places_and_nobody_who_had_one() -> None:
    report = write_up(DAY, "delegate")
    session = next(one for one in report.sessions if one.places)
    assert (session.places, session.taken, session.waited) == (4, 4, 2)
    for text in (as_html(report), as_csv(report).decode(), as_json(report).decode(), as_markdown(report).decode()):
        assert re.findall(r"voice\d", text) == []


def test_a_gap_is_told_in_words() -> None:
    assert "No note yet." in as_html(write_up(PROPOSED, "delegate"))
    assert "*No note yet.*" in as_markdown(write_up(PROPOSED, "delegate")).decode()


def test_drawings_go_along_with_the_website_and_bear_their_words() -> None:
    report = write_up(DAY, "delegate")
    drawings = {one.id: one.data for one in DAY.harvest.pictures()}
    with zipfile.ZipFile(io.BytesIO(as_site(report, pictures={}, drawings=drawings))) as site:
        assert site.read("pictures/drawing-1.webp") == drawings[1]
        page = site.read("index.html").decode()
    assert 'src="pictures/drawing-1.webp" alt="A bus full of people who all hold one steering wheel"' in page


def test_visits_are_counted_and_their_contacts_are_nowhere() -> None:
    report = write_up(DAY, "chair")
    [visit] = report.visits
    assert (visit.going, visit.waiting, visit.places) == (1, 2, 2)
    for text in (as_html(report), as_csv(report).decode(), as_json(report).decode(), as_markdown(report).decode()):
        assert "0131 555" not in text


def test_all_that_rooms_wrote_is_in_one_table() -> None:
    rows = table(write_up(DAY, "delegate"), "harvest")
    notes = len(DAY.harvest.notes)
    assert len(rows) == notes
    assert {row[2] for row in rows} == {"line", "key point", "quote"}


def test_parts_that_are_left_out_are_in_no_format() -> None:
    out = WriteUpArranged(left_out=("sessions", "drawings", "visits", "topics", "actions"))
    report = write_up(replay([out], DAY), "chair")
    assert (report.sessions, report.drawings, report.visits, report.topics) == ((), (), (), ())
    held = json.loads(as_json(report))
    assert held["sessions"] == held["drawings"] == held["visits"] == []


def test_what_was_agreed_in_a_room_goes_with_the_part_about_actions() -> None:
    out = replay([WriteUpArranged(left_out=("actions",))], DAY)
    assert any(one.actions for one in write_up(DAY, "chair").topics)
    assert not any(one.actions for one in write_up(out, "chair").topics)


def test_a_topic_held_again_is_told_apart() -> None:
    day = play(board.TopicRepeated(3, 1), harvest.NoteWritten(1, "topic/3", "point", "Again", at=AT), start=PROPOSED)
    assert [one.is_repeat for one in write_up(day, "chair").topics] == [False, False, True]
    assert "Buses (held again)" in as_html(write_up(day, "chair"))
