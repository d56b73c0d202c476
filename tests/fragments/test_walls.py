"""The walls of the day on phones: one for each prompt, each label once, and what is off the wall said in the open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from live.conference import Act, Actor, Conference, Moment, agenda, fold, wall
from live.conference.wall import LabelJoined, LabelPosted, PromptPut
from live.fragments import Mine, Picture, View, delegate
from live.fragments.views import find_view, role_of_view, shows_own_labels
from live.web.templates import environment
from tests.fragments.drawing import drawn

CHAIR = Actor("chair")


class Day:
    """A conference that acts are folded into."""

    def __init__(self) -> None:
        self.conference = Conference(code="482913", title="The day")

    def take(self, *acts: Act) -> None:
        for act in acts:
            self.conference = fold(self.conference, act)

    def ask(self, rule: Any, request: Any) -> None:
        self.take(*rule(self.conference, request, CHAIR, Moment(0, "ab" * 32)))

    def hang(self, *texts: str, prompt: int = 0, writer: str = "ann") -> None:
        for text in texts:
            number = self.conference.wall.latest_id + 1
            self.take(LabelPosted(number, "answer" if prompt else "ask", text, writer, prompt=prompt))

    def prompt(self, title: str, *, shown: bool) -> None:
        """A prompt with an item of the plan; `shown`: it was on the screen."""
        number = self.conference.wall.latest_prompt + 1
        self.take(PromptPut(number, title, "In a few words"))
        item = agenda.Item(self.conference.agenda.latest_id + 1, "wall", title, prompt=number)
        self.take(agenda.ItemAdded(item))
        if shown:
            self.take(agenda.ItemShown(item.id))

    def hold(self, label: int, reason: str = "unkind") -> None:
        self.ask(wall.hold_label, wall.HoldLabel(label, reason))

    def picture(self, view: View = delegate.wall) -> Picture:
        return drawn(view, self.conference)

    def shown(
        self, view: View = delegate.wall, mine: Mine | None = None, order: Sequence[str] | None = None
    ) -> list[str]:
        """The texts of the labels in the list."""
        html = self.picture(view).fill("wall-list", mine or Mine(), order)
        return re.findall(r'<p class="tag__text" id="[^"]*">([^<]*)</p>', html)


@pytest.fixture
def day() -> Day:
    return Day()


def test_each_prompt_has_its_labels_on_a_wall_of_its_own(day: Day) -> None:
    day.prompt("What does it mean to you?", shown=True)
    day.hang("Who pays?")
    day.hang("A seat at the table", prompt=1)
    assert day.shown() == ["Who pays?"]
    assert day.shown(delegate.wall_of(1)) == ["A seat at the table"]
    lead = day.picture(delegate.wall_of(1)).fill("wall-lead")
    assert "In a few words" in lead
    assert "1 label so far" in lead


def test_the_ways_lead_to_the_walls_that_are_open(day: Day) -> None:
    assert day.picture().fill("wall-nav") == ""
    day.prompt("Not yet", shown=False)
    assert day.picture().fill("wall-nav") == ""
    day.prompt("What stands in the way?", shown=True)
    ways = day.picture().fill("wall-nav")
    assert re.findall(r'href="([^"]*)"( aria-current="page")?>([^<]*)<', ways) == [
        ("/482913/wall", ' aria-current="page"', "Contribute and ask"),
        ("/482913/wall/2", "", "What stands in the way?"),
    ]
    assert 'wall/2" aria-current="page"' in day.picture(delegate.wall_of(2)).fill("wall-nav")


def test_a_wall_can_be_looked_at_once_its_prompt_was_on_the_screen(day: Day) -> None:
    day.prompt("Not yet", shown=False)
    assert find_view("wall/1", day.conference) is None
    day.prompt("Now", shown=True)
    found = find_view("wall/2", day.conference)
    assert found is not None
    assert found.name == "wall/2"
    for name in ("wall/0", "wall/3", "wall/", "wall/x", "wall/-2", "wall/²"):
        assert find_view(name, day.conference) is None
    assert role_of_view("wall/2") == "delegate"
    assert shows_own_labels(["now", "wall/2"])
    assert shows_own_labels(["wall"])
    assert not shows_own_labels(["now", "wallpaper"])


def test_labels_that_say_the_same_are_shown_once_with_all_wordings_and_everybody_behind_them(day: Day) -> None:
    for writer, text in (("ann", "Who pays?"), ("ben", "Who <pays>?"), ("", "Who is to pay?"), ("cat", "Bus times")):
        day.hang(text, writer=writer)
    day.take(LabelJoined(2, 1), LabelJoined(3, 1))
    for label, voice, support in ((1, "dan", "me_too"), (2, "dan", "me_too"), (2, "eve", "me_too"), (2, "eve", "help")):
        day.take(wall.LabelBacked(label, voice, support))  # type: ignore[arg-type]  # both are supports
    assert day.shown() == ["Bus times", "Who pays?"]
    html = day.picture().fill("wall-list")
    assert "Said by 3" in html
    assert "<li>Who &lt;pays&gt;?</li>" in html
    assert "<li>Who is to pay?</li>" in html
    assert re.findall(r'data-support="1.(\w+)".*?<span class="number">(\d+)', html) == [("me_too", "3"), ("help", "1")]
    head = day.conference.wall.by_id[1]
    assert day.conference.wall.backers(head) == 3  # Ben, Dan and Eve; nobody knows who wrote on paper


def test_the_writer_of_a_label_is_not_behind_it_by_another_wording(day: Day) -> None:
    day.hang("Who pays?", "Who is to pay?", writer="ann")
    day.take(LabelJoined(2, 1))
    assert day.conference.wall.backers(day.conference.wall.by_id[1]) == 0
    assert "Said by 2" in day.picture().fill("wall-list")


def test_what_is_put_aside_can_be_unfolded_and_what_is_held_is_only_counted(day: Day) -> None:
    day.hang("Kept", "Shouting", "Pushing", "The <b>budget</b>", "Who pays?")
    day.hold(2)
    day.hold(3)
    day.hold(5, "same")
    day.ask(wall.park_label, wall.HoldLabel(4, "later", "Not while Ann is here"))
    assert day.shown() == ["Kept"]
    assert "3 held back: 2 unkind, 1 the same as another." in day.picture().fill("wall-lead")
    aside = day.picture().fill("wall-off")
    assert "Put aside: 1" in aside
    assert "The &lt;b&gt;budget&lt;/b&gt;" in aside
    assert "for another day" in aside
    everything = "".join(day.picture().fill(container) for container in delegate.wall.containers)
    assert "Shouting" not in everything
    assert "Not while Ann" not in everything  # a facilitator's own words are for the writer
    assert "put aside" not in day.picture().fill("wall-lead")  # that can be read, and is not only counted


def test_where_phones_wait_nobody_reads_words_that_were_not_looked_at_beside_another_label_or_put_aside(
    day: Day,
) -> None:
    day.hang("Kept", "The same", "Put aside")
    day.take(LabelJoined(2, 1))
    day.ask(wall.park_label, wall.HoldLabel(3, "later"))
    day.take(wall.LookChosen(screen=True, phones=True))
    for label, words in ((2, "The same"), (3, "Put aside")):
        everything = "".join(day.picture().fill(container) for container in delegate.wall.containers)
        assert f"{words}</" in everything
        known = day.conference.wall.by_id[label]
        day.take(wall.LabelReworded(label, "ask", "Unread", "ann", parked=known.parked, waits=True))
        day.take(LabelJoined(2, 1))
        everything = "".join(day.picture().fill(container) for container in delegate.wall.containers)
        assert "Unread" not in everything


def test_who_said_the_same_as_a_label_that_was_held_since_does_not_read_it(day: Day) -> None:
    day.hang("Shouting", "Saying", writer="ann")
    day.hang("Saying it too", writer="ben")
    day.take(LabelJoined(3, 1))
    assert delegate.my_labels(day.conference, "ben")[0].why == "Shouting"
    day.hold(1)
    own = delegate.my_labels(day.conference, "ben")
    assert (own[0].state, own[0].why, own[0].is_off) == ("along", "unkind", True)
    html = environment().get_template("fragments/_my_labels.html").render(it=own, base="", code="482913")
    assert ("Off the wall, with a label that says the same" in html, "Shouting" in html) == (True, False)


def test_a_view_has_one_name(day: Day) -> None:
    """So that nobody makes the server draw the same thing under many names."""
    day.prompt("What helps?", shown=True)
    assert find_view("wall/1", day.conference) is not None
    for name in ("wall/01", "wall/0", "wall/000000001", "desk/labels/00", "desk/labels/01"):
        assert find_view(name, day.conference) is None


def test_a_question_with_an_ending_says_it(day: Day) -> None:
    day.hang("Who pays?")
    day.take(wall.QuestionEnded(1, wall.Ending("answered", by="Moira", text="The county does")))
    html = day.picture().fill("wall-list")
    assert re.search(r'<p class="tag__ending">.*Moira.*The county does', html, re.DOTALL)


def test_a_page_has_its_labels_in_the_order_of_whoever_looks_and_frames_stay_the_same_for_all(day: Day) -> None:
    day.hang("One", "Two", "Three")
    assert day.shown() == ["Three", "Two", "One"]
    assert day.shown(order=["label-2", "label-3", "label-1"]) == ["Two", "Three", "One"]
    assert day.shown(order=["label-1", "label-9"]) == ["One", "Three", "Two"]
    picture = day.picture()
    picture.fill("wall-list", order=["label-2"])
    frame = picture.frame("") or b""
    assert frame.index(b"Three") < frame.index(b"Two") < frame.index(b"One")


def test_own_labels_are_marked_and_cannot_be_backed(day: Day) -> None:
    day.hang("Mine", "Another")
    html = day.picture().fill("wall-list", Mine(voice="ann", labels=(1,)))
    own = html[html.index('id="label-1"') :]
    assert 'data-kind="ask" data-own>' in own
    assert own.count(" disabled>") == 2
    assert "data-own" not in html[: html.index('id="label-1"')]


def test_a_label_is_a_small_piece(day: Day) -> None:
    """600 of them are on one page, and each new one goes to every phone: no form, no hidden field, no drawing of its own."""
    day.hang("x" * 300)
    html = day.picture().fill("wall-list")
    assert len(html) < 1_300
    assert not re.search("<form|<input|<svg", html)
