"""The bell on a server: rung by a form, seen on phones at once, and gone by itself when its time is over."""

from __future__ import annotations

from collections.abc import Sequence

from live.conference import Act, Actor, Conference, Moment, Request
from live.conference.board import BellRung
from tests.web.site import Day, do


def test_it_is_on_phones_at_once_and_goes_when_its_time_is_over(day: Day) -> None:
    phone, desk = day.phone("Ann"), day.role("facilitator")

    def rung_long_ago(conference: Conference, ask: Request, by: Actor, moment: Moment) -> Sequence[Act]:
        return [BellRung("first", 1, moment.at - 60_000)]

    with day.line(phone, "now") as line:
        assert do(desk, "ring_bell", slot="first", minutes="5", page="facilitator").status_code == 303
        while "Time left in the 11:00 round" not in str(line.next("frame", view="now")["ops"]):
            pass
    day.site.call(day.live.clerk.ask(rung_long_ago, Request(), Actor("facilitator")))
    with day.line(phone, "now") as line:
        while day.live.conference.board.bell is not None:
            line.next("frame", view="now")
    assert "Time left in the" not in phone.get(day.site.url + day.path).text


def test_minutes_that_are_none_are_refused_in_words(day: Day) -> None:
    desk = day.role("facilitator")
    refused = do(desk, "ring_bell", slot="first", minutes="90", page="facilitator")
    assert refused.status_code == 422
    assert "Please give the minutes that are left, from 1 to 30." in refused.text
    assert day.live.conference.board.bell is None
