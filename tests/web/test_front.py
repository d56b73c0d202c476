"""The front of the house: static files, unknown addresses, other methods, health, figures, and life behind a proxy's path."""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import re
import shutil
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Receive, Scope, Send

from live.settings import Settings
from live.web.front import POLICY, REFUSALS, FrontDoor, Refusals
from live.web.server import BACKLOG, SEND_BUFFER, UNREAD_MS, UNSENT, listen
from live.web.static import Static
from live.web.templates import folder, static_files
from live.web.venue import ENOUGH_ROOM
from tests.web.site import PATIENCE, POLL, Day, Site, do

STATIC = f"/static/{static_files().version}"
FILES = sorted(path.relative_to(folder("static")).as_posix() for path in folder("static").rglob("*") if path.is_file())


@pytest.fixture(params=["kept", "stripped"], scope="module")
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A server whose public address has a path, and what the proxy leaves of it."""
    with Site(tmp_path_factory.mktemp("proxied") / "data", public_url="https://example.org/day") as site:
        yield site, "/day" if request.param == "kept" else ""


@pytest.mark.parametrize("name", FILES)
def test_static_files_have_their_type_and_may_be_kept_for_ever(site: Site, name: str) -> None:
    types = {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".png": "image/png",
        ".ico": "image/vnd.microsoft.icon",
        ".txt": "text/plain; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".LICENSE": "text/plain; charset=utf-8",
    }
    file = site.client().get(f"{STATIC}/{name}")
    assert file.status_code == 200
    assert file.headers["content-type"] == types[Path(name).suffix]
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert file.headers["x-content-type-options"] == "nosniff"


def test_static_files_come_compressed_to_whoever_can_read_that_and_plain_to_others(site: Site) -> None:
    client = site.client()
    with client.stream("GET", f"{STATIC}/live.js", headers={"accept-encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"].lower().count("accept-encoding") == 1
        unpacked = gzip.decompress(b"".join(packed.iter_raw()))
    plain = client.get(f"{STATIC}/live.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == unpacked
    font = next(name for name in FILES if name.endswith(".woff2"))
    assert "content-encoding" not in client.get(f"{STATIC}/{font}").headers


@pytest.mark.parametrize("name", [name for name in FILES if static_files()._files[name].gzipped])
def test_over_https_static_files_are_smaller_still(site: Site, name: str) -> None:
    """Browsers ask for brotli there. Who asks again is sent the same bytes."""
    client, packed = site.client(), b""
    for _ in range(2):
        with client.stream("GET", f"{STATIC}/{name}", headers={"accept-encoding": "gzip, deflate, br, zstd"}) as sent:
            assert sent.headers["content-encoding"] == "br"
            packed = b"".join(sent.iter_raw())
    with client.stream("GET", f"{STATIC}/{name}", headers={"accept-encoding": "gzip"}) as sent:
        assert len(packed) < len(b"".join(sent.iter_raw()))
    assert brotli.decompress(packed) == client.get(f"{STATIC}/{name}", headers={"accept-encoding": "identity"}).content


def test_a_hall_that_asks_for_the_same_file_at_once_has_it_made_once() -> None:
    async def hall() -> list[bytes]:
        return await asyncio.gather(*(files._brotli("live.js", files._files["live.js"]) for _ in range(500)))

    files = Static(folder("static"), folder("templates") / "polls")
    first, *others = asyncio.run(hall())
    assert all(each is first for each in others)


def test_asking_how_large_a_file_is_brings_no_file(site: Site) -> None:
    whole = site.client().get(f"{STATIC}/live.js")
    head = site.client().head(f"{STATIC}/live.js")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-encoding", "content-type", "cache-control", "vary"):
        assert head.headers[name] == whole.headers[name]


def test_phones_get_no_comments_but_licences(site: Site) -> None:
    for name in [name for name in FILES if name.endswith((".js", ".css"))]:
        source = (folder("static") / name).read_text()
        sent = site.client().get(f"{STATIC}/{name}").text
        assert len(sent) <= len(source)
        assert not re.search(r"/\*[^!]", sent), name
        for licence in re.findall(r"/\*!.*?\*/", source, re.DOTALL):
            assert licence in sent, name


def test_an_older_pages_address_still_finds_the_file(site: Site) -> None:
    """It is today's file, so it is not to be kept under that address."""
    file = site.client().get("/static/0123456789ab/live.js")
    assert (file.status_code, file.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../../pyproject.toml",
        "/static/x/..%2f..%2fpyproject.toml",
        "/static/x/%2e%2e/%2e%2e/pyproject.toml",
        "/static/x/..\\..\\pyproject.toml",
        "/static/../pyproject.toml",
        "/static/x//etc/passwd",
        "/static/x/%2fetc%2fpasswd",
        "/static/x/live.js%00.css",
        "/static/x/",
        "/static/x",
        "/static/",
        "/static",
        "/static/x/vendor",
        "/../live/cli.py",
        "/secret",
        "/data/secret",
        "/482913.live",
    ],
)
def test_nothing_but_static_files_is_to_be_had(site: Site, path: str) -> None:
    """Sent as it stands: clients tidy addresses up, attackers do not."""
    assert status_of(site, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()) == 404


