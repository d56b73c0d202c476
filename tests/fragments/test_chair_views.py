"""The chair's remote: one button for the next thing, buttons that name what they are for, and small changes."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from live.conference import FreezeScreen, agenda, freeze_screen, polls
from live.conference.polls.kinds import KINDS
from live.fragments import Picture, chair_words
from live.fragments.chair import chair, main_button
from live.fragments.chair import plan as plan_view
from live.fragments.chair_words import Ask
from live.web.chair import ITEM_FORMS
from live.web.templates import environment
from tests.fragments.test_stage_views import Day, words_in


def main(day: Day) -> Ask | None:
    item = day.conference.agenda.item
    poll = day.conference.polls.by_id.get(item.poll) if item else None
    return main_button(day.conference, poll)


def chair_html(day: Day, **more: Any) -> str:
    picture = Picture(chair, environment())
    picture.redraw(replace(day.scene, **more))
    return "".join(picture.fill(container) for container in chair.containers)


def forms(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every form: the request it sends, and its hidden fields but the request's id."""
    found = []
    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        name = re.search(r'action="[^"]*/do/(\w+)"', form)
        assert name
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        found.append((name[1], {field: value for field, value in hidden if field != "id"}))
    return found


def planned() -> Day:
    """A day of three items, the question in the middle; nothing is on the screen yet."""
    day = Day()
    for kind, title, question in (("message", "Hello", ""), ("poll", "Has it?", "one_choice"), ("pause", "Lunch", "")):
        fields = {"options": ["Yes\nNo"]}
        day.do(agenda.add_item, agenda.AddItem(kind, fields, title, question=question))
    return day


def test_the_main_button_leads_through_the_day() -> None:
    day = planned()
    pressed = []
    while (button := main(day)) is not None:
        pressed.append(button.says)
        fields = {name: int(value) for name, value in button.fields}
        rules: dict[str, tuple[Any, Any]] = {
            "show_item": (agenda.show_item, agenda.ItemRequest),
            "open_poll": (polls.open_poll, polls.RoundRequest),
            "close_poll": (polls.close_poll, polls.RoundRequest),
            "show_result": (polls.show_result, polls.ShowResult),
        }
        rule, shape = rules[button.name]
        day.do(rule, shape(**fields)).later()
    assert pressed == ["Begin", "Next item", "Open voting", "Close voting", "Show result", "Next item"]


def test_on_a_blank_screen_the_main_button_shows_it_again() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(1)).do(agenda.blank_screen, agenda.BlankScreen())
    button = main(day)
    assert button is not None
    assert (button.name, button.fields) == ("blank_screen", (("on", "no"),))


def test_every_button_names_the_item_or_the_round_it_is_for() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(2)).do(polls.open_poll, polls.RoundRequest(1, 1))
    day.do(polls.close_poll, polls.RoundRequest(1, 1))
    sent = forms(chair_html(day))
    assert ("show_result", {"page": "chair", "poll": "1", "round": "1"}) in sent
    assert ("open_poll", {"page": "chair", "poll": "1", "round": "1"}) in sent
    assert ("show_item", {"page": "chair", "item": "3"}) in sent
    assert ("show_item", {"page": "chair", "item": "1"}) in sent
    day.do(polls.show_result, polls.ShowResult(1, 1)).later()
    sent = forms(chair_html(day))
    assert ("hide_result", {"page": "chair", "poll": "1", "round": "1"}) in sent
    assert ("open_poll", {"page": "chair", "poll": "1", "round": "2"}) in sent
    assert ("open_poll", {"page": "chair", "poll": "1", "round": "1"}) not in sent


def test_more_time_is_asked_for_with_the_end_that_was_seen() -> None:
    day = planned().do(agenda.start_timer, agenda.StartTimer("5"))
    assert ("extend_timer", {"page": "chair", "minutes": "1", "ends": "1300000"}) in forms(chair_html(day))
    assert "start_timer" not in dict(forms(chair_html(day)))


def test_a_vote_changes_how_many_have_voted_and_nothing_else() -> None:
    day = Day().ask().vote(0, "A")
    before = {piece.key: piece.model for piece in chair.pieces(day.scene)}
    after = {piece.key: piece.model for piece in chair.pieces(day.vote(1, "B").scene)}
    assert {key for key in after if after[key] != before[key]} == {"chair-turnout"}


