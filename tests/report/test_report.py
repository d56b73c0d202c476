"""The write-up: every count is what was counted, nothing in it names a voice, and what is held or hidden stays out."""

import csv
import io
import json
from typing import Any

import pytest

from live import plans
from live.conference import Actor, Conference, Moment, board, people, plan, polls, wall
from live.conference.board import TopicNoted
from live.conference.people import Role
from live.fragments import NOBODY
from live.report import Question, Report, write_up
from live.report.formats import HEAD, as_csv, as_json
from live.report.markdown import as_markdown
from live.report.tables import tables_of
from live.web.templates import environment
from tests.conference.days import AT, CHAIR, FACILITATOR, TOKEN, Asked, play

VOICES = [Actor("delegate", f"voice-of-{number}-5ecre7") for number in range(60)]

FORMATS = (25, 18, 16, 49, 11, 17, 18, 7, 11, 40)
PRIORITIES = (32, 0, 14, 15, 38, 0, 16, 15)


def number_of(conference: Conference, beginning: str) -> int:
    return next(poll.id for poll in conference.polls.in_order() if poll.title.startswith(beginning))


def asked(poll: int, answers: list[list[str]], *, shown: bool = True, number: int = 1) -> list[Asked]:
    """A round from its opening to its result: voice after voice gives these answers."""
    one = polls.RoundRequest(poll, number)
    votes = [
        Asked(polls.cast_vote, polls.CastVote(poll, number, {"vote": answer}), voice)
        for voice, answer in zip(VOICES, answers, strict=False)
    ]
    when_all_are_in = Moment(AT + polls.LATE_MS, TOKEN)
    show = Asked(polls.show_result, polls.ShowResult(poll, number), moment=when_all_are_in)
    close = [Asked(polls.close_poll, one), show]
    hide = [] if shown else [Asked(polls.hide_result, one)]
    return [Asked(polls.open_poll, one), *votes, *close, *hide]


def dealt(marks: tuple[int, ...]) -> list[list[str]]:
    """Answers of several choices that come to these marks: the first so many voices choose each option."""
    return [["ABCDEFGHIJ"[place] for place, count in enumerate(marks) if voice < count] for voice in range(max(marks))]


@pytest.fixture(scope="module")
def day() -> Conference:
    """The real plan with both surveys counted, and one of everything else."""
    start = play(
        Asked(plan.take_plan, plan.TakePlan(plans.plan_text("co-production"))),
        *(Asked(people.join, people.Join(f"Name {number}"), voice) for number, voice in enumerate(VOICES)),
    )
    return play(
        *asked(number_of(start, "Which of these formats"), dealt(FORMATS)),
        *asked(number_of(start, "Which of these would be"), dealt(PRIORITIES)),
        Asked(board.propose_topic, board.ProposeTopic("Paying people", "It matters", "Callum", "Chairs"), VOICES[0]),
        Asked(board.propose_topic, board.ProposeTopic("Left over", "", "Jo"), VOICES[1]),
        Asked(board.place_topic, board.PlaceTopic(1, "second/salisbury"), FACILITATOR),
        Asked(board.follow_topic, board.FollowTopic(1, "lead"), VOICES[2]),
        Asked(board.follow_topic, board.FollowTopic(1, "listen"), VOICES[3]),
        Asked(wall.post_label, wall.PostLabel("ask", "How do we share power?", "Moira, table 6"), VOICES[4]),
        Asked(wall.post_label, wall.PostLabel("contribute", '=HYPERLINK("http://bad.example")'), VOICES[5]),
        Asked(wall.post_label, wall.PostLabel("ask", "Ring me on 07700 900 123"), VOICES[6]),
        Asked(wall.back_label, wall.BackLabel(1, "me_too"), VOICES[7]),
        Asked(wall.name_theme, wall.NameTheme("Power"), FACILITATOR),
        Asked(wall.name_theme, wall.NameTheme("Empty theme"), FACILITATOR),
        Asked(wall.sort_label, wall.SortLabel(1, 1), FACILITATOR),
        Asked(wall.sort_label, wall.SortLabel(3, 1), FACILITATOR),
        Asked(wall.hold_label, wall.HoldLabel(3, "A telephone number"), FACILITATOR),
        start=start,
    )


