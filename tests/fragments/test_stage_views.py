"""The screen: no result before the chair shows it, no more redrawn than what changed, and everything fits."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from live.conference import (
    Actor,
    Conference,
    FreezeScreen,
    MakeConference,
    Moment,
    agenda,
    board,
    fold,
    freeze_screen,
    make_conference,
    people,
    plan,
    polls,
    wall,
)
from live.fragments import Picture, Scene, fit, notes, stage, stage_halls, stage_wall
from live.fragments.views import find_view
from live.web.templates import environment, folder

CHAIR = Actor("chair")
VOICES = [Actor("delegate", f"voice{number}") for number in range(40)]
FORMATS = "Keynote speakers\nFilms\nParticipative workshop\nTwitter feeds"
EVERY_VIEW = (
    "screen",
    "chair",
    "chair/plan",
    "now",
    "poll/1",
    "wall",
    "board",
    "programme",
    "desk/board",
    "desk/labels",
)


class Day:
    """A conference that grows by requests, and the screen's picture of it. Time stands still but for `later`."""

    def __init__(self) -> None:
        self.conference = Conference()
        self.now = 1_000_000
        self.picture = Picture(stage.screen, environment())
        self.do(make_conference, MakeConference("482913", "Sharing our strengths"))
        for voice in VOICES:
            self.do(people.join, people.Join(), voice)

    def do(self, rule: Callable[..., Any], ask: Any, by: Actor = CHAIR) -> "Day":
        for act in rule(self.conference, ask, by, Moment(self.now, "ab" * 32)):
            self.conference = fold(self.conference, act)
        return self

    def show(self, kind: str, title: str, *, question: str = "", fields: Any = None, minutes: str = "") -> "Day":
        self.do(agenda.add_item, agenda.AddItem(kind, fields or {}, title, question=question, minutes=minutes))
        return self.do(agenda.show_item, agenda.ItemRequest(self.conference.agenda.latest_id))

    def ask(self, options: str = FORMATS, question: str = "several_choices", title: str = "Which formats?") -> "Day":
        self.show("poll", title, question=question, fields={"options": [options]})
        return self.do(polls.open_poll, polls.RoundRequest(1, 1))

    def vote(self, voice: int, *vote: str, number: int = 1) -> "Day":
        return self.do(polls.cast_vote, polls.CastVote(1, number, {"vote": vote}), VOICES[voice])

    def later(self, milliseconds: int = polls.LATE_MS) -> "Day":
        """After so long, with all that is due by then; usually as long as votes may be on their way."""
        self.now += milliseconds
        for act in polls.due(self.conference, self.now):
            self.conference = fold(self.conference, act)
        return self

    def close(self, number: int = 1) -> "Day":
        return self.do(polls.close_poll, polls.RoundRequest(1, number))

    def reveal(self, number: int = 1, *, confirm: str = "yes", beside: str = "") -> "Day":
        self.close(number).later()
        return self.do(polls.show_result, polls.ShowResult(1, number, confirm, beside))

    def turn(self, page: int) -> "Day":
        return self.do(agenda.turn_page, agenda.TurnPage(self.conference.agenda.current, page))

    def post(self, text: str, kind: str = "ask") -> "Day":
        """A label that a facilitator has let through."""
        self.do(wall.post_label, wall.PostLabel(kind, text), VOICES[0])
        label = self.conference.wall.by_id[self.conference.wall.latest_id]
        return self.do(wall.look_at_labels, wall.LookAtLabels(wall.seen_as(label)))

    @property
    def scene(self) -> Scene:
        return Scene(self.conference, phones=7, screens=1, join_site="live.example")

    @property
    def html(self) -> str:
        self.picture.redraw(self.scene)
        return self.picture.fill("stage")

    def news(self) -> list[list[str]]:
        """The operations since the last look."""
        seen = self.picture.stamp
        self.picture.redraw(self.scene)
        frame = self.picture.frame(seen)
        ops: list[list[str]] = json.loads(frame)["ops"] if frame else []
        return ops


