"""Who may vote: the three doors, badges that move and take their vote with them, several people on one device."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from live.conference import Act, Actor, Conference, Moment, Refused, doors, notation, people, polls, replay
from live.conference.badges import code_of, hash_of_code, list_number_of, shown
from live.conference.doors import (
    BADGE_MOVED,
    NEEDS_BADGE,
    BadgesMade,
    BadgeUsed,
    DoorChosen,
    Kind,
    badge_state,
    could_vote,
    list_number,
    promise,
    voter_name,
    voter_of,
    voters,
)
from live.conference.entering import (
    ChooseDoor,
    ComeIn,
    MakeBadges,
    UseBadge,
    choose_door,
    come_in,
    make_badges,
    use_badge,
)
from live.conference.people import NO_HELPERS, VoiceDescribed, VoiceJoined
from live.conference.polls import CastVote, RoundRequest, ShowResult, cast_vote, close_poll, open_poll, show_result
from live.conference.polls.question import Answer
from tests.conference.days import ANN, AT, BEN, CHAIR, DELEGATES, PLANNED, TOKEN, Asked, ask, play, refusal

KEY = b"k" * 32
MOMENT = Moment(AT, TOKEN, key=KEY)
HELPED = Actor("delegate", "person 2", by_helper=True)


def choosing(door: str, helpers: str = "") -> Asked:
    return Asked(choose_door, ChooseDoor(door, helpers), CHAIR, MOMENT)


def making(many: int | str) -> Asked:
    return Asked(make_badges, MakeBadges(str(many)), CHAIR, MOMENT)


def using(badge: int, by: Actor) -> Asked:
    """Type the code of the badge with this number."""
    return Asked(use_badge, UseBadge(shown(code_of(KEY, badge)).lower()), by, MOMENT)


def voting(by: Actor, vote: str = "A") -> Asked:
    return Asked(cast_vote, CastVote(1, 1, {"vote": [vote]}), by, MOMENT)


def opening() -> Asked:
    return Asked(open_poll, RoundRequest(1, 1), CHAIR, MOMENT)


WITH_BADGES = play(choosing("badges"), making(4), start=PLANNED)
"""Four voices, four badges, and whoever has one may vote."""


def votes(conference: Conference) -> dict[str, Answer]:
    """The open box of the first question, by the names that votes lie under."""
    [one] = conference.polls.by_id[1].rounds
    assert one.box is not None
    names = [name for number in conference.doors.badges for name in [f"badge/{number}"]]
    names += list(conference.people.voices)
    return {name: one.box.votes[key] for name in names if (key := one.box.key.pseudonym(name)) in one.box.votes}


def test_a_conference_begins_with_open_doors() -> None:
    assert (PLANNED.doors.kind, PLANNED.doors.helpers) == ("open", False)
    assert [voter_of(PLANNED, by) for by in DELEGATES] == ["ann", "ben", "cem", "dee"]
    assert could_vote(PLANNED) == 4
    assert sorted(voters(PLANNED)) == [(by.voice, "", False) for by in DELEGATES]
    assert voter_name(PLANNED, "nobody") == ""
    with pytest.raises(Refused, match="Please join first"):
        voter_of(PLANNED, Actor("delegate", "nobody"))


@pytest.mark.parametrize("kind", ["badges", "secret"])
def test_with_badges_whoever_uses_one_may_vote_and_nobody_else(kind: Kind) -> None:
    conference = play(choosing(kind), start=WITH_BADGES) if kind != "badges" else WITH_BADGES
    assert could_vote(conference) == 0
    for by in DELEGATES:
        with pytest.raises(Refused) as refused:
            voter_of(conference, by)
        assert refused.value.say == NEEDS_BADGE
    conference = play(using(2, BEN), start=conference)
    assert voter_of(conference, BEN) == voter_name(conference, "ben") == "badge/2"
    assert voter_name(conference, "ann") == ""
    assert (could_vote(conference), voters(conference)) == (1, [("badge/2", "", False)])
    assert [badge_state(conference, voice) for voice in ("ann", "ben")] == ["missing", "in use"]
    assert badge_state(PLANNED, "ann") == "not needed"


def test_a_badge_moves_to_the_phone_that_uses_it_last_and_its_vote_goes_with_it() -> None:
    before = play(using(1, ANN), opening(), voting(ANN, "B"), start=WITH_BADGES)
    after = play(using(1, BEN), start=before)
    [one] = after.polls.by_id[1].rounds
    assert polls.my_answer(one, voter_name(after, "ben")) == 1
    assert voter_name(after, "ann") == ""
    assert refusal(after, voting(ANN)) == (BADGE_MOVED, "")
    assert [badge_state(after, voice) for voice in ("ann", "ben", "cem")] == ["moved", "in use", "missing"]
    changed = play(voting(BEN, "C"), start=after)
    assert votes(changed) == {"badge/1": 2}
    back = play(using(1, ANN), start=changed)
    assert [badge_state(back, voice) for voice in ("ann", "ben")] == ["in use", "moved"]
    assert voter_of(back, ANN) == "badge/1"


def test_a_phone_has_one_badge_and_another_takes_its_place() -> None:
    conference = play(using(1, ANN), using(2, ANN), start=WITH_BADGES)
    assert voter_of(conference, ANN) == "badge/2"
    assert could_vote(conference) == 1
    assert voter_of(play(using(1, BEN), start=conference), BEN) == "badge/1"


def test_a_badge_used_again_on_its_phone_changes_nothing() -> None:
    assert ask(play(using(1, ANN), start=WITH_BADGES), using(1, ANN)) == []


def test_a_badge_of_nobody_is_refused_as_a_guess_is() -> None:
    """Its letters belong together, so it is no slip of the finger."""
    say = "No badge of this conference has these letters. Please look again, or ask at the desk for another badge."
    assert refusal(WITH_BADGES, using(99, ANN)) == (say, "badge")
    elsewhere = Asked(use_badge, UseBadge(code_of(KEY, 1)), ANN, replace(MOMENT, key=b"x" * 32))
    assert refusal(WITH_BADGES, elsewhere) == (say, "badge")


def test_one_may_come_in_with_a_badge_or_without_and_a_wrong_one_refuses_all_of_it() -> None:
    fay = Actor("delegate", "fay")
    with_badge = Asked(come_in, ComeIn("Fay", "Carers", code_of(KEY, 3)), fay, MOMENT)
    assert ask(WITH_BADGES, with_badge) == [VoiceJoined("fay", "Fay", "Carers"), BadgeUsed("fay", 3)]
    assert ask(WITH_BADGES, Asked(come_in, ComeIn("Fay", badge=" "), fay, MOMENT)) == [VoiceJoined("fay", "Fay")]
    wrong = Asked(come_in, ComeIn("Fay", badge="KRTM-4PXW-0"), fay, MOMENT)
    assert refusal(WITH_BADGES, wrong) == ("Look again at letter 9: there is no “0” on any badge.", "badge")
    joined = play(with_badge, start=WITH_BADGES)
    assert ask(joined, Asked(come_in, ComeIn("Faye", "Carers"), fay, MOMENT)) == [
        VoiceDescribed("fay", "Faye", "Carers")
    ]
    assert voter_of(play(Asked(come_in, ComeIn("Faye"), fay, MOMENT), start=joined), fay) == "badge/3"


def test_the_door_stays_as_it_is_while_a_question_is_open_or_not_counted() -> None:
    conference = play(opening(), start=PLANNED)
    say = "Voting is open on “Which one?”. Close it and show its result first, then change who can vote."
    assert refusal(conference, choosing("badges")) == (say, "")
    conference = play(Asked(close_poll, RoundRequest(1, 1), CHAIR, MOMENT), start=conference)
    say = "“Which one?” is closed but not counted yet. Show its result, or wait two minutes, then change who can vote."
    assert refusal(conference, choosing("badges")) == (say, "")
    later = replace(MOMENT, at=AT + 10_000)
    conference = play(Asked(show_result, ShowResult(1, 1), CHAIR, later), start=conference)
    assert ask(conference, choosing("badges")) == [DoorChosen("badges")]


def test_helpers_may_be_let_in_while_people_vote_but_not_shut_out() -> None:
    conference = play(opening(), choosing("open", "yes"), start=PLANNED)
    say = "Voting is open on “Which one?”. Close it and show its result first, then change who can vote."
    assert refusal(conference, choosing("open")) == (say, "")
    assert refusal(conference, choosing("badges", "yes")) == (say, "")


def test_choosing_what_is_chosen_changes_nothing_and_nonsense_is_refused() -> None:
    assert ask(PLANNED, choosing("open")) == []
    assert refusal(PLANNED, choosing("wide")) == ("Please choose who can vote.", "door")


@pytest.mark.parametrize("many", ["0", "2001", "-1", "ten", "", "1.5", "³", "9" * 5000])
def test_how_many_badges_must_be_a_number_that_can_be_printed(many: str) -> None:
    assert refusal(PLANNED, making(many)) == ("Please say how many badges, from 1 to 2,000.", "many")


def test_there_may_be_more_badges_later_and_no_two_are_alike() -> None:
    conference = play(making(2000), making(2000), making(" 500 "), start=PLANNED)
    badges = conference.doors.in_order()
    assert len(badges) == len({badge.hash for badge in badges}) == len({badge.listed for badge in badges}) == 4500
    assert [badge.listed for badge in badges] == [list_number_of(KEY, badge.number) for badge in badges]
    conference = play(making(2000), making(2000), making(1500), start=conference)
    say = "There are 10,000 badges, and 10,000 is the most there can be."
    assert refusal(conference, making(1)) == (say, "many")


def test_a_number_whose_list_number_is_taken_is_left_out() -> None:
    """With four thousand and a half of them, that happens; the ones before keep theirs."""
    few, many = (play(*[making(2000)] * times, start=PLANNED).doors for times in (1, 3))
    assert few.in_order() == many.in_order()[:2000]
    assert many.latest > 6000
    assert len(many.badges) == 6000


def test_the_file_holds_no_code_and_no_way_to_one() -> None:
    """Whoever has it may try all codes: without the key none of them fits."""
    [made] = ask(PLANNED, making(50))
    assert isinstance(made, BadgesMade)
    line = notation.write(made)
    for badge in made.badges:
        code = code_of(KEY, badge.number)
        assert code.encode() not in line
        assert badge.hash == hash_of_code(KEY, code)
        assert badge.hash != hash_of_code(b"", code)


def test_a_list_names_badges_by_their_public_number() -> None:
    conference = play(using(2, BEN), start=WITH_BADGES)
    assert list_number(conference, voter_of(conference, BEN)) == list_number_of(KEY, 2)
    assert [list_number(conference, name) for name in ("ann", "badge/99", "badge/x", "badge/", "")] == [""] * 5


def test_several_people_on_one_device_are_voices_by_helper_where_the_chair_allows_them() -> None:
    coming = Asked(come_in, ComeIn("Nan"), HELPED, MOMENT)
    assert refusal(PLANNED, coming) == (NO_HELPERS, "")
    conference = play(choosing("open", "yes"), coming, start=PLANNED)
    assert conference.people.voices["person 2"] == people.Voice("person 2", "Nan", by_helper=True)
    assert (could_vote(conference), ("person 2", "", True) in voters(conference)) == (5, True)
    renamed = play(Asked(come_in, ComeIn("Nana"), HELPED, MOMENT), start=conference)
    assert renamed.people.voices["person 2"].by_helper
    shut = play(choosing("open"), start=conference)
    assert (could_vote(shut), len(voters(shut)), voter_name(shut, "person 2")) == (4, 4, "")
    with pytest.raises(Refused, match="does not allow several people"):
        voter_of(shut, HELPED)
    assert ask(shut, Asked(come_in, ComeIn("Nana"), HELPED, MOMENT)) == [VoiceDescribed("person 2", "Nana")]


def test_several_people_on_one_device_have_badges_of_their_own() -> None:
    conference = play(
        choosing("badges", "yes"),
        using(1, ANN),
        Asked(come_in, ComeIn("Nan", badge=code_of(KEY, 2)), HELPED, MOMENT),
        start=WITH_BADGES,
    )
    assert sorted(voters(conference)) == [("badge/1", "", False), ("badge/2", "", True)]
    assert voters(play(choosing("badges"), start=conference)) == [("badge/1", "", False)]


def test_each_door_makes_a_promise_of_its_own() -> None:
    promises = {promise(doors.Doors(kind)) for kind in ("open", "badges", "secret")}
    assert len(promises) == 3
    assert "two phones could vote twice" in promise(doors.Doors())


# --- laws --------------------------------------------------------------------------------------------------------------------

VOICES = st.sampled_from(DELEGATES)
STEPS = st.lists(
    st.one_of(
        st.builds(using, st.integers(1, 5), VOICES),
        st.builds(voting, VOICES, st.sampled_from("ABC")),
    ),
    max_size=30,
)


def after(conference: Conference, steps: list[Asked]) -> list[Conference]:
    """The conference after each step. What is refused changes nothing."""
    seen = [conference]
    for step in steps:
        try:
            acts: list[Act] = list(ask(seen[-1], step))
        except Refused:
            acts = []
        seen.append(replay(acts, seen[-1]))
    return seen


@given(STEPS)
def test_a_badge_has_one_voice_at_most_and_a_voice_one_badge(steps: list[Asked]) -> None:
    for conference in after(WITH_BADGES, steps):
        held, holds = conference.doors.held, conference.doors.holds
        assert {voice: badge for badge, voice in held.items()} == dict(holds.items())
        assert len(held) == len(holds) == could_vote(conference)
        assert not set(conference.doors.moved) & set(holds)
        assert {name for name, _, _ in voters(conference)} == {voter_name(conference, voice) for voice in holds}


@given(
    st.sampled_from(["open", "badges", "secret"]),
    st.sampled_from(["", "yes"]),
    st.lists(st.builds(using, st.integers(1, 4), st.sampled_from([*DELEGATES, HELPED])), max_size=8),
)
def test_how_many_could_vote_is_reckoned_without_a_look_at_each(door: str, helpers: str, steps: list[Asked]) -> None:
    """It is asked for every page."""
    helped = play(choosing("badges", "yes"), Asked(come_in, ComeIn("Nan"), HELPED, MOMENT), start=WITH_BADGES)
    used = after(helped, steps)[-1]
    conference = replace(used, doors=replace(used.doors, kind=door, helpers=helpers == "yes"))
    assert could_vote(conference) == len(voters(conference))


@given(STEPS)
def test_however_badges_move_each_has_one_vote(steps: list[Asked]) -> None:
    """The one that was cast last with it, by whoever had it then; and whoever has it now is told of that one."""
    seen = after(play(opening(), start=WITH_BADGES), steps)
    expected: dict[str, int] = {}
    for before, step in zip(seen, steps, strict=False):
        if isinstance(step.ask, CastVote) and step.by.voice in before.doors.holds:
            expected[voter_of(before, step.by)] = "ABC".index(step.ask.fields["vote"][0])
    last = seen[-1]
    assert votes(last) == expected
    [one] = last.polls.by_id[1].rounds
    for voice in last.people.voices:
        name = voter_name(last, voice)
        assert polls.my_answer(one, name) == expected.get(name)


@given(STEPS)
def test_what_badges_did_is_told_again_from_the_journal(steps: list[Asked]) -> None:
    acts: list[Act] = []
    conference = WITH_BADGES
    for step in steps:
        try:
            new = ask(conference, step)
        except Refused:
            continue
        acts += new
        conference = replay(new, conference)
    assert replay([notation.read(notation.write(act)) for act in acts], WITH_BADGES) == conference
