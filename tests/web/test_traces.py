"""What is mine is found without looking through everything, and is the same as if everything were looked through."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from live.conference import Act, Conference, agenda, board, bookings, fold, replay, wall
from live.web.traces import Traces
from tests.conference.random_days import Day, days

VOICES = ("anna", "ben", "chen")
numbers = st.integers(1, 4)
voices = st.sampled_from(VOICES)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda label, voice: wall.LabelPosted(label, "ask", "Words", voice), numbers, voices),
    st.builds(wall.LabelBacked, numbers, voices, st.sampled_from(wall.SUPPORTS)),
    st.builds(wall.BackingWithdrawn, numbers, voices, st.sampled_from(wall.SUPPORTS)),
    st.builds(wall.LabelTakenBack, numbers),
    st.builds(wall.LabelJoined, st.just(2), st.just(1)),
    st.builds(wall.LabelJoined, st.just(4), st.just(1)),
    st.builds(wall.LabelParted, numbers),
    st.builds(lambda topic, voice: board.TopicProposed(topic, "Title", "Host", voice), numbers, voices),
    st.builds(board.TopicWithdrawn, numbers),
    st.builds(board.HandRaised, numbers, voices, st.sampled_from(board.INTERESTS)),
    st.builds(board.HandLowered, numbers, voices),
)


def looked_through(day: Conference, voice: str) -> tuple[list[int], list[str], Mapping[int, str], list[int]]:
    """Mine, by looking through everything."""
    labels = [label.id for label in day.wall.by_id.values() if label.writer == voice]
    supports = sorted(
        f"{label.id}.{support}"
        for label in day.wall.by_id.values()
        if day.wall.stands(label)
        for support in wall.SUPPORTS
        if any(
            voice in getattr(other, support) or (support == "me_too" and voice == other.writer and other is not label)
            for other in (label, *(one for one in day.wall.by_id.values() if one.same_as == label.id))
        )
    )
    hands = {topic.id: topic.hands[voice] for topic in day.board.by_id.values() if voice in topic.hands}
    return labels, supports, hands, [topic.id for topic in day.board.by_id.values() if topic.proposer == voice]


@given(st.lists(acts, max_size=30))
def test_what_is_mine_is_what_looking_through_everything_finds(happened: list[Act]) -> None:
    day, traces = Conference(), Traces()
    for act in happened:
        day = fold(day, act)
        for voice in (*VOICES, "somebody else"):
            labels, supports = traces.on_the_wall(day.wall, voice)
            hands, proposed = traces.on_the_board(day.board, voice)
            assert ([*labels], sorted(supports), hands, [*proposed]) == looked_through(day, voice)


def test_support_of_what_says_the_same_is_shown_at_the_label_that_hangs_for_it() -> None:
    acts: list[Act] = [
        *(wall.LabelPosted(number, "ask", "Words", voice) for number, voice in ((1, "anna"), (2, "ben"))),
        wall.LabelBacked(2, "chen", "help"),
        wall.LabelJoined(2, 1),
    ]
    day = replay(acts)
    assert [Traces().on_the_wall(day.wall, voice) for voice in VOICES] == [
        ((1,), ()),
        ((2,), ("1.me_too",)),  # Ben said it too, in his own words
        ((), ("1.help",)),
    ]


def test_who_follows_a_part_of_a_topic_follows_the_topic_as_the_first_part_says() -> None:
    topics: list[Act] = [board.TopicProposed(number, f"Topic {number}", "", "host") for number in (1, 2, 3)]
    said: list[Act] = [board.HandRaised(3, "anna", "listen"), board.HandRaised(2, "anna", "lead")]
    merged: list[Act] = [board.TopicMerged(3, 1), board.TopicMerged(2, 1), board.HandRaised(3, "ben", "listen")]
    day = replay([*topics, *said, *merged], Conference())
    for voice in ("anna", "ben", "chen"):
        hands, _ = Traces().on_the_board(day.board, voice)
        assert hands.get(1) == day.board.people_of(day.board.by_id[1]).get(voice)
    assert Traces().on_the_board(day.board, "anna")[0] == {1: "lead", 2: "lead", 3: "listen"}


@given(days())
def test_what_was_kept_of_a_voice_is_what_looking_anew_finds_at_every_moment_of_a_day(day: Day) -> None:
    """Also which rounds have a ballot box. One voice is looked for after each act, the others now and then."""
    kept, now = Traces(), Conference()
    for number, act in enumerate(day.acts):
        now = fold(now, act)
        voices = sorted(now.people.voices) or [""]
        for voice in {voices[0], voices[number % len(voices)]}:
            assert kept.of(now, voice) == Traces().of(now, voice)
        boxes = [(poll, one) for poll in now.polls.by_id.values() for one in poll.rounds if one.box is not None]
        assert list(kept.boxes(now.polls)) == boxes


def test_a_session_that_is_given_another_place_moves_up_who_waits_for_it() -> None:
    session = agenda.Workshop("Talking", id=1, places=1)
    acts: list[Act] = [
        agenda.BlockPut(agenda.Block("10:00", "Sessions", id=1)),
        agenda.WorkshopPut(1, session),
        *(bookings.SeatAsked(1, voice) for voice in ("anna", "ben")),
    ]
    day, traces = replay(acts), Traces()
    assert traces.of(day, "ben").seats[1].state == "waiting"
    day = fold(day, agenda.WorkshopPut(1, replace(session, places=2)))
    assert traces.of(day, "ben").seats[1].state == "inside"
