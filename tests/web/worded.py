"""A day in which every field of every request that takes words has some, through the real rules.

Which fields there are is read from the table of requests, from what a plan can hold and from the kinds of question. A field is
either filled with words here, or named in `CHOICES` because only what a page offers can be in it: a new one that is neither is
found by `not_placed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count, cycle
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import httpx2
from msgspec import Struct
from msgspec.structs import fields, replace
from PIL import Image
from rpds import HashTrieMap

from live.conference import Act, Actor, Conference, Moment, Request, polls
from live.conference.agenda import Block, SessionLink, Workshop
from live.conference.board import Room, Slot
from live.conference.handing_out import PutHandout, put_handout
from live.conference.harvest import HangGraphic, hang_graphic
from live.conference.people import SlowRequest
from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls.kinds import KINDS
from live.conference.polls.open_text import OpenText
from live.conference.polls.terms import Terms
from live.conference.words import clean
from live.web.actions import cookie
from live.web.requests import ASKS, read
from tests.web.site import Day, Site

CHOICES = {
    "join": "group badge",
    "use_badge": "badge",
    "post_label": "kind contribute_signed ask_signed answer_signed",
    "post_labels": "kind",
    "back_label": "support on",
    "read_back": "about answer",
    "write_note": "about kind",
    "agree_talk_action": "about",
    "propose_topic": "needs_host step_free quiet screen interpreter",
    "change_topic": "needs_host step_free quiet screen interpreter",
    "ask_to_merge": "stands",
    "repeat_topic": "on",
    "follow_topic": "role",
    "ask_seat": "instead",
    "put_block": "starts ends",
    "remove_block": "confirm",
    "put_session": "places starts ends confirm",
    "remove_session": "confirm",
    "make_comment": "about",
    "turn_wall": "shows",
    "end_question": "how until",
    "hold_label": "reason",  # words too: as own words, which are
    "park_label": "reason",
    "release_label": "seen",
    "look_at_labels": "seen",
    "undo_look": "was",
    "choose_look": "waits",
    "put_word_list": "language on shipped",
    "type_label": "kind",
    "sort_label": "on",
    "pick_quote": "on",
    "hang_answers": "to",
    "type_paper": "times totals",
    "place_topic": "to swap",
    "suggest_timetable": "which",
    "apply_moves": "every all",
    "lock_cell": "cell",
    "unlock_cell": "cell",
    "put_room": "room seats step_free quiet screen interpreter",
    "remove_room": "room confirm",
    "put_slot": "slot starts ends",
    "remove_slot": "slot confirm",
    "answer_comment": "settled",
    "ring_bell": "slot minutes",
    "offer_visit": "places",
    "change_visit": "places",
    "update_action": "state",
    "time_poll": "anew",
    "show_result": "confirm beside",
    "blank_screen": "on",
    "freeze_screen": "on",
    "start_timer": "minutes",
    "extend_timer": "minutes",
    "add_item": "kind starts minutes question asks shows",
    "change_item": "starts minutes question shows",
    "put_picture": "option picture words",
    "choose_door": "door helpers",
    "make_badges": "many",
    "set_end_date": "until",
    "move_section": "section after",
    "leave_out_section": "section on",
    "publish_write_up": "state",
    "describe_day": "day",
    # what a plan holds, and questions in it
    "Room": "id",
    "Block": "starts ends",
    "Workshop": "starts ends",
    "SessionLink": "url",
    "Slot": "id",
    "PlannedItem": "starts",
    "Plan": "day",
}
"""Fields, by request or by what it is in a plan, in which nothing but what a page offers is taken."""

LETTERS = {
    "currency": 12,
    "unit": 20,
    "across": 30,
    "across_low": 30,
    "across_high": 30,
    "up": 30,
    "up_low": 30,
    "up_high": 30,
}
"""Of a question's own words: how many letters they may have, where it is fewer than of a name."""

NAME = 60
FOR_PICTURES = "pictures"