def as_html(report: Report) -> str:
    context = {
        "base": "",
        "code": "482913",
        "mine": NOBODY,
        "title": "Write-up of the day",
        "report": report,
        "files": [],
        "graphic_at": str,
    }
    return environment().get_template("pages/report.html").render(context)


def in_every_format(report: Report) -> dict[str, str]:
    return {"html": as_html(report), "json": as_json(report).decode(), "csv": as_csv(report).decode("utf-8-sig")}


def question(report: Report, beginning: str) -> Question:
    return next(question for question in report.questions if question.title.startswith(beginning))


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(report).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("beginning", "marks", "in_all"),
    [("Which of these formats", FORMATS, 212), ("Which of these would be", PRIORITIES, 130)],
)
def test_surveys_come_out_as_they_were_counted(
    day: Conference, beginning: str, marks: tuple[int, ...], in_all: int
) -> None:
    report = write_up(day, "chair")
    (one,) = question(report, beginning).rounds
    assert one.result is not None
    assert tuple(bar.votes for bar in one.result.options) == marks
    assert (one.result.marks, one.result.voters) == (in_all, max(marks))
    rows = [row for row in rows_of(report) if row["title"].startswith(beginning)]
    assert tuple(int(row["count"]) for row in rows if row["what"] == "option") == marks
    assert [row["count"] for row in rows if row["what"] == "marks"] == [str(in_all)]
    assert f"{max(marks)} people voted, {in_all} marks in all." in as_html(report)


def test_options_that_nobody_chose_are_there(day: Conference) -> None:
    report = write_up(day, "chair")
    rows = [row for row in rows_of(report) if row["what"] == "option" and row["count"] == "0"]
    assert [row["text"] for row in rows] == ["Stories of current activity", "Themes relating to practice"]
    html = as_html(report)
    assert html.count('<td class="number">0</td>') == 2
    assert "B. Stories of current activity" in html
    assert "F. Themes relating to practice" in html


def test_no_format_names_a_voice(day: Conference) -> None:
    """Neither the voices' ids, nor the names of those who only voted, backed a label or raised a hand."""
    for text in in_every_format(write_up(day, "chair")).values():
        assert "5ecre7" not in text
        assert "Name 7" not in text


def test_labels_that_are_held_back_are_in_no_format_and_in_no_count(day: Conference) -> None:
    report = write_up(day, "chair")
    for text in in_every_format(report).values():
        assert "07700" not in text
        assert "A telephone number" not in text
    assert [(theme.title, theme.count) for theme in report.themes] == [("Power", 1), ("Empty theme", 0)]
    assert len(report.labels) == 2


def test_labels_are_signed_only_as_their_writers_signed(day: Conference) -> None:
    assert [label.signed for label in write_up(day, "chair").labels] == ["Moira, table 6", ""]


def test_formulas_are_disarmed_in_the_table(day: Conference) -> None:
    """A spreadsheet would run a cell that begins with "=", "+", "-" or "@"."""
    rows = rows_of(write_up(day, "chair"))
    assert any("HYPERLINK" in row["text"] for row in rows)
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@"))


def test_the_table_opens_in_a_spreadsheet_with_its_letters_right(day: Conference) -> None:
    assert as_csv(write_up(day, "chair")).startswith(b"\xef\xbb\xbf" + ",".join(HEAD).encode())


@pytest.mark.parametrize(
    ("role", "sees"), [("chair", True), ("facilitator", True), ("delegate", False), ("screen", False)]
)
def test_results_that_were_not_shown_are_for_chair_and_facilitators(day: Conference, role: Role, *, sees: bool) -> None:
    poll = number_of(day, "Has co-production changed")
    hidden = play(*asked(poll, [["A"]] * 7 + [["C"]] * 3, shown=False), start=day)
    report = write_up(hidden, role)
    assert any(question.title.startswith("Has co-production changed") for question in report.questions) is sees
    assert write_up(day, role).votes + (10 if sees else 0) == report.votes
    for text in in_every_format(report).values():
        assert ("changed the way we do things here" in text) is sees


