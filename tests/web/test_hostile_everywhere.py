"""Hostile words in every field stay words: on every page, in every frame, and in every file that is given out.

Two days are made through the real rules: one of hostile words, one of harmless ones. Whatever a browser would make of the first
(elements, attributes, addresses, styles, data blocks, headers) it makes of the second.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from live.conference.words import clean
from live.web import access
from live.web.chair import ADDED
from live.web.pages import PAGES
from live.web.requests import ASKS
from tests.report.hostile import HOSTILE, TOWER, words
from tests.report.test_hostile import FORMULA, NUMBER, seen, tokens_of
from tests.web.site import Site
from tests.web.worded import Placed, not_placed, text_fields, texts_in

MORE = (
    "</script><script>alert(1)</script>",
    "</textarea></title></style></select></button><iframe src=//bad.example>",
    '"autofocus onfocus="alert(1)" style="background:url(//bad.example)',
    "red;--share:9;background:url(//bad.example)",
    "</p><p hidden></li></ul><form action=//bad.example><input name=evil>",
    "\u2066\u2067\u202d\u202eevil\u200b\u200e\u200f\u061c\ufeff\u2060 e\u00advil \U000e0041",
    "مرحبا 123 (abc) שלום",
    "x\r\nset-cookie: evil=1\r\n\r\n<b>",
    "../../../../evil?x=1#y",
    "\\u003cscript\\u003e ${7*7} #{7*7}",
    "😀👍🏿🏳️‍🌈1️⃣ﷺ",
)
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""What turns text around, or cannot be seen. Joiners stay: some scripts and many emoji need them."""

ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href")
STYLE = re.compile(r"(--[a-z]+: ([\d.%-]+|var\(--[a-z-]+\))(; )?)+|color: var\(--text\); font-size: var\(--text-l\)")
LAID_OUT = re.compile(r": (screen|chair|meet|facilitator/same)$|: frames|^item")
"""As many pages, lines or suggestions as come of the words."""
OF_AN_EVENT = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "URL")
EXPORTS = ("md", "csv", "xlsx", "json", "schema.json")


