"""Where people find the server: the address in links and QR codes, made once at the start.

Settings ask for it. It is never taken from a request: what a Host header says must not end up in a link.
"""

import re
import socket
from urllib.parse import urlsplit

import msgspec

USUAL_PORTS = {"http": 80, "https": 443}

# Connecting a UDP socket sends nothing; it only asks the system which of its own addresses it would use. The first
# is an address for documentation (RFC 5737), reached over whatever leads out. The others are for a laptop that leads
# nowhere but is the hotspot itself: neighbours in the networks that Linux, Windows and macOS give to one.
PROBES = ("192.0.2.1", "10.42.0.254", "192.168.137.254", "192.168.2.254")


class Address(msgspec.Struct, frozen=True):
    """Where people find the server, and which pages may post to it."""

    url: str  # without a slash at the end: "http://192.168.1.20:8000", "https://example.org/day"
    origins: frozenset[str]  # what a browser may send as Origin
    prefix: str  # the path before every page: "" or "/day"
    secure: bool  # https: cookies are marked Secure


def find_address(public_url: str, host: str, port: int) -> Address:
    """The public address if there is one; else made from where the server listens."""
    if public_url:
        origins = {origin_of(public_url)}
        return Address(public_url, frozenset(origins), urlsplit(public_url).path, public_url.startswith("https:"))
    here = network_address() if host in ("0.0.0.0", "::") else host
    url = tidy_url(f"http://{f'[{here}]' if ':' in here else here}:{port}")
    # The operator may open the pages on the machine itself: the same port, so still this server and nobody else's.
    local = (tidy_url(f"http://{name}:{port}") for name in ("localhost", "127.0.0.1"))
    return Address(url, frozenset({url, *local}), prefix="", secure=False)


def network_address() -> str:
    """This machine's address on the local network, found without sending a packet; 127.0.0.1 when there is none."""
    for probe in PROBES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((probe, 9))
            except OSError:  # no way there
                continue
            address: str = asking.getsockname()[0]
            return address
    return "127.0.0.1"


def tidy_url(url: str) -> str:
    """The address as browsers write it: small letters, no usual port, no slash at the end. ValueError if it is none."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if parts.scheme not in USUAL_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError(url)
    if parts.query or parts.fragment or not re.fullmatch(r"(/[\w.~-]+)*", path, re.ASCII):
        raise ValueError(url)
    return origin_of(url) + path


def origin_of(url: str) -> str:
    """Scheme, host, and the port unless it is the usual one: what a browser sends as Origin from there."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    origin = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}"
    usual = USUAL_PORTS[parts.scheme]
    return origin if parts.port in (None, usual) else f"{origin}:{parts.port}"
