"""The command line: start a server, make conferences, hand out links, look after the data."""

from __future__ import annotations

import asyncio
import functools
import http.client
import io
import json
import shlex
import shutil
import sys
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click
import qrcode

from live import __version__, demo
from live.complaints import OTHER_FOLDER, in_words, why_it_cannot_start
from live.conference import Refused
from live.journal import JournalError, JournalLocked, care
from live.logs import set_up
from live.settings import Settings, SettingsError, describe, gather
from live.web import server
from live.web.operator import as_json, owners_as_json
from live.web.venue import Venue, normal_code

Command = TypeVar("Command", bound=Callable[..., Any])


class Sentence(click.ClickException):
    """Something that went wrong, in one sentence for whoever typed the command."""


def with_settings(command: Command) -> Command:
    """Give a command all settings as options; it gets them as `settings`."""

    @click.option("--config", type=click.Path(path_type=Path), help="A settings file other than live.toml.")
    @functools.wraps(command)
    def run(*args: Any, config: Path | None, **options: Any) -> Any:
        flags = {each.name: options.pop(each.name) for each in describe()}
        try:
            settings = Settings.load(flags, config=config)
        except SettingsError as problem:
            raise Sentence(str(problem)) from None
        try:
            there = next(place for place in (settings.data, *settings.data.parents) if place.exists())
            if not there.is_dir():
                raise Sentence(f"{there} is a file, and no folder. {OTHER_FOLDER}")
            return command(*args, settings=settings, **options)
        except BrokenPipeError:  # whoever read what we print has gone; click ends quietly
            raise
        except OSError as problem:
            raise Sentence(in_words(problem)) from None

    for each in reversed(describe()):
        run = click.option(each.flag, each.name, help=each.doc, multiple=each.name == "trusted_proxies")(run)
    return run  # type: ignore[return-value]  # click's decorators keep the function's name, not its type


@click.group()
@click.version_option(__version__, prog_name="live")
def main() -> None:
    """One conference day, shared live: votes, labels, open space, and the chair's remote, on one laptop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our letters still gets the links


@main.command()
@with_settings
def serve(settings: Settings) -> None:
    """Start a server for the conferences in the data folder."""

    def ready(venue: Venue) -> None:
        _say_where(settings, venue)
        click.echo(f"Make a conference:  {venue.address.url}/new?key={venue.keys.operator}")
        for each in venue.conferences:
            click.echo(f"  {each.code}  {each.conference.title}")
        click.echo("Stop with Ctrl+C.")
        click.echo(f"Links of a conference: {_typed_again(settings, 'links CODE')}")

    _run(settings, server.run(settings, ready))


@main.command()
@click.argument("code")
@with_settings
def actions(settings: Settings, code: str) -> None:
    """Print the link of each action's owner."""
    code = _file(settings, code).stem

    async def look(venue: Venue) -> dict[str, Any]:
        live = await venue.find(code)
        if live is None:
            raise Sentence(_no_conference(settings, code))
        return owners_as_json(venue, live)

    told = _at_the_desk(settings, "actions", {"code": code}, look)
    click.echo(f"\n{told['title']}\n")
    for one in told["actions"]:
        click.echo(f"  {one['what']}\n    {one['who'] or 'nobody yet'}\n    {one['url']}\n")
    click.echo("Each link is a key to one action: hand it only to its owner." if told["actions"] else "No action yet.")


@main.command("demo")
@click.option("--people", default=60, show_default=True, type=click.IntRange(0, 2000), help="Simulated delegates.")
@click.option(
    "--pace", default=1.0, show_default=True, type=click.FloatRange(0), help="Seconds stretched by this; 0 is at once."
)
@with_settings
def demo_day(settings: Settings, people: int, pace: float) -> None:
    """Show a living day: a real programme with simulated delegates, in a folder of its own."""

    def ready(venue: Venue) -> None:
        _say_where(settings, venue)

    _run(settings, demo.run(settings, people, pace, ready, _print_links))


