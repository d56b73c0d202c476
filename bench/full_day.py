"""A day on which everything happened, for what is measured on a full one: questions, labels, topics, sessions, visits, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from live import crowd, plans
from live.conference import Act, Actor, Conference, DayDescribed, Moment, Request, fold, people, polls, replay
from live.conference.actions import ActionAgreed
from live.conference.agenda import ItemShown, sessions
from live.conference.board import HandRaised, Room, RoomPut, Slot, SlotPut, TopicPlaced, TopicProposed
from live.conference.bookings import SeatAsked
from live.conference.harvest import LineChosen, NoteWritten
from live.conference.people import VoiceJoined
from live.conference.visits import VisitPut, VisitWished
from live.conference.wall import LabelBacked, LabelPosted, LabelPutUnder, TableNamed, ThemeNamed
from live.conference.writeup import WriteUpPublished
from live.web.access import voice_of
from live.web.live_conference import LiveConference
from live.web.venue import Venue

PEOPLE, LABELS, ANSWERS, TOPICS, VISITS = 200, 300, 100, 60, 40
OPEN = 2  # the question that voting is open for
AT = 1_800_000_000_000
PLAN = "co-production"


async def full_day(venue: Venue, labels: int) -> LiveConference:
    """A conference with so many labels, and a question open."""
    live = await venue.make("A day to be measured", plans.plan_text(PLAN))

    def all_of_it(conference: Conference, ask: Request, by: Actor, moment: Moment) -> Sequence[Act]:
        return list(_acts(conference, labels, Random(7)))

    await live.clerk.ask(all_of_it, people.SlowRequest(), Actor("chair"))
    return live


def _acts(day: Conference, labels: int, dice: Random) -> Iterator[Act]:
    voices = [voice_of(secret(number)) for number in range(PEOPLE)]
    acts: list[Act] = [DayDescribed(day.title, day.date, day.place, "2027-01-15"), WriteUpPublished("draft")]
    acts += [
        VoiceJoined(voice, f"Person {number}" if number % 3 else "", day.people.groups[number % len(day.people.groups)])
        for number, voice in enumerate(voices)
    ]
    demo = crowd.read_demo(plans.demo_text(PLAN))
    acts += _wall(voices, labels, [*demo.labels.ask, *demo.labels.contribute], dice)
    acts += _board(voices, [topic.title for topic in demo.topics], dice)
    for place, (_, session) in enumerate(sessions(day.agenda.programme)):
        acts += [SeatAsked(session.id, voice) for voice in voices[place::9]]
    for number in range(1, VISITS + 1):
        title = f"Community garden {number}"
        acts.append(
            VisitPut(number, voices[number], title, "3 June, 10:00", "Leith", 4, name="Ishbel", contact="0131 555")
        )
        acts += [VisitWished(number, voice) for voice in voices[number % 7 :: 29]]
    acts += [ActionAgreed(number, f"Share guide {number}", "", "Callum", "May") for number in range(1, 21)]
    yield from acts
    day = replay(acts, day)
    for poll in day.polls.in_order():
        one = polls.RoundRequest(poll.id, 1)
        for act in polls.open_poll(day, one, Actor("chair"), Moment(AT, "0" * 64)):
            day = fold(day, act)
            yield act
        for voice in voices[: PEOPLE * 9 // 10]:
            said = {name: list(said) for name, said in poll.question.imagine(dice.randrange).items()}
            for act in polls.cast_vote(day, polls.CastVote(poll.id, 1, said), Actor("delegate", voice), Moment(AT, "")):
                day = fold(day, act)
                yield act
        if poll.id == OPEN:
            continue
        for act in polls.close_poll(day, one, Actor("chair"), Moment(AT + 10_000, "0" * 64)):
            day = fold(day, act)
            yield act
        for act in polls.show_result(day, polls.ShowResult(poll.id, 1), Actor("chair"), Moment(AT + 20_000, "0" * 64)):
            day = fold(day, act)
            yield act
    shown = [item for item in day.agenda.items if item.prompt or item.poll == OPEN]
    yield from (ItemShown(item.id) for item in sorted(shown, key=lambda item: item.poll))


def _wall(voices: Sequence[str], labels: int, texts: Sequence[str], dice: Random) -> Iterator[Act]:
    for number in range(1, labels + ANSWERS + 1):
        kind, prompt = ("answer", 1) if number > labels else ("ask" if number % 3 else "contribute", 0)
        text = f"{number}: {dice.choice(texts)}"[:140]
        signed = "Moira, table 6" if number % 2 else ""
        yield LabelPosted(number, kind, text, voices[number % 97], signed, AT, prompt)  # type: ignore[arg-type]
        for backer in dice.sample(voices, dice.randrange(9)):
            yield LabelBacked(number, backer, "me_too")
    yield TableNamed(1, "Who should the conference mostly be for?", 1)
    for theme in range(1, 9):
        yield ThemeNamed(theme, f"Theme {theme}", "What it is about.")
        yield ThemeNamed(20 + theme, f"Row {theme}", prompt=1, table=1)
        yield from (LabelPutUnder(number, theme) for number in range(theme, labels, 13))
        yield from (LabelPutUnder(number, 20 + theme) for number in range(labels + theme, labels + ANSWERS, 11))


def _board(voices: Sequence[str], titles: Sequence[str], dice: Random) -> Iterator[Act]:
    """Sixty topics for eight rooms at six times: all but twelve have a place."""
    rooms = [Room(f"room-{number}", f"Room {number}", 30, "First floor", ("step_free",)) for number in range(1, 5)]
    slots = [Slot(f"slot-{number}", f"{14 + number // 2}:{number % 2 * 30:02}") for number in range(1, 4)]
    yield from map(RoomPut, rooms)
    yield from map(SlotPut, slots)
    slot_names = ["first", "second", "third", *(slot.id for slot in slots)]
    room_names = ["pentland", "salisbury", "prestonfield", "holyrood", *(room.id for room in rooms)]
    cells = [(slot, room) for slot in slot_names for room in room_names]
    notes = 0
    for number in range(1, TOPICS + 1):
        title = f"{titles[number % len(titles)]} {number}"
        yield TopicProposed(
            number, title, f"Host {number % 23}", voices[number], "Because it matters to us.", "A circle"
        )
        if number <= len(cells):
            yield TopicPlaced(number, *cells[number - 1])
        for voice in dice.sample(voices, 25):
            yield HandRaised(number, voice, dice.choice(("take_part", "listen", "lead")))
        for kind in ("line", "point", "quote"):
            notes += 1
            yield NoteWritten(notes, f"topic/{number}", kind, f"What was said, {notes}", voices[number])
        yield LineChosen(f"topic/{number}", notes - 2)


def secret(number: int) -> str:
    """What stands in the cookie of a person's phone."""
    return f"secret-of-person-number-{number}"
