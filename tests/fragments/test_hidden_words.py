"""Whatever happens on the wall, in whatever order: nobody reads a word that is not, or not yet, for them."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from live.conference import Actor, Conference, Moment, Refused, agenda, meeting, replay, wall
from live.conference.agenda import Item
from live.conference.people import VoiceJoined
from live.conference.wall import PromptPut, ThemeNamed
from live.fragments import Mine, Picture, Scene, delegate, feed, questions, stage
from live.likeness import Match
from live.report import write_up
from live.report.formats import as_json
from live.report.markdown import as_markdown
from live.web.templates import environment
from live.web.traces import Traces

VOICES = ("ann", "ben", "cem")
FACILITATOR = Actor("facilitator")
START = replay(
    [
        *(VoiceJoined(voice) for voice in (*VOICES, "eve")),
        PromptPut(1, "What helps?"),
        agenda.ItemAdded(Item(1, "wall", "The wall")),
        agenda.ItemAdded(Item(2, "wall", "What helps?", prompt=1)),
        agenda.ItemShown(2),
        agenda.ItemShown(1),
        ThemeNamed(1, "Theme"),
        wall.LookChosen(screen=True, phones=True),
    ],
    Conference(code="482913", title="The day"),
)

STEPS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(VOICES), st.integers(1, 5), st.integers(1, 5), st.integers(1, 2)),
    min_size=4,
    max_size=40,
)


class Hall:
    """A day that random people act on. Each text is a word of its own, so that it is found wherever it is shown."""

    def __init__(self) -> None:
        self.day = START
        self._numbers = count(1000)
        self.own_words: dict[str, int] = {}
        """A facilitator's own words about a label."""
        self.given: dict[str, str] = {}
        """What somebody gave for a meeting, and who."""

    def word(self, what: str) -> str:
        return f"{what}{next(self._numbers)}"

    def step(self, kind: int, voice: str, label: int, other: int, meets: int) -> None:
        by = Actor("delegate", voice)
        own, gives = self.word("own"), self.word("contact")
        text = self.word("text")
        steps: list[tuple[Any, Any, Actor]] = [
            (wall.post_label, wall.PostLabel("ask", text), by),
            (wall.post_label, wall.PostLabel("contribute", text), by),
            (wall.post_label, wall.PostLabel(text=text, prompt=1), by),
            (meeting.reword_label, wall.RewordLabel(label, text), by),
            (meeting.take_back_label, wall.LabelRequest(label), by),
            (wall.hold_label, wall.HoldLabel(label, "unkind", own), FACILITATOR),
            (wall.park_label, wall.HoldLabel(label, "", own), FACILITATOR),
            (wall.release_label, wall.ReleaseLabel(label, own), FACILITATOR),
            (wall.look_at_labels, wall.LookAtLabels(self._seen(label)), FACILITATOR),
            (wall.undo_look, wall.UndoLook(label, self._stands(label)), FACILITATOR),
            (wall.choose_look, wall.ChooseLook(("both", "screen", "nobody")[other % 3]), FACILITATOR),
            (wall.join_labels, wall.JoinLabels(label, other), FACILITATOR),
            (wall.part_label, wall.LabelRequest(label), FACILITATOR),
            (meeting.back_label, wall.BackLabel(label, "help"), by),
            (meeting.offer_to_meet, meeting.OfferToMeet(label, 0, contact=gives), by),
            (meeting.offer_to_meet, meeting.OfferToMeet(label, other, contact=gives), by),
            (meeting.agree_to_meet, meeting.AgreeToMeet(meets, contact=gives), by),
            (meeting.end_meeting, meeting.MeetingRequest(meets), by),
            (wall.sort_label, wall.SortLabel(label, 1), FACILITATOR),
            (wall.pick_quote, wall.PickQuote(label, 1), FACILITATOR),
            (wall.call_question, wall.QuestionRequest(label), Actor("chair")),
            (agenda.turn_wall, agenda.TurnWall(("labels", "one", "themes", "open")[other % 4], 1, label), FACILITATOR),
        ]
        rule, request, who = steps[kind % len(steps)]
        try:
            acts = rule(self.day, request, who, Moment(1, "ab" * 32))
        except Refused:
            return
        self.day = replay(acts, self.day)
        if own in repr(request):
            self.own_words[own] = label
        if gives in repr(request):
            self.given[gives] = voice

    def _seen(self, number: int) -> str:
        label = self.day.wall.by_id.get(number)
        return wall.seen_as(label) if label is not None else "0.0"

    def _stands(self, number: int) -> str:
        label = self.day.wall.by_id.get(number)
        return wall.stands_as(label) if label is not None else ""

    def everybodys(self) -> str:
        """What all delegates are shown."""
        return " ".join(
            self.drawn(view) for view in (delegate.wall, delegate.wall_of(1), questions.questions, feed.feed)
        )

    def drawn(self, view: Any) -> str:
        picture = Picture(view, environment())
        picture.redraw(Scene(self.day))
        return unescape(" ".join(picture.fill(container, Mine()) for container in view.containers))

    def written_up(self) -> str:
        report = write_up(self.day, "delegate")
        return as_json(report).decode() + as_markdown(report).decode()

    def one_voices(self, voice: str) -> str:
        """What one voice alone is shown."""
        labels, supports = Traces().on_the_wall(self.day.wall, voice)
        fitting = [Match(one, other, ("word",), 1.0) for one in self.day.wall.by_id for other in self.day.wall.by_id]
        mine = Mine(voice, labels=labels, supports=supports)
        return repr((delegate.my_labels(self.day, voice), delegate.my_meetings(self.day, mine, fitting)))

    def hidden(self) -> Iterator[wall.Label]:
        for label in self.day.wall.by_id.values():
            if label.held or (label.waits and self.day.wall.phones_wait):
                yield label


@settings(max_examples=max(400, settings().max_examples))
@given(STEPS)
def test_nobody_reads_what_is_not_for_them(steps: list[tuple[int, str, int, int, int]]) -> None:
    hall = Hall()
    for kind, voice, number, other, meets in [(0, "ann", 1, 1, 1), (1, "ben", 1, 1, 1), (0, "cem", 1, 1, 1), *steps]:
        hall.step(kind, voice, number, other, meets)
    phones, screen, report = hall.everybodys(), hall.drawn(stage.screen), hall.written_up()
    scribes = hall.drawn(feed.feed)
    alone = {voice: hall.one_voices(voice) for voice in (*VOICES, "eve")}
    for label in hall.hidden():
        for where in (phones, screen, report, *(shown for voice, shown in alone.items() if voice != label.writer)):
            assert label.text not in where
    for label in hall.day.wall.by_id.values():
        if label.waits and hall.day.wall.screen_waits:
            assert label.text not in screen
            assert label.text not in scribes
            assert label.text not in report
    for own, number in hall.own_words.items():
        writer = hall.day.wall.by_id[number].writer if number in hall.day.wall.by_id else ""
        for where in (phones, screen, report, *(shown for voice, shown in alone.items() if voice != writer)):
            assert own not in where
    for contact, voice in hall.given.items():
        assert not any(contact in where for where in (phones, screen, report))
        for reader, shown in alone.items():
            if reader != voice and contact in shown:
                [one] = [one for one in hall.day.meetings.of(voice) if contact in repr(one)]
                assert one.is_agreed
                assert one.side_of(reader) is not None
