"""What delegates see: nothing that the chair has not shown, nobody's markup, and no more redrawn than what changed."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from live.conference import (
    Actor,
    Conference,
    FreezeScreen,
    Moment,
    agenda,
    board,
    fold,
    freeze_screen,
    people,
    plan,
    polls,
    wall,
)
from live.fragments import Mine, Picture, Said, Scene, View, delegate
from live.web.templates import environment

CHAIR = Actor("chair")
VOICES = [Actor("delegate", f"voice{number}") for number in range(23)]

PLAN = """
title = "The day"
[[room]]
id = "hall"
name = "Hall"
about = "ground floor"
[[room]]
id = "nook"
name = "Nook"
[[slot]]
id = "one"
starts = "11:00"
ends = "11:40"
[[slot]]
id = "two"
starts = "11:50"
[[programme]]
starts = "09:15"
title = "Arrive"
[[programme]]
starts = "10:40"
title = "The questions"
[[programme.workshops]]
title = "Growing old on our own terms"
room = "Library"
host = "Isobel"
[[programme]]
starts = "12:30"
title = "Lunch"
[[item]]
kind = "welcome"
title = "Hello"
starts = "09:15"
[[item]]
kind = "poll"
title = "Has it changed?"
starts = "10:40"
[item.question]
kind = "one_choice"
options = ["Yes", "A little", "Not yet"]
[[item]]
kind = "poll"
title = "How far are we?"
[item.question]
kind = "scale"
[[item]]
kind = "poll"
title = "What gets in the way?"
[item.question]
kind = "open_text"
[[item]]
kind = "poll"
title = "Which formats?"
[item.question]
kind = "several_choices"
options = ["Films", "Talks", "Walks"]
most = 2
[[item]]
kind = "wall"
title = "Labels"
[[item]]
kind = "timer"
title = "Talk to your neighbour"
minutes = 2
"""
CHOICE, SCALE, TEXT, SEVERAL = 1, 2, 3, 4
ITEM = {CHOICE: 2, SCALE: 3, TEXT: 4, SEVERAL: 5}


class Day:
    """A conference that things are asked of. Time stands still, but a result is shown when no vote can be on its way."""

    def __init__(self, plan_text: str = PLAN) -> None:
        self.conference = Conference(code="482913", title="The day")
        self._pictures: dict[str, Picture] = {}
        self.ask(plan.take_plan, plan.TakePlan(plan_text))
        for voice in VOICES:
            self.ask(people.join, people.Join(), voice)

    def ask(self, rule: Callable[..., Any], request: Any, by: Actor = CHAIR, later: int = 0) -> None:
        for act in rule(self.conference, request, by, Moment(1_800_000_000_000 + later, "ab" * 32)):
            self.conference = fold(self.conference, act)

    def show(self, item: int) -> None:
        self.ask(agenda.show_item, agenda.ItemRequest(item))

    def open(self, poll: int) -> None:
        self.show(ITEM[poll])
        self.ask(polls.open_poll, polls.RoundRequest(poll, 1))

    def vote(self, poll: int, *votes: str, by: Actor) -> None:
        self.ask(polls.cast_vote, polls.CastVote(poll, 1, {"vote": votes}), by)

    def close(self, poll: int) -> None:
        self.ask(polls.close_poll, polls.RoundRequest(poll, 1))

    def reveal(self, poll: int) -> None:
        self.ask(polls.show_result, polls.ShowResult(poll, 1, confirm="yes"), later=polls.LATE_MS)

    def post(self, text: str, kind: str = "ask", by: Actor = VOICES[0], signed: str = "") -> None:
        self.ask(wall.post_label, wall.PostLabel(kind, text, signed), by)

    def propose(self, title: str, by: Actor = VOICES[0], host: str = "Callum", **more: str) -> None:
        self.ask(board.propose_topic, board.ProposeTopic(title=title, host=host, **more), by)

    def picture(self, view: View) -> Picture:
        picture = self._pictures.setdefault(view.name, Picture(view, environment()))
        picture.redraw(Scene(self.conference))
        return picture

    def html(self, view: View, mine: Mine | None = None) -> str:
        picture = self.picture(view)
        return "".join(picture.fill(container, mine or Mine()) for container in view.containers)

    def everything(self) -> str:
        """All that any delegate's view says, without the random ids of forms."""
        views = [delegate.now, delegate.wall, delegate.board, delegate.programme]
        views += [delegate.poll(number) for number in self.conference.polls.by_id]
        views += [delegate.topic(number) for number in self.conference.board.by_id]
        return re.sub(r'name="id" value="[^"]*"', "", "\n".join(self.html(view) for view in views))

    def changes(self, view: View, change: Callable[[], None]) -> list[list[str]]:
        """The operations that `change` sends to those who look at the view."""
        before = self.picture(view).stamp
        change()
        frame = self.picture(view).frame(before)
        return [] if frame is None else json.loads(frame)["ops"]


