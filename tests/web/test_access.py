"""Who may come in: cookies, role links, where a request comes from, and the headers on every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest

from live.web.access import OPERATOR_COOKIE, REQUESTS_IN_A_ROW, Pace, role_cookie, voice_cookie
from live.web.pages import PAGES
from tests.web.site import POLL, WALL_ITEM, Day, Site, ask, do

EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server behind a proxy that speaks https and serves it below a path."""
    with Site(tmp_path_factory.mktemp("secure") / "data", public_url="https://hall.example/day") as site:
        yield site


def cookie_parts(response: httpx2.Response) -> tuple[str, set[str]]:
    """The name of the cookie that an answer sets, and its flags in small letters."""
    name, *flags = response.headers["set-cookie"].split(";")
    return name.partition("=")[0], {flag.strip().lower() for flag in flags}


def test_cookies_cannot_be_read_by_scripts_nor_used_by_other_sites(site: Site, day: Day) -> None:
    voice = cookie_parts(day.visitor().get("/join"))
    entered = day.visitor().post("/enter", data={"role": "chair", "key": day.key("chair")})
    operator = site.client().post("/new", data={"role": "operator", "key": site.venue.keys.operator})
    names = {voice_cookie(day.code), role_cookie(day.code, "chair"), OPERATOR_COOKIE}
    assert {voice[0], cookie_parts(entered)[0], cookie_parts(operator)[0]} == names
    for flags in (voice[1], cookie_parts(entered)[1], cookie_parts(operator)[1]):
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert "secure" not in flags
        assert not [flag for flag in flags if flag.startswith("domain")]


def test_under_https_cookies_stay_on_secure_connections_and_below_the_prefix(secure: Site) -> None:
    day = secure.day()
    voice = day.visitor().get("/join")
    entered = day.visitor().post("/enter", data={"role": "facilitator", "key": day.key("facilitator")})
    for response in (voice, entered):
        assert {"secure", "httponly", "samesite=lax", "path=/day/"} <= cookie_parts(response)[1]


@pytest.mark.parametrize("path", ["", "/join", "/wall", "/board/propose", "/poll/1"])
def test_whoever_comes_first_is_welcomed_with_a_voice_wherever_they_come_in(day: Day, path: str) -> None:
    visitor = day.site.client()
    page = visitor.get(day.path + path)
    assert page.status_code == 200
    assert "do/join" in page.text
    assert visitor.post(f"{day.path}/do/join", data={"id": "a" * 22, "name": "Ann"}).status_code == 303
    assert [voice.name for voice in day.live.conference.people.voices.values()] == ["Ann"]


def test_a_voice_is_given_once(day: Day) -> None:
    phone = day.phone()
    assert "set-cookie" not in phone.get("/join").headers


@pytest.mark.parametrize("role", ["chair", "facilitator"])
def test_looking_at_a_role_link_uses_nothing_up_and_opens_nothing(day: Day, role: str) -> None:
    preview = day.visitor()
    for _ in range(2):
        page = preview.get(f"/{role}", params={"key": day.key(role)})
        assert (page.status_code, page.headers.get("set-cookie")) == (200, None)
        assert page.headers["referrer-policy"] == "no-referrer"
    assert preview.head(f"/{role}", params={"key": day.key(role)}).status_code == 200
    assert preview.get(f"/{role}").status_code == 403
    assert day.role(role).get(f"/{role}").status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "ü" * 30, "x" * 15_000])
def test_a_wrong_key_is_a_plain_page_and_no_cookie(day: Day, key: str) -> None:
    tried = day.visitor().post("/enter", data={"role": "chair", "key": key})
    assert (tried.status_code, tried.headers.get("set-cookie")) == (403, None)
    assert "not in force" in tried.text
    if len(key) < 1000:
        assert day.visitor().get("/chair", params={"key": key}).status_code == 403


def test_a_key_opens_its_own_role_and_its_own_conference_only(site: Site, day: Day) -> None:
    other = site.day()
    for role, key in [
        ("chair", day.key("facilitator")),
        ("chair", other.key("chair")),
        ("chair", site.venue.keys.operator),
        ("screen", day.key("chair")),
        ("operator", site.venue.keys.operator),
        ("delegate", ""),
    ]:
        assert day.visitor().post("/enter", data={"role": role, "key": key}).status_code == 403
    thief = day.visitor(cookies={role_cookie(day.code, "chair"): other.key("chair")})
    assert thief.get("/chair").status_code == 403
    assert site.client().post("/new", data={"role": "operator", "key": day.key("chair")}).status_code == 403


