"""The wall on the screen: what it may show and no more, one label large, themes with their quotes, and what is still open."""

from __future__ import annotations

import re
from typing import Any

import pytest

from live.conference import FreezeScreen, agenda, fold, freeze_screen, wall
from live.conference.wall import Ending, WallAct
from tests.fragments.test_stage_views import VOICES, Day, words_in

WALL_ITEM = 1


class Wall(Day):
    """A day with a wall on the screen."""

    def __init__(self, title: str = "The wall") -> None:
        super().__init__()
        self.show("wall", title)

    def happens(self, *acts: WallAct) -> Wall:
        for act in acts:
            self.conference = fold(self.conference, act)
        return self

    def shows(self, what: str, label: int = 0) -> Wall:
        self.do(agenda.turn_wall, agenda.TurnWall(what, WALL_ITEM, label))
        return self

    def asked(self, *texts: str) -> Wall:
        for text in texts:
            self.post(text)
        return self


TAKEN_DOWN: list[WallAct] = [
    wall.LabelHeld(2, "Unkind"),
    wall.LabelParked(2, "For another day"),
    wall.LabelTakenBack(2),
    wall.LabelJoined(2, 1),
    wall.LabelReworded(2, "ask", "hurtful in other words", VOICES[0].voice, waits=True),
]


def test_a_label_that_nobody_looked_at_is_not_on_the_screen_and_in_no_count_of_it() -> None:
    day = Wall().asked("kind words")
    day.do(wall.post_label, wall.PostLabel("ask", "unread words"), VOICES[1])
    assert "unread" not in day.html
    assert "1 label on the wall" in words_in(day.html)
    day.shows("one", 1)
    assert "1 of 1 label" in words_in(day.html)


def test_the_hall_reads_how_many_labels_are_held_back_and_why_as_far_as_there_is_room() -> None:
    day = Wall().asked(*(f"Label {number}" for number in range(14)))
    assert "held back" not in words_in(day.html)
    for number in range(2, 14):
        day.happens(wall.LabelHeld(number, "Unkind" if number > 10 else "The same as another"))
    assert "12 held back: 9 the same as another, 3 unkind." in words_in(day.html)
    for number, reason in enumerate(("private", "names", "off_topic", "advertising"), 2):
        day.happens(wall.LabelHeld(number, wall.REASONS[reason]))
    assert "12 held back, for 6 reasons." in words_in(day.html)


def test_one_label_is_shown_with_all_its_words_and_who_stands_behind_it() -> None:
    text = "What do you do when the loudest voices are our own managers, every single time? " * 3
    day = Wall().asked("first", text.strip(), "third")
    for voice in VOICES[1:4]:
        day.do(wall.back_label, wall.BackLabel(2, "me_too"), voice)
    day.do(wall.back_label, wall.BackLabel(2, "help"), VOICES[1])
    html = words_in(day.shows("one", 2).html)
    assert text.strip() in html
    assert "2 of 3 labels" in html
    assert "3 say “me too”" in html
    assert "1 says “I can help”" in html
    assert "first" not in html


def test_a_me_too_changes_the_line_under_the_label_and_nothing_else() -> None:
    day = Wall().asked("first").shows("one", 1)
    day.news()
    ops = day.do(wall.back_label, wall.BackLabel(1, "me_too"), VOICES[1]).news()
    assert [op[:2] for op in ops] == [["put", "stage-spot-backing"]]


def test_a_new_label_changes_only_how_many_there_are_while_one_is_shown() -> None:
    day = Wall().asked("first", "second").shows("one", 1)
    day.news()
    assert [op[:2] for op in day.asked("third").news()] == [["put", "stage-count"]]


def test_those_who_wrote_the_same_are_counted() -> None:
    day = Wall().asked("first")
    for voice in VOICES[1:3]:
        day.do(wall.post_label, wall.PostLabel("ask", "the same"), voice)
    day.happens(wall.LabelJoined(2, 1), wall.LabelJoined(3, 1)).shows("one", 1)
    assert "said by 3" in words_in(day.html)
    assert "2 say “me too”" in words_in(day.html)


@pytest.mark.parametrize("frozen", [False, True], ids=["live", "frozen"])
@pytest.mark.parametrize("act", TAKEN_DOWN, ids=lambda act: type(act).__name__)
def test_a_label_that_is_taken_off_while_it_is_shown_large_goes_at_once(act: WallAct, frozen: bool) -> None:
    day = Wall().asked("kind words", "hurtful words").shows("one", 2)
    if frozen:
        day.do(freeze_screen, FreezeScreen())
    assert "hurtful" in day.html
    ops = day.happens(act).news()
    assert "hurtful" not in day.html + "".join(op[-1] for op in ops)
    assert "The wall" in day.html
    assert "kind words" in day.html


