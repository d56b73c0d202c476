"""The hub: everybody is told what they missed, a slow phone slows nobody, and what is revoked ends."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable

from live.hub import Hub, Reader


class Counter:
    """A picture of a number. Its frames say from which stamp to which number they lead."""

    def __init__(self) -> None:
        self.shown = 0
        self.drawn = 0
        self.breaks = False

    @property
    def stamp(self) -> str:
        return str(self.shown)

    def redraw(self, scene: int) -> bool:
        if self.breaks:
            raise ValueError("this view cannot be drawn")
        self.drawn += 1
        changed, self.shown = scene != self.shown, scene
        return changed

    def frame(self, seen: str) -> bytes | None:
        return None if seen == self.stamp else f"{seen}>{self.shown}".encode()


class Hall:
    def __init__(self) -> None:
        self.number = 0
        self.pictures = {"now": Counter(), "wall": Counter()}
        self.hub: Hub[int] = Hub(self.pictures.get, lambda: self.number, beat_seconds=0)
        self.tasks: list[asyncio.Task[None]] = []

    def come(self, phone: Phone, *views: str, voice: str = "v", role: str = "delegate", link: int = 0) -> Reader:
        reader = Reader(role, voice, link, phone.receive)
        reader.views = dict.fromkeys(views, self.pictures["now"].stamp)
        self.hub.join(reader)
        self.tasks.append(asyncio.create_task(self.hub.serve(reader)))
        return reader

    def change(self, number: int) -> None:
        self.number = number
        self.hub.changed()


class Phone:
    """Takes what it is sent; one that is asleep takes nothing until it wakes."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.is_awake = asyncio.Event()
        self.is_awake.set()
        self.news = asyncio.Event()

    async def receive(self, message: bytes) -> None:
        await self.is_awake.wait()
        self.got.append(message.decode())
        self.news.set()

    async def has_got(self, *messages: str) -> None:
        while self.got != list(messages):
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 5)


def in_a_hall(story: Callable[[Hall], Awaitable[None]]) -> None:
    async def play() -> None:
        hall = Hall()
        hall.tasks.append(asyncio.create_task(hall.hub.run()))
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

            async def receive(self, message: bytes) -> None:
                told.append(self.role)
                await super().receive(message)

        everybody = [
            Listener("screen" if place == 20 else "chair" if place == 30 else "delegate") for place in range(50)
        ]
        for place, each in enumerate(everybody):
            hall.come(each, "now", voice=str(place) if each.role == "delegate" else "", role=each.role)
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
        slow.is_awake.clear()
        for number in (1, 2, 3, 4):
            hall.change(number)
            await quick.has_got(*[f"{n - 1}>{n}" for n in range(1, number + 1)])
        slow.is_awake.set()
        await slow.has_got("0>1", "1>4")

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
        await revoked.has_got("bye")
        hall.change(1)
        await other.has_got("0>1")
        await beats(3)
        assert revoked.got == ["bye"]

    in_a_hall(story)


def test_a_personal_message_reaches_its_voice_only_and_the_newest_is_enough() -> None:
    async def story(hall: Hall) -> None:
        mine, other = Phone(), Phone()
        hall.come(mine, "now", voice="me")
        hall.come(other, "now", voice="you")
        for word in (b"first", b"second"):
            hall.hub.tell(lambda voice, word=word: word if voice == "me" else None)  # type: ignore[misc]
        await mine.has_got("second")
        assert other.got == []

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


def test_the_hub_knows_who_is_connected() -> None:
    async def story(hall: Hall) -> None:
        reader = hall.come(Phone(), "now", voice="a")
        assert (hall.hub.is_connected("a"), hall.hub.is_connected("b")) == (True, False)
        hall.hub.leave(reader)
        assert not hall.hub.is_connected("a")

    in_a_hall(story)
