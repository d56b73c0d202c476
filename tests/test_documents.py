"""What the documents say is there, and what is there is said: commands, settings, addresses and requests."""

from __future__ import annotations

import re
from pathlib import Path

from live import __version__
from live.cli import main
from live.conference.polls.kinds import KINDS
from live.settings import Settings, describe, settings_table
from live.web.app import Web
from live.web.asks import CHAIR, DELEGATE, FACILITATOR, IN_THE_ROOM
from live.web.requests import ASKS
from live.web.venue import Venue

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
DOCUMENTS = [ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "SECURITY")]


def section(text: str, heading: str) -> str:
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_readme_lists_exactly_the_commands_there_are() -> None:
    named = re.findall(r"^\| `live (\w+)", section(README, "Commands"), re.MULTILINE)
    assert sorted(named) == sorted(main.commands)


def test_every_command_named_in_a_document_exists() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"(?:`|bin/)live ([a-z]+)\b", document.read_text("utf-8")):
            assert name in main.commands, f"{document.name} names `live {name}`"


def test_every_option_of_a_command_named_in_the_readme_exists() -> None:
    known = {option for command in main.commands.values() for each in command.params for option in each.opts}
    named = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", README))
    assert named <= known
    assert {each.flag for each in describe()} <= named


def test_the_readme_holds_the_table_of_settings() -> None:
    assert settings_table().strip() in README


def test_the_map_lists_exactly_the_addresses_there_are(data_folder: Path) -> None:
    named = set(re.findall(r"`(/[^`\s]*)`", section(ARCHITECTURE, "Addresses")))
    web = Web(Venue(data_folder, Settings().address()))
    paths = {re.sub(":[a-z]+", "", getattr(route, "path", "")) for route in web.routes("")}
    aliases = {"/{code}/": "/{code}", "/static/{version}/{name}": "/static/…"}
    assert named == {aliases.get(path, path) for path in paths}


def test_the_map_lists_exactly_the_requests_there_are_and_who_may_ask_for_them() -> None:
    named = dict(re.findall(r"^\| (\w+) \| (`.*`) \|$", section(ARCHITECTURE, "Requests"), re.MULTILINE))
    asked = {
        role: [name for name, ask in ASKS.items() if ask.roles == roles]
        for role, roles in (
            ("delegate", DELEGATE),
            ("both", IN_THE_ROOM),
            ("facilitator", FACILITATOR),
            ("chair", CHAIR),
        )
    }
    assert {role: re.findall(r"`(\w+)`", names) for role, names in named.items()} == asked
    assert set(re.findall(r'"name":"(\w+)"', ARCHITECTURE)) <= set(ASKS)


def test_every_kind_of_question_has_its_folder() -> None:
    assert sorted(path.name for path in (ROOT / "templates/polls").iterdir() if path.is_dir()) == sorted(KINDS)


def test_files_and_folders_named_in_the_documents_exist() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"`((?:live|templates|static|tests|docs)/[\w./-]*)`", document.read_text("utf-8")):
            assert (ROOT / name).exists(), f"{document.name} names {name}"
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (ROOT / link).exists(), f"{document.name} links to {link}"


def test_the_changelog_is_about_this_version() -> None:
    assert f"## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")
