"""The hub: everybody is told what they missed, a slow phone slows nobody, and what is revoked ends."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterator

import pytest

from live import hub as hubs
from live.hub import Hub, Reader
from live.wire import Framed


class Counter:
    """A picture of a number. Its frames say from which stamp to which number they lead; it knows one-figure stamps."""

    def __init__(self) -> None:
        self.shown = 0
        self.drawn = 0
        self.steps = 0
        self.breaks = False
        self.breaks_when_told = False

    @property
    def stamp(self) -> str:
        return str(self.shown)

    def drawing(self, scene: int) -> Iterator[None]:
        if self.breaks:
            raise ValueError("this view cannot be drawn")
        self.drawn += 1
        for _ in range(self.steps):
            yield
        self.shown = scene

    def frame(self, seen: str) -> bytes | None:
        if self.breaks_when_told:
            raise ValueError("this cannot be told")
        return None if seen == self.stamp else f"{seen if len(seen) == 1 else ''}>{self.shown}".encode()


class Hall:
    def __init__(self) -> None:
        self.number = 0
        self.pictures = {"now": Counter(), "wall": Counter()}
        self.hub: Hub[int] = Hub(self.pictures.get, lambda: self.number, beat_seconds=0)
        self.tasks: list[asyncio.Task[None]] = []

    def come(self, phone: Phone, *views: str, voice: str = "v", role: str = "delegate", link: int = 0) -> Reader:
        reader = Reader(phone, role, voice, link)
        phone.drained = lambda: self.hub.catch_up(reader)
        self.hub.join(reader)
        self.hub.look(reader, dict.fromkeys(views, self.pictures["now"].stamp))
        return reader

    def change(self, number: int) -> None:
        self.number = number
        self.hub.changed()


class Phone:
    """Takes what it is sent. One that is asleep takes one message more, as a socket's buffer does, and is full until it wakes."""

    most = 0

    def __init__(self) -> None:
        self.got: list[str] = []
        self.is_awake = True
        self.is_full = False
        self.closed_with = 0
        self.news = asyncio.Event()
        self.drained: Callable[[], None] = lambda: None

    def send(self, framed: Framed) -> None:
        self.got.append(framed.message.decode())
        self.is_full = not self.is_awake
        self.news.set()

    def close(self, code: int, why: str = "") -> None:
        self.closed_with = code

    def wake(self) -> None:
        self.is_awake, self.is_full = True, False
        self.drained()

    async def has_got(self, *messages: str) -> None:
        while self.got != list(messages):
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 5)


def in_a_hall(story: Callable[[Hall], Awaitable[None]]) -> None:
    async def play() -> None:
        hall = Hall()
        hall.tasks += [asyncio.create_task(hall.hub.run()), asyncio.create_task(hall.hub.run_own())]
        await story(hall)
        for task in hall.tasks:
            task.cancel()
        await asyncio.gather(*hall.tasks, return_exceptions=True)

    asyncio.run(play())


async def beats(count: int) -> None:
    for _ in range(count * 5):
        await asyncio.sleep(0)


def test_a_change_reaches_those_who_look_at_it() -> None:
    async def story(hall: Hall) -> None:
        one, other = Phone(), Phone()
        hall.come(one, "now")
        hall.come(other, "now")
        hall.change(1)
        await one.has_got("0>1")
        await other.has_got("0>1")

    in_a_hall(story)


def test_the_screen_and_the_chair_are_told_before_the_phones() -> None:
    async def story(hall: Hall) -> None:
        told: list[str] = []

        class Listener(Phone):
            def __init__(self, role: str) -> None:
                super().__init__()
                self.role = role

            def send(self, framed: Framed) -> None:
                told.append(self.role)
                super().send(framed)

        everybody = [
            Listener("screen" if place == 20 else "chair" if place == 30 else "delegate") for place in range(50)
        ]
        for place, each in enumerate(everybody):
            is_phone = each.role == "delegate"
            hall.come(each, "now" if is_phone else "wall", voice=str(place) if is_phone else "", role=each.role)
        await beats(2)  # all wait for news
        hall.change(1)
        for each in everybody:
            await each.has_got("0>1")
        assert set(told[:2]) == {"screen", "chair"}

    in_a_hall(story)


def test_a_phone_that_does_not_read_skips_pictures_and_slows_nobody() -> None:
    async def story(hall: Hall) -> None:
        quick, slow = Phone(), Phone()
        hall.come(quick, "now", voice="quick")
        hall.come(slow, "now", voice="slow")
        slow.is_awake = False
        for number in (1, 2, 3, 4):
            hall.change(number)
            await quick.has_got(*[f"{n - 1}>{n}" for n in range(1, number + 1)])
        slow.wake()
        assert slow.got == ["0>1", "1>4"]

    in_a_hall(story)