def test_a_revoked_link_opens_nothing_and_a_renewed_one_does(site: Site, day: Day) -> None:
    old, chair = day.key("chair"), day.chair()
    site.call(site.venue.renew(day.live, "chair"))
    assert chair.get("/chair").status_code == 403
    assert chair.get("/chair/day.toml").status_code == 403
    assert chair.get("/report").status_code == 403
    assert day.visitor().get("/chair", params={"key": old}).status_code == 403
    assert day.visitor().post("/enter", data={"role": "chair", "key": old}).status_code == 403
    assert day.chair().get("/chair").status_code == 200


def test_desks_and_write_ups_are_for_their_roles_only(day: Day) -> None:
    desks = [path for path, _, role in PAGES if role in ("chair", "facilitator") and "{" not in path]
    desks += [
        "chair/plan/1",
        "chair/plan/add/one_choice",
        "chair/day.toml",
        "report",
        "report.json",
        "report.csv",
        "report/recount.zip",
        "frames?view=chair&seen=",
    ]
    delegate, facilitator, chair = day.phone(), day.role("facilitator"), day.chair()
    for path in desks:
        assert delegate.get(f"/{path}").status_code == 403, path
        assert chair.get(f"/{path}").status_code == 200, path
        is_theirs = path.startswith(("facilitator", "report"))
        assert facilitator.get(f"/{path}").status_code == (200 if is_theirs else 403), path


@pytest.mark.parametrize(
    "named", ["facilitator/labels", "facilitator", "chair", "chair/plan", "chair/plan/1", "report"]
)
def test_a_refused_form_shows_no_page_that_is_not_for_its_sender(day: Day, named: str) -> None:
    """The page to come back to is a hidden field: anybody can write anything there."""
    writer = day.phone()
    ask(writer, "post_label", kind="ask", text="A secret of Fred’s")
    ask(day.role("facilitator"), "hold_label", label="1", reason="It names Fred.")
    for sender in (day.phone(), day.visitor()):
        refused = do(sender, "post_label", kind="ask", text="", page=named)
        assert refused.status_code in (403, 422)
        assert "Fred" not in refused.text
        assert "do/hold_label" not in refused.text
        assert "do/show_item" not in refused.text


def test_a_refused_form_of_somebody_new_leads_to_the_welcome(day: Day) -> None:
    refused = do(day.visitor(), "post_label", kind="ask", text="Hello", page="wall/write")
    assert refused.status_code == 422
    assert "Please join first" in refused.text
    assert "do/join" in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "file://"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
        {"origin": "", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_post_from_another_sites_page_changes_nothing(site: Site, day: Day, headers: dict[str, str]) -> None:
    phone, chair = day.phone(), day.chair()
    operator = site.client()
    assert operator.post("/new", data={"key": site.venue.keys.operator}).status_code == 303
    before, made = day.position, len(site.venue.codes())
    posts = [
        phone.post("/do/post_label", data={"id": "a" * 22, "kind": "ask", "text": "Buy now"}, headers=headers),
        chair.post("/do/show_item", data={"id": "b" * 22, "item": WALL_ITEM}, headers=headers),
        phone.post("/enter", data={"role": "chair", "key": day.key("chair")}, headers=headers),
        operator.post("/new", data={"title": "Theirs"}, headers=headers),
        site.client().post("/", data={"code": day.code}, headers=headers),
        site.client().post(
            "/operator/new",
            json={"title": "Theirs"},
            headers={**headers, "authorization": f"Bearer {site.venue.keys.operator}"},
        ),
    ]
    assert [post.status_code for post in posts] == [403] * len(posts)
    assert not [post for post in posts if "set-cookie" in post.headers]
    assert (day.position, len(site.venue.codes())) == (before, made)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "", "sec-fetch-site": "none"},
        {"origin": ""},
    ],
)
def test_our_own_forms_come_through_although_they_do_not_say_where_they_are_from(
    day: Day, headers: dict[str, str]
) -> None:
    """Pages with `no-referrer` post with `Origin: null`, and over plain http browsers add nothing to it."""
    phone = day.phone()
    posted = phone.post("/do/post_label", data={"id": "a" * 22, "kind": "ask", "text": "Hello"}, headers=headers)
    assert posted.status_code == 303
    assert len(day.live.conference.wall.by_id) == 1