def status_of(site: Site, request: bytes) -> int:
    """What the server answers to some bytes."""
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE) as connection:
        connection.sendall(request)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "path", ["/000000", "/12345", "/1234567", "/٤٨٢٩١٣", "/none", "/999999/wall", "//", "/x" * 2000]
)
def test_an_unknown_address_is_a_plain_page_that_leads_on(site: Site, path: str) -> None:
    page = site.client().get(site.url + path)
    assert page.status_code == 404
    assert "Type the code" in page.text
    assert 'href="/"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "poll/99",
        "board/99",
        "poll/0",
        "poll/" + "9" * 5000,
        "board/" + "9" * 5000,
        "board/x",
        "wall/1",
        "chair/plan/99",
    ],
)
def test_what_is_not_there_any_more_is_said_in_words(day: Day, path: str) -> None:
    page = (day.chair() if path.startswith("chair") else day.phone()).get(f"/{path}")
    assert page.status_code == 404
    assert re.search(
        r"<h1[^>]*>(Not here any more|There is nothing here|This item is no longer in the plan)", page.text
    )


def test_a_slash_too_many_leads_to_the_conference(day: Day) -> None:
    answer = day.visitor().get(f"{day.site.url}{day.path}/")
    assert (answer.status_code, answer.headers["location"]) == (308, day.path)


def test_other_methods_do_nothing(day: Day) -> None:
    phone = day.phone()
    before = day.position
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        for path in ("", "/wall", "/do/post_label", "/enter", "/qr.svg"):
            answer = phone.request(method, f"{day.site.url}{day.path}{path}")
            assert answer.status_code == 405, (method, path)
            assert set(answer.headers["allow"].replace(" ", "").split(",")) <= {"GET", "HEAD", "POST"}
    assert phone.get("/do/post_label", params={"id": "a" * 22, "kind": "ask", "text": "Hi"}).status_code == 405
    assert phone.get("/enter", params={"role": "chair", "key": day.key("chair")}).status_code == 405
    assert phone.post("/wall").status_code == 405
    assert day.position == before


def test_head_is_get_without_the_page(day: Day) -> None:
    phone = day.phone()
    for path in ("/wall", "/qr.svg", "/programme"):
        head, page = phone.head(path), phone.get(path)
        assert (head.status_code, head.content) == (page.status_code, b"")
        assert head.headers["content-type"] == page.headers["content-type"]


def test_what_is_no_http_is_refused(site: Site) -> None:
    for request in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nName\x00: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ):
        assert status_of(site, request + b"\r\n\r\n") == 400
    assert site.client().get("/").status_code == 200


