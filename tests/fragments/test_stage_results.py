"""Results on the screen and on phones: pages that can be read, rounds side by side, groups, running results, and the facts."""

import re
from datetime import datetime
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from live.conference import FreezeScreen, agenda, freeze_screen, people, plan, polls
from live.conference.polls import Terms
from live.conference.polls.budget import Budget
from live.conference.polls.groups import GroupCount
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.options import WithOptions
from live.conference.polls.question import MOST_OPTIONS
from live.conference.polls.scale import Scale
from live.conference.polls.several_choices import SeveralChoices
from live.conference.polls.word_cloud import WordCloud
from live.fragments import Picture, delegate, fit, notes, stage
from live.fragments.results import beside_of, group_strips, remainder_of
from live.fragments.stage_questions import Options, question_shown
from live.fragments.views import find_view
from live.web.templates import environment
from tests.fragments.test_chair_views import chair_html, forms
from tests.fragments.test_stage_views import EVERY_VIEW, VOICES, Day, letters_in_order, words_in

LONGEST = ("how do people who use services and people who run them make decisions together " * 3)[:200]
THIRTY = "\n".join(f"{number}. What could be done" for number in range(MOST_OPTIONS))


def asked(question: Any = None, /, **terms: Any) -> Day:
    """A question on the screen, on these terms, open."""
    day = Day().show("poll", "Has it?", question="one_choice", fields={"options": ["Yes\nA little\nNo"]})
    poll = day.conference.polls.by_id[1]
    changed = replace(poll, terms=Terms(**terms), question=question or poll.question)
    known = day.conference.polls
    day.conference = replace(day.conference, polls=replace(known, by_id=known.by_id.insert(1, changed)))
    return day.do(polls.open_poll, polls.RoundRequest(1, 1))


def voted(day: Day, votes: str, number: int = 1) -> Day:
    """One person after the other votes."""
    for voice, vote in enumerate(votes):
        day.vote(voice, vote, number=number)
    return day


def twice(first: str, second: str, at: tuple[int, int] = (9, 15), question: Any = None) -> Day:
    """A question that was asked twice, at these hours of one day; both results can be shown."""
    day = asked(question)
    one = day.conference.polls.by_id[1]
    day.now = int(datetime(2026, 5, 22, at[0]).timestamp() * 1000)  # noqa: DTZ001
    rounds = (replace(one.rounds[0], opened_at=day.now),)
    day.conference = replace(
        day.conference, polls=polls.Polls(day.conference.polls.by_id.insert(1, replace(one, rounds=rounds)), 1)
    )
    voted(day, first).reveal()
    day.now = int(datetime(2026, 5, 22, at[1]).timestamp() * 1000)  # noqa: DTZ001
    day.do(polls.open_poll, polls.RoundRequest(1, 2))
    return voted(day, second, 2)


# ---- Pages ------------------------------------------------------------------------------------------------------------


def test_thirty_options_take_pages_that_together_have_each_of_them_once() -> None:
    day = Day().ask(THIRTY)
    found = []
    pages = question_shown(day.conference.polls.by_id[1], 1).pages
    assert pages > 1
    for page in range(1, pages + 1):
        html = day.turn(page).html if page > 1 else day.html
        assert f"Page {page} of {pages}" in words_in(html)
        found += re.findall(r'stage-options__text">(\d+)\.', html)
    assert found == [str(number) for number in range(MOST_OPTIONS)]
    assert "Page" not in words_in(Day().ask().html)


@pytest.mark.parametrize("count", [2, 5, 10, 20, MOST_OPTIONS])
@pytest.mark.parametrize("letters", [10, 40, 80, 200])
@pytest.mark.parametrize("title", ["Which?", LONGEST])
def test_no_answer_is_smaller_than_the_back_row_can_read_and_the_pages_are_full(
    count: int, letters: int, title: str
) -> None:
    options = tuple(LONGEST[:letters] for _ in range(count))
    bars = tuple((option, "") for option in options)
    for layout in (
        fit.options_pages(title, options, 0),
        fit.bars_pages(title, bars, 2, "x" * 150, kicker=False),
        fit.changes_pages(title, options, 2, "x" * 150),
    ):
        assert min(fit.OPTIONS[layout.body_fit - 1], fit.BARS[layout.body_fit - 1]) >= 3.5
        assert layout.size * (layout.count - 1) < count <= layout.size * layout.count
        assert sum(len(layout.of(options, page)) for page in range(1, layout.count + 1)) == count


