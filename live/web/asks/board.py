"""Requests about open space: topics and who wants them, the market place, rooms and times, a suggested timetable, the bell."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import board
from live.web import planning
from live.web.asks import ABOVE, DELEGATE, FACILITATOR, IN_THE_ROOM, LISTS, Ask

ASKS: Mapping[str, Ask] = {
    # delegates
    "propose_topic": Ask(board.ProposeTopic, board.propose_topic, DELEGATE, "Your topic is in.", "board", leaves=True),
    "change_topic": Ask(board.ChangeTopic, board.change_topic, DELEGATE, "Your topic is changed.", ABOVE),
    "withdraw_topic": Ask(
        board.TopicRequest, board.withdraw_topic, DELEGATE, "Your topic is taken back, for good.", "board", leaves=True
    ),
    "follow_topic": Ask(board.FollowTopic, board.follow_topic, DELEGATE, "Noted.", is_said=False),
    "host_topic": Ask(board.HostTopic, board.host_topic, DELEGATE, "Thank you. You host this topic.", ABOVE),
    "leave_hosting": Ask(board.TopicRequest, board.leave_hosting, DELEGATE, "It needs a host again.", ABOVE),
    # everybody who was in the room
    "ask_to_merge": Ask(
        board.AskToMerge, board.ask_to_merge, IN_THE_ROOM, "It is asked. They are one topic when both hosts say yes."
    ),
    "agree_to_merge": Ask(board.MergeRequest, board.agree_to_merge, IN_THE_ROOM, "The yes is in."),
    "drop_merge": Ask(board.MergeRequest, board.drop_merge, IN_THE_ROOM, "Noted. They stay two topics."),
    "part_topic": Ask(board.TopicRequest, board.part_topic, IN_THE_ROOM, "They are two topics again."),
    # facilitators
    "be_quiet": Ask(board.MarketRequest, board.be_quiet, FACILITATOR, "From now on people write quietly."),
    "open_market": Ask(board.MarketRequest, board.open_market, FACILITATOR, "The market is open."),
    "pitch_topic": Ask(board.PitchTopic, board.pitch_topic, FACILITATOR, "The minute is running."),
    "end_pitch": Ask(board.MarketRequest, board.end_pitch, FACILITATOR, "The pitch is over."),
    "repeat_topic": Ask(board.RepeatTopic, board.repeat_topic, FACILITATOR, "Done."),
    "place_topic": Ask(board.PlaceTopic, board.place_topic, FACILITATOR, "Moved.", told=board.what_moved),
    "undo_step": Ask(board.UndoStep, board.undo_step, FACILITATOR, "It is taken back."),
    "suggest_timetable": Ask(
        planning.SuggestTimetable, planning.suggest_timetable, FACILITATOR, "It is being worked out.", is_said=False
    ),
    "apply_moves": Ask(
        board.ApplyMoves,
        board.apply_moves,
        FACILITATOR,
        "Moved.",
        told=board.what_was_applied,
        most=LISTS,  # 500 moves with the names of rooms and times
    ),
    "drop_timetable": Ask(
        planning.DropTimetable,
        planning.drop_timetable,
        FACILITATOR,
        "The suggestion is put away. The board is as it was.",
    ),
    "lock_cell": Ask(board.CellRequest, board.lock_cell, FACILITATOR, "Locked: nothing moves in or out."),
    "unlock_cell": Ask(board.CellRequest, board.unlock_cell, FACILITATOR, "Unlocked."),
    "put_room": Ask(
        board.PutRoom, board.put_room, FACILITATOR, "The room is saved.", "facilitator/places", leaves=True
    ),
    "remove_room": Ask(
        board.RemoveRoom,
        board.remove_room,
        FACILITATOR,
        "The room is off the board.",
        "facilitator/places",
        leaves=True,
    ),
    "put_slot": Ask(
        board.PutSlot, board.put_slot, FACILITATOR, "The time is saved.", "facilitator/places", leaves=True
    ),
    "remove_slot": Ask(
        board.RemoveSlot,
        board.remove_slot,
        FACILITATOR,
        "The time is off the board.",
        "facilitator/places",
        leaves=True,
    ),
    "ring_bell": Ask(board.RingBell, board.ring_bell, FACILITATOR, "The bell rings."),
    "still_bell": Ask(board.StillBell, board.still_bell, FACILITATOR, "The bell is taken back."),
}
