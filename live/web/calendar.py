"""Somebody's day as an iCalendar file (RFC 5545), for the calendar on their phone.

Times are floating: what is written in the programme is what the clock in the hall shows, wherever the phone thinks it is. The
library writes the file and escapes what people wrote.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from live.conference.board.hours import minutes
from live.fragments.delegate.my_day import MyDay

MAKER = "-//live//My day//EN"


def as_calendar(mine: MyDay, *, title: str, day: str, code: str, at: int, address: str) -> bytes:
    """The file. `day` is "2027-05-14", `at` now in milliseconds since 1970, `address` that of the conference, for links. The id
    of an event tells what it is and not whose, and stays, so that a newer file takes the place of an older one."""
    file = Calendar()
    file.add("prodid", MAKER)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", title)
    stamp = datetime.fromtimestamp(at / 1000, UTC).replace(microsecond=0)
    for entry in mine.timed:
        starts = _moment(day, entry.starts)
        if starts is None:
            continue
        event = Event()
        event.add("uid", f"{entry.key}.{code}.{day}@live")
        event.add("dtstamp", stamp)
        event.add("dtstart", starts)
        ends = _moment(day, entry.ends)
        if ends is not None and ends > starts:
            event.add("dtend", ends)
        event.add("summary", entry.title)
        if entry.room:
            event.add("location", entry.room)
        event.add("description", "\n".join((f"{entry.mine}.", *entry.clashes)))
        event.add("status", "CONFIRMED" if entry.is_sure else "TENTATIVE")
        event.add("url", f"{address}/{entry.path}")
        file.add_component(event)
    content: bytes = file.to_ical()
    return content


def _moment(day: str, words: str) -> datetime | None:
    """A time of the day without a zone; None of what is no time."""
    minute = minutes(words)
    if minute is None:
        return None
    return datetime.combine(date.fromisoformat(day), time.min) + timedelta(minutes=minute)
