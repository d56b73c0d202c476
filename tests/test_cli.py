"""The command line as an operator uses it: real processes, with and without a server on the data folder."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from live import cli
from live.conference import Actor
from live.conference.actions import AgreeAction, agree_action
from live.crowd import Dismissed, Done
from live.journal import care
from live.settings import Settings
from live.web.venue import Venue
from tests.running import REPOSITORY, Finished, House, Links, Someone, by_link, command, entries_of, house, joined

STORY_SECONDS = 60
PLAN = REPOSITORY / "live/plans/co-production.toml"


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(STORY_SECONDS):
            await story()

    asyncio.run(bounded())


async def live(data: Path, *words: str | Path, status: int = 0, **more: str) -> Finished:
    return await command(*words, "--data", data, folder=data.parent, status=status, **more)


def links_in(finished: Finished) -> Links:
    found = finished.links
    return Links(finished.code, {role: found[role] for role in ("chair", "facilitator") if role in found})


async def opens(here: House, links: Links, role: str) -> bool:
    """Whether a link opens its page."""
    async with Someone(here, links.code, role) as someone:
        try:
            await someone.look(links.by_role[role])
        except Dismissed:
            return False
        return True


# --- Conferences and their links -------------------------------------------------------------------------------------


def test_a_conference_made_without_a_server_is_served_later(data_folder: Path) -> None:
    """`live new` prints the links and a code to scan; a server started afterwards takes them."""

    async def story() -> None:
        made = await live(data_folder, "new", "A day in May", "--plan", PLAN)
        assert "A day in May" in made.said
        assert set(made.links) == {"join", "screen", "chair", "facilitator"}
        assert "█" in made.said or "▄" in made.said  # the QR code
        async with house(data_folder) as here:
            assert any(made.code in line and "A day in May" in line for line in here.said)
            assert here.said[-1] == f"Links of a conference: live links CODE --data {data_folder}"
            moved = Links(
                made.code,
                {role: re.sub(r"^http://[^/]+", here.url, made.links[role]) for role in ("chair", "facilitator")},
            )
            async with await by_link(here, moved, "chair") as chair:
                assert isinstance(await chair.wants("show_item", item="1"), Done)
            await here.stop()

    run(story)


def test_a_conference_made_beside_a_server_is_there_at_once(data_folder: Path) -> None:
    async def story() -> None:
        async with house(data_folder) as here:
            made = await live(data_folder, "new", "A day in May")
            assert made.links["join"].startswith(here.url)
            async with await joined(here, made.code, "Ann") as ann:
                assert "A day in May" in ann.page.words
            assert await opens(here, links_in(made), "facilitator")
            await here.stop()

    run(story)


def test_a_plan_that_cannot_be_read_makes_no_conference(data_folder: Path) -> None:
    """The sentence says what is wrong, with a server and without; nothing is left behind."""

    async def story() -> None:
        wrong = data_folder.parent / "wrong.toml"
        wrong.write_text('title = "A day"\n[[item]]\nkind = "dance"\ntitle = "Now"\n')
        alone = await live(data_folder, "new", "A day", "--plan", wrong, status=1)
        assert alone.complained.startswith("Error: ")
        async with house(data_folder) as here:
            beside = await live(data_folder, "new", "A day", "--plan", wrong, status=1)
            await here.stop()
        assert beside.complained == alone.complained

        picture = await live(data_folder, "new", "A day", "--plan", REPOSITORY / "docs/screen.png", status=1)
        assert picture.complained.endswith("screen.png is no plan: it is not text in UTF-8.\n")

    run(story)
    assert not list(data_folder.glob("*.live"))


@pytest.mark.parametrize("served", [True, False], ids=["with a server", "without a server"])
def test_links_are_printed_again_renewed_and_revoked(data_folder: Path, served: bool) -> None:
    """The same links, then a new one for one role, then none; the code may be typed as it is spoken."""

    async def story() -> None:
        made = links_in(await live(data_folder, "new", "A day"))
        first = {role: made.key(role) for role in made.by_role}
        here = House(data_folder)

        async def printed(*words: str) -> dict[str, str]:
            spoken = f"{made.code[:3]}-{made.code[3:]}"
            found = links_in(await live(data_folder, "links", spoken, *words))
            return {role: found.key(role) for role in found.by_role}

        async def key_opens(role: str, key: str) -> bool:
            return await opens(here, Links(made.code, {role: f"{here.url}/{made.code}/{role}?key={key}"}), role)

        try:
            if served:
                await here.begin()
            assert await printed() == first
            renewed = await printed("--renew", "chair")
            assert renewed["chair"] != first["chair"]
            assert renewed["facilitator"] == first["facilitator"]
            assert await printed() == renewed
            assert set(await printed("--revoke", "facilitator")) == {"chair"}
            assert await printed() == {"chair": renewed["chair"]}
            if not served:
                await here.begin()
            assert await key_opens("chair", renewed["chair"])
            assert not await key_opens("chair", first["chair"])
            assert not await key_opens("facilitator", first["facilitator"])
            await here.stop()
        finally:
            await here.close()

    run(story)


def test_the_links_of_owners_are_printed_and_only_when_asked_for(data_folder: Path) -> None:
    async def story() -> None:
        made = links_in(await live(data_folder, "new", "A day"))
        assert "No action yet." in (await live(data_folder, "actions", made.code)).said
        venue = Venue(data_folder, Settings().address())
        conference = await venue.find(made.code)
        assert conference is not None
        await conference.clerk.ask(agree_action, AgreeAction("Ask the council", who="Moira"), Actor("chair"))
        link = venue.owners_link(made.code, conference.conference.actions.by_id[1]).rpartition("/")[2]
        await venue.close()
        printed = (await live(data_folder, "actions", made.code)).said
        assert ("Ask the council" in printed, "Moira" in printed, f"/{made.code}/action/{link}" in printed) == (
            True,
        ) * 3
        assert link not in (await live(data_folder, "links", made.code)).said

    run(story)


def test_links_of_what_is_not_there_are_an_error_and_make_no_folder(tmp_path: Path) -> None:
    async def story() -> None:
        nowhere = tmp_path / "mistyped"
        for words in (("links",), ("check",), ("backup",)):
            target = [tmp_path / "copy.live"] if words == ("backup",) else []
            answer = await live(nowhere, *words, "482913", *target, status=1)
            assert "There is no conference with the code 482913" in answer.complained
        assert not nowhere.exists()
        both = await live(nowhere, "links", "482913", "--renew", "chair", "--revoke", "chair", status=2)
        assert "renewed or revoked, not both" in both.complained

    run(story)


# --- The data --------------------------------------------------------------------------------------------------------


def test_a_copy_made_while_the_server_runs_is_whole_and_a_journal_of_its_own(data_folder: Path) -> None:
    """All that was acknowledged before is in it; its epoch is another, so that phones notice; nothing is replaced."""

    async def story() -> None:
        copy = data_folder.parent / "copy.live"
        async with house(data_folder) as here:
            links = await here.desk("new", title="A day", plan=PLAN.read_text())
            async with await joined(here, links.code, "Ann") as ann:
                done = await ann.wants("post_label", kind="ask", text="Is this in the copy?")
                assert isinstance(done, Done)
                await live(data_folder, "backup", links.code, copy)
                again = await live(data_folder, "backup", links.code, copy, status=1)
                assert "is already there" in again.complained
                assert isinstance(await ann.wants("post_label", kind="ask", text="And this?"), Done)
            checked = await live(data_folder, "check", links.code)
            assert "It is whole." in checked.said
            await here.stop()
        original, copied = care.check(data_folder / f"{links.code}.live"), care.check(copy)
        assert original.is_whole
        assert copied.is_whole
        assert copied.head == done.at
        assert copied.epoch != original.epoch
        assert "Is this in the copy?" in str([entry.act for entry in await entries_of(copy)])

        elsewhere = data_folder.parent / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(copy, elsewhere / f"{links.code}.live")
        async with house(elsewhere) as here:
            async with await joined(here, links.code, "Ben") as ben:
                assert "Is this in the copy?" in (await ben.read("wall")).words
            printed = await live(elsewhere, "links", links.code)
            assert "made with another secret" in printed.said
            renewed = links_in(await live(elsewhere, "links", links.code, "--renew", "chair"))
            assert await opens(here, renewed, "chair")
            await here.stop()

    run(story)


def test_a_changed_byte_is_found_and_stops_nobody_else(data_folder: Path) -> None:
    """`live check` says that a file is not whole; the server logs which, serves the others, and says so at /health."""

    async def story() -> None:
        good, bad, torn = [(await live(data_folder, "new", title)).code for title in ("Good", "Badly kept", "Torn")]
        damaged = data_folder / f"{bad}.live"
        content = damaged.read_bytes()
        assert b"Badly kept" in content
        damaged.write_bytes(content.replace(b"Badly kept", b"Sadly kept"))
        (data_folder / f"{torn}.live").write_bytes(b"no conference at all" * 100)
        for code in (bad, torn):
            checked = await live(data_folder, "check", code, status=1)
            assert "It is NOT whole." in checked.said
            assert f"{code}.live" in (await live(data_folder, "links", code, status=1)).complained
        assert "It is whole." in (await live(data_folder, "check", good)).said

        async with house(data_folder) as here:
            async with await joined(here, good, "Ann") as ann:
                assert isinstance(await ann.wants("post_label", kind="ask", text="Still here?"), Done)
            for code in (bad, torn):
                told = [line for line in here.log if f"{code}.live" in line]
                assert len(told) == 1, here.log
                assert "ERROR" in told[0]
                async with here.browser() as browser:
                    page = await browser.get(f"/{code}")
                    assert page.status_code == 503
                    assert "This conference is not available now" in page.text
                answer = await live(data_folder, "links", code, status=1)
                assert "cannot read this conference's file" in answer.complained
            async with here.browser() as browser:
                health = await browser.get("/health")
                assert health.status_code == 503
                assert health.json()["ok"] is False
            await here.stop()

    run(story)


def test_a_folder_that_is_none_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Not in Python's own words, by any command."""

    async def story() -> None:
        a_file = tmp_path / "notes.txt"
        a_file.write_text("Not a folder")
        for data, words in ((a_file, ["serve"]), (a_file, ["check", "482913"]), (a_file / "data", ["new", "A day"])):
            answer = await command(*words, "--data", data, folder=tmp_path, status=1)
            assert answer.complained == (
                f"Error: {a_file} is a file, and no folder. Another data folder is named with --data.\n"
            )

    run(story)