@main.command()
@click.argument("title")
@click.option("--plan", type=click.File(encoding="utf-8"), help="A day.toml with the day's plan.")
@with_settings
def new(settings: Settings, title: str, plan: Any) -> None:
    """Make a conference and print its links."""
    try:
        text = plan.read() if plan is not None else ""
    except UnicodeDecodeError:
        raise Sentence(f"{plan.name} is no plan: it is not text in UTF-8.") from None
    asked = {"title": title, "plan": text}

    async def make(venue: Venue) -> dict[str, Any]:
        return as_json(venue, await venue.make(title, text))

    _print_links(_at_the_desk(settings, "new", asked, make))


@main.command()
@click.argument("code")
@click.option(
    "--renew", type=click.Choice(["chair", "facilitator"]), help="Make a new link; the old one stops working at once."
)
@click.option("--revoke", type=click.Choice(["chair", "facilitator"]), help="Let a link stop working at once.")
@with_settings
def links(settings: Settings, code: str, renew: Any, revoke: Any) -> None:
    """Print the links of a conference; revoke or renew one."""
    if renew and revoke:
        raise click.UsageError("A link is renewed or revoked, not both: renewing revokes the old one.")
    code = _file(settings, code).stem
    what = "renew" if renew else "revoke" if revoke else "links"

    async def look(venue: Venue) -> dict[str, Any]:
        live = await venue.find(code)
        if live is None:
            raise Sentence(_no_conference(settings, code))
        if renew:
            await venue.renew(live, renew)
        elif revoke:
            await venue.revoke(live, revoke)
        return as_json(venue, live)

    _print_links(_at_the_desk(settings, what, {"code": code, "role": renew or revoke or ""}, look))


@main.command()
@click.argument("code")
@with_settings
def check(settings: Settings, code: str) -> None:
    """Read a conference's file from end to end and say whether it is whole."""
    try:
        report = care.check(_file(settings, code))
    except JournalError as problem:
        raise Sentence(str(problem)) from None
    click.echo(f"{report.path}: {report.entries} entries, the last at position {report.head}.")
    for fault in report.faults:
        click.echo(f"  {fault}")
    click.echo("It is whole." if report.is_whole else "It is NOT whole.")
    sys.exit(0 if report.is_whole else 1)


@main.command()
@click.argument("code")
@click.argument("target", type=click.Path(path_type=Path))
@with_settings
def backup(settings: Settings, code: str, target: Path) -> None:
    """Copy a conference's file to TARGET, also while the server runs."""
    try:
        asyncio.run(care.backup(_file(settings, code), target))
    except PermissionError:
        raise Sentence(f"This user is not allowed to write the copy in {target.parent}.") from None
    except JournalError as problem:
        raise Sentence(str(problem)) from None
    click.echo(f"Copied to {target}.")


@main.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@with_settings
def forget(settings: Settings, code: str, yes: bool) -> None:
    """Remove words, names and contacts from a conference for good; what was counted stays."""
    path = _file(settings, code)
    if not yes:
        click.confirm(
            f"Remove all words, names and contacts from {path.stem}, for good? Write-ups and backups are not touched",
            abort=True,
        )

    async def remove(venue: Venue) -> dict[str, Any]:
        live = await venue.find(path.stem)
        if live is None:
            raise Sentence(_no_conference(settings, code))
        await venue.forget(live)
        return as_json(venue, live)

    try:
        before = care.texts(path)
        _at_the_desk(settings, "forget", {"code": path.stem}, remove)
        gone = before.single - care.texts(path).single
        found = care.still_there(path, gone)
    except JournalError as problem:
        raise Sentence(str(problem)) from None
    if found:
        raise Sentence(f"{found} of {len(gone)} texts are still in the file. Please stop the server and try again.")
    click.echo(f"Removed. None of {len(gone)} texts is left in the bytes of {path}.")


@main.command()
@with_settings
def config(settings: Settings) -> None:
    """Print the settings in force and where each comes from."""
    flags = {name: value for name in settings.__struct_fields__ if (value := _given(name)) is not None}
    file = click.get_current_context().params.get("config")
    for name, found in gather(flags, config=file).items():
        value = ", ".join(found.value) if isinstance(found.value, tuple) else found.value
        if name == "keys" and value is None:
            value = Settings().keys_folder
        click.echo(f"{name:16} {value!s:30} {found.source}")


