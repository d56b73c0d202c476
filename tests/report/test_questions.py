"""Questions in the write-up: all that was counted of every kind, its facts, and nothing that may not be seen."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from random import Random
from typing import Any

import pytest

from live.conference import Actor, Conference, Moment, agenda, polls
from live.conference.people import Role, VoiceJoined
from live.conference.polls import PollAdded, Terms
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.fragments import NOBODY
from live.report import Report, write_up
from live.report.counted import KEPT_SMALL
from live.report.formats import as_csv, as_json
from live.report.questions import AskedOnce, Passed, Turnout
from live.web.templates import environment
from tests.conference.days import AT, FACILITATOR, TOKEN, Asked, play

GROUPS = ("Carers", "Staff")
VOICES = [Actor("delegate", f"voice{number}") for number in range(20)]
OPTIONS = OneChoice(("Tea", "Coffee", "=Water"))
EXAMPLES: dict[str, AnyQuestion] = {kind: shape.example() for kind, shape in KINDS.items()}
WHEN_ALL_ARE_IN = Moment(AT + polls.LATE_MS, TOKEN)


def hall(question: AnyQuestion, terms: Terms | None = None, in_groups: int = 20) -> Conference:
    """Twenty voices, the first eight of them carers, the others staff, as far as they named a group, and one question."""
    joined = [
        VoiceJoined(by.voice, "", GROUPS[place >= 8] if place < in_groups else "") for place, by in enumerate(VOICES)
    ]
    item = agenda.ItemAdded(agenda.Item(1, "poll", "What now?", poll=1), 0)
    return play(*joined, PollAdded(1, "What now?", question, terms=terms or Terms()), item)


def asked(start: Conference, votes: list[dict[str, list[str]]], number: int = 1, confirm: str = "") -> Conference:
    """One round with these votes, counted and shown."""
    one = polls.RoundRequest(1, number)
    return play(
        Asked(polls.open_poll, one),
        *(Asked(polls.cast_vote, polls.CastVote(1, number, vote), by) for vote, by in zip(votes, VOICES, strict=False)),
        Asked(polls.close_poll, one),
        Asked(polls.show_result, polls.ShowResult(1, number, confirm), moment=WHEN_ALL_ARE_IN),
        start=start,
    )


def letters(text: str) -> list[dict[str, list[str]]]:
    """Votes for options by their letters; "-" is "None of these"."""
    return [{"vote.pass": ["none"]} if letter == "-" else {"vote": [letter]} for letter in text]


def rounds_of(day: Conference, role: Role = "chair") -> tuple[AskedOnce, ...]:
    (question,) = write_up(day, role).questions
    return question.rounds


def html_of(day: Conference, role: Role = "chair") -> str:
    report = write_up(day, role)
    context = {
        "base": "",
        "code": "482913",
        "mine": NOBODY,
        "title": "Write-up of the day",
        "report": report,
        "files": [],
    }
    return environment().get_template("pages/report.html").render(context)


def words_of(day: Conference) -> str:
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", html_of(day)).split()))


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(report).decode("utf-8-sig"))))


def rows(day: Conference, what: str) -> list[tuple[str, str, str]]:
    """The rows of the table of this sort: text, count and note."""
    table = rows_of(write_up(day, "chair"))
    return [
        (row["text"], row["count"], row["note"]) for row in table if (row["part"], row["what"]) == ("question", what)
    ]


@pytest.mark.parametrize("question", EXAMPLES.values(), ids=EXAMPLES)
def test_every_kind_comes_out_whole_in_every_format(question: AnyQuestion) -> None:
    terms = Terms("advice", by_group=question.has_groups, passes=("none", "unsure"))
    imagined = [question.imagine(Random(number).randrange) for number in range(17)]
    votes = [{name: list(values) for name, values in vote.items()} for vote in imagined]
    day = asked(hall(question, terms), [*votes, *letters("--"), {"vote.pass": ["unsure"]}])
    (one,) = rounds_of(day)
    count = day.polls.by_id[1].rounds[0].count
    assert one.result is not None
    assert count is not None
    assert one.turnout == Turnout(20, 20, 20, 0, 0)
    assert one.result.passes == (Passed("None of these", 2), Passed("I don’t know", 1))
    assert one.result.options == question.bars(count.tally, 20)
    assert one.result.figures == question.export(count.tally, count.answers)
    assert [group.people for group in one.result.groups] == ([8, 12] if question.has_groups else [])
    assert one.result.in_no_group == 0
    assert not {"-1", "-2"} & {*one.result.answers, *(word.text for word in one.result.words)}

    written: dict[str, Any] = json.loads(as_json(write_up(day, "chair")))
    said = written["questions"][0]
    assert (said["kind"], said["decides"], said["rounds"][0]["result"]["voters"]) == (question.kind, "advice", 20)
    assert said["rounds"][0]["result"]["figures"] == json.loads(json.dumps(one.result.figures))

    html = unescape(html_of(day))
    for text in (bar.text for bar in one.result.options):
        assert text in html
    for text in (
        *one.result.answers,
        *(strip.name for strip in one.result.strips),
        *(w.text for w in one.result.words),
    ):
        assert text in html
    assert one.result.verdict in html
    assert "Advice: whoever decides has promised to listen to it." in html

    assert [count for _, count, _ in rows(day, "option")] == [str(bar.votes) for bar in one.result.options]
    assert rows(day, "passed") == [("None of these", "2", ""), ("I don’t know", "1", "")]
    assert len(rows(day, "part")) == sum(len(strip.parts) for strip in one.result.strips)
    assert len(rows(day, "word")) == len(one.result.words)
    assert bool(rows(day, "figure")) is bool(one.result.figures)
    assert bool(rows(day, "verdict")) is bool(one.result.verdict)


def test_the_facts_stand_under_every_result() -> None:
    typed = polls.TypePaper(1, 1, {"vote": ["B"]}, "3", "")
    opened = play(Asked(polls.open_poll, polls.RoundRequest(1, 1)), start=hall(OPTIONS))
    voted = play(
        *(
            Asked(polls.cast_vote, polls.CastVote(1, 1, vote), by)
            for vote, by in zip(letters("AAB"), VOICES, strict=False)
        ),
        Asked(polls.type_paper, typed, FACILITATOR),
        Asked(polls.close_poll, polls.RoundRequest(1, 1)),
        Asked(polls.show_result, polls.ShowResult(1, 1), moment=WHEN_ALL_ARE_IN),
        start=opened,
    )
    (one,) = rounds_of(voted)
    assert one.turnout == Turnout(23, 6, 3, 3, 0)
    facts = "6 of 23 people answered: 3 by phone and 3 on paper. Temperature: it shows how the hall feels, and decides nothing."
    assert one.facts.endswith(facts)
    assert one.facts in words_of(voted)
    assert [text for text, _, _ in rows(voted, "people")] == [one.facts]
    ways = [rows(voted, what) for what in ("could vote", "by phone", "on paper", "by helper")]
    assert ways == [[("", count, "")] for count in ("23", "3", "3", "0")]


@pytest.mark.parametrize("role", ["chair", "facilitator", "delegate", "screen"])
@pytest.mark.parametrize("votes", ["A", "AB"])
def test_of_fewer_than_three_votes_only_the_turnout_is_told_until_the_chair_confirms(role: Role, votes: str) -> None:
    """To nobody: the chair confirms it in front of the hall, not by reading it here."""
    small = asked(hall(OPTIONS), letters(votes))
    (one,) = rounds_of(small, role)
    assert (one.state, one.result, one.turnout) == ("counted", None, Turnout(20, len(votes), len(votes), 0, 0))
    report = write_up(small, role)
    for text in (html_of(small, role), as_json(report).decode(), as_csv(report).decode()):
        assert not re.search("Tea|Coffee|Water", text)
    assert "Only how many took part is told, because so few did." in words_of(small)
    assert [text for text, _, _ in rows(small, "state")] == [KEPT_SMALL]
    confirmed = asked(hall(OPTIONS), letters(votes), confirm="yes")
    (one,) = rounds_of(confirmed, role)
    assert one.result is not None
    assert one.result.voters == len(votes)


def test_nobody_voted_is_told_as_it_is() -> None:
    (one,) = rounds_of(asked(hall(OPTIONS), []))
    assert one.result is not None
    assert ([bar.votes for bar in one.result.options], one.result.mean) == ([0, 0, 0], None)


def test_rounds_stand_side_by_side_with_the_facts_of_each() -> None:
    once = asked(hall(OPTIONS, Terms(passes=("none",))), letters("AAAB-"))
    day = asked(once, letters("ABBBBB"), number=2)
    html = html_of(day)
    table = re.findall(r"<table.*?</table>", html, re.DOTALL)[0]
    assert re.findall(r'<th scope="col" class="number">(.*?)</th>', table) == ["Round 1", "Round 2"]
    lines = [re.findall(r'<td class="number">(\d+)</td>', row) for row in table.split("<tr>")[2:]]
    assert lines == [["3", "1"], ["1", "5"], ["0", "0"]]
    assert [one.turnout and one.turnout.voters for one in rounds_of(day)] == [5, 6]
    assert "5 of 20 people answered." in words_of(day)
    assert "6 of 20 people answered." in words_of(day)
    assert write_up(day, "chair").votes == 11


def test_a_round_that_is_kept_small_is_not_beside_the_others() -> None:
    day = asked(asked(hall(OPTIONS), letters("AAAB")), letters("CC"), number=2)
    table = re.findall(r"<table.*?</table>", html_of(day), re.DOTALL)[0]
    assert re.findall(r'<th scope="col" class="number">(.*?)</th>', table) == ["Round 1"]
    assert "2 of 20 people answered." in words_of(day)


def test_groups_are_told_as_they_may_be_shown_and_only_where_it_was_announced() -> None:
    votes = letters("AAAAAAAA" + "BBBBBBBBB" + "CCC")  # carers, staff, and three who named no group
    plain = rounds_of(asked(hall(OPTIONS), votes))[0].result
    assert plain is not None
    assert (plain.groups, plain.in_no_group) == ((), 0)
    day = asked(hall(OPTIONS, Terms(by_group=True), 17), votes)
    result = rounds_of(day)[0].result
    assert result is not None
    # Both groups would leave the three who named none: so only the larger one is shown.
    assert [(group.name, group.people, [bar.votes for bar in group.options]) for group in result.groups] == [
        ("Staff", 9, [0, 9, 0])
    ]
    assert result.in_no_group == 11
    assert "11 people said no group, or are in groups too small to be shown." in words_of(day)
    assert rows(day, "group") == [("Staff", "9", "")]
    assert rows(day, "option of a group")[1] == ("Staff: Coffee", "9", "100 of 100 people")
    assert rows(day, "in no group that is shown") == [("", "11", "")]


def test_what_people_and_chairs_wrote_is_never_markup_nor_a_formula() -> None:
    bad = ["<img src=x>", "=1+1", "@SUM(A1)", "+44", "-1+1"]
    day = asked(hall(OpenText()), [{"vote": [text]} for text in bad])
    assert "<img" not in html_of(day)
    assert "&lt;img src=x&gt;" in html_of(day)
    for row in rows_of(write_up(asked(hall(OPTIONS), letters("ABC")), "chair")) + rows_of(write_up(day, "chair")):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@"))


def test_names_of_groups_do_not_become_markup() -> None:
    start = play(
        *(VoiceJoined(by.voice, "", "<b>Carers</b>") for by in VOICES),
        PollAdded(1, "?", OPTIONS, terms=Terms(by_group=True)),
    )
    html = html_of(asked(start, letters("A" * 20)))
    assert "<b>Carers" not in html
    assert "&lt;b&gt;Carers" in html