def test_a_copy_into_a_folder_is_told_that_it_needs_a_name(data_folder: Path) -> None:
    async def story() -> None:
        made = await live(data_folder, "new", "A day")
        stick = data_folder.parent / "stick"
        nowhere = await live(data_folder, "backup", made.code, stick / "copy.live", status=1)
        assert nowhere.complained == f"Error: There is no folder {stick}.\n"
        stick.mkdir()
        named = await live(data_folder, "backup", made.code, stick, status=1)
        assert named.complained == (
            f"Error: {stick} is a folder. The copy needs a name, too: {stick}/{made.code}.live.\n"
        )
        assert not list(stick.iterdir())

    run(story)


def test_an_empty_secret_makes_no_keys(data_folder: Path) -> None:
    """A power cut may have left the file empty; keys made from nothing could be made by everybody."""

    async def story() -> None:
        made = await live(data_folder, "new", "A day")
        (data_folder / "secret").write_text("")
        for words in (("links", made.code), ("new", "Another"), ("serve", "--host", "127.0.0.1", "--port", "0")):
            assert f"{data_folder}/secret holds no secret." in (await live(data_folder, *words, status=1)).complained

    run(story)


def test_a_terminal_without_our_letters_gets_the_links(data_folder: Path) -> None:
    async def story() -> None:
        made = await live(data_folder, "new", "Ça ira", PYTHONIOENCODING="shift_jis")
        assert set(made.links) == {"join", "screen", "chair", "facilitator"}
        assert "?a ira" in made.said

    run(story)