def _given(name: str) -> Any:
    return click.get_current_context().params.get(name)


def _file(settings: Settings, code: str) -> Path:
    path = settings.data / f"{normal_code(code)}.live"
    if not path.exists():
        raise Sentence(_no_conference(settings, code))
    return path


def _no_conference(settings: Settings, code: str) -> str:
    return f"There is no conference with the code {code} in {settings.data}. {OTHER_FOLDER}"


def _typed_again(settings: Settings, what: str) -> str:
    """One of our commands, as it is typed where this one was: the program may lie in no folder that is searched."""
    program = "live" if shutil.which("live") or not sys.argv[0].endswith("live") else shlex.quote(sys.argv[0])
    folder = "" if settings.data == Settings().data else f" --data {shlex.quote(str(settings.data))}"
    return f"{program} {what}{folder}"


def _run(settings: Settings, work: Coroutine[Any, Any, None]) -> None:
    try:
        with asyncio.Runner(loop_factory=_event_loop()) as runner:
            runner.run(work)
    except server.FolderInUse as problem:
        raise Sentence(str(problem)) from None
    except OSError as problem:
        raise Sentence(why_it_cannot_start(problem, settings.host, settings.port)) from None
    except KeyboardInterrupt:  # before the server listened to signals itself
        pass
    click.echo("Stopped.")


def _event_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """The quicker event loop of the extra `speed`, where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def _say_where(settings: Settings, venue: Venue) -> None:
    if not settings.host:
        click.echo("Everybody on this network can reach this server. (--host 127.0.0.1 keeps it to this machine.)")
    click.echo(f"Phones go to:       {venue.address.url}")


def _at_the_desk(
    settings: Settings,
    what: str,
    asked: dict[str, str],
    otherwise: Callable[[Venue], Coroutine[Any, Any, dict[str, Any]]],
) -> dict[str, Any]:
    """Ask the server that runs on the data folder; without one, open the folder ourselves."""
    running = server.running_on(settings.data)
    if running is not None:
        return _ask_server(settings, running, what, asked)
    set_up("warning")

    async def at_home() -> dict[str, Any]:
        venue = Venue(settings.data, settings.address(), keys_folder=settings.keys_folder)
        try:
            return await otherwise(venue)
        finally:
            await venue.close()

    try:
        return asyncio.run(at_home())
    except Refused as refused:
        raise Sentence(refused.say) from None
    except JournalLocked as problem:
        raise Sentence(f"{problem} Is a server starting or stopping just now?") from None
    except JournalError as problem:
        file = f"{asked['code']}.live" if "code" in asked else ""
        raise Sentence(str(problem) if file in str(problem) else f"{file}: {problem}") from None


def _ask_server(settings: Settings, address: str, what: str, asked: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=20)
    headers = {"authorization": f"Bearer {Venue(settings.data, settings.address()).keys.operator}"}
    try:
        connection.request("POST", f"/operator/{what}", json.dumps(asked), headers)
        reply = connection.getresponse()
        text = reply.read()
        if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise Sentence("The server cannot read this conference's file. Its log says why; so does `live check`.")
        answer: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as problem:
        raise Sentence(f"The server that uses {settings.data} does not answer: {problem}.") from None
    finally:
        connection.close()
    if "problem" in answer:
        raise Sentence(answer["problem"])
    return answer


def _print_links(links: dict[str, Any]) -> None:
    code = links["code"]
    click.echo(f"\n{links['title']}\n")
    picture = qrcode.QRCode(border=2)
    picture.add_data(links["join"])
    picture.make(fit=True)
    picture.print_ascii(out=sys.stdout, invert=sys.stdout.isatty())
    click.echo(f"\n  Join:         {links['join']}   code {code[:3]} {code[3:]}")
    click.echo(f"  Screen:       {links['screen']}")
    for role in links["roles"]:
        if role["url"]:
            click.echo(f"  {role['role'].capitalize() + ':':13} {role['url']}")
        else:
            click.echo(
                f"  {role['role'].capitalize() + ':':13} made with another secret; `live links {code} --renew {role['role']}`"
            )
    click.echo("\nThe chair's and facilitator's links are keys: hand them only to those who need them.\n")
