"""From answers typed on phones to a write-up of the published shape: three themes with four quotes each, and a coded table.

Thirty delegates answer a prompt, each in a sentence that says what matters and whom it is for. Two facilitators work at the
same time, one with scripts, one with plain forms: they sort the answers under themes, pick quotes, and code them into a table.
What the pages and the write-up then say is compared with what was sent. The answers were invented for this test.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

from live.crowd import Done, deal
from live.crowd.browsing import Fetched
from tests.running import House, Links, Someone, by_link, command, house, joined
from tests.stories.hall import all_of

PLAN = """
title = "Working together"
[[item]]
kind = "wall"
title = "What matters in co-production, and whom is it for?"
asks = "answers"
"""

MATTERS = {
    "Sharing power": (
        "Nobody decides about us without us in the room",
        "Ask before the plan is written, not after",
        "The person with the pen should change every month",
        "Say no to a meeting that has decided already",
        "Pay people for their time as you pay consultants",
        "Let those who use a service choose who runs it",
        "Half of every board from outside the organisation",
        "Tell us what you cannot change, and why",
        "Small budgets that a group may spend as it likes",
        "Listen first and speak last",
    ),
    "Time and trust": (
        "Trust takes years and goes in an afternoon",
        "Come back and tell us what became of it",
        "Meet when carers can come, and bring food",
        "Stay longer than the funding lasts",
        "Start with a cup of tea and no agenda",
        "Let people change their minds",
        "The same face at the door each week",
        "Leave time for those who think slowly",
        "Do one small thing together early on",
        "Be honest when it goes wrong",
    ),
    "Plain words": (
        "Write letters that my neighbour understands",
        "No letters of the alphabet instead of names",
        "Pictures beside words, and words read aloud",
        "Ask one question at a time",
        "An interpreter who is there from the start",
        "Say people, not service users",
        "Forms of one page",
        "Minutes with the jokes left in",
        "Show it on a map",
        "Explain the rules before the game",
    ),
}
ROWS = {
    "Frontline workers": 17,
    "People who use services": 13,
    "Families and carers": 13,
    "Managers": 12,
    "Those who give money": 9,
    "Volunteers": 9,
    "Young people": 9,
    "Researchers": 8,
    "The whole neighbourhood": 8,
}
"""A table as one was published: nine rows, three times with a tie, 98 marks by thirty people."""

PUT_IN_THIS_ORDER = [*ROWS][7:] + [*ROWS][4:7] + [*ROWS][3:4] + [*ROWS][1:3] + [*ROWS][:1]
QUOTED = {"Sharing power": (1, 2, 3, 4), "Time and trust": (11, 12, 13, 14), "Plain words": (21, 22, 23, 24)}
"""Which answers stand for each theme, by their number from 1."""

UNDER_TWO, ALSO_UNDER = 4, "Time and trust"
STORY_SECONDS = 90


def test_a_published_write_up_is_rebuilt_from_thirty_typed_answers(tmp_path: Path) -> None:
    async def rebuild() -> None:
        plan = tmp_path / "day.toml"
        plan.write_text(PLAN)
        async with asyncio.timeout(STORY_SECONDS), house(tmp_path / "data") as here:
            made = await command("new", "Working together", "--plan", plan, "--data", here.data, folder=tmp_path)
            story = Story(here, Links(made.code, {role: made.links[role] for role in ("chair", "facilitator")}))
            try:
                await story.tell()
            finally:
                for someone in story.people:
                    await someone.leave()

    asyncio.run(rebuild())


class Story:
    def __init__(self, here: House, links: Links) -> None:
        self.here, self.links = here, links
        self.people: list[Someone] = []
        self.numbers: dict[str, str] = {}
        """The number of each label, by its words."""
        self.desks: list[Someone] = []
        texts = [text for texts in MATTERS.values() for text in texts]
        dealt = deal(list(ROWS.values()), len(texts))
        self.answers = [
            f"{text} (for: {', '.join([*ROWS][row] for row in sorted(rows))})"
            for text, rows in zip(texts, dealt, strict=True)
        ]
        self.themes = [theme for theme, texts in MATTERS.items() for _ in texts]

    async def tell(self) -> None:
        await self.everybody_answers()
        await self.two_people_sort_at_once()
        await self.two_people_code_at_once()
        await self.pages_say_so()
        await self.the_write_up_says_so()

    async def does(self, who: Someone, what: str, /, **fields: str) -> None:
        answer = await who.wants(what, **fields)
        assert isinstance(answer, Done), f"{who.name} wanted to {what} and heard: {answer}"

    async def everybody_answers(self) -> None:
        chair = await by_link(self.here, self.links, "chair")
        self.people.append(chair)
        await self.does(chair, "show_item", item="1")

        async def types(number: int, text: str) -> None:
            someone = await joined(self.here, self.links.code, f"Person {number}")
            self.people.append(someone)
            await self.does(someone, "post_label", prompt="1", text=text)

        await all_of([types(number, text) for number, text in enumerate(self.answers, 1)])
        for _ in range(2):
            desk = await by_link(self.here, self.links, "facilitator")
            self.people.append(desk)
            self.desks.append(desk)
        page = await self.page("facilitator/themes/1")
        for card in re.findall(r'<li class="tag[^"]*" id="desk-theme-0-label-\d+".*?</li>', page.html, re.DOTALL):
            number, text = re.findall(r'data-label="(\d+)".*?Answer:</span> (.*?)</p>', card, re.DOTALL)[0]
            self.numbers[unescape(text).strip()] = number
        assert sorted(self.numbers) == sorted(self.answers)

    async def two_people_sort_at_once(self) -> None:
        """Each puts every second answer under its theme, one over a socket, one with plain forms; and both one at once."""
        one, other = self.desks
        for title, text in zip(MATTERS, ("Who decides", "How long it takes", "How it is said"), strict=True):
            await self.does(one, "name_theme", title=title, text=text, prompt="1")
        theme = {title: str(number) for number, title in enumerate(MATTERS, 1)}

        async def by_socket(numbers: range) -> None:
            for number in numbers:
                await self.does(
                    one, "sort_label", label=self.label(number), theme=theme[self.themes[number - 1]], on="yes"
                )

        async def by_forms(numbers: range) -> None:
            await self.press(other, f"facilitator/themes/label/{self.label(UNDER_TWO)}", ALSO_UNDER)
            for number in numbers:
                await self.press(other, f"facilitator/themes/label/{self.label(number)}", self.themes[number - 1])

        await all_of([by_socket(range(2, 31, 2)), by_forms(range(1, 31, 2))])
        for title, numbers in QUOTED.items():
            for number in numbers:
                await self.does(one, "pick_quote", label=self.label(number), theme=theme[title], on="yes")

    async def two_people_code_at_once(self) -> None:
        """They begin at the two ends and both go through all answers, so that many are coded twice, and counted once."""
        one, other = self.desks
        await self.does(one, "name_table", title="Who is it for", prompt="1")
        for title in PUT_IN_THIS_ORDER:
            await self.does(other, "name_theme", title=title, table="1")
        row = {title: str(number) for number, title in enumerate(PUT_IN_THIS_ORDER, 1 + len(MATTERS))}

        async def by_socket() -> None:
            for number, text in enumerate(self.answers, 1):
                for title in self.named_in(text):
                    await self.does(one, "sort_label", label=self.label(number), theme=row[title], on="yes")

        async def by_forms() -> None:
            for number, text in reversed([*enumerate(self.answers, 1)][12:]):
                for title in self.named_in(text):
                    await self.press(other, f"facilitator/tables/1/{self.label(number)}", title)

        await all_of([by_socket(), by_forms()])

    async def pages_say_so(self) -> None:
        page = await self.page("facilitator/themes/1")
        assert "30 of 30 labels are in a theme." in page.html
        heads = re.findall(
            r'<span class="theme__key">\d</span> (.*?)</h2>.*?class="badge"[^>]*>(\d+)<', page.html, re.DOTALL
        )
        assert heads == [("Sharing power", "10"), ("Time and trust", "11"), ("Plain words", "10")]
        assert page.html.count("Is a quote") == 12
        page = await self.page("facilitator/tables/1")
        assert "98 marks. 30 of 30 answers are in a row." in page.html
        found = re.findall(r'class="tally__title">(.*?)</h2><span class="tally__count">(\d+)<', page.html)
        assert [(title, int(count)) for title, count in found] == [*ROWS.items()]
        for row in re.findall(r'<li class="tally" .*?</form>', page.html, re.DOTALL):
            [title] = re.findall(r'class="tally__title">(.*?)</h2>', row)
            texts = [unescape(text) for text in re.findall(r'facilitator/tables/1/\d+">(.*?)</a>', row)]
            assert sorted(texts) == sorted(text for text in self.answers if title in self.named_in(text))

    async def the_write_up_says_so(self) -> None:
        async with self.here.browser(self.desks[0].browser.cookies) as browser:
            answer = await browser.get(f"/{self.links.code}/report.json")
            assert answer.status_code == 200
            report: Any = answer.json()
        assert [(theme["title"], theme["text"], theme["count"]) for theme in report["themes"]] == [
            ("Sharing power", "Who decides", 10),
            ("Time and trust", "How long it takes", 11),
            ("Plain words", "How it is said", 10),
        ]
        quotes = {theme["title"]: [quote["text"] for quote in theme["quotes"]] for theme in report["themes"]}
        assert quotes == {title: [self.answers[one - 1] for one in numbers] for title, numbers in QUOTED.items()}
        several = [
            (quote["text"], quote["themes"])
            for theme in report["themes"]
            for quote in theme["quotes"]
            if len(quote["themes"]) > 1
        ]
        assert several == [(self.answers[UNDER_TWO - 1], [self.themes[UNDER_TWO - 1], ALSO_UNDER])]
        [table] = report["tables"]
        assert (table["title"], table["marks"], table["coded"], table["answers"]) == ("Who is it for", 98, 30, 30)
        assert [(row["title"], row["count"]) for row in table["rows"]] == [*ROWS.items()]
        by_number = {int(number): text for text, number in self.numbers.items()}
        coded = Counter((row["title"], by_number[label]) for row in table["rows"] for label in row["labels"])
        assert coded == Counter((title, text) for text in self.answers for title in self.named_in(text))

    # what is done again and again

    def label(self, number: int) -> str:
        """The number on the wall of the answer with this number here: they were typed all at once."""
        return self.numbers[self.answers[number - 1]]

    def named_in(self, text: str) -> list[str]:
        """The rows that an answer names."""
        return text.partition("(for: ")[2].rstrip(")").split(", ")

    async def page(self, path: str) -> Fetched:
        page = await self.desks[0].browser.get(f"/{self.links.code}/{path}")
        assert page.status == 200
        return page

    async def press(self, who: Someone, path: str, title: str) -> None:
        """Open a label's page and put it under this theme or row with its form, unless it stands there already."""
        page = await who.browser.get(f"/{self.links.code}/{path}")
        [form] = [
            form
            for form in re.findall(r"<form[^>]*/do/sort_label.*?</form>", page.html, re.DOTALL)
            if f'put__title">{title}<' in form
        ]
        fields = {name: [value] for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}
        if fields["on"] == ["no"]:
            return
        after = await who.browser.post(f"/{self.links.code}/do/sort_label", fields)
        assert (after.status, after.path) == (200, f"/{self.links.code}/{path}"), after