def test_what_nobody_looks_at_is_not_drawn() -> None:
    async def story(hall: Hall) -> None:
        phone = Phone()
        hall.come(phone, "now")
        hall.change(1)
        await phone.has_got("0>1")
        assert hall.pictures["wall"].drawn == 0

    in_a_hall(story)


def test_a_view_that_cannot_be_drawn_keeps_its_last_picture_and_the_others_go_on() -> None:
    async def story(hall: Hall) -> None:
        phone, other = Phone(), Phone()
        hall.come(phone, "now")
        hall.come(other, "wall")
        hall.pictures["wall"].breaks = True
        hall.change(1)
        await phone.has_got("0>1")
        hall.pictures["wall"].breaks = False
        hall.change(2)
        await other.has_got("0>2")

    in_a_hall(story)


def test_a_voice_on_two_phones_is_one_person_in_the_room() -> None:
    async def story(hall: Hall) -> None:
        first = hall.come(Phone(), "now", voice="a")
        hall.come(Phone(), "now", voice="a")
        hall.come(Phone(), "now", voice="b")
        hall.come(Phone(), "now", voice="", role="screen")
        assert (hall.hub.phones, hall.hub.connected("screen")) == (2, 1)
        hall.hub.leave(first)
        hall.hub.leave(first)
        assert hall.hub.phones == 2

    in_a_hall(story)


def test_who_is_dismissed_hears_why_and_is_served_no_more() -> None:
    async def story(hall: Hall) -> None:
        revoked, other = Phone(), Phone()
        hall.come(revoked, "now", link=7)
        hall.come(other, "now", link=8)
        hall.hub.dismiss(lambda reader: reader.link == 7, b"bye")
        assert (revoked.got, revoked.closed_with) == (["bye"], hubs.DISMISSED)
        hall.change(1)
        await other.has_got("0>1")
        await beats(3)
        assert revoked.got == ["bye"]

    in_a_hall(story)


def test_what_is_ones_own_is_made_when_it_is_sent_and_each_matter_is_told_once() -> None:
    async def story(hall: Hall) -> None:
        mine, other = Phone(), Phone()
        hall.come(mine, "now", voice="me")
        hall.come(other, "now", voice="you")
        made: list[str] = []

        def frame(text: str, voice: str) -> bytes:
            made.append(f"{text} for {voice}")
            return text.encode()

        for about, text in (("day", "first"), ("day", "second"), ("news", "third")):
            hall.hub.tell_own(about, lambda reader: reader.voice == "me", functools.partial(frame, text))
        await mine.has_got("second", "third")
        assert made == ["second for me", "third for me"]
        assert other.got == []

    in_a_hall(story)


def test_a_full_socket_is_told_its_own_when_it_has_drained() -> None:
    async def story(hall: Hall) -> None:
        slow = Phone()
        reader = hall.come(slow, "now", voice="me")
        slow.is_full = True
        hall.hub.give_own(reader, {"day": lambda: b"first"})
        await beats(2)
        hall.hub.give_own(reader, {"day": lambda: b"second"})
        await beats(2)
        assert slow.got == []
        slow.wake()
        assert slow.got == ["second"]

    in_a_hall(story)


def test_others_have_their_turn_in_the_middle_of_a_broadcast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "AT_A_TIME", 10)

    async def story(hall: Hall) -> None:
        phones = [Phone() for _ in range(35)]
        for number, phone in enumerate(phones):
            hall.come(phone, "now", voice=str(number))
        await beats(2)
        hall.change(1)
        told: list[int] = []
        while len(told) < 5 or told[-1] < len(phones):
            await asyncio.sleep(0)
            told.append(sum(bool(phone.got) for phone in phones))
        assert {10, 20, 30, 35} <= set(told)

    in_a_hall(story)


def test_others_have_their_turn_while_a_large_view_is_drawn() -> None:
    async def story(hall: Hall) -> None:
        phone, desk = Phone(), Phone()
        hall.come(phone, "now")
        hall.come(desk, "wall", role="facilitator")
        await beats(2)
        hall.pictures["wall"].steps = 50
        hall.change(1)
        turns = 0
        while not desk.got:
            await asyncio.sleep(0)
            turns += 1
        assert turns >= 50
        await phone.has_got("0>1")

    in_a_hall(story)


