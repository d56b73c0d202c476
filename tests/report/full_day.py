"""A whole day as it may have been, to look at its write-up: all kinds of question, labels, themes, a table, endings, actions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random
from typing import Any

from msgspec.structs import replace
from PIL import Image, ImageDraw

from live import crowd, plans
from live.conference import Act, Actor, Conference, Moment, agenda, plan, polls, replay
from live.conference.actions import ActionAgreed, ActionUpdated, Update
from live.conference.agenda import WorkshopPut
from live.conference.board import HandRaised, TopicMerged, TopicPlaced, TopicProposed
from live.conference.bookings import SeatAsked
from live.conference.harvest import GraphicHung, LineChosen, NoteWritten, ReadBack
from live.conference.people import VoiceJoined
from live.conference.polls import PollAdded, Terms
from live.conference.polls.kinds import KINDS
from live.conference.visits import VisitPlaceGiven, VisitPut, VisitWished
from live.conference.wall import (
    Ending,
    LabelBacked,
    LabelHeld,
    LabelJoined,
    LabelKind,
    LabelParked,
    LabelPosted,
    LabelPutUnder,
    PromptPut,
    QuestionEnded,
    QuotePicked,
    TableNamed,
    ThemeNamed,
)
from live.conference.writeup import WriteUpArranged
from tests.conference.days import AT, TOKEN, Asked, play

PEOPLE = 60
THEMES = (
    ("Sharing power", "Who decides, who is asked, and who is only told."),
    ("Time and money", "What it costs to take part, and who pays."),
    ("Plain English", ""),
)
AUDIENCES = (
    *("Frontline workers and practitioners", "Health sector: NHS and independent", "Statutory and local authority"),
    *("People who use the services, and the general public", "Middle managers", "Third sector representatives"),
    *("Local groups and communities", "Everyone at all levels", "Influencers and policy makers"),
)
MARKS = (17, 13, 13, 12, 9, 9, 9, 8, 8)
A_MONTH = 30 * 86_400_000


def a_drawing() -> bytes:
    """A WebP as the server would keep it."""
    picture = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((150, 250, 1050, 600), outline="black", width=12)
    for wheel in (320, 880):
        pen.ellipse((wheel - 80, 560, wheel + 80, 720), outline="black", width=12)
    kept = io.BytesIO()
    picture.save(kept, "WEBP", lossless=True)
    return kept.getvalue()


def full_day() -> Conference:
    """The day, the same each time."""
    dice = Random(2304)
    demo = crowd.read_demo(plans.demo_text("co-production"))
    day = play(Asked(plan.take_plan, plan.TakePlan(plans.plan_text("co-production"))))
    voices = [Actor("delegate", f"voice{number}") for number in range(PEOPLE)]
    groups = ("Carers", "Staff", "People who use services")
    day = replay([VoiceJoined(by.voice, "", groups[place % 3]) for place, by in enumerate(voices)], day)
    day = _questions(day, voices, dice)
    board = day.board
    acts: list[Act] = []
    for number, topic in enumerate(demo.topics, 1):
        acts.append(TopicProposed(number, topic.title, topic.host, "voice1", topic.why, topic.needs))
        if topic.slot:
            slot = next(one.id for one in board.slots if topic.slot in (one.id, one.starts))
            acts.append(
                TopicPlaced(number, slot, next(one.id for one in board.rooms if topic.room in (one.id, one.name)))
            )
        roles = ("take_part", "listen", "lead")
        acts += [HandRaised(number, f"voice{place}", dice.choice(roles)) for place in range(0, PEOPLE, number + 3)]  # type: ignore[arg-type]
    day = replay([*acts, *_wall(demo.labels.contribute, demo.labels.ask, dice), *_agreed()], day)
    day = replay(_harvested(day), day)
    opening = "Sixty people met to ask how strengths are shared.\n\nThis is what they said, counted and agreed."
    return replay([WriteUpArranged(opening, "Thank you to everybody who came, and to those who made the soup.")], day)


def _questions(day: Conference, voices: Sequence[Actor], dice: Random) -> Conference:
    """Those of the plan, and one of every kind, all counted and shown; the first of the plan was asked twice."""
    last = day.polls.latest_id
    more = [
        PollAdded(
            last + place, f"An example of: {kind.example().kind_name}", kind.example(), terms=_terms(kind.example())
        )
        for place, kind in enumerate(KINDS.values(), 1)
    ]
    day = play(*more, start=day)
    for poll in day.polls.in_order():
        for number in (1, 2) if poll.id == 1 else (1,):
            one = polls.RoundRequest(poll.id, number)
            imagined = [poll.question.imagine(dice.randrange) for _ in voices]
            votes = [
                Asked(
                    polls.cast_vote,
                    polls.CastVote(poll.id, number, {name: list(said) for name, said in vote.items()}),
                    by,
                )
                for by, vote in zip(voices, imagined, strict=True)
                if any(vote.values())
            ]
            show = Asked(polls.show_result, polls.ShowResult(poll.id, number), moment=Moment(AT + polls.LATE_MS, TOKEN))
            day = play(Asked(polls.open_poll, one), *votes, Asked(polls.close_poll, one), show, start=day)
    return day


def _terms(question: Any) -> Terms:
    return Terms("advice", by_group=question.has_groups, passes=("none", "unsure"))


def _wall(contribute: Sequence[str], ask: Sequence[str], dice: Random) -> list[Act]:
    texts: list[tuple[LabelKind, str]] = [("contribute", text) for text in contribute]
    texts += [("ask", text) for text in ask]
    texts += [("answer", f"{AUDIENCES[place % 9]}, since they know best: answer {place + 1}") for place in range(30)]
    acts: list[Act] = [PromptPut(1, "Who should the conference mostly be for?")]
    for number, (kind, text) in enumerate(texts, 1):
        signed = f"Aileen, table {number % 12 + 1}" if number % 3 else ""
        prompt = 1 if kind == "answer" else 0
        acts.append(
            LabelPosted(number, kind, text, f"voice{number % PEOPLE}", signed, AT, prompt, waits=number % 40 == 0)
        )
        backers = {f"voice{dice.randrange(PEOPLE)}" for _ in range(dice.randrange(9))}
        acts += [LabelBacked(number, voice, "me_too") for voice in sorted(backers)]
    asks = [number for number, (kind, _) in enumerate(texts, 1) if kind == "ask"]
    answers = [number for number, (kind, _) in enumerate(texts, 1) if kind == "answer"]
    for place, (title, about) in enumerate(THEMES, 1):
        acts.append(ThemeNamed(place, title, about))
        under = [number for number in range(1, asks[-1]) if number % 7 == place]
        acts += [LabelPutUnder(number, place) for number in under]
        acts += [QuotePicked(number, place) for number in under[:4]]
    acts += [TableNamed(1, "Who should the conference mostly be for?", 1)]
    for place, (title, count) in enumerate(zip(AUDIENCES, MARKS, strict=True)):
        acts.append(ThemeNamed(10 + place, title, prompt=1, table=1))
        acts += [LabelPutUnder(answers[(turn + 3 * place) % 30], 10 + place) for turn in range(count)]
    acts += [LabelJoined(number, asks[0]) for number in asks[1:4]]
    acts += [
        LabelHeld(5, "Names a person"),
        LabelParked(6, "For next year"),
        LabelParked(asks[9], "For the autumn meeting"),
    ]
    endings = (
        Ending(
            "answered", "Moira", "Yes: travel and childcare are paid back on the day, and vouchers have to be declared."
        ),
        Ending("answered", "Callum"),
        Ending("taken", topic=1),
        Ending("later", "The organisers", until="2026-12-31"),
    )
    return [*acts, *(QuestionEnded(number, ending) for number, ending in zip(asks[10:14], endings, strict=True))]


def _harvested(day: Conference) -> list[Act]:
    """Every topic but the last wrote something down; two became one; one session was full; a drawing, and a study visit."""
    topics = [topic.id for topic in day.board.topics()]
    said = (
        ("line", "Pay people on the day, in the way that costs them least"),
        ("point", "Vouchers have to be declared, and few know it"),
        ("point", "A bus fare paid back in six weeks is a reason to stay at home"),
        ("quote", "I was asked for my story three times, and for my bank details never"),
    )
    acts: list[Act] = [TopicMerged(topics[-2], topics[0])]
    for place, (topic, (kind, text)) in enumerate(((topic, one) for topic in topics[:-2] for one in said), 1):
        acts.append(NoteWritten(place, f"topic/{topic}", kind, text, f"voice{place}"))  # type: ignore[arg-type]
        if kind == "line":
            acts.append(LineChosen(f"topic/{topic}", place))
    latest = len(said) * len(topics[:-2])
    acts += [ReadBack(f"topic/{topics[0]}", f"voice{place}", place != 3, latest) for place in range(5)]
    session = next(one for _, one in agenda.sessions(day.agenda.programme))
    full = replace(session, places=4, links=(agenda.SessionLink("https://example.org/films"),))
    [line] = [block.id for block in day.agenda.programme if session in block.workshops]
    acts += [WorkshopPut(line, full), *(SeatAsked(session.id, f"voice{place}", place > 3) for place in range(6))]
    acts += [NoteWritten(latest + 1, f"session/{session.id}", "quote", "We should have begun with the film")]
    acts += [
        GraphicHung(
            1, a_drawing(), "A bus full of people who all hold one steering wheel", "Moira", f"topic/{topics[0]}"
        )
    ]
    acts += [
        VisitPut(1, "voice9", "The community garden", "3 June, 10:00", "Leith", 2, name="Ishbel", contact="0131 555")
    ]
    acts += [*(VisitWished(1, f"voice{place}") for place in range(3)), VisitPlaceGiven(1, "voice0")]
    return acts


def _agreed() -> list[Act]:
    return [
        ActionAgreed(
            1,
            "Share the one-page guide on paying people’s time",
            "Nobody loses benefits by taking part",
            "Callum",
            "May",
            1,
        ),
        ActionUpdated(1, Update(AT + A_MONTH, "The guide is being read by two welfare advisers.", "open")),
        ActionUpdated(1, Update(AT + 4 * A_MONTH, "It is printed, and lies in every library.", "done")),
        ActionAgreed(
            2, "Run a study visit to the community garden", "Twelve people have seen how it is run", "Ishbel", "June"
        ),
        ActionAgreed(3, "Ask each health board where its plain English version is", "", "Moira and Aileen", "June"),
        ActionUpdated(3, Update(AT + 2 * A_MONTH, "Two boards answered that there will be none.", "dropped")),
    ]