def test_a_page_that_is_not_there_is_the_last_one() -> None:
    day = Day().ask(THIRTY)
    last = question_shown(day.conference.polls.by_id[1], 1).pages
    assert f"Page {last} of {last}" in words_in(day.turn(99).html)


def test_bars_of_all_pages_are_drawn_to_the_same_measure_and_in_one_order() -> None:
    day = voted(Day().ask(THIRTY, question="one_choice"), "DDDCC").reveal()
    letters = letters_in_order(day.html)
    assert letters[:2] == ["D", "C"]
    assert 'style="--share: 1.0"' in day.html
    assert letters_in_order(day.turn(2).html)[0] not in letters
    assert 'style="--share: 1.0"' not in day.html


def test_the_chair_turns_pages_on_the_remote_and_each_button_names_the_page_it_leads_to() -> None:
    day = Day().ask(THIRTY)
    assert ("turn_page", {"page": "chair", "item": "1", "number": "2"}) in forms(chair_html(day))
    assert "Page 1 of" in words_in(chair_html(day))
    day.turn(2)
    sent = [fields["number"] for name, fields in forms(chair_html(day)) if name == "turn_page"]
    assert sent == ["1"]  # it is the last one
    assert "Page 2 of" in words_in(chair_html(day))
    assert "turn_page" not in dict(forms(chair_html(Day().ask())))


def test_pages_turn_behind_a_frozen_screen() -> None:
    day = Day().ask(THIRTY)
    before = day.html
    assert day.do(freeze_screen, FreezeScreen()).turn(2).html == before
    assert day.do(freeze_screen, FreezeScreen("no")).html != before


def test_phones_have_no_pages() -> None:
    day = Day().ask(THIRTY)
    phones = Picture(delegate.now, environment())
    phones.redraw(day.scene)
    before = phones.stamp
    phones.redraw(day.turn(2).scene)
    assert phones.stamp == before
    assert phones.fill("now-main").count("option__text") == MOST_OPTIONS


def test_all_notes_hang_somewhere_whole_and_in_their_order() -> None:
    answers = tuple(f"{number:02} {LONGEST[: number * 7]}" for number in range(40))
    laid = notes.on_pages(answers, 50.0)
    assert [note.text for page in laid.pages for note in page] == list(answers)
    assert max(note.across for page in laid.pages for note in page) == 3
    for page in laid.pages:
        assert sum(note.across * note.down for note in page) <= notes.ACROSS[1] * notes.DOWN[1]
    assert notes.on_pages((), 50.0).pages == ((),)
    assert notes.on_pages(("Trust", "Time"), 50.0).fit == 1


def test_two_of_the_longest_answers_stand_on_a_page_under_the_longest_question() -> None:
    [page] = notes.on_pages((LONGEST + LONGEST[:100],) * 2, 47.0).pages
    assert len(page) == 2


def test_an_answer_of_very_many_lines_runs_on_rather_than_being_cut() -> None:
    [[note]] = notes.on_pages(("\n\n".join("a" * 100),), 40.0).pages
    assert note.text == " ".join("a" * 100)


# ---- Two rounds side by side ------------------------------------------------------------------------------------------


def test_this_morning_and_now_stand_side_by_side_with_the_change_in_words() -> None:
    day = twice("AABC", "AAACC", at=(9, 15)).reveal(2, beside="yes")
    text = words_in(day.html)
    assert "This morning, 4 votes Now, 5 votes" in text
    assert "Then 50% Now 60% up 10" in text
    assert "Then 25% Now 0% down 25" in text
    assert "icon-up" in day.html
    one = day.conference.polls.by_id[1]
    beside = beside_of(one, one.rounds[1])
    assert beside is not None
    assert [change.text for change in beside.changes] == ["Yes", "A little", "No"]
    assert max(change.now_share for change in beside.changes) == 1.0


