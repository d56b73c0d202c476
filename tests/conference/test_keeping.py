"""How long names and words are kept, and how they go."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from live.conference import (
    Conference,
    MakeConference,
    board,
    comments,
    forgetting,
    keeping,
    make_conference,
    notation,
    people,
    polls,
    replay,
    subject_of,
    wall,
    writeup,
)
from live.conference.people import Moment
from tests.conference.days import ANN, AT, BEN, CEM, CHAIR, FURNISHED, TOKEN, Asked, acts_of, ask, play, refusal
from tests.conference.random_days import Day, days, left_after_erasing

FULL = (
    *FURNISHED,
    *acts_of(
        Asked(polls.cast_vote, polls.CastVote(4, 1, {"vote": ["My neighbour’s secret recipe"]}), ANN),
        Asked(polls.cast_vote, polls.CastVote(4, 1, {"vote": ["More buses"]}), BEN),
        Asked(writeup.publish, writeup.Publish("draft")),
        Asked(comments.make_comment, comments.MakeComment("", "It was loud", "Ann"), ANN),
        start=replay(FURNISHED),
    ),
)
DAY = replay(FULL)
FORGET = Asked(forgetting.forget, forgetting.Forget())
LAST_DAY = "2025-10-10"  # AT is on the day before


def test_a_conference_is_made_with_a_last_day() -> None:
    made = replay(make_conference(Conference(), MakeConference("482913", "Together"), CHAIR, Moment(AT)))
    assert made.kept_until == "2026-10-09"


@pytest.mark.parametrize(
    ("until", "say"),
    [
        ("", "Please give a date like 2027-11-22."),
        ("tomorrow", "Please give a date like 2027-11-22."),
        ("2025-02-30", "Please give a date like 2027-11-22."),
        ("2025-10-08", "This day is over. Please give a day from today on."),
        ("2035-10-11", "Names and words can be kept for ten years at most."),
    ],
)
def test_a_day_that_cannot_be_the_last_is_refused(until: str, say: str) -> None:
    assert refusal(DAY, Asked(forgetting.set_end_date, forgetting.SetEndDate(until))) == (say, "until")


def test_today_can_be_the_last_day() -> None:
    assert (
        play(Asked(forgetting.set_end_date, forgetting.SetEndDate("2025-10-09")), start=DAY).kept_until == "2025-10-09"
    )


def test_after_the_last_day_words_go_by_themselves_and_once() -> None:
    day = play(keeping.EndDateSet(LAST_DAY), start=DAY)
    at = forgetting.next_due(day)
    assert at is not None
    assert forgetting.due(day, Moment(at - 1, TOKEN)) == []
    gone = replay(forgetting.due(day, Moment(at, TOKEN)), day)
    assert gone.forgotten_at == at
    assert forgetting.next_due(gone) is None
    again = play(people.VoiceJoined("zoe", "Zoe"), start=gone)
    assert forgetting.next_due(again) == at + forgetting.DAY_MS
    assert forgetting.next_due(DAY) is None, "a day of an older version has no last day"


def words_of(acts: object) -> str:
    return json.dumps([notation.write(act).decode() for act in acts], ensure_ascii=False)  # type: ignore[attr-defined]


def test_forgetting_leaves_the_counts_and_no_words() -> None:
    acts = (*FULL, *ask(DAY, FORGET))
    gone = replay(acts)
    left = words_of(left_after_erasing(acts))
    for words in (
        "secret recipe",
        "More buses",
        "contribute ann",
        "ask ben",
        "Topic of ann",
        "It was loud",
        "Names a person",
    ):
        assert words in words_of(acts)
        assert words not in left
    assert '"Ann' not in left
    assert gone.people.took_part == 4
    assert not gone.people.voices
    assert sorted(gone.wall.by_id) == sorted(DAY.wall.by_id)
    assert len(gone.wall.of_theme(1)) == len(DAY.wall.of_theme(1)) == 1
    assert len(gone.wall.by_id[3].help) == 1
    assert gone.wall.newest_first(held=True) == [], "there is nothing to read on them"
    assert [len(topic.hands) for topic in gone.board.topics()] == [len(topic.hands) for topic in DAY.board.topics()]
    [counted] = [one.count for one in gone.polls.by_id[4].rounds]
    assert counted is not None
    assert (counted.voters, counted.words_gone, counted.answers) == (2, 2, ())
    assert gone.polls.by_id[1].rounds[0].count == replay(ask(DAY, FORGET)[:-1], DAY).polls.by_id[1].rounds[0].count


def test_forgetting_twice_is_forgetting_once() -> None:
    gone = play(FORGET, start=DAY)
    assert ask(gone, FORGET) == []


@given(days())
def test_a_day_whose_words_are_gone_can_be_told_again(day: Day) -> None:
    if any(one.is_sealed for poll in day.conference.polls.by_id.values() for one in poll.rounds):
        assert "key" in refusal(day.conference, FORGET)[0]  # there are no envelopes in random days
        return
    acts = (*day.acts, *ask(day.conference, FORGET))
    after = replay(acts)
    assert replay(left_after_erasing(acts)) == after
    assert not forgetting.is_personal(after)
    assert after.people.took_part == day.conference.people.took_part


@given(days(), days(rules=[wall.post_label, board.propose_topic, forgetting.forget]))
def test_numbers_go_on_after_words_were_removed(day: Day, other: Day) -> None:
    for one in (day, other):
        hung = [act.label for act in one.acts if isinstance(act, wall.LabelPosted)]
        assert len(hung) == len(set(hung))


def test_taking_everything_away_leaves_nothing_of_a_voice() -> None:
    acts = (*FULL, *ask(DAY, Asked(forgetting.take_away, forgetting.TakeAway(), ANN)))
    gone = replay(acts)
    assert replay(left_after_erasing(acts)) == gone
    after_the_count = (*acts, *polls.close_and_count_all(gone, Moment(AT, TOKEN)))
    left = words_of(left_after_erasing(after_the_count))
    for words in ("secret recipe", "contribute ann", "ask ann", "Topic of ann", "It was loud"):
        assert words not in left
    assert "More buses" in left, "what others gave stays"
    assert ANN.voice not in gone.people.voices
    assert gone.people.took_part == DAY.people.took_part
    assert all(label.writer != ANN.voice and ANN.voice not in label.me_too for label in gone.wall.by_id.values())
    assert all(ANN.voice not in topic.hands for topic in gone.board.topics())
    assert not gone.writeup.comments
    one = gone.polls.by_id[4].rounds[0]
    assert one.voters == 1


def test_somebody_who_took_everything_away_can_come_back() -> None:
    gone = play(Asked(forgetting.take_away, forgetting.TakeAway(), CEM), start=DAY)
    back = play(Asked(people.join, people.Join("Cem"), CEM), start=gone)
    assert back.people.took_part == DAY.people.took_part
    assert back.people.voices[CEM.voice].name == "Cem"


@given(days())
def test_who_takes_everything_away_has_nothing_left_on_any_day(day: Day) -> None:
    for actor in (ANN, BEN, CEM):
        if actor.voice not in day.conference.people.voices:
            continue
        acts = (*day.acts, *ask(day.conference, Asked(forgetting.take_away, forgetting.TakeAway(), actor)))
        after = replay(acts)
        assert replay(left_after_erasing(acts)) == after
        assert actor.voice not in after.people.voices
        assert all(label.writer != actor.voice for label in after.wall.by_id.values())
        assert after.people.took_part == day.conference.people.took_part


def test_everything_personal_lies_under_a_subject_that_is_erased() -> None:
    """A new act that holds somebody's words must not be left behind."""
    [act] = [act for act in ask(DAY, FORGET) if isinstance(act, keeping.WordsForgotten)]
    erased = keeping.erased_by(act)
    kept = {
        subject_of(act)
        for act in FULL
        if subject_of(act) not in erased
        and not subject_of(act).startswith(tuple(one for one in erased if one[-1] == "/"))
    }
    assert not any(one.startswith(("label", "topic", "voice", "comment", "meeting", "action")) for one in kept)


def test_nobody_looks_through_the_whole_wall_for_each_label_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who backed 5,000 labels took a minute of the server's time to take it all back (measured)."""
    backed = play(*(wall.LabelBacked(label, CEM.voice, "me_too") for label in DAY.wall.by_id), start=DAY)
    kept = {label.id: backed.wall.backers(label) for label in backed.wall.by_id.values() if backed.wall.stands(label)}
    looks: list[int] = []
    monkeypatch.setattr(wall.Wall, "said_by", lambda hall, label: looks.append(label.id))
    monkeypatch.setattr(wall, "back_label", lambda conference, ask, by, moment: looks.append(ask.label))
    [forgotten] = [act for act in ask(backed, FORGET) if isinstance(act, keeping.WordsForgotten)]
    assert {one.id: one.me_too for one in forgotten.labels if not one.same_as} == kept
    taken = play(*ask(backed, Asked(forgetting.take_away, forgetting.TakeAway(), CEM)), start=backed)
    assert all(CEM.voice not in label.me_too for label in taken.wall.by_id.values())
    assert looks == []
