"""Where people find the server: what stands in links and QR codes, and which pages may post."""

import socket
from typing import Any

import pytest

from live import network
from live.network import Address, find_address, network_address, tidy_url
from live.settings import Settings, SettingsError


def test_the_public_address_is_used_as_it_is_given() -> None:
    settings = Settings.load({"public_url": "HTTPS://Live.Example.org:443/Day/"}, environment={})
    assert settings.address() == Address(
        url="https://live.example.org/Day",
        origins=frozenset({"https://live.example.org"}),
        prefix="/Day",
        secure=True,
    )


def test_an_unusual_port_stays_in_the_address() -> None:
    assert tidy_url("http://192.168.1.20:8000/") == "http://192.168.1.20:8000"
    assert tidy_url("http://[FE80::1]:80") == "http://[fe80::1]"


@pytest.mark.parametrize(
    "url",
    [
        "live.example.org",
        "ftp://live.example.org",
        "https://",
        "https://user@live.example.org",
        "https://live.example.org/?key=1",
        "https://live.example.org/#top",
        "https://live.example.org/a b",
        "https://live.example.org:99999",
    ],
)
def test_what_is_no_public_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^--public-url: expected an address such as https://example\.org"):
        Settings.load({"public_url": url}, environment={})


def test_without_one_the_machines_own_address_and_real_port_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "network_address", lambda: "192.168.1.20")
    assert Settings(port=0).address(8123) == Address(
        url="http://192.168.1.20:8123",
        origins=frozenset({"http://192.168.1.20:8123", "http://localhost:8123", "http://127.0.0.1:8123"}),
        prefix="",
        secure=False,
    )


def test_a_host_that_was_named_is_the_address() -> None:
    assert find_address("", "127.0.0.1", 80).url == "http://127.0.0.1"
    assert find_address("", "::1", 8000).url == "http://[::1]:8000"


class Unplugged:
    """A machine from which only some networks can be reached: it stands in for `socket.socket`."""

    reachable = ""

    def __init__(self, *_: Any) -> None:
        self.to = ""

    def __enter__(self) -> "Unplugged":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, where: tuple[str, int]) -> None:
        if where[0] != self.reachable:
            raise OSError("Network is unreachable")

    def getsockname(self) -> tuple[str, int]:
        return "10.42.0.1", 40000


def test_a_laptop_that_is_the_hotspot_itself_finds_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unplugged, "reachable", "10.42.0.254")
    monkeypatch.setattr(socket, "socket", Unplugged)
    assert network_address() == "10.42.0.1"


def test_a_machine_without_any_network_is_found_by_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Unplugged)
    assert network_address() == "127.0.0.1"
