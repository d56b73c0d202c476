"""What every kind of question can do. A new kind is a class like this in a file of its own, and one line in `kinds.py`.

A question is asked in a poll; an answer is what one voice says to it; a tally is the count of many answers, kept as plain
numbers so that counting one vote more costs the same whether ten or ten thousand were cast before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from live.conference.words import Refused

Answer = int | str | tuple[int | str, ...]
"""What one voice said, as its kind writes it down: an option's place, a text, several places. Negative numbers are `PASSES`."""

Tally = tuple[int, ...]
Family = Literal["choose", "share", "say", "decide"]
Fields = Mapping[str, Sequence[str]]
"""A form as it arrives: every field with all of its values. An answer's fields are called "vote" or "vote.<something>"."""

Dice = Callable[[int], int]
"""`dice(n)` gives a number from 0 to n - 1. Simulated delegates throw it; nothing in the rules does."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = (*ALPHABET, *("A" + letter for letter in ALPHABET[:4]))
"""What options are called on phones, paper and screen: A to Z, then AA to AD."""
MOST_OPTIONS = len(LETTERS)
PATTERNS = 20  # how many papers with patterns of their own the stylesheets have; then they come again


class Bar(Struct, frozen=True):
    """One line of a result: the option, how many chose it, and its length as a share (0 to 1) of the longest bar.

    `value` is what stands at its end where that is not the votes ("23 points"), and `amount` the same as a number, by which two
    rounds are compared; `detail` a few small words more. `low` and `high` are the spread, as shares like the length (both 0: none
    is drawn). `line` are the words of a line under this bar ("The money ends here"). `picture`: the name of what stands beside
    its words; kinds leave it to `pictured`.
    """

    letter: str
    text: str
    votes: int
    share: float
    percent: int
    value: str = ""
    detail: str = ""
    low: float = 0.0
    high: float = 0.0
    line: str = ""
    amount: float = 0.0
    picture: str = ""

    @property
    def paper(self) -> str:
        """The letter whose paper and pattern this bar has."""
        if self.letter in LETTERS:
            return str(LETTERS[LETTERS.index(self.letter) % PATTERNS])
        return self.letter


class Strip(Struct, frozen=True):
    """A row that is divided into parts: a statement or a group of people, and how it divides. `parts` are like bars; their
    `share` is of the whole row, so that all shares add up to 1 (or are all 0). `size`: how many people; `detail`: a few words
    more about the row ("mean 3.8")."""

    name: str
    size: int
    parts: tuple[Bar, ...]
    detail: str = ""


class Word(Struct, frozen=True):
    """A word in a cloud: as most people spelled it, and how many said it."""

    text: str
    people: int


class Question(Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The part all kinds share. `kind` in the journal, in `day.toml` and in `templates/polls/` is the class's tag."""

    kind_name: ClassVar[str]
    """How a chair would call this kind: "One choice"."""

    about: ClassVar[str]
    """For a chair who chooses a kind: what people do with it, in one sentence."""

    family: ClassVar[Family] = "choose"
    """Among which kinds a chair looks for it."""

    is_ordered: ClassVar[bool] = False
    """Whether the order of the bars means something. If not, the screen shows the longest first."""

    can_run: ClassVar[bool] = True
    """Whether a running result can be made from the tally alone."""

    has_groups: ClassVar[bool] = True
    """Whether a result can be broken down by group: its bars then also stand for each group."""

    has_totals: ClassVar[bool] = False
    """Whether a teller may type in totals from paper: for kinds whose tally is one number for each bar."""

    shows_words: ClassVar[bool] = False
    """Whether a result shows what people wrote, and not only totals."""

    parts_say: ClassVar[str] = ""
    """By what a group's row is divided, where that is not what the bars show."""

    longest_answer: ClassVar[int] = 256
    """Bytes of JSON that the longest answer takes. Sealed votes are filled up to this length, so that all look the same."""

    @property
    def kind(self) -> str:
        """The tag: the name of this kind in files."""
        return str(type(self).__struct_config__.tag)

    @property
    def most_marks(self) -> int:
        """How many bars one ballot can add to at most, for kinds that have totals."""
        return 1

    def checked(self) -> Question:
        """This question with cleaned words. Raises `Refused` when it cannot be asked like this."""
        raise NotImplementedError

    @property
    def has_pictures(self) -> bool:
        """Whether there is a picture beside any of its options."""
        return False

    def picture_of(self, letter: str) -> str:
        """The name of the picture beside the option with this letter; "" for none."""
        return ""

    def sorted_by_words(self) -> Question:
        """This question with its options in the order of the alphabet, for kinds that have options."""
        return self

    def read(self, fields: Fields) -> Answer:
        """The answer in a form's fields. Raises `Refused`, naming the field that it is about."""
        raise NotImplementedError

    def said(self, answer: Answer) -> dict[str, list[str]]:
        """The form fields that give this answer: the way back of `read`."""
        raise NotImplementedError

    def read_back(self, answer: Answer) -> str:
        """The answer as it is read back to whoever gave it."""
        raise NotImplementedError

    def empty(self) -> Tally:
        """The tally before the first vote."""
        raise NotImplementedError

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        """The tally with this answer counted `times` more; -1 takes it out again. Costs the same however many came before."""
        raise NotImplementedError

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """The result as bars in the options' own order, those with none too. Empty for kinds that have none."""
        return ()

    def parts(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """How those who answered divide, for a group's row: bars whose `share` and `percent` are of people or of what they gave.
        Usually the bars themselves."""
        return self.bars(tally, voters)

    def strips(self, tally: Tally) -> tuple[Strip, ...]:
        """The result as divided rows, for kinds that are shown so."""
        return ()

    def own_words(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """What people wrote, for kinds where it is read rather than counted."""
        return ()

    def cloud(self, answers: Sequence[Answer]) -> tuple[Word, ...]:
        """The words that people gave with how many gave each, most first, for kinds that are shown as a cloud."""
        return ()

    def verdict(self, tally: Tally, could_vote: int) -> str:
        """For kinds that decide by a rule: what was decided, in one sentence with its figures. `could_vote`: how many could."""
        return ""

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """What the report's JSON says of a result besides bars, marks and mean: plain numbers, texts, lists. Usually nothing."""
        return {}

    def marks(self, tally: Tally) -> int:
        """How many marks were made in all. For most kinds one a person."""
        return sum(tally)

    def mean(self, tally: Tally) -> float | None:
        """The mean answer, for kinds whose answers are numbers."""
        return None

    def imagine(self, dice: Dice) -> Fields:
        """An answer that somebody might give, for the demo day and for load tests."""
        raise NotImplementedError

    @classmethod
    def example(cls) -> Question:
        """A question of this kind as somebody might ask it, already checked."""
        raise NotImplementedError

    @classmethod
    def from_form(cls, fields: Fields) -> Question:
        """The question in the chair's editing form. Raises `Refused`."""
        raise NotImplementedError


def bars_of(options: Sequence[str], tally: Tally, voters: int, marks: Sequence[str] = LETTERS) -> tuple[Bar, ...]:
    """Bars for options and their counts; percent is of the people who voted, rounded to whole numbers."""
    longest = max(tally, default=0) or 1
    return tuple(
        Bar(marks[place], text, votes, round(votes / longest, 3), round(100 * votes / voters) if voters else 0)
        for place, (text, votes) in enumerate(zip(options, tally, strict=True))
    )


def pictured(question: Question, bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Bars of this question, with the pictures of its options."""
    if not question.has_pictures:
        return tuple(bars)
    return tuple(replace(bar, picture=question.picture_of(bar.letter)) for bar in bars)


def bump(tally: Tally, places: Sequence[int], times: int) -> Tally:
    counts = list(tally)
    for place in places:
        counts[place] += times
    return tuple(counts)


def lines_of(fields: Fields, name: str) -> list[str]:
    return [line for line in first(fields, name).splitlines() if line.strip()]


def first(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0] if values else ""


def only(fields: Fields, name: str) -> str:
    """The one value of a field, "" if there is none. Raises `Refused` when there are several: whose answer would that be?"""
    if len(fields.get(name, ())) > 1:
        raise Refused("This answer came twice in one form. Please load the page again.", name)
    return first(fields, name)


def whole_number(text: str, field: str, say: str, most: int = 1_000_000_000) -> int:
    """A whole number from 0 to `most` that somebody typed; nothing typed is 0. Raises `Refused` with `say`."""
    digits = text.strip()
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal()) or len(digits.lstrip("0")) > len(str(most)) or int(digits) > most:
        raise Refused(say, field)
    return int(digits)


def places_of(values: Sequence[str], marks: Sequence[str], field: str = "vote") -> list[int]:
    """Letters from a form as places in the list of options. Raises `Refused` for what is not an option."""
    places = []
    for value in values:
        if value not in marks:
            raise Refused("That is not one of the answers. Please choose again.", field)
        places.append(marks.index(value))
    return places
