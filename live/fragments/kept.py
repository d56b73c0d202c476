"""What people are told about how long names and words are kept."""

from __future__ import annotations

from datetime import date

from live.conference import Conference


def in_words(day: str) -> str:
    """ "2027-11-22" as "22 November 2027"; "" for no day."""
    if not day:
        return ""
    there = date.fromisoformat(day)
    return f"{there.day} {there:%B %Y}"


def kept_in_words(conference: Conference) -> str:
    """What delegates are told about how long things are kept; "" where no day was ever set."""
    if conference.forgotten_at:
        return "Names and words were removed from this conference. What was counted is still here."
    until = in_words(conference.kept_until)
    return f"Names and words are kept until {until}. Then they are removed, and only counts stay." if until else ""