@pytest.fixture
def day() -> Day:
    return Day()


def test_a_count_is_nowhere_before_the_chair_shows_it(day: Day) -> None:
    """17 for one answer and 6 for another: while it is open, when it is closed, counted, and hidden again."""
    day.open(CHOICE)
    for place, voice in enumerate(VOICES):
        day.vote(CHOICE, "A" if place < 17 else "B", by=voice)
    telling = re.compile(r"\b(17|6|74|26)\b(?! 24)|0\.353|data-result|bars")  # 0 0 24 24 is an icon's box

    assert not telling.search(day.everything())
    assert "23</span> of 23 people have voted" in day.html(delegate.now)
    day.close(CHOICE)
    assert not telling.search(day.everything())
    assert "Voting has closed. The result comes on the big screen when the chair shows it." in day.html(delegate.now)
    day.reveal(CHOICE)
    assert telling.search(day.everything())
    assert "17 votes" in day.html(delegate.now)
    day.ask(polls.hide_result, polls.RoundRequest(CHOICE, 1))
    assert not telling.search(day.everything())


def test_answers_in_own_words_are_nowhere_before_they_are_shown(day: Day) -> None:
    day.open(TEXT)
    day.vote(TEXT, "Only the loudest get heard", by=VOICES[1])
    day.close(TEXT)
    assert "loudest" not in day.everything()
    day.reveal(TEXT)
    assert "<li>Only the loudest get heard</li>" in day.html(delegate.now)


def test_options_without_votes_are_in_the_result(day: Day) -> None:
    day.open(SEVERAL)
    day.vote(SEVERAL, "A", "C", by=VOICES[0])
    day.vote(SEVERAL, "A", by=VOICES[1])
    day.close(SEVERAL)
    day.reveal(SEVERAL)
    html = day.html(delegate.now)
    assert re.findall(r'bars__count">([^<]*)<', html) == ["2 people", "0 people", "1 person"]
    assert re.findall(r'data-option-value="(.)" style="--share: ([\d.]+)"', html) == [
        ("A", "1.0"),
        ("B", "0.0"),
        ("C", "0.5"),
    ]
    assert "2 people made 3 choices." in html
    assert "Chosen most: <strong>Films</strong>." in html


def test_a_scale_is_shown_with_its_mean(day: Day) -> None:
    day.open(SCALE)
    for vote, voice in zip("445", VOICES, strict=False):
        day.vote(SCALE, vote, by=voice)
    day.close(SCALE)
    day.reveal(SCALE)
    assert "<strong>4.3</strong> on average, from 1 to 5." in day.html(delegate.now)


def test_my_own_choice_is_hidden_in_a_result_until_my_phone_marks_it(day: Day) -> None:
    day.open(CHOICE)
    day.vote(CHOICE, "A", by=VOICES[0])
    day.close(CHOICE)
    day.reveal(CHOICE)
    html = day.html(delegate.now)
    assert html.count('<span class="bars__mine" hidden>') == 3
    assert 'data-result="1.1"' in html


def test_a_question_is_announced_before_it_opens_only_when_it_is_on_the_screen(day: Day) -> None:
    assert "Has it changed?" not in day.everything()
    day.show(ITEM[CHOICE])
    assert "Voting opens soon" in day.html(delegate.now)
    assert "Has it changed?" in day.html(delegate.poll(CHOICE))
    assert "This question is not open." in day.html(delegate.poll(SCALE))


