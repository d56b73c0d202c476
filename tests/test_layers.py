"""The layout: imports point one way, neighbours do not know each other, and the core touches nothing of the world.

`live` is read with `ast`, so imports inside functions and for type checkers count as well.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the top down. A part may import the parts on lower floors; those beside it and above it, never.
FLOORS = [
    {"__main__"},
    {"cli"},
    {"demo"},
    {"web"},
    {"report"},
    {"clerk", "fragments", "hub"},
    {"wire", "journal", "envelopes", "likeness", "timetable"},
    {"conference"},
]
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}

# Beside the house: these import nothing of it but each other, and only those named may import them.
BESIDE = {
    "settings": {"__main__", "cli", "demo", "web"},
    "complaints": {"cli"},
    "logs": {"__main__", "cli", "demo", "web"},
    "network": {"settings", "cli", "demo", "web"},
    "plans": {"cli", "demo", "web", "crowd"},
    "crowd": {"cli", "demo"},
}

# The hub and the wire know bytes only.
BLIND = {"hub", "wire"}

# The core: data and plain functions. Whoever reads a clock, a file or chance there would replay another day.
PURE = {
    *("__future__", "abc", "base64", "bisect", "collections", "contextlib", "copy", "dataclasses", "datetime"),
    *("decimal", "enum", "fractions", "functools", "hashlib", "heapq", "hmac", "itertools", "json", "math"),
    *("operator", "re", "statistics", "string", "textwrap", "tomllib", "types", "typing", "typing_extensions"),
    *("unicodedata", "msgspec", "rpds", "live"),
}
IMPURE_CALLS = {"open", "input", "print", "eval", "exec", "__import__", "id", "hash"}
IMPURE_METHODS = {"now", "utcnow", "today", "fromtimestamp", "astimezone"}


def test_imports_point_one_way_and_the_core_is_pure() -> None:
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in ROOT.glob("live/**/*.py")}
    assert "live/__init__.py" in files
    assert violations(files) == []


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("live/clerk.py", "import live.web.routes", "live/clerk.py:1 imports live.web, which is above it"),
        ("live/clerk.py", "from live import web", "live/clerk.py:1 imports live.web, which is above it"),
        ("live/clerk.py", "from . import cli", "live/clerk.py:1 imports live.cli, which is above it"),
        ("live/hub.py", "from .fragments import x", "live/hub.py:1 imports live.fragments, its neighbour"),
        ("live/report/csv.py", "from ..web import x", "live/report/csv.py:1 imports live.web, which is above it"),
        ("live/journal/sqlite.py", "from live import wire", "live/journal/sqlite.py:1 imports live.wire, its neighbour"),
        ("live/conference/wall.py", "import live.journal", "live/conference/wall.py:1 imports live.journal, which is above it"),
        ("live/clerk.py", "def f():\n    import live.cli", "live/clerk.py:2 imports live.cli, which is above it"),
        ("live/hub.py", "import live.conference", "live/hub.py:1 imports live.conference, but knows bytes only"),
        ("live/clerk.py", "import live.settings", "live/clerk.py:1 imports live.settings, which is for cli, demo, web"),
        ("live/settings.py", "import live.web", "live/settings.py:1 imports live.web, but stands beside the house"),
        ("live/utils.py", "", "live/utils.py has no floor: give it one in FLOORS"),
        ("live/web/app.py", "import live.utils", "live/web/app.py:1 imports live.utils, which has no floor"),
        ("live/__init__.py", "import live.web", "live/__init__.py:1 imports live.web; the package itself imports nothing"),
        ("live/conference/polls/scale.py", "import time", "live/conference/polls/scale.py:1 imports time: not pure"),
        ("live/conference/wall.py", "from random import choice", "live/conference/wall.py:1 imports random: not pure"),
        ("live/conference/wall.py", "import jinja2", "live/conference/wall.py:1 imports jinja2: not pure"),
        ("live/conference/wall.py", "x = datetime.now()", "live/conference/wall.py:1 calls now: not pure"),
        ("live/conference/wall.py", "x = datetime.date.today()", "live/conference/wall.py:1 calls today: not pure"),
        ("live/conference/wall.py", "x = open('f')", "live/conference/wall.py:1 calls open: not pure"),
        ("live/conference/wall.py", "async def f(): ...", "live/conference/wall.py:1 is async: not pure"),
    ],
)  # fmt: skip
def test_a_planted_violation_is_found(path: str, source: str, expected: str) -> None:
    assert violations({path: source}) == [expected]


def test_what_the_layout_allows_is_allowed() -> None:
    allowed = {
        "live/__main__.py": "from live.cli import main",
        "live/cli.py": "import live.web.app, live.settings, live.journal.sqlite\nfrom live import logs, __version__",
        "live/settings.py": "from live.network import Address",
        "live/web/pages.py": "from live import clerk\nfrom live.web import access\nfrom . import requests\nimport live",
        "live/clerk.py": "from live.journal import Journal\nfrom live.conference import Conference",
        "live/conference/polls/scale.py": "from ..people import Refused\nfrom . import question\nimport msgspec",
        "live/conference/__init__.py": "from .people import Refused\nfrom live.conference.wall import Wall",
    }
    assert violations(allowed) == []


def violations(files: Mapping[str, str]) -> list[str]:
    """What breaks the layout, one sentence each, in these files (source by path from the top of the repository)."""
    return [sentence for path in sorted(files) for sentence in _of_file(path, ast.parse(files[path], path))]


def _of_file(path: str, tree: ast.Module) -> Iterator[str]:
    me = _part(Path(path))
    if me and me not in FLOOR and me not in BESIDE:
        yield f"{path} has no floor: give it one in FLOORS"
        return
    for line, module in _imports(path, tree):
        top, _, rest = module.partition(".")
        part = rest.partition(".")[0]
        if top == "live" and part and part != me:
            if wrong := _wrong_import(me, part):
                yield f"{path}:{line} imports live.{part}{wrong}"
        elif me == "conference" and top not in PURE:
            yield f"{path}:{line} imports {top}: not pure"
    if me == "conference":
        yield from _impure(path, tree)


def _wrong_import(me: str, part: str) -> str:
    """Why `me` may not import `part`, or "". The package itself is "" and has no business with its parts."""
    if not me:
        return "; the package itself imports nothing"
    if part in BESIDE:
        readers = BESIDE[part] - {"__main__"}
        return "" if me in BESIDE[part] else f", which is for {', '.join(sorted(readers))}"
    if me in BESIDE:
        return ", but stands beside the house"
    if part not in FLOOR:
        return ", which has no floor"
    if FLOOR[part] == FLOOR[me]:
        return ", its neighbour"
    if FLOOR[part] < FLOOR[me]:
        return ", which is above it"
    return ", but knows bytes only" if me in BLIND and part == "conference" else ""


def _imports(path: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every import as line and full module name; `from live import x` is an import of live.x unless x is no part."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = Path(path).parent.parts
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [above, node.module]))
            if module == "live":
                parts = [name.name for name in node.names if not name.name.startswith("__")]
                yield from ((node.lineno, f"live.{part}") for part in parts)
            else:
                yield node.lineno, module


def _impure(path: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
                yield f"{path}:{node.lineno} calls {called.id}: not pure"
            elif isinstance(called, ast.Attribute) and called.attr in IMPURE_METHODS:
                yield f"{path}:{node.lineno} calls {called.attr}: not pure"
        elif isinstance(node, ast.AsyncFunctionDef | ast.Await):
            yield f"{path}:{node.lineno} is async: not pure"


def _part(path: Path) -> str:
    """The part of the house a file belongs to: "web" for live/web/pages.py, "clerk" for live/clerk.py, "" for the package."""
    part = path.with_suffix("").parts[1]
    return "" if part == "__init__" else part