def test_a_command_to_be_typed_again_is_written_as_a_shell_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the folder of the program, or the data folder, has a space in its name."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", ["/home/ann/our day/bin/live", "serve"])
    typed = cli._typed_again(Settings(data=Path("the data")), "links CODE")
    assert shlex.split(typed) == ["/home/ann/our day/bin/live", "links", "CODE", "--data", "the data"]


# --- Starting and stopping -------------------------------------------------------------------------------------------


def test_a_second_server_is_told_why_it_cannot_start(data_folder: Path) -> None:
    """On the same folder, and on the same port; the first goes on, and its note is still its own."""

    async def story() -> None:
        async with house(data_folder) as here:
            other = data_folder.parent / "other"
            same_folder = await live(data_folder, "serve", "--host", "127.0.0.1", "--port", "0", status=1)
            assert f"Another server uses the folder {data_folder} already: {here.url}." in same_folder.complained
            same_port = await live(other, "serve", "--host", "127.0.0.1", "--port", str(here.port), status=1)
            assert same_port.complained == (
                f"Error: Port {here.port} is in use already. Choose another one with --port or LIVE_PORT.\n"
            )
            assert (await live(data_folder, "new", "A day")).links["join"].startswith(here.url)
            await here.stop()

    run(story)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_lets_go_of_everything(data_folder: Path, how: signal.Signals) -> None:
    """With phones connected too: no note of its address, no file open, and a folder that the next one can take."""

    async def story() -> None:
        async with house(data_folder) as here:
            links = await here.desk("new", title="A day", plan=PLAN.read_text())
            async with await joined(here, links.code, "Ann"):
                await here.stop(how)
            assert here.said[-1] == "Stopped."
            assert (data_folder / "server").read_text() == ""
            assert not (data_folder / f"{links.code}.live-wal").exists()
            assert not [line for line in here.log if "ERROR" in line or "Traceback" in line], here.log
            printed = await live(data_folder, "links", links.code)
            assert links_in(printed).key("chair") == links.key("chair")
            await here.begin()
            await here.stop()

    run(story)