def test_my_vote_is_marked_in_my_page_and_in_no_other(day: Day) -> None:
    day.open(CHOICE)
    mine = Mine(voice="voice0", votes={"1.1": Said({"vote": ["B"]}, "A little")})
    page, others = day.html(delegate.now, mine), day.html(delegate.now)
    assert 'data-state="counted"' in page
    assert '<p class="receipt" data-receipt>A little</p>' in page
    assert re.findall(r'value="(.)" checked', page) == ["B"]
    assert 'data-state="counted"' not in others
    assert " checked" not in others


@pytest.mark.parametrize(
    ("poll", "votes", "receipt"),
    [
        (CHOICE, ["C"], "Not yet"),
        (SCALE, ["4"], "4 Mostly"),
        (TEXT, ["<i>Money</i>"], "&lt;i&gt;Money&lt;/i&gt;"),
        (SEVERAL, ["A", "C"], "Films, Walks"),
    ],
)
def test_a_vote_is_read_back_in_words(day: Day, poll: int, votes: list[str], receipt: str) -> None:
    day.open(poll)
    question = day.conference.polls.by_id[poll].question
    said = Said({"vote": votes}, question.read_back(question.read({"vote": votes})))
    page = day.html(delegate.now, Mine(voice="voice0", votes={f"{poll}.1": said}))
    assert f'<p class="receipt" data-receipt>{receipt}</p>' in page


def test_every_vote_names_its_question_round_and_page(day: Day) -> None:
    day.open(CHOICE)
    day.open(SCALE)
    fields = re.compile(r'<input type="hidden" name="(page|poll|round)" value="([^"]*)">')
    assert fields.findall(day.html(delegate.now)) == [("page", "now"), ("poll", "2"), ("round", "1")]
    assert fields.findall(day.html(delegate.poll(CHOICE))) == [("page", "poll/1"), ("poll", "1"), ("round", "1")]


def test_questions_that_stay_open_can_still_be_found(day: Day) -> None:
    day.open(CHOICE)
    day.open(SCALE)
    html = day.html(delegate.now)
    assert '<a href="/482913/poll/1">Has it changed?</a>' in html
    assert '<a href="/482913/poll/2">' not in html
    day.close(CHOICE)
    assert "Still open" not in day.html(delegate.now)


def test_one_more_vote_changes_the_turnout_and_nothing_else(day: Day) -> None:
    day.open(CHOICE)
    ops = day.changes(delegate.now, lambda: day.vote(CHOICE, "A", by=VOICES[0]))
    assert [op[:2] for op in ops] == [["put", "poll-1-1-turnout"]]
    assert "1</span> of 23 people has voted" in ops[0][2]


def test_a_vote_that_changes_sends_nothing_at_all(day: Day) -> None:
    day.open(CHOICE)
    day.vote(CHOICE, "A", by=VOICES[0])
    assert day.changes(delegate.now, lambda: day.vote(CHOICE, "B", by=VOICES[0])) == []


def test_phones_go_on_while_the_screen_is_blank_or_frozen(day: Day) -> None:
    day.show(ITEM[CHOICE])
    day.ask(agenda.blank_screen, agenda.BlankScreen())
    day.ask(freeze_screen, FreezeScreen())
    day.open(CHOICE)
    assert 'data-vote="1.1"' in day.html(delegate.now)


def test_a_timer_comes_as_one_small_piece_that_says_when_it_ends(day: Day) -> None:
    day.open(CHOICE)
    ops = day.changes(delegate.now, lambda: day.ask(agenda.start_timer, agenda.StartTimer("5")))
    assert [op[:3] for op in ops] == [["add", "now-main", ""]]
    assert 'data-ends="1800000300000"' in ops[0][3]
    assert 'data-lasts="300000"' in ops[0][3]