class _Scripts(HTMLParser):
    """What a strict policy forbids, and what points elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("<script>")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"{tag} {name}")
            if name == "style" and not re.fullmatch(r"(--[a-z]+: ?[\d.]+;? ?)+", value or ""):
                self.found.append(f"{tag} style={value}")
            if name in ("src", "href", "action", "formaction", "srcset") and value:
                self.links.append(value)


def test_every_page_keeps_the_strict_policy_and_points_to_this_server_only(day: Day) -> None:
    phone, chair, facilitator = day.phone('<b onclick="x">Ann</b>'), day.chair(), day.role("facilitator")
    nasty = "</script><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) {{ 7*7 }} \" ' `"
    assert ask(phone, "post_label", kind="ask", text=nasty, signed=nasty[:60])["t"] == "done"
    assert ask(phone, "propose_topic", title=nasty, why=nasty, host=nasty[:60], needs=nasty)["t"] == "done"
    assert ask(facilitator, "name_theme", title=nasty[:60])["t"] == "done"
    assert ask(chair, "show_item", item="6")["t"] == "done"
    assert ask(chair, "open_poll", poll="3", round="1")["t"] == "done"
    assert ask(phone, "cast_vote", poll="3", round="1", vote=nasty)["t"] == "done"
    operator = day.site.client()
    operator.post("/new", data={"key": day.site.venue.keys.operator})
    pages = [
        (client, f"{day.path}/{path}".rstrip("/").replace("{poll:number}", "3").replace("{topic:number}", "1"))
        for path, _, role in PAGES
        if path != "now" and not path.endswith((".json", ".csv", ".md", ".xlsx", ".zip"))
        for client in ([chair, facilitator] if role in ("chair", "facilitator") else [phone, chair, day.visitor()])
    ]
    pages = [
        (
            client,
            path.replace("{item:number}", "5").replace("{option:number}", "1").replace("{what:name}", "one_choice"),
        )
        for client, path in pages
    ]
    pages += [(operator, "/"), (operator, "/new"), (operator, f"/new?made={day.code}")]
    pages += [(operator, f"/new?key={day.site.venue.keys.operator}"), (operator, "/none"), (operator, "/000000")]
    pages += [(operator, f"{day.path}/chair?key={day.key('chair')}")]
    for shown in ("open", "shown"):
        if shown == "shown":
            assert ask(chair, "close_poll", poll="3", round="1")["t"] == "done"
            assert ask(chair, "show_result", poll="3", round="1")["t"] == "done"
        for client, path in pages:
            page = client.get(f"{day.site.url}{path}")
            parser = _Scripts()
            parser.feed(page.text)
            assert parser.found == [], path
            assert page.text.startswith("<!doctype html>"), path
            for link in parser.links:
                ours = link.startswith(("/", "#", "?", "data:", day.site.venue.address.url)) or not link
                assert ours, (path, link)
                assert not link.startswith("//"), (path, link)


def test_frames_escape_what_people_wrote(day: Day) -> None:
    ask(day.phone(), "post_label", kind="ask", text="<img src=x onerror=alert(1)>")
    frames = day.phone().get("/frames", params={"view": "wall", "seen": ""}).text
    assert "&lt;img" in json.dumps(json.loads(frames))
    assert "<img" not in json.dumps(json.loads(frames))


def test_every_answer_bears_the_headers(day: Day) -> None:
    site, phone, chair = day.site, day.phone(), day.chair()
    asset = re.findall(r'href="(/static/[^"]+\.css)"', phone.get("/wall").text)[0]
    answers = [
        phone.get(f"{site.url}{path}")
        for path in (
            *(f"{day.path}{path}" for path in ("", "/wall", "/qr.svg", "/frames?view=now&seen=", "/chair")),
            *("/", asset, "/none", "/000000", "/static/x/none.js", "/health", "/metrics", "/new"),
        )
    ]
    answers += [
        do(phone, "post_label", kind="ask", text=""),
        do(phone, "post_label", kind="ask", text="x" * 400_000, page="wall/write"),
        phone.put("/wall"),
        phone.request("OPTIONS", "/wall"),
        phone.head("/wall"),
        phone.post("/do/join", content=b"x" * 600_000),
        phone.post("/do/join", headers={"origin": EVIL}),
        chair.get("/report.csv"),
        chair.get("/chair/day.toml"),
        phone.get("/"),
    ]
    assert {answer.status_code // 100 for answer in answers} >= {2, 3, 4}
    for answer in answers:
        headers = answer.headers
        where = f"{answer.request.method} {answer.request.url} {answer.status_code}"
        assert headers["referrer-policy"] == "no-referrer", where
        assert headers["x-content-type-options"] == "nosniff", where
        assert headers["content-security-policy"].startswith("default-src 'none'"), where
        assert "unsafe-eval" not in headers["content-security-policy"], where
        assert re.search(r"script-src 'self'(;|$)", headers["content-security-policy"]), where
        assert re.search(r"style-src 'self'(;|$)", headers["content-security-policy"]), where
        assert "frame-ancestors 'none'" in headers["content-security-policy"], where
        assert "server" not in headers, where
        if "/static/" not in str(answer.request.url):
            assert headers["cache-control"] == "no-store", where


def test_what_the_host_header_says_is_on_no_page_in_no_redirect_and_in_no_code(day: Day) -> None:
    phone, chair = day.phone(), day.chair()
    operator = day.site.client()
    operator.post("/new", data={"key": day.site.venue.keys.operator})
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    paths = ["", "/", "/wall", "/wall/", "/chair", "/screen", "/qr.svg", "/report", "/chair?key=x", "/frames?view=now"]
    answers = [chair.get(day.site.url + day.path + path, headers=evil) for path in paths]
    answers += [phone.get(day.site.url + day.path + path, headers=evil) for path in paths]
    answers += [operator.get(path, headers=evil) for path in ("/", "//", "//evil.example/", "/new", "/new/", "/none/")]
    answers += [operator.get(f"/new?made={day.code}", headers=evil)]
    answers += [phone.post("/do/join", data={"id": "a" * 22, "name": "Ann"}, headers=evil)]
    answers += [operator.post("/", data={"code": day.code}, headers=evil)]
    plain = {path: chair.get(day.site.url + day.path + path) for path in ("/qr.svg",)}
    assert answers[paths.index("/qr.svg")].content == plain["/qr.svg"].content
    for answer in answers:
        assert "evil" not in answer.text, answer.request.url
        assert "evil" not in str(answer.headers), answer.request.url
        assert answer.headers.get("location", "/").startswith("/"), answer.request.url
        assert not answer.headers.get("location", "/").startswith("//"), answer.request.url


@pytest.mark.parametrize("level", ["debug", "info"])
def test_no_key_no_cookie_and_no_vote_is_ever_in_a_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    with Site(tmp_path / "data", log_level=level) as site:
        day = site.day()
        secrets = {day.key("chair"), day.key("facilitator"), site.venue.keys.operator}
        for key in secrets:
            day.visitor().get("/chair", params={"key": key})
            day.visitor().get(f"/chair/{key}")
            day.visitor().get("/chair", params={"nokey": key, "key": key})
            site.client().post("/new", data={"key": key})
        phone, chair = day.phone(), day.chair()
        day.open_poll()
        with day.line(phone, "now") as line, day.line(chair, "chair") as other:
            assert line.answer("cast_vote", **POLL, vote="C")["t"] == "done"
            other.next("frame")
        day.site.call(site.venue.renew(day.live, "chair"))
        secrets |= {cookie.value for client in (phone, chair) for cookie in client.cookies.jar if cookie.value}
        secrets |= set(day.live.conference.people.voices) | {day.key("chair")}
    written = capsys.readouterr()
    assert "a conference was made" in written.err
    for secret in secrets:
        assert secret not in written.err + written.out
    assert "cast_vote" not in written.err


def test_pace_is_per_person_and_comes_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    pace = Pace()
    assert [pace.allows("ann") for _ in range(REQUESTS_IN_A_ROW + 1)] == [True] * REQUESTS_IN_A_ROW + [False]
    assert pace.allows("ben")
    now = 1.0
    assert [pace.allows("ann") for _ in range(6)] == [True] * 5 + [False]


def test_who_is_too_quick_at_one_conference_slows_nobody_at_another(site: Site) -> None:
    here, there = site.day(), site.day()
    busy, calm = here.chair(), there.chair()
    assert any(ask(busy, "blank_screen", on="no")["t"] == "later" for _ in range(20 * REQUESTS_IN_A_ROW))
    assert ask(calm, "blank_screen", on="yes")["t"] == "done"