class Words:
    """Gives out texts in turn, each with a number so that none is there twice; `given` are all of them, cleaned."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = cycle(texts)
        self._numbers = count()
        self.given: list[str] = []

    def __call__(self, most: int = NAME, *, line: bool = True) -> str:
        """As it is typed, with all that is to be taken out; what would be too long is shortened first."""
        text, mark = next(self._texts), " wq" + _in_letters(next(self._numbers))
        room = most - len(mark)
        if line:
            text = " ".join(text.splitlines())
        typed = text if len(text) < 40 * most - len(mark) else text[: 40 * most - len(mark)]
        if len(clean(typed)) > room:
            typed = clean(typed)[:room]
        self.given.append(clean(typed + mark))
        return typed + mark


def _count(conference: Conference, ask: Request, by: Actor, moment: Moment) -> Sequence[Act]:
    return polls.close_and_count_all(conference, moment)


def _in_letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


class Placed:
    """A day that was filled, who is there, and which fields got words."""

    def __init__(self, site: Site, texts: list[str]) -> None:
        self.site = site
        self.word = Words(texts)
        self.fields: set[tuple[str, str]] = set()
        self.day: Day = site.day()
        self.chair = self.day.chair()
        self.ann, self.by_ann = self._joined()
        self.ben, self.by_ben = self._joined()
        self.cas, self.by_cas = self._joined()
        self._fill()
        self.ann.cookies.set(cookie(self.day.code, 1), site.venue.keys.for_action(self.day.code, 1, 0))

    def _joined(self) -> tuple[httpx2.Client, Actor]:
        before = set(self.day.live.conference.people.voices)
        phone = self.day.phone()
        [voice] = set(self.day.live.conference.people.voices) - before
        return phone, Actor("delegate", voice)

    def ask(self, name: str, by: Actor = Actor("chair"), words: Mapping[str, int] | None = None, **given: str) -> None:  # noqa: B008
        """Ask for something with words in these fields, each of so many letters; where negative, on several lines."""
        typed = {field: self.word(abs(most), line=most > 0) for field, most in (words or {}).items()}
        self.fields |= {(name, field) for field in typed}
        ask = ASKS[name]
        request = read(ask, {field: [text] for field, text in {**given, **typed}.items()})
        self.site.call(self.day.live.clerk.ask(ask.rule, request, by))

    def _fill(self) -> None:
        self.ask("take_plan", plan=self._plan())
        self.fields.add(("take_plan", "plan"))
        ann, ben, cas = self.by_ann, self.by_ben, self.by_cas
        self.ask("describe_day", words={"title": 120, "date": 60, "place": 120}, day="2027-05-14")
        for person in (ann, ben, cas):
            self.ask("join", person, words={"name": 60})
        self.ask("add_item", words={"title": 200, "text": -600}, kind="message")
        question: dict[str, Any] = {"kind": "poll", "question": "one_choice", "decides": "advice"}
        self.ask("add_item", words={"title": 200, "text": 600}, **question, options=f"{self.word()}\n{self.word()}")
        added = self.day.live.conference.agenda.items[-1]
        self.ask("change_item", words={"title": 200, "text": 600}, item=str(added.id))
        self._hang(ann, ben, cas)
        self._bring_together(ann, ben)
        self.ask("propose_topic", ann, words={"title": 120, "why": -600, "host": 60, "needs": 200})
        self.ask("place_topic", topic="1", to="slot1/room1")
        self.ask("put_room", words={"name": 60, "about": 200}, seats="12", quiet="yes")
        self.ask("propose_topic", ben, words={"title": 120, "why": -600, "host": 60, "needs": 200})
        self._market(ann, ben, cas)
        self._harvest(ann, ben)
        self._visit(ann, ben)
        self._book(ann, ben)
        self._write_up(ann, ben)
        for poll in sorted(self.day.live.conference.polls.by_id):
            self._vote(str(poll), (ann, ben, cas))
        [open_text] = [
            poll.id for poll in self.day.live.conference.polls.by_id.values() if isinstance(poll.question, OpenText)
        ]
        self.ask("hang_answers", words={"title": 200}, poll=str(open_text), round="1", to="new")
        hung = [label for label in self.day.live.conference.wall.by_id.values() if label.source]
        self.ask("name_table", words={"title": 60}, prompt=str(hung[0].prompt))
        self.ask("name_theme", words={"title": 60}, table="1", prompt=str(hung[0].prompt))
        row = self.day.live.conference.wall.rows_of(1)[0]
        self.ask("sort_label", label=str(hung[0].id), theme=str(row.id))
        self.ask("put_word_list", words={"words": 60}, language="own", on="yes")

    def _market(self, ann: Actor, ben: Actor, cas: Actor) -> None:
        """An own topic in other words, a host who was found, a topic with a part, one that is asked for, a repeat and a pitch."""
        words = {"title": 120, "why": -600, "host": 60, "needs": 200}
        self.ask("change_topic", ann, words=words, topic="1", screen="yes")
        for _ in range(2):
            self.ask("propose_topic", cas, words=words, needs_host="yes", interpreter="yes")
        self.ask("host_topic", ann, words={"host": 60}, topic="3")
        self.ask("ask_to_merge", ann, topic="1", other_topic="3", stands="this")
        self.ask("ask_to_merge", ann, topic="1", other_topic="2", stands="this")
        self.ask("repeat_topic", topic="1")
        self.ask("pitch_topic", topic="1")

    def _hang(self, ann: Actor, ben: Actor, cas: Actor) -> None:
        walls = [item for item in self.day.live.conference.agenda.items if item.kind == "wall"]
        for item in walls:
            self.ask("show_item", item=str(item.id))
        self.ask(
            "post_label",
            ann,
            words={"contribute": -300, "ask": -300, "signed": 60},
            contribute_signed="yes",
            ask_signed="yes",
        )
        self.ask("post_label", ben, words={"text": -300, "signed": 60}, kind="ask")
        self.ask(
            "post_label",
            ben,
            words={"answer": -300, "signed": 60},
            prompt=str(self.day.live.conference.wall.prompts[0].id),
            answer_signed="yes",
        )
        self.ask("post_labels", cas, words={"texts": 300, "signed": 60}, kind="ask")
        for _ in range(5):
            self.ask("post_label", cas, words={"text": 300}, kind="ask")
        self.ask("reword_label", ben, words={"text": -300, "signed": 60}, label="3")
        self.ask("type_label", words={"text": 300}, kind="contribute")
        self.ask("post_label", ann, words={"text": 300}, kind="contribute")
        newest = self.day.live.conference.wall.latest_id
        self.ask("hold_label", words={"own": 200}, label=str(newest), reason="unkind")
        self.ask("park_label", words={"own": 200}, label=str(newest - 1))
        self.ask("hold_label", label="5", reason="unkind")
        self.ask("release_label", words={"reason": 200}, label="5")
        self.ask("name_theme", words={"title": 60, "text": 200})
        self.ask("take_suggestion", words={"title": 60}, label="3")
        for label in ("1", "2", "3"):
            self.ask("sort_label", label=label, theme="1")
            self.ask("pick_quote", label=label, theme="1")
        self.ask("join_labels", label="7", into="6")
        self.ask("end_question", words={"by": 60, "text": 300}, label="5", how="answered")
        self.ask("end_question", words={"text": 120}, label="6", how="taken")
        self.ask("end_question", words={"by": 60}, label="8", how="later", until="2027-05-31")
        self.ask("look_at_labels", seen=" ".join(self._seen()))

    def _seen(self) -> Iterator[str]:
        from live.conference.wall import seen_as

        return (seen_as(label) for label in self.day.live.conference.wall.by_id.values())

    def _bring_together(self, ann: Actor, ben: Actor) -> None:
        self.ask("put_meeting_point", words={"place": 120})
        self.ask("back_label", ben, label="2", support="help")
        self.ask("offer_to_meet", ben, words={"name": 60, "contact": 120}, ask="2")
        self.ask("agree_to_meet", ann, words={"name": 60, "contact": 120}, meeting="1")
        self.ask("place_meeting", ann, words={"place": 120, "time": 30}, meeting="1")

    def _harvest(self, ann: Actor, ben: Actor) -> None:
        session = next(one.id for line in self.day.live.conference.agenda.programme for one in line.workshops)
        for about, kinds in (
            ("topic/1", ("line", "line", "point", "quote")),
            (f"session/{session}", ("line", "point")),
        ):
            for kind in kinds:
                self.ask("write_note", ann, words={"text": 200}, about=about, kind=kind)
        self.ask("change_note", ann, words={"text": 200}, note="2")
        self.ask(
            "agree_talk_action", ben, words={"what": 300, "outcome": 300, "who": 120, "until": 60}, about="topic/1"
        )
        self.ask("read_back", ben, about="topic/1", answer="yes", upto="4")
        file = BytesIO()
        Image.new("RGB", (4, 4)).save(file, "WEBP")
        hung = HangGraphic(file.getvalue(), self.word(200), self.word(), "topic/1")
        self.site.call(self.day.live.clerk.ask(hang_graphic, hung, Actor("chair")))

    def _visit(self, ann: Actor, ben: Actor) -> None:
        words = {"title": 120, "when": 60, "place": 120, "text": -600, "name": 60, "contact": 120}
        self.ask("offer_visit", ann, words=words, places="2")
        self.ask("offer_visit", ann, words=words, places="2")
        self.ask("change_visit", ann, words=words, visit="2", places="1")
        for visit in ("1", "2"):
            self.ask("wish_visit", ben, visit=visit)
        self.ask("match_visitors")
        self.ask("ring_bell", slot="slot1", minutes="5")

    def _book(self, ann: Actor, ben: Actor) -> None:
        """A line and a session of their own, with a place, a waiting list, a link and a file."""
        self.ask("put_block", words={"title": 120, "place": 120, "text": -600}, starts="13:00", ends="14:00")
        line = next(one for one in self.day.live.conference.agenda.programme if one.starts == "13:00")
        links = f"https://example.org/more {self.word(120)}"
        self.fields.add(("put_session", "links"))
        booked: dict[str, Any] = {"block": str(line.id), "places": "1", "links": links}
        for _ in range(2):
            words = {"title": 120, "host": 120, "room": 60, "text": -600}
            self.ask("put_session", words=words, **booked)
        for session in (line.id + 1, line.id + 2):
            for person in (ann, ben):
                self.ask("ask_seat", person, session=str(session), instead="yes")
        self.ask("leave_seat", ann, session=str(line.id + 2))
        kind, data = "text/plain", b"Bring wool"
        handout = PutHandout(line.id + 1, self.word(120), kind, data)
        self.site.call(self.day.live.clerk.ask(put_handout, handout, Actor("chair")))

    def _write_up(self, ann: Actor, ben: Actor) -> None:
        self.ask("publish_write_up", state="draft")
        self.ask("write_around", words={"opening": -4000, "closing": -4000})
        for number, person in enumerate((ann, ben, ann), 1):
            self.ask("make_comment", person, words={"text": -600, "name": 60})
            self.ask("answer_comment", words={"answer": -600}, comment=str(number))
        words = {"what": 300, "outcome": 300, "who": 120, "until": 60}
        for topic in ("0", "1"):
            self.ask("agree_action", words=words, topic=topic)
        self.ask("change_action", words=words, action="2", topic="1")
        for state in ("open", "done"):
            self.ask("update_action", words={"text": -600}, action="1", state=state)

    def _vote(self, poll: str, people: tuple[Actor, ...]) -> None:
        question = self.day.live.conference.polls.by_id[int(poll)].question
        one: dict[str, Any] = {"poll": poll, "round": "1"}
        item = next(item.id for item in self.day.live.conference.agenda.items if item.poll == int(poll))
        self.ask("show_item", item=str(item))
        self.ask("open_poll", **one)
        for seed, person in enumerate(people):
            match question.kind:
                case "open_text":
                    answer = {"vote": self.word(300, line=False)}
                case "word_cloud":
                    answer = {"vote.1": self.word(24), "vote.2": self.word(24)}
                case "agreement":
                    answer = {"vote": "D", "vote.reason": self.word(300)}
                case _:
                    answer = {}
            fields = {**question.imagine(Random(seed).randrange), **{name: [text] for name, text in answer.items()}}
            if question.kind == "agreement":
                fields["vote"] = [question.imagine(lambda most: most - 1)["vote"][0]]
            ask = ASKS["cast_vote"]
            request = read(ask, {**fields, "poll": [poll], "round": ["1"]})
            self.site.call(self.day.live.clerk.ask(ask.rule, request, person))
        self.ask("close_poll", **one)
        self.ask("show_result", **one, confirm="yes")
        self.site.call(self.day.live.clerk.ask(_count, SlowRequest(), Actor("chair")))

    def _plan(self) -> str:
        """A plan with words wherever it can have any, and a question of each kind."""
        rooms = tuple(replace(self._worded(Room("", "")), id=f"room{number}", seats=20) for number in (1, 2))
        slots = tuple(replace(self._worded(Slot("", "")), id=f"slot{number}") for number in (1, 2))
        links = (self._worded(SessionLink("https://example.org/read")),)
        workshop = replace(self._worded(Workshop("")), links=links)
        blocks = tuple(replace(self._worded(Block("10:40", "")), workshops=(workshop,)) for _ in range(2))
        items = [
            self._item("welcome"),
            self._item("wall"),
            replace(self._item("wall"), asks="answers"),
            self._item("message"),
            *(self._item(kind) for kind in ("board", "market", "harvest", "graphics")),
            replace(self._item("timer"), minutes=5),
            self._item("pause"),
        ]
        for kind in KINDS.values():
            question = self._worded(kind.example(), skip=FOR_PICTURES)
            items.append(replace(self._item("poll"), question=question, terms=Terms(decides="advice")))
        items[-1] = replace(items[-1], text=self.word(600, line=False))
        plan = self._worded(Plan())
        plan = replace(
            plan, groups=(self.word(), self.word()), rooms=rooms, slots=slots, programme=blocks, items=tuple(items)
        )
        self.fields.add(("Plan", "groups"))
        return plan_as_text(plan)

    def _item(self, kind: str) -> PlannedItem:
        item: PlannedItem = self._worded(PlannedItem(kind, ""))  # type: ignore[arg-type]
        return item

    def _worded(self, shape: Any, skip: str = "") -> Any:
        """With words in every field of texts but those of `CHOICES`."""
        name = type(shape).__name__
        words: dict[str, str | tuple[str, ...]] = {}
        for field in text_fields(type(shape)):
            before = getattr(shape, field)
            if field in CHOICES.get(name, "").split() or field == skip or before == ():
                continue
            most = LETTERS.get(field, NAME)
            if isinstance(before, tuple):
                words[field] = tuple(self.word(most) for _ in before)
            elif field in ("currency", "unit"):  # figures are refused there
                words[field] = without = re.sub(r"\d", "", self.word(most))
                self.word.given[-1] = clean(without)
            else:
                words[field] = self.word(most)
            self.fields.add((name, field))
        return replace(shape, **words)


def texts_in(value: object) -> Iterator[str]:
    """Every text in a conference as it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, HashTrieMap):
        yield from (text for one in value.values() for text in texts_in(one))
    elif isinstance(value, (tuple, frozenset)):
        yield from (text for one in value for text in texts_in(one))


