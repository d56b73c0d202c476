"""All settings of a server: one typed place that documents itself.

The command line and the web read them; nothing else does. A setting is one field of `Settings` with its type, its
default and its words; flags, `LIVE_…` variables, `live.toml`, `live config` and the table in the README follow from it.

What is found first counts: flag, then environment, then `live.toml`, then the default. A name that nobody knows and
a value that does not fit are errors which name the place, because a setting misspelt in the morning is otherwise
found out in front of the hall.
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self, get_type_hints

import msgspec
from msgspec import Meta

from live.network import Address, find_address, tidy_url

PREFIX = "LIVE_"
FILE = Path("live.toml")


class SettingsError(Exception):
    """A setting that cannot be used. Its text is one plain sentence for whoever runs the server."""


def said(expected: str, words: str, least: int | None = None, most: int | None = None) -> Meta:
    """A setting in words: what may be given, and what it is for."""
    return Meta(title=expected, description=words, ge=least, le=most)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force."""

    data: Annotated[
        Path,
        said(
            "a folder",
            "Folder that holds the conferences, one file each; made when missing. It is all there is to back up.",
        ),
    ] = Path("data")
    keys: Annotated[
        Path | None,
        said(
            "a folder",
            "Folder for the keys of sealed votes (the door “badges, secret”), which must lie outside the data folder and its "
            "backups. When not set, `~/.local/state/live/keys` (or below `$XDG_STATE_HOME`).",
        ),
    ] = None
    host: Annotated[
        str,
        said(
            "an address of this machine",
            "Address to listen on. When not set, the whole local network can reach the server; "
            "`127.0.0.1` keeps it to this machine.",
        ),
    ] = ""
    port: Annotated[
        int,
        said("a whole number from 0 to 65535", "Port to listen on; `0` takes any free one.", least=0, most=65535),
    ] = 8000
    public_url: Annotated[
        str,
        said(
            "an address such as https://example.org or https://example.org/day",
            "Address that phones use: it is in every link and QR code, and its path stands before every page. "
            "With `https`, cookies are kept to secure connections. When not set, it is made from this machine's "
            "network address and the port.",
        ),
    ] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        said(
            "a list of network addresses such as 127.0.0.1 or 10.0.0.0/8",
            "Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers are believed. When not set, "
            "nobody's are. In the environment, parted by commas.",
        ),
    ] = ()
    beat_ms: Annotated[
        int,
        said(
            "a whole number from 10 to 10000",
            "Milliseconds between two updates of the screen and the phones, at the least.",
            least=10,
            most=10_000,
        ),
    ] = 100
    wire: Annotated[
        Literal["own", "asgi"],
        said(
            "one of own, asgi",
            "How phones are told what is new: `own` serves websockets itself, `asgi` leaves them to the web server underneath, "
            "with ten times the memory for each phone. Choose it only if `own` gives trouble; people notice no difference.",
        ),
    ] = "own"
    compress: Annotated[
        Literal["not-safari", "all", "none"],
        said(
            "one of not-safari, all, none",
            "Which browsers are sent longer messages compressed, each of them once for all. Some versions of Safari have faults "
            "there. With the wire `asgi`, none are.",
        ),
    ] = "not-safari"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        said(
            "one of debug, info, warning, error",
            "How much is logged. `debug` also writes a line for each page and socket, with network addresses: "
            "not for use while people vote.",
        ),
    ] = "info"

    @classmethod
    def load(
        cls,
        flags: Mapping[str, Any],
        *,
        config: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """Settings from flags (by field name; None and empty mean "not given"), environment, file and defaults.

        `config` is a file given by name, which must then exist; else `live.toml` in the current folder is read
        if it is there. Raises `SettingsError`.
        """
        found = gather(flags, config=config, environment=environment)
        settings = cls(**{name: each.value for name, each in found.items()})
        data, keys = settings.data.resolve(), settings.keys_folder.resolve()
        if data.is_relative_to(keys) or keys.is_relative_to(data):
            raise SettingsError(
                f"The folder for keys ({settings.keys_folder}) and the data folder ({settings.data}) must lie outside of each "
                "other: else a copy of the one would hold the other."
            )
        return settings

    @property
    def keys_folder(self) -> Path:
        """Where the keys of sealed votes are kept."""
        if self.keys is not None:
            return self.keys
        return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "live" / "keys"

    @property
    def listens_on(self) -> str:
        """The address for the listening socket."""
        return self.host or "0.0.0.0"

    def address(self, port: int | None = None) -> Address:
        """Where people find the server; to be asked once, at the start, with the real port where 0 was set."""
        return find_address(self.public_url, self.listens_on, self.port if port is None else port)


class Found(NamedTuple):
    """A setting's value and the place it came from: "--port", "LIVE_PORT", "live.toml" or "default"."""

    value: Any
    source: str


class Described(NamedTuple):
    """A setting in words."""

    name: str
    env: str
    default: str
    doc: str

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return flag_of(self.name)


def gather(
    flags: Mapping[str, Any],
    *,
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Found]:
    """Every setting by name, in order, with the place it came from. What `Settings.load` uses and `live config` shows."""
    environment = os.environ if environment is None else environment
    variables = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    _known(variables, [each.env for each in describe()], "The environment variable {} is not known.")
    _known(flags, FIELDS, "The setting {} is not known.")
    file, in_file = _read_file(config)
    _known(in_file, FIELDS, f"{file}: the setting {{}} is not known.")

    found = {}
    for name, kind in FIELDS.items():
        env = env_of(name)
        if flags.get(name) not in (None, "", ()):
            found[name] = Found(_fitting(name, kind, flags[name], flag_of(name)), flag_of(name))
        elif variables.get(env):
            found[name] = Found(_fitting(name, kind, variables[env], env), env)
        elif name in in_file:
            place = f"{file}: {name}"
            found[name] = Found(_fitting(name, kind, in_file[name], place, strict=True), str(file))
        else:
            found[name] = Found(getattr(DEFAULTS, name), "default")
    return found


def describe() -> list[Described]:
    """All settings in words, in order."""
    return [
        Described(name, env_of(name), _as_text(getattr(DEFAULTS, name)), _meta(kind).description or "")
        for name, kind in FIELDS.items()
    ]


def settings_table() -> str:
    """The settings as a table in Markdown, for the README."""
    rows = ["| flag | environment | in `live.toml` | default | what it is |", "|---|---|---|---|---|"]
    for each in describe():
        default = f"`{each.default}`" if each.default else "not set"
        rows.append(f"| `{each.flag}` | `{each.env}` | `{each.name}` | {default} | {each.doc} |")
    return "\n".join(rows) + "\n"


def env_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def flag_of(name: str) -> str:
    """The flag of a setting."""
    return "--" + name.replace("_", "-")


def _known(given: Mapping[str, Any], names: Iterable[str], sentence: str) -> None:
    unknown = [name for name in given if name not in names]
    if unknown:
        raise SettingsError(f"{sentence.format(unknown[0])} Known are: {', '.join(names)}.")


def _read_file(config: Path | None) -> tuple[Path, dict[str, Any]]:
    file = config or FILE
    try:
        return file, tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if config is None:
            return file, {}
        raise SettingsError(f"There is no file {file}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{file} cannot be read as TOML: {wrong}.") from wrong
    except OSError as wrong:
        raise SettingsError(f"{file} cannot be read: {wrong.strerror}.") from wrong


def _fitting(name: str, kind: Any, given: Any, place: str, *, strict: bool = False) -> Any:
    """The value as the field's type. Text from flags and the environment is read as a number or list where needed."""
    value = given
    if not strict and name == "trusted_proxies" and isinstance(value, str):
        value = re.split(r"[\s,]+", value.strip(" ,"))
    try:
        value = msgspec.convert(value, kind, strict=strict, dec_hook=_as_path)
        return CHECKS[name](value) if name in CHECKS else value
    except (msgspec.ValidationError, ValueError) as wrong:
        raise SettingsError(f"{place}: expected {_meta(kind).title}, got {given!r}.") from wrong


def _as_path(kind: type, given: Any) -> Any:
    if not isinstance(given, (str, Path)):
        raise ValueError(given)
    return kind(given).expanduser()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _meta(kind: Any) -> Meta:
    meta = kind.__metadata__[0]
    assert isinstance(meta, Meta)
    return meta


def _checked_proxies(proxies: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(proxy)).removesuffix("/32").removesuffix("/128") for proxy in proxies)


FIELDS = get_type_hints(Settings, include_extras=True)
DEFAULTS = Settings()
CHECKS: dict[str, Callable[[Any], Any]] = {"public_url": tidy_url, "trusted_proxies": _checked_proxies}
