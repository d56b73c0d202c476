"""The chair's remote for a wall, the queue of questions, one question by itself, and what delegates read of them."""

from __future__ import annotations

import re

from live.conference import agenda, fold, wall
from live.conference.wall import Ending, WallAct
from live.fragments import Picture, View, chair, questions
from live.fragments.views import find_view, role_of_view
from live.web.templates import environment
from tests.fragments.test_stage_views import VOICES, Day, words_in


class Hall(Day):
    """A day with a wall (item 1) on the screen and a message after it."""

    def __init__(self) -> None:
        super().__init__()
        self.show("message", "Thank you").show("wall", "The wall")

    def happens(self, *acts: WallAct) -> Hall:
        for act in acts:
            self.conference = fold(self.conference, act)
        return self

    def ask_all(self, *texts: str) -> Hall:
        for voice, text in enumerate(texts):
            self.do(wall.post_label, wall.PostLabel("ask", text), VOICES[voice])
        return self.happens(wall.LabelsLookedAt(tuple(self.conference.wall.by_id)))

    def look(self, view: View, container: str) -> str:
        picture = Picture(view, environment())
        picture.redraw(self.scene)
        return picture.fill(container)

    def remote(self) -> str:
        """The part of the chair's remote that is about the wall."""
        html = self.look(chair.chair, "chair-remote")
        found = re.search(r'<section[^>]* id="chair-wall".*?</section>', html, re.DOTALL)
        return found[0] if found else ""


def leads_to(html: str) -> list[tuple[str, str, str]]:
    """Where the buttons lead: what the screen would show, which label, and what the button says."""
    forms = re.findall(r'action="[^"]*/do/turn_wall".*?</form>', html, re.DOTALL)
    fields = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    says = [words_in(re.findall(r"<button.*?</button>", form, re.DOTALL)[0]) for form in forms]
    assert {each["item"] for each in fields} <= {"2"}
    return [(each["shows"], each.get("label", ""), words) for each, words in zip(fields, says, strict=True)]


def test_the_remote_offers_four_pictures_of_a_wall_and_says_which_is_on() -> None:
    day = Hall().ask_all("first?", "second?")
    html = day.remote()
    assert leads_to(html) == [
        ("labels", "", "All labels"),
        ("one", "1", "One by one"),
        ("themes", "", "Themes"),
        ("open", "", "Open questions"),
    ]
    assert len(re.findall('aria-pressed="true"', html)) == 1
    assert re.search(r'aria-pressed="true"[^>]*>.{0,200}All labels', html, re.DOTALL)
    assert "2 wait for a turn" in words_in(html)


def test_next_and_back_name_the_label_they_lead_to() -> None:
    day = Hall().ask_all("first?", "second?", "third?")
    day.do(agenda.turn_wall, agenda.TurnWall("one", 2, 2))
    html = day.remote()
    assert leads_to(html)[4:] == [("one", "1", "Label before"), ("one", "3", "Next label")]
    assert "Label 2 of 3" in words_in(html)
    assert "“first?”" in html
    assert "“third?”" in html


def test_when_the_label_on_the_screen_is_taken_off_next_goes_on_from_its_place() -> None:
    day = Hall().ask_all("first?", "second?", "third?")
    day.do(agenda.turn_wall, agenda.TurnWall("one", 2, 2))
    day.happens(wall.LabelHeld(2, "Unkind"))
    html = day.remote()
    assert leads_to(html)[4:] == [("one", "1", "Label before"), ("one", "3", "Next label")]
    assert "off the screen" in words_in(html)
    assert re.search(r'aria-pressed="true"[^>]*>.{0,200}All labels', html, re.DOTALL)


def test_without_labels_there_is_nothing_to_go_through() -> None:
    html = Hall().remote()
    assert [shows for shows, _, _ in leads_to(html)] == ["labels", "themes", "open"]
    assert re.search(r"disabled>.{0,200}One by one", html, re.DOTALL)
    message = Hall()
    message.do(agenda.show_item, agenda.ItemRequest(1))
    assert message.remote() == ""


def test_the_remote_turns_the_pages_of_what_is_still_open() -> None:
    texts = [
        f"{number}. How do people who use services and people who run them decide together?" for number in range(30)
    ]
    day = Hall().ask_all(*texts)
    day.do(agenda.turn_wall, agenda.TurnWall("open", 2))
    html = day.look(chair.chair, "chair-remote")
    assert re.search(r"Page 1 of \d", words_in(html))
    assert "Page 1 of" in words_in(day.look(chair.chair, "chair-sees"))


