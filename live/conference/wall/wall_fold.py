"""The wall after something happened to it."""

from __future__ import annotations

from typing import TypeVar, assert_never

from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.wall.labels import Before, Label, Prompt, Table, Theme, Wall, WordList
from live.conference.wall.wall_acts import (
    BackingWithdrawn,
    EndingTakenBack,
    LabelAct,
    LabelBacked,
    LabelHeld,
    LabelJoined,
    LabelParked,
    LabelParted,
    LabelPosted,
    LabelPutUnder,
    LabelReleased,
    LabelReworded,
    LabelsLookedAt,
    LabelsWaitAgain,
    LabelTakenBack,
    LabelTakenFrom,
    LookChosen,
    PairKeptApart,
    PromptPut,
    PromptRemoved,
    QuestionCalled,
    QuestionEnded,
    QuoteDropped,
    QuotePicked,
    TableNamed,
    TableRemoved,
    ThemeAct,
    ThemeMoved,
    ThemeNamed,
    ThemeRemoved,
    WallAct,
    WordListPut,
)

Part = TypeVar("Part", Prompt, Theme, Table)


def fold(wall: Wall, act: WallAct) -> Wall:
    match act:
        case LabelPosted():
            return _with(wall, _posted(act))
        case LabelReworded():
            return _with(_without_label(wall, act.label), _reworded(act))
        case LabelTakenBack():
            wall = _without_label(wall, act.label)
            return replace(wall, latest_id=max(wall.latest_id, act.label))
        case LabelsLookedAt():
            return _looked_at(wall, act)
        case LabelsWaitAgain():
            return _wait_again(wall, act)
        case LookChosen():
            return replace(wall, screen_waits=act.screen, phones_wait=act.phones)
        case WordListPut():
            kept = tuple(one for one in wall.lists if one.language != act.language)
            return replace(wall, lists=(*kept, WordList(act.language, act.words, act.on)))
        case PairKeptApart():
            return replace(wall, apart=wall.apart | {(act.one, act.other)})
        case QuestionCalled():
            label = wall.by_id.get(act.label)
            if label is None:
                return wall
            called = (*(one for one in wall.called if one != act.label), act.label)
            return replace(wall, called=called, by_id=wall.by_id.insert(label.id, replace(label, called_at=act.at)))
        case PromptPut():
            prompts = _put(wall.prompts, Prompt(act.prompt, act.title, act.hint))
            return replace(wall, prompts=prompts, latest_prompt=max(wall.latest_prompt, act.prompt))
        case PromptRemoved():
            return replace(wall, prompts=tuple(one for one in wall.prompts if one.id != act.prompt))
        case (
            TableNamed()
            | TableRemoved()
            | ThemeNamed()
            | ThemeMoved()
            | ThemeRemoved()
            | QuotePicked()
            | QuoteDropped()
        ):
            return _fold_themes(wall, act)
        case _:
            return _fold_label(wall, act)


def _posted(act: LabelPosted) -> Label:
    return Label(
        act.label,
        act.kind,
        act.text,
        act.writer,
        act.signed,
        act.at,
        prompt=act.prompt,
        waits=act.waits,
        paper=act.paper,
        source=act.source,
    )


def _reworded(act: LabelReworded) -> Label:
    return Label(
        act.label,
        act.kind,
        act.text,
        act.writer,
        act.signed,
        act.at,
        act.held,
        themes=frozenset(act.themes),
        parked=act.parked,
        prompt=act.prompt,
        waits=act.waits,
        ending=act.ending,
    )


def _with(wall: Wall, label: Label) -> Wall:
    return replace(wall, by_id=wall.by_id.insert(label.id, label), latest_id=max(wall.latest_id, label.id))


def _without_label(wall: Wall, number: int) -> Wall:
    """Without a label and all that hung on it. What becomes of those that said the same, the rules say in acts of their own: so
    each label's place follows from what was written down about it alone, also when another one is gone from the disk."""
    themes = wall.themes
    if any(number in theme.quotes for theme in themes):
        themes = tuple(replace(each, quotes=tuple(one for one in each.quotes if one != number)) for each in themes)
    called = wall.called
    if number in called:
        called = tuple(one for one in called if one != number)
    apart = wall.apart
    if any(number in pair for pair in apart):
        apart = frozenset(pair for pair in apart if number not in pair)
    return replace(wall, by_id=wall.by_id.discard(number), themes=themes, called=called, apart=apart)


def _looked_at(wall: Wall, act: LabelsLookedAt) -> Wall:
    by_id = wall.by_id
    for number in act.labels:
        label = by_id.get(number)
        if label is not None and label.waits:
            by_id = by_id.insert(number, replace(label, waits=False, look=act.look, before=None, looked_at=act.at))
    return replace(wall, by_id=by_id, latest_look=max(wall.latest_look, act.look))