def test_a_note_left_by_a_killed_server_misleads_nobody(data_folder: Path) -> None:
    async def story() -> None:
        async with house(data_folder) as here:
            links = await here.desk("new", title="A day")
            await here.kill()
            assert (data_folder / "server").read_text().strip() == here.url
            assert (await live(data_folder, "links", links.code)).code == links.code

    run(story)


def test_the_demo_is_a_living_day_and_stops_with_its_server(data_folder: Path) -> None:
    """The first question is open, the simulated delegates vote on it, and a visitor can vote too."""

    async def story() -> None:
        async with house(data_folder, "--people", "6", "--pace", "0.01", verb="demo") as here:
            printed = Finished(0, "\n".join(here.said), "")
            assert set(printed.links) == {"join", "screen", "chair", "facilitator"}
            async with await joined(here, printed.code, "A visitor") as visitor:
                await visitor.sees("6 of 7 people have voted")
                [ballot] = visitor.page.ballots()
                fields = {name: values for name, values in ballot.fields.items() if name != "id"}
                assert isinstance(await visitor.wants("cast_vote", **fields, vote="4"), Done)
                await visitor.sees("7 of 7 people have voted")
            await here.stop()
            assert here.said[-1] == "Stopped."
            assert not here.log or not re.search("ERROR|WARNING", "\n".join(here.log)), here.log

    run(story)


# --- Settings --------------------------------------------------------------------------------------------------------


def test_config_says_what_is_in_force_and_why(tmp_path: Path) -> None:
    """Flag, environment, file and default, each with its name."""

    async def story() -> None:
        (tmp_path / "live.toml").write_text('beat_ms = 250\nport = 9000\nlog_level = "warning"\n')
        shown = await command("config", "--port", "9100", folder=tmp_path, LIVE_LOG_LEVEL="error")
        rows = {line.split()[0]: (line.split()[1:-1], line.split()[-1]) for line in shown.said.splitlines()}
        assert rows["port"] == (["9100"], "--port")
        assert rows["log_level"] == (["error"], "LIVE_LOG_LEVEL")
        assert rows["beat_ms"] == (["250"], "live.toml")
        assert rows["data"] == (["data"], "default")

    run(story)


def test_a_setting_that_nobody_knows_is_named(tmp_path: Path) -> None:
    """In the file, in the environment, and by a wrong value: one sentence, and nothing is started."""

    async def story() -> None:
        wrong = tmp_path / "wrong.toml"
        wrong.write_text("prot = 9000\n")
        for words, more, said in (
            (("config", "--config", str(wrong)), {}, f"{wrong}: the setting prot is not known."),
            (("serve", "--config", str(wrong)), {}, f"{wrong}: the setting prot is not known."),
            (("config",), {"LIVE_PROT": "9000"}, "The environment variable LIVE_PROT is not known."),
            (("config", "--port", "a few"), {}, "--port: expected a whole number from 0 to 65535, got 'a few'."),
            (("config", "--config", "missing.toml"), {}, "There is no file missing.toml."),
        ):
            answer = await command(*words, folder=tmp_path, status=1, **more)
            assert answer.complained.startswith(f"Error: {said}"), answer.complained
        assert not (tmp_path / "data").exists()

    run(story)


# --- Forgetting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_running", [True, False], ids=["beside a server", "without one"])
def test_words_are_removed_and_looked_for(data_folder: Path, is_running: bool) -> None:
    """`live forget` leaves the counts, and says that no text is left in the bytes of the file."""

    async def story() -> None:
        async with house(data_folder) as here:
            made = await live(data_folder, "new", "A day in May", "--plan", PLAN)
            async with await joined(here, made.code, "Ann Abernethy") as ann:
                asked = await ann.wants("post_label", kind="contribute", text="A hundred scones", signed="Ann, table 6")
                assert isinstance(asked, Done)
                if is_running:
                    assert "None of" in (await live(data_folder, "forget", made.code, "--yes")).said
            await here.stop()
        if not is_running:
            assert "None of" in (await live(data_folder, "forget", made.code, "--yes")).said
        there = (data_folder / f"{made.code}.live").read_bytes()
        for words in ("Ann Abernethy", "A hundred scones", "table 6"):
            assert words.encode() not in there
        assert care.check(data_folder / f"{made.code}.live").is_whole
        again = await live(data_folder, "forget", made.code, "--yes")
        assert "None of 0 texts" in again.said

    run(story)


def test_nothing_is_removed_without_a_yes(data_folder: Path) -> None:
    async def story() -> None:
        made = await live(data_folder, "new", "A day in May")
        before = (data_folder / f"{made.code}.live").read_bytes()
        await live(data_folder, "forget", made.code, status=1)
        assert (data_folder / f"{made.code}.live").read_bytes() == before

    run(story)