def test_what_was_not_asked_this_morning_is_the_first_time() -> None:
    assert "First time, 3 votes Now, 3 votes" in words_in(twice("AAA", "AAA", (13, 15)).reveal(2, beside="yes").html)
    text = words_in(twice("AAA", "AAA", (9, 10)).reveal(2, beside="yes").html)
    assert "First time, 3 votes" in text
    assert text.count("the same") == 3


def test_of_a_scale_both_means_are_said() -> None:
    text = words_in(twice("112", "345", question=Scale()).reveal(2, beside="yes").html)
    assert "This morning, 3 votes, 1.3 on average Now, 3 votes, 4.0 on average" in text


def test_the_chair_shows_rounds_side_by_side_and_by_themselves() -> None:
    day = twice("AABC", "AAACC").reveal(2)
    one = {"page": "chair", "poll": "1", "round": "2"}
    assert "compare" not in day.html
    assert ("show_result", {**one, "beside": "yes"}) in forms(chair_html(day))
    assert "Show beside the first time" in words_in(chair_html(day))
    day.do(polls.show_result, polls.ShowResult(1, 2, beside="yes"))
    assert "compare" in day.html
    assert ("show_result", one) in forms(chair_html(day))
    assert "Show by itself" in words_in(chair_html(day))


def test_a_first_round_of_two_people_never_stands_beside() -> None:
    day = twice("AB", "AAACC")
    one = day.conference.polls.by_id[1]
    day.conference = replace(
        day.conference,
        polls=polls.Polls(
            one_less(day, replace(one, rounds=(replace(one.rounds[0], confirmed=False), one.rounds[1]))), 1
        ),
    )
    day.reveal(2)
    assert "Show beside" not in words_in(chair_html(day))


def one_less(day: Day, poll: polls.Poll) -> Any:
    return day.conference.polls.by_id.insert(1, poll)


def test_phones_say_the_same_below_the_result() -> None:
    day = twice("AABC", "AAACC").reveal(2, beside="yes")
    phones = Picture(delegate.now, environment())
    phones.redraw(day.scene)
    text = words_in(phones.fill("now-main"))
    assert "This morning, 4 votes" in text
    assert "50%, now 60% : up 10" in text


# ---- Few votes, and votes on their way --------------------------------------------------------------------------------


def test_of_two_votes_only_the_turnout_is_shown_until_the_chair_confirms() -> None:
    day = voted(asked(), "AB").reveal(confirm="")
    assert "bars" not in day.html
    assert "Only how many took part is shown, because so few did: 2 people." in words_in(day.html)
    sent = {"page": "chair", "poll": "1", "round": "1", "confirm": "yes"}
    assert ("show_result", sent) in forms(chair_html(day))
    assert 'data-confirm="So few voted' in chair_html(day)
    day.do(polls.show_result, polls.ShowResult(1, 1, confirm="yes"))
    assert "bars" in day.html
    assert "all the same" not in chair_html(day)


def test_of_two_votes_by_phone_beside_paper_it_is_said_that_they_are_few() -> None:
    day = voted(asked(), "AB")
    day.do(polls.type_paper, polls.TypePaper(1, 1, {"vote": ["C"]}, "31")).reveal(confirm="")
    assert "because so few did by phone: 2 people." in words_in(day.html)
    assert "2 by phone and 31 on paper" in words_in(day.html)
    assert "because so few did by phone." in words_in(phone_html(day))
    assert "because so few did by phone." in words_in(chair_html(day))
    assert "31 people" not in words_in(day.html)


def test_while_votes_may_be_on_their_way_the_chair_reads_that_they_are_let_in() -> None:
    day = voted(asked(), "ABA").close().do(polls.show_result, polls.ShowResult(1, 1))
    assert "Counting: votes on their way are let in" in words_in(chair_html(day))
    assert "bars" not in day.html
    assert "Result shown" in words_in(chair_html(day.later()))
    assert "bars" in day.html


# ---- Groups -----------------------------------------------------------------------------------------------------------

GROUPS = ("Carers", "Councils", "Health")


def in_groups(sizes: tuple[int, ...], **terms: Any) -> Day:
    """A question that people of these groups answered; the rest named none."""
    day = asked(by_group=True, **terms)
    day.do(plan.take_plan, plan.TakePlan(f"groups = {list(GROUPS)}".replace("'", '"')))
    voice = 0
    for name, size in zip((*GROUPS, ""), sizes, strict=True):
        for _ in range(size):
            day.do(people.join, people.Join(group=name), VOICES[voice])
            day.vote(voice, "ABC"[voice % 3])
            voice += 1
    return day.reveal()