def test_a_new_label_adds_one_piece_and_a_count(day: Day) -> None:
    day.post("First")
    ops = day.changes(delegate.wall, lambda: day.post("Second", "contribute"))
    assert [op[:3] for op in ops if op[0] == "add"] == [["add", "wall-list", ""]]
    assert [op[1] for op in ops if op[0] == "put"] == ["wall-size"]
    assert len(ops) == 2


def test_a_change_of_one_label_changes_only_that_piece(day: Day) -> None:
    for text in ("First", "Second", "Third"):
        day.post(text)
    ops = day.changes(delegate.wall, lambda: day.ask(wall.back_label, wall.BackLabel(2, "me_too"), VOICES[5]))
    assert [op[:2] for op in ops] == [["put", "label-2"]]


def test_a_held_label_is_off_the_wall_and_only_its_writer_sees_why(day: Day) -> None:
    day.post("Ring 0131 555 0100")
    day.ask(wall.hold_label, wall.HoldLabel(1, "It has a number in it."))
    assert "555" not in day.everything()
    assert delegate.my_labels(day.conference, "voice0") == (
        delegate.MyLabel(1, "ask", "Ring 0131 555 0100", state="held", why="It has a number in it."),
    )
    assert delegate.my_labels(day.conference, "voice1") == ()
    assert delegate.my_labels(day.conference, "") == ()


def test_my_own_labels_can_be_taken_down_and_say_when_they_are_held(day: Day) -> None:
    day.post("<b>Bold</b>")
    day.ask(wall.hold_label, wall.HoldLabel(1, "Not about <i>today</i>."))
    template = environment().get_template("fragments/_my_labels.html")
    html = template.render(it=delegate.my_labels(day.conference, "voice0"), base="", code="482913")
    assert "Held back by a facilitator." in html
    assert "&lt;b&gt;Bold&lt;/b&gt;" in html
    assert "Not about &lt;i&gt;today&lt;/i&gt;." in html
    assert 'action="/482913/do/take_back_label"' in html
    assert template.render(it=(), base="", code="482913").strip() == ""


def test_support_that_i_gave_is_pressed_for_me_alone_and_pressing_again_takes_it_back(day: Day) -> None:
    day.post("First")
    mine = Mine(voice="voice1", supports=("1.me_too",))
    state = re.compile(r'name="label.support.on" data-support="([^"]+)" value="([^"]+)" aria-pressed="(\w+)"')
    help_unpressed = ("1.help", "1.help.yes", "false")
    assert state.findall(day.html(delegate.wall, mine)) == [("1.me_too", "1.me_too.no", "true"), help_unpressed]
    assert state.findall(day.html(delegate.wall)) == [("1.me_too", "1.me_too.yes", "false"), help_unpressed]


def test_nobody_can_offer_help_with_what_somebody_contributes(day: Day) -> None:
    day.post("A garden", "contribute")
    assert re.findall(r'data-support="([^"]+)"', day.html(delegate.wall)) == ["1.me_too"]


def test_the_board_has_every_time_with_its_topics_in_the_order_of_rooms(day: Day) -> None:
    for title in ("Later", "Nook talk", "Hall talk"):
        day.propose(title)
    day.ask(board.place_topic, board.PlaceTopic(2, "one/nook"))
    day.ask(board.place_topic, board.PlaceTopic(3, "one/hall"))
    html = day.html(delegate.board)
    words = (
        "11:00 to 11:40",
        "Hall talk",
        "Nook talk",
        "11:50",
        "Nothing stands here yet",
        "Waiting for a place",
        "Later",
    )
    places = [html.index(f">{word}") for word in words]
    assert places == sorted(places)


def test_who_comes_changes_one_topic(day: Day) -> None:
    day.propose("One")
    day.propose("Two")
    ops = day.changes(delegate.board, lambda: day.ask(board.follow_topic, board.FollowTopic(1, "lead"), VOICES[3]))
    assert [op[:2] for op in ops] == [["put", "topic-1"]]
    assert "1 coming" in ops[0][2]