class Page(HTMLParser):
    """What a browser makes of a page or a piece of one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: Counter[tuple[str, ...]] = Counter()
        self.addresses: set[str] = set()
        self.styles: list[str] = []
        self.views: set[str] = set()
        self.said = ""
        self._block: str | None = None
        self.feed(html)
        self.close()
        assert self._block is None, "a block of data is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert len(known) == len(attrs), "an attribute is there twice"
        assert not [name for name in known if name.startswith("on")]
        if known.get("class") != "keep":  # it keeps hyphened words of a heading whole
            self.elements[tag, *sorted(known)] += 1
        self.addresses |= {known[name] or "" for name in ADDRESSES if name in known}
        self.styles += [known["style"] or ""] if "style" in known else []
        if tag == "script":
            assert known.get("type") in ("module", "application/json")
            self._block = "" if known["type"] == "application/json" else None
        self.views |= set(json.loads(known["data-views"] or "{}")) if "data-views" in known else set()
        self.said += " " + " ".join(
            known[name] or "" for name in ("value", "aria-label", "placeholder") if name in known
        )

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._block is not None:
            json.loads(self._block)
            self._block = None

    def handle_data(self, data: str) -> None:
        if self._block is None:
            self.said += data
        else:
            self._block += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment in the page")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("a processing instruction in the page")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration in the page")


class Told:
    """All that a day gives out, as far as one can compare it with that of another day."""

    def __init__(self, filled: Placed) -> None:
        self._filled = filled
        self._code = filled.day.code
        self.pages: dict[str, Page] = {}
        self.files: dict[str, bytes] = {}
        self.said = ""
        self._everything()

    def _everything(self) -> None:
        there = self._filled
        clients = {
            "chair": there.chair,
            "ann": there.ann,
            "ben": there.ben,
            "cas": there.cas,
            "nobody": there.day.visitor(),
        }
        for who, client in clients.items():
            views: set[str] = set()
            for path in self._paths(who):
                page = self._page(client, who, path)
                views |= page.views if page is not None else set()
            self._frames(client, who, views)
        self._on_the_screen(there.chair)
        self.files["day.toml"] = self._get(there.chair, "chair/day.toml").content
        self.files["qr"] = self._get(there.chair, "qr.svg").content

    def _paths(self, who: str) -> Iterator[str]:
        """The paths of all pages; for who is not the chair those that are for everybody."""
        for pattern, _, role in PAGES:
            if who != "chair" and role in ("chair", "facilitator"):
                continue
            yield from self._filled_in([pattern])

    def _filled_in(self, paths: Sequence[str]) -> Sequence[str]:
        conference = self._filled.day.live.conference
        values: dict[str, Sequence[int | str]] = {
            "poll:number": sorted(conference.polls.by_id),
            "topic:number": [1, 3, 4],
            "item:number": [item.id for item in conference.agenda.items],
            "option:number": [1],
            "table:number": [1],
            "prompt:number": [prompt.id for prompt in conference.wall.prompts],
            "label:number": [1, 2, 6],
            "action:number": [1],
            "session:number": [one.id for line in conference.agenda.programme for one in line.workshops],
            "note:number": sorted(conference.harvest.notes),
            "block:number": [line.id for line in conference.agenda.programme],
            "visit:number": [1, 2],
            "kind:name": ["ask"],
            "what:name": list(ADDED),
            "table:name": ["labels", "asks", "actions"],
        }
        for name, known in values.items():
            paths = [
                path.replace(f"{{{name}}}", str(value))
                for path in paths
                for value in (known if f"{{{name}}}" in path else [""])
            ]
        return paths

    def _get(self, client: httpx2.Client, path: str) -> httpx2.Response:
        answer = client.get(f"/{path}".rstrip("/") or self._filled.site.url + self._filled.day.path)
        for name, value in answer.headers.items():
            assert re.fullmatch(r"[ -~]*", value), name
            assert not re.search("alert|bad.example|evil|wq[a-j]{3}", value), name
        disposition = answer.headers.get("content-disposition", "")
        assert not disposition or re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', disposition)
        assert answer.status_code in (200, 403, 404), (path, answer.status_code)
        return answer

    def _page(self, client: httpx2.Client, who: str, path: str) -> Page | None:
        answer = self._get(client, path)
        if answer.status_code == 200 and not answer.headers["content-type"].startswith("text/html"):
            self.files[f"{who}/{path}"] = answer.content
            return None
        return self._keep(f"{who}: {path}", answer.text)

    def _keep(self, name: str, html: str) -> Page:
        assert not HIDDEN.search(html), (name, HIDDEN.search(html))
        page = self.pages[name] = Page(html)
        self.said += " " + page.said
        for address in page.addresses:
            assert re.fullmatch(r"[a-zA-Z0-9_/.?=&#:,;-]*", address), (name, address)
            assert not re.search(r"alert|bad\.|evil", address.removesuffix("#icon-alert")), (name, address)
        for style in page.styles:
            assert STYLE.fullmatch(style), (name, style)
        return page

    def _frames(self, client: httpx2.Client, who: str, views: set[str]) -> None:
        """What the pages are told when something changes, also over a socket."""
        for view in sorted(views):
            answer = self._get(client, "frames?" + urlencode({"view": view, "seen": ""}))
            assert answer.status_code == 200, (who, view)
            frames = answer.json()["frames"]
            if who == "chair" and any(frame["view"] == view for frame in frames):
                with self._filled.day.line(client, view) as line:
                    frames.append(line.next("frame", view=view) | {"view": f"{view} by socket"})
            for frame in frames:
                for op in frame["ops"]:
                    self._keep(f"{who}: frames {view} {op[1]} {frame['view']}", op[-1])

    def _on_the_screen(self, chair: httpx2.Client) -> None:
        """Each item on the screen, a wall in each way, and all pages of what needs several."""
        there = self._filled
        for item in there.day.live.conference.agenda.items:
            there.ask("show_item", item=str(item.id))
            ways = (
                [("labels", "0"), ("one", "1"), ("themes", "0"), ("open", "0")] if item.kind == "wall" else [("", "0")]
            )
            for shows, label in ways:
                if shows and shows != "labels" and not (shows == "one" and item.prompt):
                    there.ask("turn_wall", item=str(item.id), shows=shows, label=label)
                self._page(chair, f"item {item.id} {shows}", "screen")
            self._page(chair, f"item {item.id}", "chair")
            self._page(there.ann, f"item {item.id}", "")


def harmless(texts: Sequence[str]) -> list[str]:
    """As many words that mean nothing, on as many lines."""
    return [f"word {number}" + "\nand more" * clean(text).count("\n") for number, text in enumerate(texts)]


def stays_words(site: Site, texts: list[str]) -> None:
    day, plain = Placed(site, texts), Placed(site, harmless(texts))
    told, expected = Told(day), Told(plain)
    assert told.pages.keys() == expected.pages.keys() or any(
        LAID_OUT.search(name) for name in told.pages.keys() ^ expected.pages.keys()
    )
    known = {name for page in expected.pages.values() for names in page.elements for name in names}
    for name, page in told.pages.items():
        if LAID_OUT.search(name):
            made = {part for names in page.elements for part in names if not part.startswith(("data-", "aria-"))}
            assert made <= known, (name, made - known)
        else:
            assert page.elements == expected.pages[name].elements, name
    in_files(day, told.files)
    assert not_placed(day.fields) == set()
    said = seen(told.said)
    kept = "\n".join(map(seen, texts_in(day.day.live.conference)))
    unseen = [word for word in day.word.given if seen(word) in kept and seen(word) not in said]
    assert unseen == []


def in_files(day: Placed, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        for path, inner in unpacked(name, content):
            kind = path.rpartition(".")[2]
            if kind in ("woff2", "svg", "css", "webp", "xml", "rels", "py", "txt"):
                continue
            text = inner.decode("utf-8-sig")
            assert not HIDDEN.search(text), path
            if kind == "csv":
                rows = list(csv.reader(io.StringIO(text, newline="")))
                assert len({len(row) for row in rows}) == 1, path
                assert not any(cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) for row in rows for cell in row)
            elif kind == "json":
                json.loads(text)
            elif kind == "md":
                assert not {
                    "link_open",
                    "image",
                    "html_inline",
                    "html_block",
                    "code_block",
                    "fence",
                    "code_inline",
                } & set(tokens_of(text)[0])
            elif kind == "html":
                assert not [tag for tag in Page(text).elements if tag[0] in ("script", "iframe", "form", "svg")]
            elif kind == "ics":
                events = Calendar.from_ical(text).walk("VEVENT")
                assert text.count("\r\nBEGIN:VEVENT\r\n") == len(events)
                assert {key for event in events for key in event} <= set(OF_AN_EVENT)
            elif kind == "toml":
                said = json.dumps(tomllib.loads(text), ensure_ascii=False)
                assert seen(day.day.live.conference.title) in seen(
                    json.loads(json.dumps(tomllib.loads(text)))["title"]
                ), said
            else:
                raise AssertionError(f"nobody looks at {path}")


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] != b"PK":
        yield (name if "." in name else name + ".svg"), content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        for inner in folder.namelist():
            assert re.fullmatch(r"[A-Za-z0-9_\[\]./-]+", inner)
            yield from unpacked(f"{name}/{inner}", folder.read(inner))


def test_the_known_hostile_words_stay_words_everywhere(site: Site) -> None:
    stays_words(site, [text for text in (*MORE, TOWER, *HOSTILE) if clean(text)])


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.one_of(words, st.sampled_from(MORE)).filter(lambda text: bool(clean(text))), min_size=7, max_size=40
    )
)
def test_any_words_stay_words_everywhere(site: Site, texts: list[str]) -> None:
    stays_words(site, texts)


def test_what_is_refused_comes_back_as_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in the fields in which a page offers what can be chosen, and with far too much in them."""
    monkeypatch.setattr(access, "REQUESTS_IN_A_ROW", 1_000_000)
    there = Placed(site, ["Plain words"])
    pages = [page for pattern, _, _ in PAGES for page in [pattern.partition("{")[0].rstrip("/")] if pattern != "report"]
    for number, (name, ask) in enumerate(ASKS.items()):
        client = there.ann if "delegate" in ask.roles else there.chair
        for hostile in (MORE[number % len(MORE)], HOSTILE[number % len(HOSTILE)], "<evil>" * (ask.most // 150)):
            fields: dict[str, Any] = dict.fromkeys(text_fields(ask.shape), hostile)
            fields |= {
                "id": f"form-{number:020}",
                "page": pages[number % len(pages)],
                "vote": hostile,
                "options": hostile,
                "<evil>": hostile,
            }
            answer = client.post(f"/do/{name}", data=fields)
            assert answer.status_code in (303, 422)
            assert not re.search("evil|alert", answer.headers.get("location", ""))
            if answer.status_code == 422:
                page = Page(answer.text)
                assert not [names for names in page.elements if any("evil" in part for part in names)]
                assert all(map(STYLE.fullmatch, page.styles))
                addresses = [address.removesuffix("#icon-alert") for address in page.addresses]  # an icon of ours
                assert not [address for address in addresses if re.search(r"alert|bad\.|evil", address)]
