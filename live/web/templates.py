"""The templates' environment: where files are found, and the few functions that every template may use.

Every template is autoescaped whatever its name, and a name that nobody gave is an error: person-given text never reaches a page
as markup, and a missing model is found by the first test instead of showing as a gap in front of the hall.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

import live
from live.conference.polls.options import OWN_PICTURE
from live.conference.polls.question import LETTERS, PATTERNS
from live.fragments import FRESH_ID, scaled
from live.web.static import Static, static_of

KEPT = 20  # letters: what fits on one line at 320 px in the largest heading


def folder(name: str) -> Path:
    """A folder of files that belong to the program: inside the package when installed, one folder up in a checkout."""
    package = Path(live.__file__).parent
    return next(place for place in (package / name, package.parent / name) if place.is_dir())


@cache  # a page asks for the address of a dozen, and looking for the folder each time was a fifth of its cost
def static_files() -> Static:
    """The stylesheets, scripts, icons and fonts."""
    return static_of(folder("static"), folder("templates") / "polls")


class Unindented(Extension):
    """Templates are indented for those who write them. A hall of phones need not fetch that; what people typed is not touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\n[ \t]+", "\n", source)


@cache
def environment() -> Environment:
    """The one environment. Templates need `base` and `code` in their context for `url` and `static`."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        extensions=[Unindented],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters["keep"] = keep
    made.filters.update(cloud=scaled.cloud, listed=scaled.listed, stripped=scaled.stripped)
    made.globals.update(
        has_static=static_files().has,
        drawing=drawing,
        paper=paper,
        static=static,
        url=url,
        fresh_id=fresh_id,
        grouped=grouped,
        typed=typed,
    )
    return made


async def compile_all(made: Environment, after_seconds: float = 20.0, pause_seconds: float = 0.05) -> None:
    """Compile every page's template before somebody asks for it. A page that is asked for for the first time takes 20 to 80 ms
    longer, in which no vote is acknowledged. Only some time after the start: who comes back after a crash goes first."""
    await asyncio.sleep(after_seconds)
    for name in made.list_templates(extensions=["html"]):
        await asyncio.to_thread(made.get_template, name)
        await asyncio.sleep(pause_seconds)


@pass_context
def static(context: Context, name: str) -> str:
    """The address of a static file."""
    return f"{context.get('base', '')}/static/{static_files().version}/{name}"


@pass_context
def url(context: Context, path: str = "") -> str:
    """The address of something of this conference: `url("wall")`."""
    return f"{context['base']}/{context['code']}" + (f"/{path}" if path else "")


@pass_context
def drawing(context: Context, name: str) -> Markup:
    """A symbol or an uploaded picture, which stands beside words that say the same; nothing for no name. Its place is there
    before it is, so that nothing moves."""
    if not name:
        return Markup("")
    source = url(context, f"picture/{name}") if OWN_PICTURE.fullmatch(name) else static(context, f"symbols/{name}.svg")
    return Markup('<img class="picture" src="{}" alt="" width="48" height="48" loading="lazy"> ').format(source)


def fresh_id() -> str:
    """The place of a request id, for a form that is sent without scripts. The id is put there when the page is sent."""
    return FRESH_ID


def paper(place: int) -> str:
    """The letter whose paper and pattern the option at a place has."""
    return str(LETTERS[place % PATTERNS])


def grouped(code: str) -> str:
    """A join code in two groups of three, as people read it aloud."""
    return f"{code[:3]} {code[3:]}"


def keep(text: str) -> Markup:
    """A heading whose hyphened words stay whole: "co-production" broken at its hyphen reads as two words from the back row.

    A very long one may still break, since it would not fit on a narrow phone.
    """
    return Markup("").join(
        Markup('<span class="keep">{}</span>').format(part)
        if part.strip("-") and "-" in part and len(part) <= KEPT
        else part
        for part in re.split(r"(\s+)", text)
    )


class Trouble:
    """A plain form that was refused: which request, what to say, which field it is about, and all that was typed."""

    def __init__(self, name: str, say: str, field: str, fields: Mapping[str, Sequence[str]]) -> None:
        self.name = name
        self.say = say
        self.field = field
        self.typed = fields


def typed(trouble: Trouble | None, name: str, field: str, default: Any = "") -> Any:
    """What somebody had typed into `field` of the form `name` before it was refused, or `default`."""
    if trouble is None or trouble.name != name:
        return default
    values = trouble.typed.get(field, ())
    return values[0] if values else ""