def _wait_again(wall: Wall, act: LabelsWaitAgain) -> Wall:
    by_id = wall.by_id
    for number in act.labels:
        label = by_id.get(number)
        if label is not None:
            fresh = replace(label, waits=True, held="", parked="", released="", look=0, before=None, looked_at=0)
            by_id = by_id.insert(number, fresh)
    return wall if by_id is wall.by_id else replace(wall, by_id=by_id)


def _fold_label(wall: Wall, act: LabelAct) -> Wall:
    label = wall.by_id.get(act.label)
    if label is None:
        return wall
    if isinstance(act, LabelTakenFrom):
        wall = _without_quote(wall, act.label, act.theme)
    return replace(wall, by_id=wall.by_id.insert(label.id, _changed(label, act)))


def _changed(label: Label, act: LabelAct) -> Label:
    match act:
        case LabelHeld():
            return replace(_stepped(label), held=act.reason)
        case LabelParked():
            return replace(_stepped(label), parked=act.reason)
        case LabelReleased():
            return replace(_stepped(label), released=act.reason)
        case LabelBacked(support="me_too"):
            return replace(label, me_too=label.me_too.insert(act.voice))
        case LabelBacked():
            return replace(label, help=label.help.insert(act.voice))
        case BackingWithdrawn(support="me_too"):
            return replace(label, me_too=label.me_too.discard(act.voice))
        case BackingWithdrawn():
            return replace(label, help=label.help.discard(act.voice))
        case LabelPutUnder():
            return replace(label, themes=label.themes | {act.theme})
        case LabelTakenFrom():
            return replace(label, themes=label.themes - {act.theme})
        case QuestionEnded():
            return replace(label, ending=act.ending)
        case EndingTakenBack():
            return replace(label, ending=None)
        case LabelJoined():
            return replace(label, same_as=act.into)
        case LabelParted():
            return replace(label, same_as=0)
        case _:
            assert_never(act)


def _stepped(label: Label) -> Label:
    """Looked at, and neither held nor put aside; with how it stood before."""
    before = Before(label.waits, label.held, label.parked)
    return replace(label, waits=False, held="", parked="", released="", look=0, before=before)


def _fold_themes(wall: Wall, act: ThemeAct) -> Wall:
    match act:
        case TableNamed():
            tables = _put(wall.tables, Table(act.table, act.title, act.prompt))
            return replace(wall, tables=tables, latest_table=max(wall.latest_table, act.table))
        case TableRemoved():
            rows = [row.id for row in wall.rows_of(act.table)]
            wall = replace(wall, tables=tuple(one for one in wall.tables if one.id != act.table))
            return _without_themes(wall, rows)
        case ThemeNamed():
            known = wall.theme(act.theme)
            quotes = known.quotes if known is not None else ()
            themes = _put(wall.themes, Theme(act.theme, act.title, act.text, act.prompt, act.table, quotes))
            return replace(wall, themes=themes, latest_theme=max(wall.latest_theme, act.theme))
        case ThemeMoved():
            return _moved(wall, act)
        case ThemeRemoved():
            return _without_themes(wall, [act.theme])
        case QuotePicked():
            if act.label not in wall.by_id:
                return wall
            wall = _without_quote(wall, act.label, act.theme)
            return _with_quotes(wall, act.theme, act.label)
        case QuoteDropped():
            return _without_quote(wall, act.label, act.theme)
        case _:
            assert_never(act)


def _put(parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """In the place of the one with the same number, or last."""
    if any(other.id == part.id for other in parts):
        return tuple(part if other.id == part.id else other for other in parts)
    return parts + (part,)  # noqa: RUF005  # unpacked, mypy takes it for a tuple of all three


def _moved(wall: Wall, act: ThemeMoved) -> Wall:
    moved = wall.theme(act.theme)
    if moved is None:
        return wall
    rest = tuple(theme for theme in wall.themes if theme.id != act.theme)
    place = next((place for place, theme in enumerate(rest, 1) if theme.id == act.after), 0)
    return replace(wall, themes=(*rest[:place], moved, *rest[place:]))


def _without_themes(wall: Wall, gone: list[int]) -> Wall:
    by_id: HashTrieMap[int, Label] = wall.by_id
    for label in wall.by_id.values():
        if not label.themes.isdisjoint(gone):
            by_id = by_id.insert(label.id, replace(label, themes=label.themes.difference(gone)))
    return replace(wall, by_id=by_id, themes=tuple(other for other in wall.themes if other.id not in gone))


def _with_quotes(wall: Wall, theme: int, label: int) -> Wall:
    themes = tuple(replace(one, quotes=(*one.quotes, label)) if one.id == theme else one for one in wall.themes)
    return replace(wall, themes=themes)


def _without_quote(wall: Wall, label: int, theme: int) -> Wall:
    known = wall.theme(theme)
    if known is None or label not in known.quotes:
        return wall
    quotes = tuple(one for one in known.quotes if one != label)
    themes = tuple(replace(one, quotes=quotes) if one.id == theme else one for one in wall.themes)
    return replace(wall, themes=themes)