def test_others_have_their_turn_between_views_that_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "AT_A_TIME_SECONDS", 0.0)

    async def story(hall: Hall) -> None:
        hall.pictures |= {f"desk/{number}": Counter() for number in range(20)}
        desks = [Phone() for _ in range(20)]
        for number, desk in enumerate(desks):
            hall.come(desk, f"desk/{number}", role="facilitator")
        await beats(20)
        hall.change(1)
        drawn: set[int] = set()
        while not all(desk.got for desk in desks):
            await asyncio.sleep(0)
            drawn.add(sum(picture.shown for picture in hall.pictures.values()))
        assert drawn >= set(range(1, 21))

    in_a_hall(story)


def test_what_happens_while_a_large_view_is_drawn_is_shown_by_the_views_after_it_and_told_at_the_next_beat() -> None:
    async def story(hall: Hall) -> None:
        desk, phone = Phone(), Phone()
        hall.come(desk, "wall", role="facilitator")
        hall.come(phone, "now")
        await beats(2)
        hall.pictures["wall"].steps = 10
        hall.change(1)
        await beats(1)
        assert hall.pictures["wall"].drawn == 2  # with the old number, and it takes a while
        hall.change(2)
        await desk.has_got("0>1", "1>2")
        assert phone.got == ["0>2"]

    in_a_hall(story)


def test_all_who_have_seen_the_same_are_sent_the_same_bytes_made_once() -> None:
    async def story(hall: Hall) -> None:
        sent: list[Framed] = []

        class Keeper(Phone):
            def send(self, framed: Framed) -> None:
                sent.append(framed)
                super().send(framed)

        phones = [Keeper() for _ in range(3)]
        for number, phone in enumerate(phones):
            hall.come(phone, "now", voice=str(number))
        hall.change(1)
        for phone in phones:
            await phone.has_got("0>1")
        assert sent[0] is sent[1] is sent[2]

    in_a_hall(story)


def test_whatever_phones_say_that_they_have_seen_they_are_sent_the_same_bytes_and_nothing_is_kept_for_it() -> None:
    async def story(hall: Hall) -> None:
        sent: list[Framed] = []

        class Keeper(Phone):
            def send(self, framed: Framed) -> None:
                sent.append(framed)

        reader = hall.come(Keeper(), "now")
        for number in range(50):
            hall.hub.look(reader, {})
            hall.hub.look(reader, {"now": f"made up {number}"})
            hall.hub.catch_up(reader)
        assert {framed.message for framed in sent} == {b">0"}
        assert len(set(map(id, sent))) == 1
        assert len(hall.hub._told["now"].by_seen) < 3

    in_a_hall(story)


def test_who_was_not_told_because_of_a_fault_is_told_when_the_beat_goes_on() -> None:
    async def story(hall: Hall) -> None:
        phone = Phone()
        hall.come(phone, "now")
        await beats(2)
        hall.pictures["now"].breaks_when_told = True
        hall.change(1)
        with pytest.raises(ValueError, match="cannot be told"):
            await hall.tasks[0]
        hall.pictures["now"].breaks_when_told = False
        hall.tasks.append(asyncio.create_task(hall.hub.run()))
        await phone.has_got("0>1")

    in_a_hall(story)


def test_who_looks_elsewhere_is_told_of_that_and_of_nothing_else() -> None:
    async def story(hall: Hall) -> None:
        phone = Phone()
        reader = hall.come(phone, "now")
        hall.hub.look(reader, {"wall": "0"})
        assert (hall.hub.has_audience("now"), hall.hub.has_audience("wall")) == (False, True)
        hall.change(1)
        await phone.has_got("0>1")
        assert hall.pictures["now"].drawn == 0

    in_a_hall(story)


def test_the_hub_knows_who_looks_at_what() -> None:
    async def story(hall: Hall) -> None:
        hall.come(Phone(), "now", voice="a")
        both = hall.come(Phone(), "now", "wall", voice="b")
        assert (hall.hub.voices_at("now"), hall.hub.voices_at("wall")) == ({"a", "b"}, {"b"})
        assert hall.hub.voices_at("screen", "wa", "w") == {"b"}
        hall.hub.leave(both)
        assert (hall.hub.voices_at("now"), hall.hub.voices_at("wall")) == ({"a"}, set())

    in_a_hall(story)


def test_the_hub_knows_who_is_connected() -> None:
    async def story(hall: Hall) -> None:
        reader = hall.come(Phone(), "now", voice="a")
        assert (hall.hub.is_connected("a"), hall.hub.is_connected("b")) == (True, False)
        hall.hub.leave(reader)
        assert not hall.hub.is_connected("a")

    in_a_hall(story)
