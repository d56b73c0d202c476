"""Whatever people write into comments and actions stays words on every page that shows them."""

from __future__ import annotations

from collections.abc import Sequence

import httpx2

from live.clerk import Rule
from live.conference import Actor, Request, actions, comments, writeup
from live.conference.words import clean, clean_line
from live.web.actions import cookie
from tests.report.hostile import HOSTILE, TOWER
from tests.report.test_hostile import Elements, seen
from tests.web.site import Day, Site

CHAIR = Actor("chair")
PAGES = ("chair/report", "chair/owners", "facilitator/actions", "facilitator/comments", "actions", "report/comments")


def short(text: str) -> str:
    """What fits into a name."""
    return clean_line(text, 10_000, "", "", optional=True)[:55]


def told(site: Site, words: Sequence[str]) -> tuple[Day, httpx2.Client]:
    """A day with these words in every field, and the phone of somebody who wrote some comments and owns the first action."""
    day = site.day()
    phone = day.phone(short(words[0]))
    writer = next(iter(day.live.conference.people.voices))

    def ask(rule: Rule, request: Request, by: Actor = CHAIR) -> None:
        day.site.call(day.live.clerk.ask(rule, request, by))

    ask(writeup.publish, writeup.Publish("draft"))
    ask(writeup.write_around, writeup.WriteAround(words[1], words[2]))
    for number, word in enumerate(words, 1):
        ask(actions.agree_action, actions.AgreeAction(word, word, short(word), short(word)))
        ask(actions.update_action, actions.UpdateAction(number, word, "done"))
    for number, word in enumerate(words[: comments.MOST_COMMENTS_EACH], 1):
        ask(comments.make_comment, comments.MakeComment("", word, short(word)), Actor("delegate", writer))
        ask(comments.answer_comment, comments.AnswerComment(number, word, "yes" if number % 2 else ""))
    phone.cookies.set(cookie(day.code, 1), day.site.venue.keys.for_action(day.code, 1, 0))
    return day, phone


def test_hostile_words_stay_words_on_every_page(site: Site) -> None:
    hostile = [word for word in (*HOSTILE, TOWER) if clean(word)]
    harmless = [f"word {number}" + "\nand more" * clean(word).count("\n") for number, word in enumerate(hostile)]
    (day, phone), (plain_day, plain_phone) = told(site, hostile), told(site, harmless)
    clients = ((day.chair(), plain_day.chair()), (phone, plain_phone))
    assert [phone.get(f"/{path}").status_code for path in ("actions", "report/comments", "action/1")] == [200] * 3
    said = ""
    for client, plain in clients:
        for path in (*PAGES, "action/1"):
            page, expected = client.get(f"/{path}"), plain.get(f"/{path}")
            assert page.status_code == expected.status_code
            assert Elements(page.text).elements == Elements(expected.text).elements, path
            said += " " + seen(Elements(page.text).said)
    for word in hostile:
        assert seen(clean(word)) in said