def words_in(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def letters_in_order(html: str) -> list[str]:
    return re.findall(r'id="stage-bar-(\w)"', html)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("name", EVERY_VIEW)
def test_before_the_result_is_shown_no_view_depends_on_what_people_voted(name: str, closed: bool) -> None:
    """Two halls in which the same people voted differently look the same, piece by piece, to everybody."""
    halls = []
    for votes in (["A", "A", "A"], ["C", "D", "B"]):
        day = Day().ask(question="one_choice")
        for voice, vote in enumerate(votes):
            day.vote(voice, vote)
        halls.append(day.close() if closed else day)
    view = find_view(name, halls[0].conference)
    assert view is not None
    one, other = (list(view.pieces(day.scene)) for day in halls)
    assert one == other


def test_an_open_question_shows_its_answers_and_how_many_have_voted() -> None:
    html = Day().ask().vote(0, "A").vote(1, "B", "C").html
    assert "Voting open" in html
    assert "2 of 40 have voted" in words_in(html)
    assert all(option in html for option in FORMATS.split("\n"))
    assert "bars" not in html


def test_a_question_that_is_not_open_yet_says_so() -> None:
    day = Day().show("poll", "Which formats?", question="one_choice", fields={"options": [FORMATS]})
    assert "Voting opens soon" in day.html


def test_a_vote_changes_the_count_and_nothing_else() -> None:
    day = Day().ask().vote(0, "A")
    day.news()
    assert [op[:2] for op in day.vote(1, "B").news()] == [["put", "stage-count"]]
    assert day.vote(1, "C").news() == []


def test_a_result_has_every_answer_the_longest_bar_first_and_those_with_none_too() -> None:
    html = Day().ask().vote(0, "C").vote(1, "C", "B").vote(2, "B", "C").reveal().html
    assert letters_in_order(html) == ["C", "B", "A", "D"]
    assert html.count("data-empty") == 2
    assert "3 people made 5 choices" in words_in(html)


def test_the_steps_of_a_scale_keep_their_order_and_the_mean_is_said_in_words() -> None:
    day = Day().ask(question="scale").vote(0, "4").vote(1, "4").vote(2, "2").reveal()
    assert letters_in_order(day.html) == ["1", "2", "3", "4", "5"]
    assert "On average 3.3 out of 5: between “Partly” and “Mostly”." in words_in(day.html)


def test_answers_in_own_words_hang_as_notes_nine_on_a_page() -> None:
    day = Day().ask(question="open_text")
    for voice in range(40):
        day.vote(voice, f"Answer number {voice}")
    html = day.reveal().html
    assert html.count("stage-answers__item") == 9
    assert "40 people answered in their own words." in words_in(html)
    assert "Page 1 of 5" in words_in(html)
    assert day.turn(5).html.count("stage-answers__item") == 4


def test_what_people_write_is_shown_as_words_and_never_as_markup() -> None:
    nasty = '<img src=x onerror="alert(1)">'
    day = Day().ask(options=f"{nasty}\nB", title=nasty).vote(0, "A")
    for html in (day.html, day.reveal().html):
        assert nasty not in html
        assert "&lt;img" in html
    wall_html = Day().post(nasty).post(nasty, "contribute").show("wall", nasty).html
    assert nasty not in wall_html
    assert wall_html.count("&lt;img") == 3


def test_the_waiting_room_says_how_to_join_and_how_many_are_here() -> None:
    html = Day().html
    assert 'src="/482913/qr.svg"' in html
    assert "live.example" in html
    assert "482 913" in html
    assert "7 phones are here" in words_in(html)


def test_the_way_in_stays_in_the_corner_of_every_picture() -> None:
    days = [
        Day().ask(),
        Day().show("wall", "The wall"),
        Day().show("board", "Open space"),
        Day().show("timer", "Round one", minutes="5"),
        Day().show("message", "Welcome"),
        Day().show("pause", "Lunch"),
        Day().show("message", "Welcome").do(agenda.blank_screen, agenda.BlankScreen()),
    ]
    for day in days:
        assert day.html.count("join-tag__qr") == 1
        assert "482 913" in day.html


def test_a_blank_screen_shows_nothing_of_the_item() -> None:
    day = Day().show("message", "Nobody here is only a visitor")
    assert "visitor" not in day.do(agenda.blank_screen, agenda.BlankScreen()).html
    assert "visitor" in day.do(agenda.blank_screen, agenda.BlankScreen("no")).html


def test_a_new_label_takes_the_large_place_and_no_earlier_label_moves() -> None:
    day = Day().show("wall", "The wall")
    for number in range(5):
        day.post(f"label {number}")
    day.news()
    ops = day.post("the newest").news()
    assert sorted(op[:2] for op in ops) == [
        ["add", "stage-labels"],
        ["add", "stage-newest"],
        ["cut", "stage-newest-5"],
        ["put", "stage-count"],
    ]
    assert all("label 0" not in op[-1] for op in ops)


def test_a_label_that_is_held_back_is_not_on_the_screen_and_its_place_stays_empty() -> None:
    day = Day().show("wall", "The wall").post("kind words").post("hurtful words").post("more words").post("the newest")
    day.news()
    ops = day.do(wall.hold_label, wall.HoldLabel(2, "It could hurt somebody.")).news()
    assert "hurtful" not in day.html
    assert [op[1] for op in ops] == ["stage-label-1", "stage-count"]


def test_a_label_is_on_the_screen_only_once_a_facilitator_has_looked_at_it() -> None:
    day = Day().show("wall", "The wall").post("kind words")
    day.do(wall.post_label, wall.PostLabel("ask", "words nobody has read"), VOICES[1])
    assert "nobody has read" not in day.html
    day.do(wall.choose_look, wall.ChooseLook("nobody"))
    assert "nobody has read" in day.html
    day.do(wall.choose_look, wall.ChooseLook("screen"))
    assert "nobody has read" not in day.html
    day.do(wall.look_at_labels, wall.LookAtLabels(wall.seen_as(day.conference.wall.by_id[2])))
    assert "nobody has read" in day.html


def test_a_frozen_screen_keeps_its_picture_but_a_label_that_is_held_back_goes() -> None:
    day = Day().post("kind words").post("hurtful words").show("wall", "The wall")
    before = day.html
    day.do(freeze_screen, FreezeScreen()).post("later words").show("message", "Something else")
    assert day.html == before
    day.do(wall.hold_label, wall.HoldLabel(2, "It could hurt somebody."))
    assert "hurtful" not in day.html
    assert "later" not in day.html
    assert "Something else" in day.do(freeze_screen, FreezeScreen("no")).html


def test_a_topic_that_is_placed_changes_its_cell_and_the_number_that_wait() -> None:
    text = '[[room]]\nid="a"\nname="Hall"\n[[slot]]\nid="1"\nstarts="11:00"\n[[slot]]\nid="2"\nstarts="11:50"\n'
    day = Day().do(plan.take_plan, plan.TakePlan(text + '[[item]]\nkind="board"\ntitle="Open space"\n'))
    day.do(agenda.show_item, agenda.ItemRequest(1))
    for title in ("Paying people", "Trust"):
        day.do(board.propose_topic, board.ProposeTopic(title), VOICES[0])
    day.news()
    ops = day.do(board.place_topic, board.PlaceTopic(1, "2/a")).news()
    assert [op[:2] for op in ops] == [["put", "stage-cell-1-0"], ["put", "stage-count"]]
    assert "Paying people" in ops[0][2]
    ops = day.do(board.follow_topic, board.FollowTopic(1, "lead"), VOICES[1]).news()
    assert [op[:2] for op in ops] == [["put", "stage-cell-1-0"]]


def test_a_timer_fills_its_own_item_and_is_small_beside_any_other() -> None:
    day = Day().show("timer", "First round", minutes="5")
    assert 'id="stage-clock"' in day.html
    assert 'id="stage-timer"' not in day.html
    assert f'data-ends="{1_000_000 + 300_000}"' in day.html
    day.show("message", "Welcome")
    assert 'id="stage-timer"' in day.html
    assert 'id="stage-timer"' not in day.do(agenda.stop_timer, agenda.StopTimer()).html


LONG = "An answer of about eighty letters, which is as long as most would write, or so"


def test_words_that_need_more_room_are_given_a_smaller_size() -> None:
    few = fit.options_pages("Has it?", ("Yes", "No"), 0)
    many = fit.options_pages("Has it? " * 20, (LONG,) * 5, 1)
    assert (few.title_fit, few.body_fit, few.columns, few.count) == (1, 1, 1, 1)
    assert many.title_fit > 1
    assert many.body_fit > 1
    assert fit.rows("x" * 40, 10) > fit.rows("x" * 8, 10)


def test_many_short_answers_stand_in_two_columns_because_they_are_larger_so() -> None:
    formats = ("Keynote speakers", "Films", "Participative workshop", "Live streaming", "Group discussions") * 2
    layout = fit.options_pages("Which of these formats appeal to you?", formats, 1)
    assert (layout.columns, layout.count) == (2, 1)
    assert fit.OPTIONS[layout.body_fit - 1] > 3.5
    assert fit.options_pages("Which of these formats appeal to you?", formats[:5], 1).columns == 1


def test_the_sizes_reckoned_with_are_those_of_the_stylesheet() -> None:
    """Python chooses how large words are, the stylesheet draws them: both must mean the same sizes."""
    sheet = (folder("static") / "stage.css").read_text()

    def steps(name: str, count: int) -> tuple[float, ...]:
        found: dict[int, float] = {}
        for block in re.finditer(
            r"(?m)^  (?:\.stage,\n  )?\.stage\[data-fit=\"(\d)\"\] \{\n(.*?)\n  \}", sheet, re.DOTALL
        ):
            value = re.search(rf"--{name}: ([\d.]+)", block[2])
            if value:
                found.setdefault(int(block[1]), float(value[1]))
        return tuple(found[step] for step in range(1, count + 1))

    assert steps("option-text", 4) == fit.OPTIONS
    assert steps("bar-text", 4) == fit.BARS
    assert steps("bar-value", 4) == fit.BAR_VALUES
    assert steps("label-room", 4) == fit.BAR_LABEL_PERCENT
    assert steps("change-text", 3) == fit.CHANGES
    assert steps("change-room", 3) == fit.CHANGE_LABEL_PERCENT
    pairs = zip(steps("change-then", 3), steps("change-now", 3), fit.CHANGE_BARS, strict=True)
    assert all(max(3.5, then) + 0.6 + now <= both for then, now, both in pairs)
    assert steps("note-text", 2) == notes.TEXTS
    assert steps("note-across", 2) == notes.ACROSS
    assert steps("note-down", 2) == notes.DOWN
    assert "font-size: calc(2.9 * var(--u))" in sheet.partition(".stage-foot {")[2].partition("}")[0]
    mosaic = zip(steps("mosaic-columns", 3), steps("mosaic-rows", 3), strict=True)
    assert tuple(a * b for a, b in mosaic) == stage_wall.MOSAIC
    assert steps("cell-text", 2) == stage_halls.CELL_TEXTS