def test_groups_are_the_pages_after_the_result_and_say_who_is_in_none() -> None:
    day = in_groups((6, 5, 3, 2))
    assert "Page 1 of 2" in words_in(day.html)
    assert "Carers" not in day.html
    text = words_in(day.turn(2).html)
    assert "Carers 6 people" in text
    assert "Councils 5 people" in text
    assert "Health" not in text
    assert "Too few to show, or no group known: 5 people." in text
    assert "Page 2 of 2" in text
    assert "too few" not in words_in(in_groups((6, 5, 5, 0)).turn(2).html).casefold()


def test_without_a_group_that_may_be_shown_there_is_no_page_of_groups() -> None:
    html = in_groups((4, 4, 4, 0)).html
    assert "Page" not in words_in(html)
    assert "Carers" not in html


def test_a_group_divides_into_all_of_its_answers() -> None:
    count = polls.Count(11, (7, 4, 0), (), groups=(GroupCount("Carers", 6, (4, 2, 0)),))
    [strip] = group_strips(OneChoice(("Yes", "A little", "No")), count)
    assert [(part.share, part.percent) for part in strip.parts] == [(0.667, 67), (0.333, 33), (0.0, 0)]
    assert remainder_of(count) == 5


def test_phones_unfold_the_groups_below_the_result() -> None:
    phones = Picture(delegate.now, environment())
    phones.redraw(in_groups((6, 5, 3, 2)).scene)
    html = phones.fill("now-main")
    assert "<details" in html
    assert "Carers" in words_in(html)
    assert "Too few to show, or no group known: 5 people." in words_in(html)


# ---- Running results --------------------------------------------------------------------------------------------------


def test_a_running_result_is_shown_from_the_sixth_vote_and_says_what_it_is() -> None:
    day = voted(asked(running=True), "ABABA")
    assert "stage-options" in day.html
    html = day.vote(5, "A").html
    assert "Running result, voting is open" in html
    assert letters_in_order(html) == ["A", "B", "C"]
    assert "6 of 40 have voted" in words_in(html)
    assert "running" not in day.close().html.casefold()
    assert "bars" not in day.html


def test_a_running_result_moves_by_three_votes_and_until_then_no_view_depends_on_the_others() -> None:
    """Two halls whose seventh and eighth votes differ look the same to everybody, piece by piece."""
    halls = [voted(asked(running=True), "AABAAB" + more) for more in ("AA", "CC")]
    for view in (stage.screen, delegate.now, delegate.poll(1)):
        one, other = (list(view.pieces(day.scene)) for day in halls)
        assert one == other
    moved = [day.vote(8, "B").vote(9, "B").vote(10, "B").vote(11, "B").html for day in halls]
    assert moved[0] != moved[1]


def test_a_vote_between_two_running_results_changes_the_count_and_nothing_else() -> None:
    day = voted(asked(running=True), "AABABB")
    day.news()
    assert [op[:2] for op in day.vote(6, "C").news()] == [["put", "stage-count"]]
    assert [op[:2] for op in day.vote(6, "A").vote(7, "A").news()] == [["put", "stage-count"]]
    moved = {op[1] for op in day.vote(8, "B").news()}
    assert moved == {"stage-result", "stage-count"}


def test_what_was_passed_on_is_not_told_by_a_running_result() -> None:
    day = asked(running=True, passes=("unsure",))
    for voice in range(6):
        day.do(polls.cast_vote, polls.CastVote(1, 1, {"vote.pass": ["unsure"]}), VOICES[voice])
    assert "know" not in words_in(day.html)


def phone_html(day: Day) -> str:
    phones = Picture(delegate.now, environment())
    phones.redraw(day.scene)
    return phones.fill("now-main")


def unsure(day: Day, voices: range) -> Day:
    for voice in voices:
        day.do(polls.cast_vote, polls.CastVote(1, 1, {"vote.pass": ["unsure"]}), VOICES[voice])
    return day