def test_my_role_at_a_topic_is_pressed_and_moving_on_asks_for_none(day: Day) -> None:
    day.propose("One")
    html = day.html(delegate.topic(1), Mine(voice="voice0", topics={1: "listen"}))
    assert re.findall(r'name="role" value="(\w*)"(?: aria-pressed="(\w+)")?', html) == [
        ("take_part", "false"),
        ("listen", "true"),
        ("lead", "false"),
        ("", ""),
    ]


def test_what_people_write_is_never_markup() -> None:
    """In every view, whoever wrote it: delegates, and the chair too."""
    evil = '"><script>alert(1)</script>'
    nasty = Day(
        PLAN.replace('"Hello"', f"'{evil}'").replace('"Lunch"', f"'{evil}'").replace('"Has it changed?"', f"'{evil}'")
    )
    nasty.post(evil, signed=evil)
    nasty.propose(evil, host=evil, why=evil, needs=evil)
    nasty.open(TEXT)
    nasty.vote(TEXT, evil, by=VOICES[0])
    nasty.close(TEXT)
    nasty.reveal(TEXT)
    shown = nasty.everything()
    nasty.show(1)
    shown += nasty.everything()
    nasty.open(CHOICE)
    shown += nasty.everything()
    assert shown.count("&lt;script&gt;") > 12
    assert "<script" not in shown
    assert shown.count("alert(1)") == shown.count("&lt;script&gt;alert(1)&lt;/script&gt;")


def test_the_programme_follows_the_run_of_show_and_not_the_clock(day: Day) -> None:
    stages = re.compile(r'<li class="programme__item" id="block-(\d)"([^>]*)>')
    assert stages.findall(day.html(delegate.programme)) == [("1", ""), ("2", ""), ("4", "")]
    day.show(ITEM[SCALE])  # it has no time of its own: it belongs to what came before
    assert stages.findall(day.html(delegate.programme)) == [
        ("1", ' data-state="done"'),
        ("2", ' aria-current="step"'),
        ("4", ""),
    ]
    assert "Growing old on our own terms" in day.html(delegate.programme)
    day.show(1)
    html = day.html(delegate.now)
    assert "<strong>Next:</strong> The questions, at 10:40" in html


def test_a_topic_that_was_withdrawn_says_so(day: Day) -> None:
    day.propose("One")
    view = delegate.topic(1)
    assert "One" in day.html(view)
    ops = day.changes(view, lambda: day.ask(board.withdraw_topic, board.TopicRequest(1), VOICES[0]))
    assert "This topic is no longer on the board." in str(ops)
    assert "One" not in day.html(view)


def test_keys_of_pieces_are_unique_and_are_their_elements_ids(day: Day) -> None:
    day.post("First")
    day.propose("One")
    day.propose("Two")
    day.ask(board.place_topic, board.PlaceTopic(1, "one/hall"))
    day.open(CHOICE)
    day.open(SCALE)
    for view in (delegate.now, delegate.wall, delegate.board, delegate.programme, delegate.poll(1), delegate.topic(1)):
        keys = [piece.key for piece in view.pieces(Scene(day.conference))]
        ids = re.findall(r' id="([^"]+)"', day.html(view))
        assert len(set(keys)) == len(keys)
        assert len(set(ids)) == len(ids)
        assert set(keys) <= set(ids)


def test_the_survey_announces_the_same_as_a_question_by_itself() -> None:
    terms = "{ survey = true, by_group = true, running = true }"
    question = '{ kind = "one_choice", options = ["Yes", "No"] }'
    survey = Day(
        f'[[item]]\nkind = "poll"\ntitle = "Has it?"\nterms = {terms}\nquestion = {question}\n'
        '[[item]]\nkind = "poll"\ntitle = "Why?"\nterms = { survey = true }\nquestion = { kind = "open_text" }\n'
    )
    survey.ask(polls.open_survey, polls.RunSurvey())
    first, second = survey.html(delegate.survey).split("</fieldset>")[:2]
    for said in (
        "The result is also shown by group",
        "A running result is on the big screen",
        "Only totals are shown.",
    ):
        assert said in first
        assert said in survey.html(delegate.poll(1))
        assert said not in second
    assert "Answers are shown without names." in second