@pytest.mark.parametrize("act", TAKEN_DOWN, ids=lambda act: type(act).__name__)
def test_a_quote_that_is_taken_off_goes_from_a_frozen_screen_too(act: WallAct) -> None:
    day = Wall().asked("kind words", "hurtful words")
    day.happens(wall.ThemeNamed(1, "Kindness"), *(wall.LabelPutUnder(number, 1) for number in (1, 2)))
    day.happens(wall.QuotePicked(1, 1), wall.QuotePicked(2, 1)).shows("themes").turn(2)
    day.do(freeze_screen, FreezeScreen())
    assert "hurtful" in day.html
    day.happens(act)
    if not isinstance(act, wall.LabelJoined):  # its words stay a quote: they say the same as one under the theme
        assert "hurtful" not in day.html
    assert "kind words" in day.html


def themed() -> Wall:
    """Seven labels: two themes, of which one has two quotes, and a third without a label."""
    day = Wall().asked(*(f"label {number}" for number in range(1, 8)))
    day.happens(wall.ThemeNamed(1, "Money", "Who pays"), wall.ThemeNamed(2, "Power"), wall.ThemeNamed(3, "Trust"))
    day.happens(*(wall.LabelPutUnder(number, 1) for number in (1, 2, 3)), wall.LabelPutUnder(3, 2))
    return day.happens(wall.QuotePicked(2, 1), wall.QuotePicked(1, 1))


def test_themes_are_shown_in_their_order_with_their_counts_and_then_with_their_quotes() -> None:
    day = themed().shows("themes")
    html = words_in(day.html)
    assert re.findall(r"(Money|Power|Trust) (\d)", html) == [("Money", "3"), ("Power", "1"), ("Trust", "0")]
    assert "3 themes. 3 of 7 labels stand under one or more." in html
    assert "Page 1 of 2" in html
    quotes = words_in(day.turn(2).html)
    assert "3 labels. Who pays" in quotes
    assert quotes.index("label 2") < quotes.index("label 1")


def test_a_theme_counts_each_wording() -> None:
    day = themed()
    for voice in VOICES[1:3]:
        day.do(wall.post_label, wall.PostLabel("ask", "the same"), voice)
    day.happens(wall.LabelJoined(8, 1), wall.LabelJoined(9, 1)).shows("themes")
    assert "Money 5" in words_in(day.html)


def test_a_quote_that_nobody_looked_at_is_not_on_the_screen() -> None:
    day = themed()
    day.do(wall.post_label, wall.PostLabel("ask", "unread words"), VOICES[1])
    day.happens(wall.LabelPutUnder(8, 1), wall.QuotePicked(8, 1)).shows("themes").turn(2)
    assert "unread" not in day.html


def test_tables_follow_the_themes_with_the_largest_row_first() -> None:
    day = themed().happens(wall.TableNamed(1, "Who is it for"))
    rows = {4: "Managers", 5: "Frontline workers"}
    day.happens(*(wall.ThemeNamed(number, title, table=1) for number, title in rows.items()))
    day.happens(*(wall.LabelPutUnder(number, 5) for number in (1, 2)), wall.LabelPutUnder(4, 4))
    html = words_in(day.shows("themes").turn(3).html)
    assert re.findall(r"(Managers|Frontline workers) (\d)", html) == [("Frontline workers", "2"), ("Managers", "1")]
    assert "3 marks. 3 of 7 answers are in a row or more." in html
    assert "Page 3 of 3" in html


def test_without_themes_the_screen_says_so() -> None:
    assert "There are no themes yet." in Wall().asked("first").shows("themes").html
    only_an_empty_table = Wall().happens(wall.TableNamed(1, "Who is it for")).shows("themes")
    assert "There are no themes yet." in only_an_empty_table.html


def test_the_screen_lists_what_is_still_open_and_at_the_end_that_nothing_is() -> None:
    day = Wall().asked("first?", "second?", "third?").post("a ramp", "contribute")
    assert isinstance(day, Wall)
    day.happens(wall.QuestionEnded(2, Ending("answered", "Moira"))).shows("open")
    html = words_in(day.html)
    assert "2 of 3 questions are still open." in html
    assert ("first?" in html, "second?" in html, "a ramp" in html) == (True, False, False)
    day.happens(wall.LabelHeld(3, "Unkind"))
    assert "Held back or put aside, for a reason: 1." in words_in(day.html)
    assert "third?" not in day.html
    day.happens(wall.QuestionEnded(1, Ending("later", "Moira", until="2026-05-31")))
    html = words_in(day.html)
    assert "All questions have an ending." in html
    assert "2 questions: 1 answered, 1 to be answered after the day." in html


