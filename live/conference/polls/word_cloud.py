"""Up to three words: every voice writes one to three words or short phrases. The result is a cloud of all of them.

Words that differ only in capitals, spaces, hyphens or marks around them are one word, and so are a word and its plain English
plural if people wrote both. Each person counts once for a word. The cloud is made from the counted answers; the tally knows only
how many people answered and how many words they wrote.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar

from live.conference.polls.question import Answer, Dice, Family, Fields, Question, Tally, Word
from live.conference.words import Refused, clean_line

PLACES = ("vote.1", "vote.2", "vote.3")
NAMES = ("Your first word", "Your second word", "Your third word")
LETTERS = 24

SHORTEST_PLURAL = 4  # "gas" is no plural of "ga"
OTHER_MEANING = frozenset(
    (
        "arms",
        "customs",
        "glasses",
        "goods",
        "hers",
        "means",
        "news",
        "ours",
        "rights",
        "theirs",
        "trusts",
        "works",
        "yours",
    )
)
"""Words that look like the plural of another word and mean something else: in a hall "trust" is no organisation."""

AROUND = ".,;:!?…\"'“”‘’„«»#*()[]"

IMAGINED = (
    *(
        "trust",
        "Trust",
        "together",
        "sharing power",
        "shared power",
        "listening",
        "equal voice",
        "equal voices",
        "time",
    ),
    *("lived experience", "lived-experience", "respect", "honesty", "carers", "plain English", "relationships", "hope"),
    *("bottom-up", "gifts", "change", "partnership", "patience", "kindness", "community", "communities", "tea"),
)


class WordCloud(Question, frozen=True, tag="word_cloud"):
    kind_name: ClassVar[str] = "Up to three words"
    about: ClassVar[str] = (
        "People write one, two or three words each; the more people write a word, the larger it is shown."
    )
    family: ClassVar[Family] = "say"
    can_run: ClassVar[bool] = False
    has_groups: ClassVar[bool] = False
    shows_words: ClassVar[bool] = True
    longest_answer: ClassVar[int] = 320

    def checked(self) -> WordCloud:
        return self

    def read(self, fields: Fields) -> Answer:
        words: dict[str, str] = {}
        for field, name in zip(PLACES, NAMES, strict=True):
            written = [text for text in fields.get(field, ()) if text]
            if len(written) > 1:
                raise Refused("Please write one word or short phrase in each box.", field)
            word = clean_line(written[0], LETTERS, field, name, optional=True) if written else ""
            if word:
                words.setdefault(folded(word), word)
        if not words:
            raise Refused("Please write at least one word.", PLACES[0])
        return tuple(words.values())

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {field: [word] for field, word in zip(PLACES, _words(answer), strict=False)}

    def read_back(self, answer: Answer) -> str:
        return ", ".join(_words(answer))

    def empty(self) -> Tally:
        return (0, 0)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return (tally[0] + times, tally[1] + times * len(_words(answer)))

    def marks(self, tally: Tally) -> int:
        """How many words were written in all."""
        return tally[1]

    def cloud(self, answers: Sequence[Answer]) -> tuple[Word, ...]:
        """All words with how many people said each, most first, then by the alphabet."""
        keys = {folded(word) for answer in _given(answers) for word in answer}
        people: Counter[str] = Counter()
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for answer in _given(answers):
            said = {word: singular(folded(word), keys) for word in answer}
            people.update(set(said.values()))
            for word, key in said.items():
                spellings[key][word] += 1
        words = [Word(_usual(spellings[key]), count) for key, count in people.items()]
        return tuple(sorted(words, key=lambda word: (-word.people, word.text.casefold(), word.text)))

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`words`: every word, and how many people said it."""
        return {"words": [{"text": word.text, "people": word.people} for word in self.cloud(answers)]}

    def imagine(self, dice: Dice) -> Fields:
        return {field: [IMAGINED[min(dice(len(IMAGINED)), dice(len(IMAGINED)))]] for field in PLACES[: 1 + dice(3)]}

    @classmethod
    def example(cls) -> WordCloud:
        return cls()

    @classmethod
    def from_form(cls, fields: Fields) -> WordCloud:
        return cls()


def folded(word: str) -> str:
    """What makes two spellings the same word: without capitals, spaces, hyphens, and marks around it. Accents stay."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    bare = "".join(letter for letter in plain.strip(AROUND) if unicodedata.category(letter) not in ("Pd", "Zs"))
    return bare or plain


def singular(key: str, known: Collection[str]) -> str:
    """The word whose plain English plural this is, if somebody wrote that one too; else the word itself."""
    while True:
        found = next((shorter for shorter in _singulars(key) if shorter in known), None)
        if found is None:
            return key
        key = found


def _singulars(key: str) -> Iterator[str]:
    """What this would be the plural of. "glass" is none, and "buses" not of "buse" alone."""
    if len(key) < SHORTEST_PLURAL or not key.endswith("s") or key.endswith("ss") or key in OTHER_MEANING:
        return
    yield key[:-1]
    if key.endswith("ies"):
        yield key[:-3] + "y"
    elif key.endswith("es") and key[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
        yield key[:-2]


def _usual(spellings: Counter[str]) -> str:
    """The spelling that most people chose; of several the shortest, without capitals if there is one."""
    return min(spellings, key=lambda word: (-spellings[word], len(word), word != word.lower(), word))


def _given(answers: Sequence[Answer]) -> Iterator[tuple[str, ...]]:
    """The answers that are words."""
    return (_words(answer) for answer in answers if isinstance(answer, tuple))


def _words(answer: Answer) -> tuple[str, ...]:
    assert isinstance(answer, tuple)
    return tuple(str(word) for word in answer)
