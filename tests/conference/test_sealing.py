"""Sealed votes: nothing to see in the box before the count, and at the count what an open box would have given."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Actor, Conference, Moment, Refused, replay
from live.conference.notation import write
from live.conference.people import KeyGone
from live.conference.polls import (
    LATE_MS,
    BallotBoxMade,
    CastVote,
    Poll,
    PollAdded,
    PollClosed,
    PollCounted,
    PollOpened,
    Round,
    RoundRequest,
    SealedVoteCast,
    ShowResult,
    Terms,
    WithdrawVote,
    cast_vote,
    counted,
    due,
    my_answer,
    open_poll,
    pseudonym,
    show_result,
    withdraw_vote,
)
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.open_text import OpenText
from live.conference.polls.sealing import NO_ENVELOPES, NO_RUNNING_RESULT, sealed_box
from live.conference.words import ANSWER_LETTERS
from live.envelopes import Envelopes
from tests.conference.days import ANN, AT, BEN, CEM, CHAIR, DELEGATES, MADE, TOKEN, Asked, ask, play, refusal

POLL = 1


@pytest.fixture(scope="module")
def envelopes(tmp_path_factory: pytest.TempPathFactory) -> Envelopes:
    return Envelopes(tmp_path_factory.mktemp("keys"), "here-123456")


def asking(question: AnyQuestion, terms: Terms | None = None) -> Conference:
    return replay([PollAdded(POLL, "What now?", question, terms=terms or Terms())], MADE)


def opened(question: AnyQuestion, envelopes: Envelopes | None) -> Conference:
    """This question, open at a door where votes are sealed, or (without envelopes) at the open door."""
    start = asking(question)
    if envelopes is None:
        return play(Asked(open_poll, RoundRequest(POLL, 1)), start=start)
    box = sealed_box(start.polls.by_id[POLL], 1, Moment(AT, TOKEN, envelopes))
    return replay([PollOpened(POLL, 1, AT), box], start)


def vote(fields: dict[str, list[str]], by: Actor, envelopes: Envelopes | None) -> Asked:
    return Asked(cast_vote, CastVote(POLL, 1, fields), by, Moment(AT, TOKEN, envelopes))


def take_back(by: Actor, envelopes: Envelopes | None) -> Asked:
    return Asked(withdraw_vote, WithdrawVote(POLL, 1), by, Moment(AT, TOKEN, envelopes))


def show(conference: Conference, envelopes: Envelopes | None) -> Asked:
    return Asked(show_result, ShowResult(POLL, 1), CHAIR, Moment(AT + LATE_MS, TOKEN, envelopes))


def poll_of(conference: Conference) -> tuple[Poll, Round]:
    poll = conference.polls.by_id[POLL]
    assert poll.round is not None
    return poll, poll.round


CHOICE = KINDS["one_choice"].example()
KIND = st.sampled_from(sorted(KINDS))


@given(kind=KIND, seed=st.integers(0, 2**32))
def test_a_sealed_box_counts_as_an_open_one_does_and_shows_nothing_before(
    envelopes: Envelopes, kind: str, seed: int
) -> None:
    """Every kind; votes, changed votes and votes taken back, in any order. All envelopes of a box look the same."""
    counts: list[PollCounted] = []
    for sealing in (envelopes, None):
        dice = Random(seed)
        conference = opened(KINDS[kind].example(), sealing)
        told: list[Act] = []
        for _ in range(dice.randrange(9)):
            by = dice.choice(DELEGATES)
            fields = {name: list(values) for name, values in KINDS[kind].example().imagine(dice.randrange).items()}
            step = take_back(by, sealing) if dice.randrange(4) == 0 else vote(fields, by, sealing)
            told += (acts := ask(conference, step))
            conference = replay(acts, conference)
        poll, one = poll_of(conference)
        assert one.box is not None
        if sealing is not None:
            assert all(isinstance(act, SealedVoteCast) for act in told)
            assert len({len(write(act)) for act in told}) <= 1
            assert not one.box.votes
            assert one.box.tally == poll.question.empty()
            assert all(my_answer(one, by.voice) is None for by in DELEGATES)
        conference = replay([PollClosed(POLL, 1, AT)], conference)
        counts += [act for act in ask(conference, show(conference, sealing)) if isinstance(act, PollCounted)]
    sealed, plain = counts
    assert (sealed.answers, sealed.groups, sealed.by_helper) == (plain.answers, plain.groups, plain.by_helper)
    assert sealed.could_vote == plain.could_vote


def test_an_envelope_takes_the_place_of_the_one_before(envelopes: Envelopes) -> None:
    conference = play(
        vote({"vote": ["A"]}, ANN, envelopes),
        vote({"vote": ["A"]}, ANN, envelopes),
        vote({"vote": ["B"]}, BEN, envelopes),
        start=opened(CHOICE, envelopes),
    )
    _, one = poll_of(conference)
    assert one.box is not None
    assert set(one.box.sealed) == {pseudonym(TOKEN, "ann"), pseudonym(TOKEN, "ben")}
    assert one.voters == 2


def test_whether_somebody_took_a_vote_back_cannot_be_seen(envelopes: Envelopes) -> None:
    voted = play(vote({"vote": ["A"]}, ANN, envelopes), start=opened(CHOICE, envelopes))
    (withdrawn,), (changed,) = ask(voted, take_back(ANN, envelopes)), ask(voted, vote({"vote": ["B"]}, ANN, envelopes))
    assert isinstance(withdrawn, SealedVoteCast)
    assert isinstance(changed, SealedVoteCast)
    assert len(write(withdrawn)) == len(write(changed))
    assert withdrawn.voter == changed.voter
    assert poll_of(replay([withdrawn], voted))[1].voters == 1  # there is an envelope, whatever is in it
    assert ask(voted, take_back(CEM, envelopes)) == []


@pytest.mark.parametrize("letter", ["a", '"', "\\", "é", "€", "🙂"])
def test_the_longest_words_fit_their_envelope_and_tell_no_length(envelopes: Envelopes, letter: str) -> None:
    conference = opened(OpenText(), envelopes)
    acts = [
        *ask(conference, vote({"vote": [letter * ANSWER_LETTERS]}, ANN, envelopes)),
        *ask(conference, vote({"vote": [letter]}, BEN, envelopes)),
    ]
    assert len({len(write(act)) for act in acts}) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_answers_of_every_kind_fit_their_envelope(kind: str) -> None:
    """Whoever answers at length is not refused at one door and heard at another."""
    question: AnyQuestion = KINDS[kind].example()
    dice = Random(7)
    longest = max(len(msgspec.json.encode(question.read(question.imagine(dice.randrange)))) for _ in range(200))
    assert longest <= question.longest_answer


def test_what_does_not_fit_is_refused_and_changes_nothing(envelopes: Envelopes) -> None:
    class Narrow(OpenText, frozen=True, tag="narrow"):
        longest_answer = 8

    conference = opened(Narrow(), envelopes)  # a kind that nobody can ask
    assert refusal(conference, vote({"vote": ["A long answer"]}, ANN, envelopes)) == (
        "This answer is too long for its envelope. Please make it shorter.",
        "vote",
    )


def test_without_its_key_a_box_is_not_counted_and_stays(envelopes: Envelopes, tmp_path: Path) -> None:
    elsewhere = Envelopes(tmp_path, "here-123456")
    for wrong in (elsewhere, None):
        conference = replay(
            [PollClosed(POLL, 1, AT)], play(vote({"vote": ["A"]}, ANN, envelopes), start=opened(CHOICE, envelopes))
        )
        say, _ = refusal(conference, show(conference, wrong))
        assert say.startswith("The key to this ballot box is not on the server")
        again = Asked(open_poll, RoundRequest(POLL, 2), CHAIR, Moment(AT, TOKEN, wrong))
        assert refusal(conference, again) == (say, "")
        assert due(conference, AT + 10 * 60_000, wrong) == []
        assert [type(act) for act in due(conference, AT + 10 * 60_000, envelopes)] == [PollCounted]


def test_one_box_without_a_key_does_not_hold_up_the_others(envelopes: Envelopes, tmp_path: Path) -> None:
    conference = replay([PollClosed(POLL, 1, AT)], opened(CHOICE, envelopes))
    conference = replay(
        [PollAdded(2, "And?", CHOICE), PollOpened(2, 1, AT), BallotBoxMade(2, 1, TOKEN), PollClosed(2, 1, AT)],
        conference,
    )
    acts = due(conference, AT + 10 * 60_000, Envelopes(tmp_path, "other"))
    assert acts == [PollCounted(2, 1, (), could_vote=4)]


def test_no_box_is_made_where_it_could_not_be_kept(envelopes: Envelopes) -> None:
    poll = asking(CHOICE).polls.by_id[POLL]
    with pytest.raises(Refused) as refused:
        sealed_box(poll, 1, Moment(AT, TOKEN))
    assert refused.value.say == NO_ENVELOPES
    running = asking(CHOICE, Terms(running=True)).polls.by_id[POLL]
    with pytest.raises(Refused) as refused:
        sealed_box(running, 1, Moment(AT, TOKEN, envelopes))
    assert refused.value.say == NO_RUNNING_RESULT


def test_envelopes_that_hold_no_answer_are_no_answers(envelopes: Envelopes) -> None:
    key_id, public = envelopes.new_key()
    strange = SealedVoteCast(POLL, 1, "x", envelopes.seal(public, b'{"not":"an answer"}', 256))
    box = BallotBoxMade(POLL, 1, TOKEN, public, key_id)
    conference = replay([PollOpened(POLL, 1, AT), box, strange, PollClosed(POLL, 1, AT)], asking(CHOICE))
    assert refusal(conference, show(conference, envelopes))[0].startswith("The key to this ballot box")
    with pytest.raises(KeyGone, match="is no answer"):
        counted(conference, *poll_of(conference), envelopes)
