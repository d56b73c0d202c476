"""The write-up of a day whose words were removed: counts, and nobody's words."""

from __future__ import annotations

import io
import zipfile

import pytest

from live.conference import Conference, forgetting, plan
from live.report import write_up
from live.report.formats import as_csv, as_json
from live.report.markdown import as_markdown
from live.report.recount import as_zip
from live.web.templates import folder
from tests.conference.days import Asked, play
from tests.report.full_day import full_day

BEFORE = full_day()
AFTER = play(Asked(forgetting.forget, forgetting.Forget()), start=BEFORE)


def words_of(conference: Conference) -> set[str]:
    """What delegates wrote, long enough to be told from other words."""
    words = {label.text for label in conference.wall.by_id.values()}
    words |= {label.signed for label in conference.wall.by_id.values()}
    words |= {text for topic in conference.board.topics() for text in (topic.title, topic.host, topic.why)}
    words |= {voice.name for voice in conference.people.voices.values()}
    words |= {text for action in conference.actions.in_order() for text in (action.what, action.who, action.outcome)}
    for poll in conference.polls.in_order():
        for one in poll.rounds:
            words |= set(poll.question.own_words(one.count.answers)) if one.count is not None else set()
    kept = plan.write_plan(conference) + "".join(theme.title for theme in conference.wall.themes)
    kept += str([poll.question for poll in conference.polls.in_order()])
    return {
        text for text in words if len(text) > 7 and text not in kept
    }  # a label may say what a theme or an option says


@pytest.mark.parametrize("role", ["chair", "delegate"])
def test_no_format_has_words_any_more(role: str) -> None:
    report = write_up(AFTER, role)  # type: ignore[arg-type]
    recount = zipfile.ZipFile(io.BytesIO(as_zip(AFTER, folder("templates"))))
    texts = [as_json(report), as_csv(report), as_markdown(report), recount.read("counted.json")]
    words = words_of(BEFORE)
    assert len(words) > 10
    for text in texts:
        assert not [each for each in words if each.encode() in text]


def test_what_was_counted_stays() -> None:
    before, after = write_up(BEFORE, "chair"), write_up(AFTER, "chair")
    assert after.people == before.people > 0
    assert [(theme.title, theme.count) for theme in after.themes] == [
        (each.title, each.count) for each in before.themes
    ]
    assert [[(row.title, row.count) for row in each.rows] for each in after.tables] == [
        [(row.title, row.count) for row in each.rows] for each in before.tables
    ]
    assert [question.title for question in after.questions] == [question.title for question in before.questions]
    for then, now in zip(before.questions, after.questions, strict=True):
        turnouts = [(one.turnout.voters, one.turnout.could_vote) for one in now.rounds if one.turnout]
        assert turnouts == [(one.turnout.voters, one.turnout.could_vote) for one in then.rounds if one.turnout]
    assert len(after.topics) == len(before.topics)
    assert [action.state for action in after.actions] == [action.state for action in before.actions]