def test_questions_that_nobody_looked_at_are_counted_and_not_shown() -> None:
    day = Wall().asked("first?")
    day.do(wall.post_label, wall.PostLabel("ask", "unread words?"), VOICES[1])
    html = words_in(day.shows("open").html)
    assert "2 of 2 questions are still open." in html
    assert "Waiting for a facilitator’s look: 1." in html
    assert "unread" not in html
    day.happens(wall.QuestionEnded(1, Ending("answered", "Moira")))
    assert "No facilitator has looked at the questions" in day.html


def test_many_open_questions_take_several_pages_and_none_is_cut() -> None:
    texts = [
        f"{number}. How do people who use services and people who run them decide together?" for number in range(30)
    ]
    day = Wall().asked(*texts).shows("open")
    pages = int(re.findall(r"Page 1 of (\d+)", words_in(day.html))[0])
    seen = "".join(words_in(day.turn(page).html) for page in range(1, pages + 1))
    assert all(text in seen for text in texts)


def test_what_people_write_is_words_on_every_picture_of_a_wall() -> None:
    nasty = '<img src=x onerror="alert(1)">'
    day = Wall(nasty).asked(nasty, f"{nasty}?")
    day.happens(wall.ThemeNamed(1, nasty, nasty), wall.LabelPutUnder(1, 1), wall.QuotePicked(1, 1))
    pictures: list[Any] = [day.shows("one", 1).html, day.shows("themes").html, day.turn(2).html, day.shows("open").html]
    for html in pictures:
        assert nasty not in html
        assert "&lt;img" in html


def test_an_answer_is_shown_under_what_was_asked() -> None:
    day = Day()
    day.do(agenda.add_item, agenda.AddItem("wall", {}, "What stands in the way?", asks="answers"))
    day.do(agenda.show_item, agenda.ItemRequest(1))
    day.do(wall.post_label, wall.PostLabel("answer", "Time", prompt=1), VOICES[0])
    day.do(wall.look_at_labels, wall.LookAtLabels(wall.seen_as(day.conference.wall.by_id[1])))
    assert "Time" in day.html
    day.do(agenda.turn_wall, agenda.TurnWall("one", 1, 1))
    html = words_in(day.html)
    assert html.index("What stands in the way?") < html.index("Time")
    assert "I want to ask" not in html


def mosaic(day: Day) -> dict[str, str]:
    """Which label hangs in which place."""
    found = re.findall(r'<li[^>]* id="(stage-label-\d+)".*?</li>', day.html, re.DOTALL)
    parts = re.split(r'(?=<li[^>]* id="stage-label-)', day.html)[1:]
    return {key: words_in(part.partition("</li>")[0] + "</li>") for key, part in zip(found, parts, strict=True)}


def test_labels_of_walls_that_fill_in_turn_have_each_a_place_and_keep_it() -> None:
    """Numbers 2, 10, 18, ... would all hang in one place of eight by their number alone."""
    day = Day()
    day.do(agenda.add_item, agenda.AddItem("wall", {}, "What stands in the way?", asks="answers"))
    day.do(agenda.show_item, agenda.ItemRequest(1))
    before: dict[str, str] = {}
    for number in range(1, 9):
        acts = [wall.LabelPosted(8 * number - 6, "answer", f"answer {number}.", "x", prompt=1)]
        acts += [wall.LabelPosted(8 * number - 6 + step, "ask", f"ask {step}?", "y") for step in range(1, 8)]
        for act in acts:
            day.conference = fold(day.conference, act)
        now = {place: text for place, text in mosaic(day).items() if text}
        assert before.items() <= now.items()
        assert len(now) == number - 1
        assert f"answer {number}." in words_in(day.html)
        before = now


def test_of_more_labels_than_places_the_oldest_go_and_none_moves() -> None:
    day = Wall()
    for number in range(1, 100):
        day.happens(wall.LabelPosted(number, "ask", f"ask {number}.", "x"))
    before = mosaic(day)
    assert len(before) == 32
    after = mosaic(day.happens(wall.LabelPosted(100, "ask", "ask 100.", "x")))
    changed = {place for place in before if before[place] != after[place]}
    assert len(changed) == 1
    assert "ask 99." in after[changed.pop()]
