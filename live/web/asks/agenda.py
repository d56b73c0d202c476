"""Requests of who runs the day: what is on the screen, the timer, the run of show and the plan."""

from __future__ import annotations

from collections.abc import Mapping

from live import conference
from live.conference import agenda, pictures, plan
from live.web.asks import CHAIR, FACILITATOR, LISTS, TEXTS, Ask

ASKS: Mapping[str, Ask] = {
    # facilitators
    "turn_wall": Ask(agenda.TurnWall, agenda.turn_wall, FACILITATOR, "It is on the screen."),
    # the chair
    "show_item": Ask(agenda.ItemRequest, agenda.show_item, CHAIR, "It is on the screen."),
    "turn_page": Ask(agenda.TurnPage, agenda.turn_page, CHAIR, "Turned."),
    "blank_screen": Ask(agenda.BlankScreen, agenda.blank_screen, CHAIR, "Done."),
    "freeze_screen": Ask(conference.FreezeScreen, conference.freeze_screen, CHAIR, "Done."),
    "start_timer": Ask(agenda.StartTimer, agenda.start_timer, CHAIR, "The timer is running."),
    "extend_timer": Ask(agenda.ExtendTimer, agenda.extend_timer, CHAIR, "There is more time."),
    "stop_timer": Ask(agenda.StopTimer, agenda.stop_timer, CHAIR, "The timer is gone."),
    "add_item": Ask(
        agenda.AddItem,
        agenda.add_item,
        CHAIR,
        "Added.",
        "chair/plan",
        leaves=True,
        most=TEXTS,  # 26 answers to choose from, of up to 200 letters
    ),
    "change_item": Ask(
        agenda.ChangeItem,
        agenda.change_item,
        CHAIR,
        "Saved.",
        "chair/plan",
        leaves=True,
        most=TEXTS,  # the same
    ),
    "move_item": Ask(agenda.MoveItem, agenda.move_item, CHAIR, "Moved."),
    "remove_item": Ask(agenda.ItemRequest, agenda.remove_item, CHAIR, "Removed.", "chair/plan"),
    "put_picture": Ask(pictures.PutPicture, pictures.put_picture, CHAIR, "The picture is changed."),
    "describe_day": Ask(conference.DescribeDay, conference.describe_day, CHAIR, "Saved."),
    "take_plan": Ask(
        plan.TakePlan,
        plan.take_plan,
        CHAIR,
        "The plan is in place.",
        "chair/plan",
        most=LISTS,  # a whole plan
    ),
}
