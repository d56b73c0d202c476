"""A suggested theme, taken as it was seen: the theme and the labels under it in one step. The rule.

The form names the labels that the facilitator saw. Those that are gone meanwhile are passed over, and none comes in unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import field

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import THE_DAYS_WALL
from live.conference.wall.themes import MOST_THEMES, standing_for
from live.conference.wall.wall_acts import LabelPutUnder, ThemeNamed, WallAct
from live.conference.words import NAME_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

MOST_LABELS = 200  # in one suggestion


class TakeSuggestion(Request, frozen=True):
    """A theme with this title for the labels in `fields` ("label", as often as there are labels)."""

    title: str = ""
    prompt: int = THE_DAYS_WALL
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


def take_suggestion(conference: Conference, ask: TakeSuggestion, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """If there is a theme of this name under the prompt already, its labels are joined by those that are missing."""
    wall = conference.wall
    title = clean_line(ask.title, NAME_LETTERS, "title", "A theme")
    named = {
        int(text) for text in ask.fields.get("label", ()) if text.isascii() and text.isdecimal() and len(text) < 10
    }
    if len(named) > MOST_LABELS:
        raise Refused(f"At most {MOST_LABELS} labels can be taken at once.")
    labels = [wall.by_id[number] for number in sorted(named) if number in wall.by_id]
    numbers = sorted(
        {standing_for(wall, label).id for label in labels if label.prompt == ask.prompt and not label.is_off}
    )
    if not numbers:
        raise Refused("These labels do not hang there any more. Please look again.")
    known = next((one for one in wall.themes_of(ask.prompt) if one.title.casefold() == title.casefold()), None)
    if known is None and len(wall.themes_of(ask.prompt)) >= MOST_THEMES:
        raise Refused(f"There are {MOST_THEMES} themes, which is as many as the wall can hold.", "title")
    theme = known.id if known is not None else wall.latest_theme + 1
    acts: list[WallAct] = [] if known is not None else [ThemeNamed(theme, title, prompt=ask.prompt)]
    return acts + [LabelPutUnder(number, theme) for number in numbers if theme not in wall.by_id[number].themes]
