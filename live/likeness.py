"""What says the same, and what shares words: near-equal labels, words that many of them hold, offers that fit to asks.

All of it is only ever *suggested* to people, who decide. Nothing leaves the machine: rapidfuzz measures how alike two texts are,
snowballstemmer takes words back to their stems ("schools" and "school" are one word). The same texts give the same answer, in
whatever order they came in.

Texts are compared by their content: their stems without small words, in order of the alphabet. So "More time for the children!"
and "Children: time" are near, and "I can cook" and "I can sing" are not.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

import snowballstemmer
from rapidfuzz import fuzz, process

LEAST_SCORE = 76.0
"""Of 100: below this nobody is asked whether two texts say the same."""
ALIKE_TO_ONE = 20  # near texts kept for each: hundreds of copies of one joke must not fill the memory
MOST_PAIRS = 200
MOST_TEXTS = 2_000  # the newest are compared, should a wall ever hold more
MOST_LETTERS = 400  # of a text; labels have 300 at most
LEAST_WORD = 3  # letters
LEAST_SHARERS = 3
MOST_SHARED_WORDS = 12
SO_COMMON = 0.5  # a word that more than half of all texts hold tells them apart no more
MATCHES_OF_ONE = 3
MOST_HOLDERS = (
    50  # offers with a word that an offer is found by: thousands of labels made of common words must not take seconds
)

_SMALL_WORDS = {
    "english": """a about after all also am an and any are as at be because been before being but by can cannot
        could did do does doing each few for from get had has have having he help her here him his how i if in
        into is it its just like make many me more most much my need no nor not now of off on one only or other
        our out over own people please same she should so some such than that the their them then there these
        they thing things this those to too under until up us very want was we were what when where which while
        who whom whose why will with without would you your""",
    "german": """aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis
        bist brauche brauchen da damit dann das dass dein dem den der des dich die dies diese diesem diesen
        dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch euer für gegen habe
        haben hat hatte hier hinter ich ihm ihn ihnen ihr ihre im in ins ist ja jede jeder jetzt kann kein keine
        können könnte leute machen man manche mehr mein meine mich mir mit muss müssen nach nicht nichts noch
        nun nur ob oder ohne sehr sein seine sich sie sind so soll sollen sollte sondern über um und uns unser
        unsere unter viel viele vom von vor wann war waren warum was weil welche wenn wer werde werden wie
        wieder will wir wird wo wollen würde zu zum zur zwischen""",
    "french": """à ai aide aider au aussi autre aux avec avez avoir avons beaucoup besoin bien car ce cela ces
        cet cette ceux chose comme comment d dans de des deux devons dois doit donc du elle elles en encore
        entre est et étaient était être eu eux faire fait faut gens il ils j je l la le les leur leurs lui m ma
        mais me même mes moi mon n ne nos notre nous on ont ou où par pas peut peux plus pour pourquoi pouvons
        qu quand que quel quelle qui s sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute
        toutes très trop tu un une vais vers veux vos votre vous y""",
    "spanish": """a al algo algunas algunos ante aquí así aunque ayudar cada como cómo con cosa cosas cual cuál
        cuando cuándo de del desde donde dónde dos e el él ella ellas ellos en entre era eran es esa esas ese
        eso esos esta está estamos están estas este esto estos fue fueron gente ha haber hacer hacia han hasta
        hay la las le les lo los más me mi mis mucho muchos muy nada necesitamos necesito ni no nos nosotros
        nuestra nuestro o os otra otro para pero podemos por porque qué que quien quién quiero se sea ser si sí
        sin sobre son soy su sus también tan te tener tengo tiene tienen todo todos tu tus un una unas uno unos
        y ya yo""",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ALL_SMALL = frozenset().union(*_SMALL.values())
_WORD = re.compile(r"[^\W_]+")
_stemmers = {language: snowballstemmer.stemmer(language) for language in _SMALL}
_one_at_a_time = threading.Lock()  # a stemmer keeps the word it works on


class Alike(NamedTuple):
    """Two texts by their numbers, the smaller first, and how alike they are: from `LEAST_SCORE` to 100."""

    one: int
    other: int
    score: float


class Shared(NamedTuple):
    """A word as most of the texts write it, and the numbers of those that hold it, rising."""

    word: str
    texts: tuple[int, ...]


class Match(NamedTuple):
    """An ask and an offer that share `words`; the rarer the words, the higher the score."""

    ask: int
    offer: int
    words: tuple[str, ...]
    score: float


class Likeness:
    """Near-equal texts among those that belong together. It remembers what it has compared: one more text among 600 is compared
    600 times (a fraction of a millisecond), the others not again. Not for two threads at once."""

    def __init__(self) -> None:
        self._content: dict[int, str] = {}
        self._near: dict[int, dict[int, float]] = {}
        self.compared = 0
        """How many texts have been compared with others so far: each once, until its words change."""

    def alike(self, texts: Mapping[int, str]) -> list[Alike]:
        """The pairs that may say the same, the nearest first, then the oldest; at most `MOST_PAIRS`."""
        newest = sorted(texts)[-MOST_TEXTS:]
        language = language_of(texts[number] for number in newest)
        content = {number: content_of(texts[number], language) for number in newest}
        for number in [known for known, words in self._content.items() if content.get(known) != words]:
            self._forget(number)
        for number in newest:
            if number not in self._content:
                self._compare(number, content[number])
        found = [
            Alike(number, other, score)
            for number, near in self._near.items()
            for other, score in near.items()
            if number < other
        ]
        return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))[:MOST_PAIRS]

    def _compare(self, number: int, content: str) -> None:
        near = process.extract(content, self._content, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, limit=ALIKE_TO_ONE)
        self._content[number] = content
        self._near[number] = {}
        self.compared += 1
        for _, score, other in near:
            self._near[number][other] = self._near[other][number] = round(score, 1)

    def _forget(self, number: int) -> None:
        del self._content[number]
        for other in self._near.pop(number):
            del self._near[other][number]


def shared_words(texts: Mapping[int, str]) -> list[Shared]:
    """Words that at least three texts hold, and at most half of them: the most frequent first, then by the alphabet."""
    language = language_of(texts.values())
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(texts)[-MOST_TEXTS:]:
        for stem, word in _stems(texts[number], language).items():
            written[stem][word] += 1
            holders[stem].append(number)
    most = max(LEAST_SHARERS, SO_COMMON * len(texts))
    found: dict[tuple[int, ...], Shared] = {}
    for stem, numbers in sorted(holders.items(), key=lambda one: (-len(one[1]), one[0])):
        if LEAST_SHARERS <= len(numbers) <= most:
            word = min(written[stem], key=lambda form: (-written[stem][form], form))
            found.setdefault(tuple(numbers), Shared(word, tuple(numbers)))  # two words of the same texts are one group
    return list(found.values())[:MOST_SHARED_WORDS]


def matches(asks: Mapping[int, str], offers: Mapping[int, str]) -> list[Match]:
    """Which offers may fit to which asks, by the words that they share, the rarest first. Each is in at most three pairs."""
    language = language_of((*asks.values(), *offers.values()))
    asked = {number: _stems(asks[number], language) for number in sorted(asks)[-MOST_TEXTS:]}
    offered = {number: _stems(offers[number], language) for number in sorted(offers)[-MOST_TEXTS:]}
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for number, stems in offered.items():
        for stem in stems:
            by_stem[stem].append(number)
    often = Counter(stem for stems in (*asked.values(), *offered.values()) for stem in stems)
    rare = max(LEAST_SHARERS, min(SO_COMMON * len(offered) / 5, MOST_HOLDERS))
    found: list[Match] = []
    for ask, stems in asked.items():
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in stems:
            if len(by_stem[stem]) <= rare:
                for offer in by_stem[stem]:
                    scores[offer] += 1 / often[stem]
        best = nsmallest(2 * MATCHES_OF_ONE, scores.items(), key=lambda one: (-one[1], one[0]))
        for offer, score in best:
            words = tuple(sorted(word for stem, word in stems.items() if stem in offered[offer]))
            found.append(Match(ask, offer, words, round(score, 4)))
    return _few_of_each(sorted(found, key=lambda one: (-one.score, one.ask, one.offer)))


def _few_of_each(found: Iterable[Match]) -> list[Match]:
    of_ask: Counter[int] = Counter()
    of_offer: Counter[int] = Counter()
    kept: list[Match] = []
    for match in found:
        if of_ask[match.ask] < MATCHES_OF_ONE and of_offer[match.offer] < MATCHES_OF_ONE:
            of_ask[match.ask] += 1
            of_offer[match.offer] += 1
            kept.append(match)
    return kept


def language_of(texts: Iterable[str]) -> str:
    """The language that most small words of these texts belong to; English where none tells. One for all of them, so that the
    same word has the same stem in each."""
    counts: Counter[str] = Counter(dict.fromkeys(_SMALL, 0))
    for text in texts:
        for word in set(_words(text)) & _ALL_SMALL:
            counts.update(language for language, small in _SMALL.items() if word in small)
    return max(counts, key=lambda language: counts[language])


def content_of(text: str, language: str) -> str:
    """The stems of a text without small words, in order of the alphabet; the plain text where it has none ("🙂", "What for?")."""
    return " ".join(sorted(_stems(text, language, 1))) or " ".join(_words(text)) or text[:MOST_LETTERS]


def _stems(text: str, language: str, least: int = LEAST_WORD) -> dict[str, str]:
    """The stems of a text, and the first word with each; without small words, numbers, and words shorter than `least`."""
    stems: dict[str, str] = {}
    for word in _words(text):
        if len(word) >= least and word not in _ALL_SMALL and (least == 1 or not word.isnumeric()):
            stems.setdefault(_stem(word, language), word)
    return stems


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text[:MOST_LETTERS]).casefold())


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    with _one_at_a_time:
        return str(_stemmers[language].stemWord(word))
