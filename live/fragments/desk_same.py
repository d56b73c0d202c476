"""What facilitators decide about labels that say the same: pairs to look at, what was joined, and themes from shared words.

What is suggested was worked out a moment ago; what people decided since is looked at here, so a pair that one facilitator has
joined is gone from the other's page at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2s

from msgspec import Struct

from live.conference.wall import THE_DAYS_WALL, Label, LabelKind, Theme, Wall, are_apart
from live.conference.wall.suggested import MOST_LABELS
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.suggestions import SharedWord
from live.likeness import LEAST_SHARERS

MOST_SHOWN = 60
NEARLY_EQUAL = 95


class Wording(Struct, frozen=True):
    id: int
    text: str
    signed: str = ""


class Said(Struct, frozen=True):
    """All that is said by one label that stands for itself, its own words first."""

    id: int
    kind: LabelKind
    wordings: tuple[Wording, ...]


class Pair(Struct, frozen=True):
    """Two that may say the same. If they do, the first stands for both: it is said by more, or it is older."""

    stays: Said
    joins: Said
    question: str
    is_near: bool


class WordGroup(Struct, frozen=True):
    """Labels that share a word. `theme` is the theme of that name, if there is one, and `missing` those that it does not hold."""

    title: str
    question: str
    prompt: int
    labels: tuple[Wording, ...]
    missing: int
    theme: Theme | None = None


class Counts(Struct, frozen=True):
    pairs: int
    joined: int


def _pieces(scene: Scene) -> Iterator[Piece]:
    wall = scene.conference.wall
    followers: defaultdict[int, list[Label]] = defaultdict(list)
    for label in sorted(wall.by_id.values(), key=lambda label: label.id):
        if not wall.stands(label):
            followers[label.same_as].append(label)
    pairs = list(_pairs(scene, followers))
    yield Piece("same-numbers", "same-counts", "fragments/_same_counts.html", Counts(len(pairs), len(followers)))
    for pair in pairs[:MOST_SHOWN]:
        key = f"same-{pair.stays.id}-{pair.joins.id}"
        yield Piece(key, "same-pairs", "fragments/_same_pair.html", pair)
    if not followers:
        yield Piece("same-none-joined", "same-joined", "fragments/_same_none.html", "None yet.")
    for number in sorted(followers, reverse=True):
        group = _said(wall.by_id[number], followers)
        yield Piece(f"same-joined-{number}", "same-joined", "fragments/_same_joined.html", group)
    groups = [(word, found) for word in scene.suggested.words if (found := _group(wall, word)) is not None]
    if not groups:
        nothing = "Nothing to suggest just now. A word stands here once three labels share it."
        yield Piece("same-none-words", "same-words", "fragments/_same_none.html", nothing)
    for word, found in groups:
        mark = blake2s(word.shared.word.encode(), digest_size=5).hexdigest()
        yield Piece(f"same-word-{word.prompt}-{mark}", "same-words", "fragments/_same_word.html", found)


def _pairs(scene: Scene, followers: dict[int, list[Label]]) -> Iterator[Pair]:
    """The suggested pairs that nobody has decided about, each by the labels that stand for the two."""
    wall = scene.conference.wall
    shown: set[frozenset[int]] = set()
    for one, other, score in scene.suggested.pairs:
        first, second = wall.by_id.get(one), wall.by_id.get(other)
        if first is None or second is None:
            continue
        heads = [label if wall.stands(label) else wall.by_id[label.same_as] for label in (first, second)]
        numbers = frozenset(head.id for head in heads)
        decided = are_apart(wall, one, other) or are_apart(wall, heads[0].id, heads[1].id)
        if len(numbers) < 2 or numbers in shown or decided or any(head.is_off for head in heads):
            continue
        shown.add(numbers)
        stays, joins = sorted(heads, key=lambda head: (-len(followers.get(head.id, ())), head.id))
        question = question_of(wall, stays.prompt)
        yield Pair(_said(stays, followers), _said(joins, followers), question, score >= NEARLY_EQUAL)


def _said(head: Label, followers: dict[int, list[Label]]) -> Said:
    wordings = (head, *followers.get(head.id, ()))
    return Said(head.id, head.kind, tuple(Wording(one.id, one.text, one.signed) for one in wordings))


def _group(wall: Wall, word: SharedWord) -> WordGroup | None:
    """A suggested theme as the wall stands now; None where all its labels are under the theme of that name, or under another."""
    heads = {
        (label if wall.stands(label) else wall.by_id[label.same_as]).id
        for label in map(wall.by_id.get, word.shared.texts)
        if label is not None and label.prompt == word.prompt
    }
    labels = [wall.by_id[number] for number in sorted(heads) if not wall.by_id[number].is_off][:MOST_LABELS]
    title = word.shared.word[:1].upper() + word.shared.word[1:]
    theme = next((one for one in wall.themes_of(word.prompt) if one.title.casefold() == title.casefold()), None)
    if not labels or (theme is None and (len(labels) < LEAST_SHARERS or _is_sorted(labels))):
        return None
    missing = sum(theme is None or theme.id not in label.themes for label in labels)
    wordings = tuple(Wording(label.id, label.text) for label in labels)
    return WordGroup(title, question_of(wall, word.prompt), word.prompt, wordings, missing, theme)


def _is_sorted(labels: list[Label]) -> bool:
    """Whether one theme holds all of them already."""
    return bool(frozenset.intersection(*(label.themes for label in labels)))


def question_of(wall: Wall, prompt: int) -> str:
    """The words of a prompt; "" for the wall of the day."""
    known = wall.prompt(prompt) if prompt != THE_DAYS_WALL else None
    return known.title if known is not None else ""


desk_same = View(
    "desk/same",
    ("same-counts", "same-pairs", "same-joined", "same-words"),
    _pieces,
    shows=("suggested",),
    apart_from=VOTING,
)
