"""Settings: which place counts, what is refused and in which words, and what the documents say of them."""

from pathlib import Path
from typing import Any

import pytest

from live.settings import Settings, SettingsError, describe, gather, settings_table


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tests run in an empty folder: no live.toml unless one is written."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(flags: dict[str, Any] | None = None, config: Path | None = None, **environment: str) -> Settings:
    return Settings.load(flags or {}, config=config, environment=environment)


def refusal(flags: dict[str, Any] | None = None, config: Path | None = None, **environment: str) -> str:
    with pytest.raises(SettingsError) as wrong:
        load(flags, config, **environment)
    return str(wrong.value)


def test_with_nothing_said_the_defaults_hold() -> None:
    assert load() == Settings(
        data=Path("data"),
        keys=None,
        host="",
        port=8000,
        public_url="",
        trusted_proxies=(),
        beat_ms=100,
        wire="own",
        compress="not-safari",
        log_level="info",
    )


def test_a_flag_counts_before_the_environment_before_the_file_before_the_default(empty_folder: Path) -> None:
    (empty_folder / "live.toml").write_text("port = 1\nbeat_ms = 50\nhost = '10.0.0.1'\n")
    found = gather({"port": 3, "host": None}, environment={"LIVE_PORT": "2", "LIVE_BEAT_MS": "60", "PORT": "4"})
    assert found["port"] == (3, "--port")
    assert found["beat_ms"] == (60, "LIVE_BEAT_MS")
    assert found["host"] == ("10.0.0.1", "live.toml")
    assert found["log_level"] == ("info", "default")


def test_the_file_may_be_given_by_name(tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_text('trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]\ndata = "/srv/live"\n')
    settings = load(config=file)
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert settings.data == Path("/srv/live")


def test_a_file_given_by_name_must_be_there() -> None:
    assert refusal(config=Path("elsewhere.toml")) == "There is no file elsewhere.toml."


def test_a_file_that_is_not_toml_is_named_with_the_line(empty_folder: Path) -> None:
    (empty_folder / "live.toml").write_text("port = \n")
    assert refusal() == "live.toml cannot be read as TOML: Invalid value (at line 1, column 8)."


def test_a_folder_in_place_of_the_file_is_a_plain_sentence(empty_folder: Path) -> None:
    (empty_folder / "live.toml").mkdir()
    assert refusal() == "live.toml cannot be read: Is a directory."


KNOWN = "data, keys, host, port, public_url, trusted_proxies, beat_ms, wire, compress, log_level"


def test_an_unknown_name_in_the_file_is_named(empty_folder: Path) -> None:
    (empty_folder / "live.toml").write_text("prot = 8000\n")
    assert refusal() == f"live.toml: the setting prot is not known. Known are: {KNOWN}."


def test_an_unknown_variable_of_ours_is_named_and_others_are_left_alone() -> None:
    text = refusal(LIVE_PROT="8000", PROT="x")
    assert text.startswith("The environment variable LIVE_PROT is not known. Known are: LIVE_DATA, LIVE_KEYS,")


def test_an_unknown_flag_is_named() -> None:
    assert refusal({"prot": 8000}) == f"The setting prot is not known. Known are: {KNOWN}."


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        ("LIVE_PORT", "eighty", "a whole number from 0 to 65535"),
        ("LIVE_PORT", "80000", "a whole number from 0 to 65535"),
        ("LIVE_PORT", "true", "a whole number from 0 to 65535"),
        ("LIVE_BEAT_MS", "0", "a whole number from 10 to 10000"),
        ("LIVE_WIRE", "websockets", "one of own, asgi"),
        ("LIVE_COMPRESS", "safari", "one of not-safari, all, none"),
        ("LIVE_LOG_LEVEL", "trace", "one of debug, info, warning, error"),
        ("LIVE_TRUSTED_PROXIES", "*", "a list of network addresses such as 127.0.0.1 or 10.0.0.0/8"),
    ],
)
def test_a_value_that_does_not_fit_is_answered_with_what_would(variable: str, text: str, expected: str) -> None:
    environment: dict[str, Any] = {variable: text}
    assert refusal(**environment) == f"{variable}: expected {expected}, got {text!r}."


@pytest.mark.parametrize("line", ["port = '8000'", "port = true", "port = 80.5", "port = [8000]"])
def test_the_file_must_hold_the_very_type(empty_folder: Path, line: str) -> None:
    (empty_folder / "live.toml").write_text(line + "\n")
    assert refusal().startswith("live.toml: port: expected a whole number from 0 to 65535, got ")


def test_a_folder_may_not_be_a_number(empty_folder: Path) -> None:
    (empty_folder / "live.toml").write_text("data = 3\n")
    assert refusal() == "live.toml: data: expected a folder, got 3."


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load(LIVE_PORT="", LIVE_PUBLIC_URL="") == Settings()


def test_proxies_are_parted_by_commas_or_spaces_in_the_environment() -> None:
    proxies = load(LIVE_TRUSTED_PROXIES="127.0.0.1, ::1 10.0.0.0/8,").trusted_proxies
    assert proxies == ("127.0.0.1", "::1", "10.0.0.0/8")


def test_home_is_understood_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/operator")
    assert load(LIVE_DATA="~/day").data == Path("/home/operator/day")


def test_keys_lie_below_the_users_state_folder_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/operator")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert load().keys_folder == Path("/home/operator/.local/state/live/keys")
    monkeypatch.setenv("XDG_STATE_HOME", "/var/lib/live")
    assert load().keys_folder == Path("/var/lib/live/live/keys")
    assert load(LIVE_KEYS="~/keys").keys_folder == Path("/home/operator/keys")


@pytest.mark.parametrize(
    ("data", "keys"),
    [("day", "day/keys"), ("day/data", "day"), ("day", "day"), ("day", "other/../day/x"), ("day", "link/x")],
)
def test_keys_and_data_must_lie_outside_of_each_other(empty_folder: Path, data: str, keys: str) -> None:
    """Or a copy of the data folder would hold what opens the sealed votes in it."""
    (empty_folder / "link").symlink_to(empty_folder / "day")
    assert "must lie outside of each other" in refusal({"data": data, "keys": keys})


def test_without_a_host_the_whole_network_is_listened_on() -> None:
    assert load().listens_on == "0.0.0.0"
    assert load({"host": "127.0.0.1"}).listens_on == "127.0.0.1"


def test_every_setting_is_described_with_its_flag_variable_and_default() -> None:
    described = {each.name: each for each in describe()}
    assert ", ".join(described) == KNOWN
    assert all(each.doc.endswith(".") for each in described.values())
    port = described["port"]
    assert (port.flag, port.env, port.default) == ("--port", "LIVE_PORT", "8000")
    assert (described["public_url"].flag, described["public_url"].env) == ("--public-url", "LIVE_PUBLIC_URL")


def test_the_table_for_the_readme_has_a_row_for_each_setting() -> None:
    rows = settings_table().splitlines()
    assert len(rows) == 2 + len(describe())
    assert rows[2].startswith("| `--data` | `LIVE_DATA` | `data` | `data` | Folder that holds")
    assert rows[3].startswith("| `--keys` | `LIVE_KEYS` | `keys` | not set | Folder for the keys")
    assert rows[4].startswith("| `--host` | `LIVE_HOST` | `host` | not set | Address to listen on.")
