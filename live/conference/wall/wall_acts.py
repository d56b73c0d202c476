"""What happens to the wall, as it is written down: the acts."""

from __future__ import annotations

from live.conference.people import Fact
from live.conference.wall.labels import Ending, LabelKind, Support


class PromptPut(Fact, frozen=True):
    """A new prompt, or new words for one."""

    prompt: int
    title: str
    hint: str = ""


class PromptRemoved(Fact, frozen=True):
    """Nothing hung there."""

    prompt: int


class LabelPosted(Fact, frozen=True):
    """`waits`: no facilitator has looked at it. `paper`, `source`, `prompt`: as in `Label`."""

    label: int
    kind: LabelKind
    text: str
    writer: str
    signed: str = ""
    at: int = 0
    prompt: int = 0
    waits: bool = False
    paper: bool = False
    source: str = ""


class LabelReworded(Fact, frozen=True):
    """Its writer wrote it anew. All that was written down about the label before is erased with this act, old words and all, so
    it holds what stays: where it hangs, what was decided about it. Who backed the old words has not backed the new ones."""

    label: int
    kind: LabelKind
    text: str
    writer: str
    signed: str = ""
    at: int = 0
    prompt: int = 0
    waits: bool = False
    held: str = ""
    parked: str = ""
    themes: tuple[int, ...] = ()
    ending: Ending | None = None


class LabelTakenBack(Fact, frozen=True):
    """Its writer took it down. The label's words are erased from the disk with this act."""

    label: int


class LabelHeld(Fact, frozen=True):
    label: int
    reason: str


class LabelParked(Fact, frozen=True):
    """Put aside for another day."""

    label: int
    reason: str


class LabelReleased(Fact, frozen=True):
    """Held or put aside no longer; it was looked at."""

    label: int
    reason: str = ""


class LabelsLookedAt(Fact, frozen=True):
    """A facilitator looked at them: they may be shown on the screen. `look` counts these looks, each of which can be undone."""

    labels: tuple[int, ...]
    look: int = 0
    at: int = 0


class LabelsWaitAgain(Fact, frozen=True):
    """A facilitator took a step back: they hang, and wait for a look again."""

    labels: tuple[int, ...]


class LookChosen(Fact, frozen=True):
    """Whether labels wait for a facilitator's look before the screen shows them, and before phones do."""

    screen: bool
    phones: bool


class WordListPut(Fact, frozen=True):
    """The words of a language that hold a label, as the conference wants them; `on`: whether they are looked for."""

    language: str
    words: tuple[str, ...]
    on: bool = True


class LabelBacked(Fact, frozen=True):
    label: int
    voice: str
    support: Support


class BackingWithdrawn(Fact, frozen=True):
    label: int
    voice: str
    support: Support


class LabelJoined(Fact, frozen=True):
    """A person saw that it says the same as another, `into`, which stands for it from now on. Its words are kept."""

    label: int
    into: int


class LabelParted(Fact, frozen=True):
    """It stands for itself again."""

    label: int


class PairKeptApart(Fact, frozen=True):
    """A person saw that these two do not say the same; the smaller number first."""

    one: int
    other: int


class TableNamed(Fact, frozen=True):
    """A new table for a tally of open answers, or a new name for one."""

    table: int
    title: str
    prompt: int = 0


class TableRemoved(Fact, frozen=True):
    """With its rows."""

    table: int


class ThemeNamed(Fact, frozen=True):
    """A new theme (or row of a table), or other words for one; it stays where it stands."""

    theme: int
    title: str
    text: str = ""
    prompt: int = 0
    table: int = 0


class ThemeMoved(Fact, frozen=True):
    """It follows another one now; 0: it is the first."""

    theme: int
    after: int


class ThemeRemoved(Fact, frozen=True):
    theme: int


class LabelPutUnder(Fact, frozen=True):
    label: int
    theme: int


class LabelTakenFrom(Fact, frozen=True):
    """It no longer stands under the theme, and is no quote of it."""

    label: int
    theme: int


class QuotePicked(Fact, frozen=True):
    """A label that stands under a theme was chosen to stand for it, on the screen and in the write-up."""

    label: int
    theme: int


class QuoteDropped(Fact, frozen=True):
    label: int
    theme: int


class QuestionCalled(Fact, frozen=True):
    """It is this question's turn."""

    label: int
    at: int = 0


class QuestionEnded(Fact, frozen=True):
    label: int
    ending: Ending


class EndingTakenBack(Fact, frozen=True):
    """The question is open again."""

    label: int


LabelAct = (
    LabelHeld
    | LabelParked
    | LabelReleased
    | LabelBacked
    | BackingWithdrawn
    | LabelPutUnder
    | LabelTakenFrom
    | QuestionEnded
    | EndingTakenBack
    | LabelJoined
    | LabelParted
)
"""What changes one label and nothing else."""

DECIDED = LabelHeld | LabelParked | LabelReleased | QuestionEnded | EndingTakenBack | LabelJoined | LabelParted


def decided_on(act: object) -> tuple[int, ...]:
    """The labels about which an act decides something that their writers see."""
    if isinstance(act, LabelsLookedAt | LabelsWaitAgain):
        return act.labels
    return (act.label,) if isinstance(act, DECIDED) else ()


ThemeAct = TableNamed | TableRemoved | ThemeNamed | ThemeMoved | ThemeRemoved | QuotePicked | QuoteDropped

WallAct = (
    LabelAct
    | ThemeAct
    | PromptPut
    | PromptRemoved
    | LabelPosted
    | LabelReworded
    | LabelTakenBack
    | LabelsLookedAt
    | LabelsWaitAgain
    | LookChosen
    | WordListPut
    | PairKeptApart
    | QuestionCalled
)