def test_who_cannot_see_the_small_picture_reads_what_the_room_sees() -> None:
    day = Hall().ask_all("first?")
    assert "newest label large" in day.look(chair.chair, "chair-sees")
    day.do(agenda.turn_wall, agenda.TurnWall("one", 2, 1))
    assert "One label, large: “first?”" in day.look(chair.chair, "chair-sees")
    day.do(agenda.turn_wall, agenda.TurnWall("themes", 2))
    assert "The themes of the wall" in day.look(chair.chair, "chair-sees")


def test_the_queue_says_whose_turn_it_is_and_who_is_next_and_why() -> None:
    day = Hall().ask_all("first?", "second?", "third?")
    day.do(wall.back_label, wall.BackLabel(3, "me_too"), VOICES[5])
    queue = questions.chair_questions
    assert "third?" in day.look(queue, "questions-next")
    assert "Most people back it." in words_in(day.look(queue, "questions-next"))
    day.do(wall.call_question, wall.QuestionRequest(3))
    assert "third?" in day.look(queue, "questions-now")
    assert "It has waited longest." in words_in(day.look(queue, "questions-next"))
    assert re.findall(r"(first|second)\?</p>", day.look(queue, "questions-line")) == ["second"]
    assert "3 of 3 questions are still open. 2 wait for a turn." in words_in(day.look(queue, "questions-lead"))
    day.do(wall.call_question, wall.QuestionRequest(1))
    assert "third?" in day.look(queue, "questions-had")


def test_only_the_chair_is_offered_to_call_a_question() -> None:
    day = Hall().ask_all("first?", "second?")
    day.do(wall.call_question, wall.QuestionRequest(1))
    day.do(agenda.turn_wall, agenda.TurnWall("labels", 2))
    containers = questions.LISTS
    chairs = "".join(day.look(questions.chair_questions, each) for each in containers)
    desks = "".join(day.look(questions.desk_questions, each) for each in containers)
    assert (chairs.count("do/call_question"), desks.count("do/call_question")) == (2, 0)
    assert "chair/questions/2" in chairs
    assert "facilitator/questions/2" in desks


def test_a_question_that_waits_for_a_look_is_in_the_queue_and_says_so() -> None:
    day = Hall()
    day.do(wall.post_label, wall.PostLabel("ask", "unread?"), VOICES[0])
    assert "it waits for a facilitator’s look" in day.look(questions.chair_questions, "questions-next")


def test_ended_questions_stay_in_the_list_and_what_was_taken_off_is_counted() -> None:
    day = Hall().ask_all("first?", "second?", "third?")
    day.happens(
        wall.QuestionEnded(1, Ending("answered", "Moira", "Yes.")), wall.LabelHeld(2, "Unkind: words for the writer")
    )
    for view in (questions.chair_questions, questions.desk_questions):
        assert "Answered by Moira: Yes." in day.look(view, "questions-ended")
        assert "1 question held back: unkind." in words_in(day.look(view, "questions-away"))


def test_delegates_read_how_questions_ended_and_never_what_was_taken_off() -> None:
    day = Hall().ask_all("first?", "hurtful?", "third?")
    day.happens(wall.QuestionEnded(1, Ending("later", "Moira", until="2026-05-31")), wall.LabelHeld(2, "Unkind: to Jo"))
    ended, still_open = (day.look(questions.questions, each) for each in ("asked-ended", "asked-open"))
    assert "To be answered after the day, by Moira, until 31 May 2026." in words_in(ended)
    assert ("first?" in ended, "third?" in still_open) == (True, True)
    whole = "".join(day.look(questions.questions, each) for each in questions.questions.containers)
    assert "hurtful" not in whole
    assert "to Jo" not in whole
    assert "1 question held back: unkind." in words_in(whole)


def test_one_question_by_itself_says_why_it_can_be_given_no_ending() -> None:
    day = Hall().ask_all("first?", "second?")
    one = find_view("desk/question/2", day.conference)
    assert one is not None
    assert role_of_view("desk/question/2") == "facilitator"
    assert "data-ended" not in day.look(one, "question-state")
    day.happens(wall.LabelJoined(2, 1))
    assert "ends with that one" in day.look(one, "question-state")
    other = find_view("desk/question/1", day.conference)
    assert other is not None
    assert "Asked in other words too: 1" in words_in(day.look(other, "question-state"))
    day.happens(wall.LabelHeld(1, "Unkind"))
    assert "taken off the wall" in day.look(other, "question-state")
    day.happens(wall.LabelTakenBack(1))
    assert "no longer on the wall" in day.look(other, "question-state")
    assert find_view("desk/question/99", day.conference) is None


def test_who_asked_is_in_no_piece() -> None:
    day = Hall().ask_all("first?", "second?").do(wall.call_question, wall.QuestionRequest(1))
    for view in (questions.chair_questions, questions.desk_questions, questions.questions, chair.chair):
        assert all("voice" not in repr(piece.model) for piece in view.pieces(day.scene))