def test_no_answer_waits_for_the_browsers_acknowledgement(tmp_path: Path) -> None:
    """Without this every page and every frame took 40 ms longer."""
    with (
        listen(Settings(data=tmp_path, host="127.0.0.1", port=0)) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_phone_makes_the_system_hold_much_for_it(tmp_path: Path) -> None:
    """What the listening socket is told holds for each connection: measured on one, as it is where sockets are sent to."""
    with (
        listen(Settings(data=tmp_path, host="127.0.0.1", port=0)) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) in (
            SEND_BUFFER,
            2 * SEND_BUFFER,
        )  # Linux doubles it
        if sys.platform == "linux":
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT) == UNSENT
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == UNREAD_MS


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say how many may wait")
def test_a_whole_hall_may_wait_to_be_taken_in(site: Site) -> None:
    info = site._listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    [longest_line] = struct.unpack_from("I", info, 28)  # tcpi_sacked, which of a listening socket is its backlog
    assert longest_line == min(BACKLOG, int(Path("/proc/sys/net/core/somaxconn").read_text()))


@pytest.mark.parametrize("status", REFUSALS)
def test_what_is_refused_at_the_door_is_said_on_a_page_as_any_other(site: Site, status: int) -> None:
    head, _, page = Refusals(site.venue)(status).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} ")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert headers["content-length"] == str(len(page))
    assert headers["connection"] == "close"
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-store"
    assert ("retry-after" in headers) == (status == 503)
    assert html.escape(REFUSALS[status][1], quote=False) in page.decode()


def test_a_head_that_is_too_long_is_answered_in_words_also_where_it_is_a_cookie(day: Day) -> None:
    answer = day.phone().get(f"{day.site.url}{day.path}", headers={"cookie": "x=" + "y" * 20_000})
    assert (answer.status_code, "is too long" in answer.text) == (431, True)
    assert answer.headers["content-security-policy"] == POLICY


def test_a_post_that_breaks_off_is_no_error_of_the_server(site: Site) -> None:
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 50\r\n\r\ncode=12"
        )
    assert site.client().get("/").status_code == 200