def test_a_phone_that_connects_changes_only_their_number() -> None:
    day = Day().ask()
    before = {piece.key: piece.model for piece in chair.pieces(day.scene)}
    after = {piece.key: piece.model for piece in chair.pieces(replace(day.scene, phones=8))}
    assert {key for key in after if after[key] != before[key]} == {"chair-phones"}
    assert "8 phones" in words_in(chair_html(day, phones=8))
    assert "1 phone " in words_in(chair_html(day, phones=1))


def test_a_frozen_screen_is_said_and_so_is_what_the_room_sees_meanwhile() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(1)).do(freeze_screen, FreezeScreen())
    day.do(agenda.show_item, agenda.ItemRequest(3))
    html = chair_html(day)
    assert "The screen is frozen" in html
    picture = Picture(chair, environment())
    picture.redraw(day.scene)
    assert "Hello" in picture.fill("chair-sees")
    assert "Lunch" not in picture.fill("chair-sees")


def test_behind_a_frozen_screen_a_count_does_not_change_what_the_room_is_said_to_see() -> None:
    day = Day().ask().vote(0, "A").vote(1, "B").vote(2, "A").do(freeze_screen, FreezeScreen())
    said = chair_words.seen_by_the_room(day.conference)
    assert "how many have voted" in said
    day.reveal()
    assert day.conference.polls.by_id[1].is_shown
    assert chair_words.seen_by_the_room(day.conference) == said


def test_what_is_wrong_with_the_server_is_the_first_thing_the_chair_reads() -> None:
    html = chair_html(Day().ask(), alarm="The disk is full.")
    assert html.index("The disk is full.") < html.index("Which formats?")
    assert 'role="alert"' in html
    assert 'role="alert"' not in chair_html(Day().ask())


def test_no_word_of_the_trade_is_shown_to_people() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(2)).do(polls.open_poll, polls.RoundRequest(1, 1))
    picture = Picture(plan_view, environment())
    picture.redraw(day.scene)
    shown = words_in(chair_html(day) + picture.fill("chair-plan-list") + day.html).casefold()
    for word in ("poll", "submit", "invalid", "session", "oops"):
        assert word not in shown


def test_an_item_of_the_plan_moves_one_place_up_or_down() -> None:
    day = planned()
    picture = Picture(plan_view, environment())
    picture.redraw(day.scene)
    moves = [fields for name, fields in forms(picture.fill("chair-plan-list")) if name == "move_item"]
    by_item = [(fields["item"], fields["after"]) for fields in moves]
    assert by_item == [("1", "-1"), ("1", "2"), ("2", "0"), ("2", "3"), ("3", "1"), ("3", "-1")]
    day.do(agenda.move_item, agenda.MoveItem(3, 1))
    assert [item.id for item in day.conference.agenda.items] == [1, 3, 2]


def test_what_is_on_the_screen_or_has_votes_cannot_be_removed_from_the_plan() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(2)).do(polls.open_poll, polls.RoundRequest(1, 1))
    day.do(agenda.show_item, agenda.ItemRequest(1))
    may_go = {piece.model.id: piece.model.may_go for piece in plan_view.pieces(day.scene)}
    assert may_go == {1: False, 2: False, 3: True}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_can_be_added_and_has_its_four_templates(kind: str) -> None:
    assert kind in [form.question for form in ITEM_FORMS]
    for name in ("editor", "stage", "stage_lead", "stage_result"):
        environment().get_template(f"polls/{kind}/{name}.html")


def test_every_kind_of_item_can_be_added() -> None:
    assert {form.kind for form in ITEM_FORMS} == set(agenda.ITEM_KINDS)


def test_titles_are_shown_as_words_and_never_as_markup() -> None:
    day = Day().ask(title="<b>Which?</b>")
    assert "<b>Which?</b>" not in chair_html(day)
    assert "&lt;b&gt;Which?" in chair_html(day)


def test_a_question_that_stays_open_can_be_closed_without_showing_it() -> None:
    day = planned().do(polls.open_poll, polls.RoundRequest(1, 1)).do(agenda.show_item, agenda.ItemRequest(3))
    assert "chair-still-list" in chair_html(day)
    assert ("close_poll", {"page": "chair", "poll": "1", "round": "1"}) in forms(chair_html(day))
    assert 'aria-describedby="chair-still-1-title"' in chair_html(day)  # read out which question it closes
    day.do(agenda.show_item, agenda.ItemRequest(2))
    assert "chair-still-list" not in chair_html(day)  # the main button closes what is on the screen
    day.do(agenda.show_item, agenda.ItemRequest(3)).do(polls.close_poll, polls.RoundRequest(1, 1))
    assert "chair-still-list" not in chair_html(day)