def test_a_scale_that_everybody_passed_on_has_no_mean() -> None:
    day = unsure(asked(Scale(), passes=("unsure",), by_group=True), range(5)).reveal()
    for html in (day.html, phone_html(day)):
        assert "I don’t know: 5" in words_in(html)
        assert "0.0" not in words_in(html)
        assert "average" not in words_in(html)


@pytest.mark.parametrize(
    ("question", "vote", "says"),
    [
        (WordCloud(), {"vote.1": ["Trust"]}, "1 person gave 1 word."),
        (SeveralChoices(("Yes", "A little", "No")), {"vote": ["A", "B"]}, "1 person made 2 choices."),
        (OpenText(), {"vote": ["Trust"]}, "1 person answered in their own words."),
    ],
)
def test_who_passed_gave_no_words_and_made_no_choice(question: Any, vote: dict[str, list[str]], says: str) -> None:
    day = unsure(asked(question, passes=("unsure",)), range(1, 4))
    day.do(polls.cast_vote, polls.CastVote(1, 1, vote), VOICES[0]).reveal()
    assert says in words_in(day.html)
    if not isinstance(question, OpenText):  # phones have nothing but the answers there
        assert says in words_in(phone_html(day))


# ---- Facts ------------------------------------------------------------------------------------------------------------


def test_every_result_says_when_it_was_open_how_many_answered_and_what_it_decides() -> None:
    day = voted(asked(decides="advice"), "ABA")
    assert "Voting open Advice" in words_in(day.html)
    text = words_in(day.reveal().html)
    assert re.search(r"Open from \d\d:\d\d to \d\d:\d\d\. 3 of 40 people answered\. Advice: whoever decides", text)
    few = words_in(voted(asked(), "AB").reveal(confirm="").html)
    assert "2 of 40 people answered. Temperature: it shows how the hall feels" in few


def test_a_vote_that_closes_by_itself_counts_down_on_the_screen_instead_of_the_other_timer() -> None:
    day = asked(seconds=90)
    day.do(agenda.start_timer, agenda.StartTimer("5"))
    closes_at = day.now + 90_000
    assert re.findall(r'data-ends="(\d+)"', day.html) == [str(closes_at)]
    assert "Voting closes in 1:30" in words_in(day.html)
    day.later(90_000)
    assert "Voting closed" in day.html
    assert "Time left 5:00" in words_in(day.html)


def test_the_options_of_a_page_are_what_its_kind_is_given() -> None:
    shown = question_shown(Day().ask(THIRTY).conference.polls.by_id[1], 2)
    options = shown.body[0].model
    assert isinstance(options, Options)
    assert 1 < len(options.bars) < MOST_OPTIONS


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if issubclass(kind, WithOptions)])
def test_each_kind_shows_the_options_of_a_page_and_no_others(kind: type[WithOptions]) -> None:
    day = asked(OneChoice(("Yes", "No")))
    options = tuple(f"{number}. What could be done" for number in range(MOST_OPTIONS))
    costs = {"costs": (100,) * MOST_OPTIONS} if issubclass(kind, Budget) else {}
    poll = replace(day.conference.polls.by_id[1], question=replace(kind.example(), options=options, **costs))
    day.conference = replace(day.conference, polls=polls.Polls(day.conference.polls.by_id.insert(1, poll), 1))
    assert "0. What" in day.html
    assert f"{MOST_OPTIONS - 1}. What" not in day.html
    last = question_shown(poll, 99)
    assert f"{MOST_OPTIONS - 1}. What" in day.turn(last.page).html


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.can_run])
def test_of_no_kind_a_piece_tells_more_than_the_running_result(kind: type[AnyQuestion]) -> None:
    """Six people vote alike in two halls, and two more each in another way: until the ninth, all see the same."""
    halls = []
    for luck in (1, 2):
        day = asked(kind.example(), running=True)
        for voice in range(8):
            chance = Random(voice if voice < 6 else 100 * luck + voice)
            fields = day.conference.polls.by_id[1].question.imagine(chance.randrange)
            day.do(polls.cast_vote, polls.CastVote(1, 1, fields), VOICES[voice])
        halls.append(day)
    for name in EVERY_VIEW:
        view = find_view(name, halls[0].conference)
        assert view is not None
        one, other = (list(view.pieces(day.scene)) for day in halls)
        assert one == other
    assert "Running result, voting is open" in halls[0].html