def test_people_type_the_code_in_many_ways(day: Day) -> None:
    for typed in (day.code, f"{day.code[:3]} {day.code[3:]}", f" {day.code[:3]}-{day.code[3:]} ", "·".join(day.code)):
        answer = day.site.client().post("/", data={"code": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, day.path)
    for typed in ("", "12345", "<b>x</b>", "000000", "../..", "９" * 6, "\x00"):
        answer = day.site.client().post("/", data={"code": typed})
        assert answer.status_code == 422
        assert "<b>x" not in answer.text


def test_the_server_says_that_all_is_well_and_gives_no_code_away(day: Day) -> None:
    client = day.site.client()
    health = client.get("/health")
    assert health.status_code == 200
    assert health.json()["ok"] is True
    assert {"position": day.position, "writable": True, "alarm": False} in health.json()["conferences"]
    figures = client.get("/metrics")
    values = {
        sample.name: sample.value
        for family in text_string_to_metric_families(figures.text)
        for sample in family.samples
    }
    assert values["live_conferences"] == len(day.site.venue.codes())
    assert values["live_entries"] >= day.position
    for code in day.site.venue.codes():
        assert code not in health.text + figures.text
        assert code not in str(health.headers) + str(figures.headers)


def test_a_disk_that_is_nearly_full_is_said_before_the_day_begins(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(site.venue.data)._replace(free=ENOUGH_ROOM - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    health = site.client().get("/health")
    assert (health.status_code, health.json()["room_on_disk"]) == (503, False)


def test_a_journal_that_cannot_be_written_is_seen_from_outside(tmp_path: Path) -> None:
    with Site(tmp_path / "data") as site:
        day = site.day()
        day.live.clerk.is_writable = False
        ill = site.client().get("/health")
        assert (ill.status_code, ill.json()["ok"]) == (503, False)
        assert "cannot write to its disk" in day.chair().get("/chair").text
        day.live.clerk.is_writable = True
        assert site.client().get("/health").status_code == 200


def test_a_damaged_file_is_seen_from_outside_and_stops_no_other_conference(tmp_path: Path, errors: list[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "123456.live").write_bytes(b"This is no journal." * 100)
    with Site(data) as site:
        day = site.day()
        assert site.client().get("/health").status_code == 503
        page = site.client().get("/123456")
        assert (page.status_code, "not available now" in page.text) == (503, True)
        assert site.client().post("/", data={"code": "123456"}).status_code == 503
        assert do(day.phone(), "post_label", kind="ask", text="Still here").status_code == 303
    assert errors
    assert all("123456.live is damaged" in error for error in errors)
    errors.clear()


def test_below_a_path_every_link_every_form_and_every_cookie_keeps_it(proxied: tuple[Site, str]) -> None:
    """The proxy may take the path away or leave it; what the server says is the same."""
    site, left = proxied
    day = site.day()
    day.path = f"{left}/{day.code}"
    client = site.client(day.path)
    welcome = client.get("/wall")
    assert "path=/day/" in welcome.headers["set-cookie"].lower()
    assert "do/join" in welcome.text
    voice = welcome.headers["set-cookie"].partition(";")[0]
    phone = site.client(day.path, headers={"cookie": voice})
    joined = do(phone, "join", name="Ann", page="")
    assert (joined.status_code, joined.headers["location"]) == (303, f"/day/{day.code}")
    assert phone.get(f"{site.url}{day.path}/").headers["location"] == f"/day/{day.code}"

    key = day.key("chair")
    entered = client.post("/enter", data={"role": "chair", "key": key})
    assert entered.headers["location"] == f"/day/{day.code}/chair"
    chair = site.client(day.path, headers={"cookie": entered.headers["set-cookie"].partition(";")[0]})
    assert do(chair, "show_item", item="5", page="chair").headers["location"] == f"/day/{day.code}/chair"
    assert do(chair, "open_poll", **POLL).status_code == 303

    pages = [phone.get(f"{site.url}{day.path}{path}") for path in ("", "/wall", "/board", "/programme", "/screen")]
    pages += [chair.get(path) for path in ("/chair", "/chair/plan", "/facilitator", "/report")]
    pages += [client.get(f"/chair?key={key}"), client.get(f"{site.url}{left}/"), client.get(f"{site.url}/none")]
    for page in pages:
        for link in re.findall(r'(?:href|src|action)="([^"#?][^"]*)"', page.text):
            assert link.startswith(("/day/", "https://example.org/day/", "data:")), (page.request.url, link)
    assert 'data-base="/day"' in pages[0].text

    asset = re.findall(r'href="/day(/static/[^"]+\.css)"', pages[0].text)[0]
    assert client.get(f"{site.url}{left}{asset}").status_code == 200
    assert client.get(f"{site.url}{left}{asset}").headers["cache-control"].endswith("immutable")
    assert client.get(f"{site.url}{left or '/'}").status_code == 200
    assert client.post(f"{site.url}{left}/", data={"code": day.code}).headers["location"] == f"/day/{day.code}"
    frames = phone.get("/frames", params={"view": "now", "seen": ""}).json()["frames"]
    assert f'action="/day/{day.code}/do/cast_vote"' in json.dumps(frames).replace('\\"', '"')
    headers = {"Origin": "https://example.org", "Cookie": voice}
    with day.raw_line(phone, headers) as line:
        line.say(t="hello", views={"now": ""})
        assert line.answer("cast_vote", **POLL, vote="A")["t"] == "done"


TRUST: list[tuple[tuple[str, ...], bool]] = [
    ((), False),
    (("10.0.0.0/8",), False),
    (("127.0.0.1",), True),
    (("127.0.0.0/8", "10.0.0.0/8"), True),
]


@pytest.mark.parametrize(("proxies", "believed"), TRUST)
def test_what_is_forwarded_is_believed_from_proxies_that_are_trusted_and_from_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: tuple[str, ...], believed: bool
) -> None:
    seen: list[tuple[str, str]] = []
    ours = FrontDoor.__call__

    async def noting(door: FrontDoor, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            seen.append((scope["client"][0], scope["scheme"]))
        await ours(door, scope, receive, send)

    monkeypatch.setattr(FrontDoor, "__call__", noting)
    said = {"x-forwarded-for": "6.6.6.6, 203.0.113.9", "x-forwarded-proto": "https", "forwarded": "for=6.6.6.6"}
    with Site(tmp_path / "data", trusted_proxies=proxies) as site:
        site.client().get("/", headers=said)
    assert seen[-1] == (("203.0.113.9", "https") if believed else ("127.0.0.1", "http"))


FOREIGN = ("https://evil.example", "null", "http://evil.example:8000", "https://127.0.0.1")


@pytest.mark.parametrize("wire", ["own", "asgi"])
@pytest.mark.parametrize("public_url", ["", "https://day.example.org/day"])
def test_no_socket_is_opened_for_a_foreign_page_whatever_it_says_of_the_host(
    tmp_path: Path, wire: str, public_url: str
) -> None:
    """Not even behind a proxy that is trusted: which pages are ours is told by the server's own address alone."""
    with Site(tmp_path / "data", wire=wire, public_url=public_url, trusted_proxies=("127.0.0.1",)) as site:
        day = site.day()
        ours = next(iter(site.venue.address.origins))
        for origin in (*FOREIGN, ours):
            host = origin.partition("//")[2] or "evil.example"
            head = (
                f"GET {day.path}/live HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: {host}\r\nOrigin: {origin}\r\n"
                "X-Forwarded-Proto: https\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: {'x' * 22}==\r\n\r\n"
            )
            with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 0), timeout=PATIENCE) as connection:
                connection.sendall(head.encode())
                answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 101" if origin == ours else b"HTTP/1.1 403"), (origin, answer)
            assert b"evil" not in answer


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
BROWSERS = {
    "safari": f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1",
    "chrome on an iphone": f"{IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
    "chrome": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "firefox": "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
}


@pytest.mark.parametrize(
    ("settings", "compressed"),
    [
        ({}, {"chrome", "firefox"}),
        ({"compress": "all"}, set(BROWSERS)),
        ({"compress": "none"}, set()),
        ({"compress": "all", "wire": "asgi"}, set()),
    ],
)
def test_messages_are_compressed_for_the_browsers_that_the_setting_names(
    tmp_path: Path, settings: dict[str, str], compressed: set[str]
) -> None:
    found = set()
    with Site(tmp_path / "data", **{"wire": "own", **settings}) as site:
        day = site.day()
        phone = day.phone()
        for browser, agent in BROWSERS.items():
            headers = {"Origin": phone.headers["origin"], "Cookie": "", "User-Agent": agent}
            with day.raw_line(phone, headers, user_agent_header=None) as line:
                if line.socket.protocol.extensions:
                    found.add(browser)
    assert found == compressed


def operator_asks(site: Site, what: str, content: bytes, key: str = "") -> httpx2.Response:
    headers = {b"authorization": f"Bearer {key or site.venue.keys.operator}".encode()}
    return site.client().post(f"/operator/{what}", content=content, headers=headers)


def test_the_command_lines_door_opens_with_the_operators_key_only(day: Day) -> None:
    site, made = day.site, len(day.site.venue.codes())
    for key in ("nonsense", day.key("chair"), "ü"):
        refused = operator_asks(site, "new", b'{"title":"Theirs"}', key)
        assert refused.status_code == 403
    assert site.client().post("/operator/new", json={"title": "Theirs"}).status_code == 403
    assert len(site.venue.codes()) == made
    links = operator_asks(site, "links", json.dumps({"code": day.code}).encode())
    assert links.json()["code"] == day.code
    old = day.key("chair")
    renewed = operator_asks(site, "renew", json.dumps({"code": day.code, "role": "chair"}).encode())
    assert old not in renewed.text
    assert renewed.status_code == 200
    assert operator_asks(site, "links", b'{"code":"000000"}').status_code == 404
    assert operator_asks(site, "new", b'{"title":""}').status_code == 422
    for nonsense in (b"", b"[]", b"{", b'{"code":5}', b"[" * 10_000, b"\xff"):
        answer = operator_asks(site, "links", nonsense)
        assert (answer.status_code, bool(answer.json()["problem"])) == (400, True)