def text_fields(shape: type[Struct]) -> list[str]:
    """The fields of a shape that are texts, or several of them."""
    hints = get_type_hints(shape)
    return [each.name for each in fields(shape) if hints[each.name] in (str, tuple[str, ...])]


def shapes_in(kind: Any) -> Iterator[type[Struct]]:
    """All shapes of which something of this type is made."""
    if get_origin(kind) in (tuple, Union, UnionType):
        for part in get_args(kind):
            yield from shapes_in(part)
    elif isinstance(kind, type) and issubclass(kind, Struct):
        yield kind
        for hint in get_type_hints(kind).values():
            if get_origin(hint) in (tuple, Union, UnionType) or isinstance(hint, type):
                yield from shapes_in(hint)


def all_text_fields() -> set[tuple[str, str]]:
    """Every field that somebody can type into: of each request, of what a plan holds, and of each kind of question."""
    found = {(name, field) for name, ask in ASKS.items() for field in text_fields(ask.shape)}
    for shape in {*shapes_in(Plan)} - {Terms}:
        found |= {(shape.__name__, field) for field in text_fields(shape) if field != FOR_PICTURES}
    return found


def not_placed(placed: set[tuple[str, str]]) -> set[tuple[str, str]]:
    choices = {(name, field) for name, known in CHOICES.items() for field in known.split()}
    assert choices <= all_text_fields(), "a field that is no longer there"
    return all_text_fields() - placed - choices


Filled = Callable[[Site, list[str]], Placed]