@pytest.mark.parametrize("role", ["chair", "delegate"])
def test_an_open_round_is_said_to_be_open_and_nothing_more(day: Conference, role: Role) -> None:
    poll = number_of(day, "Has co-production changed")
    one = polls.RoundRequest(poll, 1)
    opened = play(
        Asked(polls.open_poll, one),
        *(Asked(polls.cast_vote, polls.CastVote(poll, 1, {"vote": ["A"]}), voice) for voice in VOICES[:9]),
        start=day,
    )
    report = write_up(opened, role)
    (said,) = question(report, "Has co-production changed").rounds
    assert (said.state, said.result) == ("open", None)
    assert report.votes == write_up(day, role).votes
    assert "Voting is open." in as_html(report)
    closed = play(Asked(polls.close_poll, one), start=opened)
    (said,) = question(write_up(closed, role), "Has co-production changed").rounds
    assert (said.state, said.result) == ("closed", None)
    assert "It has not been counted yet." in as_html(write_up(closed, role))


def test_a_question_that_was_never_asked_is_not_in_it(day: Conference) -> None:
    titles = [question.title for question in write_up(day, "chair").questions]
    assert [title[:22] for title in titles] == ["Which of these formats", "Which of these would b"]


def test_a_question_asked_again_has_both_rounds(day: Conference) -> None:
    poll = number_of(day, "Has co-production changed")
    twice = play(*asked(poll, [["A"]] * 3), *asked(poll, [["B"]] * 4, number=2), start=day)
    report = write_up(twice, "delegate")
    rounds = question(report, "Has co-production changed").rounds
    assert [(one.number, one.result and one.result.voters) for one in rounds] == [(1, 3), (2, 4)]
    assert "<h4>Round 2</h4>" in as_html(report)


def test_own_words_come_without_names_and_a_scale_with_its_mean(day: Conference) -> None:
    words = number_of(day, "How do we share our strengths")
    scale = number_of(day, "Do we share a common understanding")
    told = play(
        *asked(words, [["Zest"], ["Ask first"], ["=1+1"]]),
        *asked(scale, [["5"], ["4"], ["2"]]),
        start=day,
    )
    report = write_up(told, "delegate")
    (in_words,) = question(report, "How do we share our strengths").rounds
    (on_a_scale,) = question(report, "Do we share a common understanding").rounds
    assert in_words.result is not None
    assert in_words.result.answers == ("=1+1", "Ask first", "Zest")
    assert on_a_scale.result is not None
    assert on_a_scale.result.mean == 3.67
    assert "the mean is 3.7" in as_html(report)


def test_topics_come_with_their_place_and_those_without_one_last(day: Conference) -> None:
    placed, waiting = write_up(day, "chair").topics
    assert (placed.title, placed.starts, placed.room, placed.people, placed.lead, placed.listen) == (
        *("Paying people", "11:50", "Salisbury"),
        *(2, 1, 1),
    )
    assert (waiting.title, waiting.room) == ("Left over", "")
    assert "It got no place on the board." in as_html(write_up(day, "chair"))


def test_topics_come_with_their_notes_in_every_format(day: Conference) -> None:
    number = min(day.board.by_id)
    report = write_up(play(TopicNoted(number, "Pay bus fares\nPay at once"), start=day), "delegate")
    for text in (as_html(report), as_csv(report).decode(), as_json(report).decode(), as_markdown(report).decode()):
        assert "Pay bus fares" in text
        assert "Pay at once" in text
    assert "Pay bus fares\nPay at once" in str([table.rows for table in tables_of(report)]).replace("\\n", "\n")


def test_json_holds_the_whole_report(day: Conference) -> None:
    report = write_up(day, "chair")
    held: dict[str, Any] = json.loads(as_json(report))
    assert held["title"] == day.title
    assert held["people"] == len(VOICES)
    assert len(held["programme"]) == len(day.agenda.programme)
    assert held["questions"][0]["rounds"][0]["opened"].endswith("Z")


def test_words_in_the_page_are_never_markup(day: Conference) -> None:
    bad = play(Asked(wall.post_label, wall.PostLabel("ask", "<script>x</script>"), VOICES[9]), start=day)
    html = as_html(write_up(bad, "chair"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_an_empty_day_can_be_written_up() -> None:
    report = write_up(play(Asked(plan.take_plan, plan.TakePlan('title = "The day"'), CHAIR)), "chair")
    for text in in_every_format(report).values():
        assert "The day" in text
