"""Requests of who takes part: coming in, badges and doors, taking away what one gave, and how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import entering, forgetting
from live.web.asks import CHAIR, DELEGATE, Ask

ASKS: Mapping[str, Ask] = {
    # delegates
    "join": Ask(entering.ComeIn, entering.come_in, DELEGATE, "Welcome.", "", leaves=True, is_said=False),
    "use_badge": Ask(
        entering.UseBadge, entering.use_badge, DELEGATE, "Your badge is in use here.", "badge", is_said=False
    ),
    "take_away": Ask(
        forgetting.TakeAway, forgetting.take_away, DELEGATE, "All that you gave is taken away, for good.", "join"
    ),
    # the chair
    "choose_door": Ask(entering.ChooseDoor, entering.choose_door, CHAIR, "Saved."),
    "make_badges": Ask(
        entering.MakeBadges, entering.make_badges, CHAIR, "The badges are made. Now you can print them."
    ),
    "set_end_date": Ask(forgetting.SetEndDate, forgetting.set_end_date, CHAIR, "The day is set."),
}
