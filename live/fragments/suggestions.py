"""What is suggested to people, worked out from the labels that hang: pairs that may say the same, themes from shared words, and
offers that may fit to asks. `live/likeness.py` compares; here is which labels are compared with which.
"""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from live.conference.wall import THE_DAYS_WALL, LabelKind, Wall
from live.conference.words import NAME_LETTERS
from live.likeness import Alike, Likeness, Match, Shared, matches, shared_words


class SharedWord(Struct, frozen=True):
    """A theme that could be: a word, and the labels of one prompt that hold it."""

    prompt: int
    shared: Shared


class Suggested(Struct, frozen=True):
    """`pairs` are labels of one prompt and kind, the nearest first; `fitting` are an ask and an offer of the day's wall."""

    pairs: tuple[Alike, ...] = ()
    words: tuple[SharedWord, ...] = ()
    fitting: tuple[Match, ...] = ()


class Suggestions:
    """Of one conference. It remembers what it has compared. Not for two threads at once."""

    def __init__(self) -> None:
        self._texts: dict[tuple[int, LabelKind], dict[int, str]] = {}
        self._likeness: defaultdict[tuple[int, LabelKind], Likeness] = defaultdict(Likeness)
        self._suggested = Suggested()

    def of(self, wall: Wall) -> Suggested:
        """What is suggested for the labels that hang. The very same object as before where no words have changed."""
        texts: defaultdict[tuple[int, LabelKind], dict[int, str]] = defaultdict(dict)
        for label in wall.by_id.values():
            if not label.is_off:
                texts[label.prompt, label.kind][label.id] = label.text
        if texts != self._texts:
            for gone in self._likeness.keys() - texts.keys():
                del self._likeness[gone]
            self._texts = dict(texts)
            self._suggested = self._made()
        return self._suggested

    def _made(self) -> Suggested:
        pairs = [pair for group, texts in self._texts.items() for pair in self._likeness[group].alike(texts)]
        by_prompt: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for (prompt, _), texts in self._texts.items():
            by_prompt[prompt] |= texts
        return Suggested(
            tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))),
            tuple(
                SharedWord(prompt, shared)
                for prompt in sorted(by_prompt)
                for shared in shared_words(by_prompt[prompt])
                if len(shared.word) <= NAME_LETTERS
            ),
            tuple(
                matches(self._texts.get((THE_DAYS_WALL, "ask"), {}), self._texts.get((THE_DAYS_WALL, "contribute"), {}))
            ),
        )
