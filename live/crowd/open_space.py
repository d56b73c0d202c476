"""What simulated people do around open space: they take places in sessions, offer visits and wish for them, and write down what
came out of the talks. Facilitators are in `live.crowd.day`."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from live.crowd.delegate import Delegate
from live.crowd.imagined import Booking, Demo, Outing, Talk
from live.crowd.page import Page

CHOOSING = 0.8  # of those who are there, how many look for a place in a session at a time
WISHING = 0.4  # how many would like to go on a visit


def numbers_by_title(page: Page, titles: Iterable[str], attribute: str = "data-topic") -> dict[str, str]:
    """The numbers of these topics as a page shows them."""
    shown = [(node.attrs[attribute], node.words) for node in page.all_with(attribute)]
    return {title: number for title in titles for number, words in shown if title in words}


def sessions_by_title(programme: Page, titles: Iterable[str]) -> dict[str, str]:
    """The numbers of these sessions, from the forms that ask for a place in them."""
    forms = programme.forms("ask_seat")
    return {title: form.fields["session"][0] for title in titles for form in forms if form.words.endswith(f": {title}")}


async def take_places(demo: Demo, me: Delegate) -> None:
    """At each time, a place in one of the sessions, the more popular ones more often. Where all are taken, one waits."""
    there = sessions_by_title(await me.read("programme"), [booking.title for booking in demo.sessions])
    for starts in sorted({booking.starts for booking in demo.sessions}):
        chosen = _choose([one for one in demo.sessions if one.starts == starts and one.title in there], me.dice)
        if chosen is not None:
            await me.ask("ask_seat", {"session": [there[chosen.title]]})


def _choose(bookings: list[Booking], dice: Random) -> Booking | None:
    if not bookings or dice.random() > CHOOSING:
        return None
    return dice.choices(bookings, [booking.weight for booking in bookings])[0]


async def offer_visits(visits: Iterable[Outing], me: Delegate) -> None:
    for visit in visits:
        said = {"title": visit.title, "when": visit.when, "place": visit.place, "text": visit.text}
        fields = {**said, "places": str(visit.places), "name": visit.host}
        await me.ask("offer_visit", {name: [text] for name, text in fields.items()})


async def wish_for_visits(me: Delegate) -> None:
    """Say where one would like to go, of what is offered now."""
    if me.dice.random() > WISHING:
        return
    offered = [form.fields["visit"] for form in (await me.read("visits")).forms("wish_visit")]
    for visit in me.dice.sample(offered, min(len(offered), me.dice.randint(1, 2))):
        await me.ask("wish_visit", {"visit": visit})


async def write_down(talk: Talk, me: Delegate) -> None:
    """What came out of a talk, and the reading back where the demo has it. A talk that is nowhere has no notes."""
    topics = numbers_by_title(await me.read("board"), [talk.title])
    sessions = sessions_by_title(await me.read("programme"), [talk.title])
    about = next((f"topic/{number}" for number in topics.values()), "")
    about = next((f"session/{number}" for number in sessions.values()), about)
    if not about:
        return
    notes = (("line", talk.line), ("point", "\n".join(talk.points)), ("quote", talk.quote))
    for kind, text in notes:
        if text:
            await me.ask("write_note", {"about": [about], "kind": [kind], "text": [text]})
    if talk.action:
        await me.ask("agree_talk_action", {"about": [about], **{name: [text] for name, text in talk.action.items()}})
    if talk.is_read:
        for form in (await me.read(f"harvest/{about}")).forms("read_back"):
            fields = {name: values for name, values in form.fields.items() if name not in ("id", "page")}
            await me.ask("read_back", {**fields, "answer": ["yes"]})
