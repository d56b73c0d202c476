"""Plain forms: every request has one; whatever else is sent to them is answered with a plain sentence and changes nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from live.clerk import Clerk
from live.conference.plan_text import PLAN_BYTES
from live.web import access
from live.web.access import REQUESTS_IN_A_ROW, voice_cookie
from live.web.asks import LISTS
from live.web.chair import ADDED
from live.web.pages import PAGES
from live.web.requests import ASKS
from tests.web.site import POLL, Day, ask, do, suggested
from tests.web.test_sorting import answered_in_own_words

FORM = re.compile(r'<form[^>]* action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
SENTENCE = re.compile(r"[A-Z].*[.?]$", re.DOTALL)
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}


LONG_QUESTION = {
    "kind": "poll",
    "question": "one_choice",
    "title": "Which of thirty?",
    "options": "\n".join(f"The answer with the number {number}" for number in range(30)),
    "decides": "temperature",
    "survey": "yes",
}
"""More than the screen shows at once, and in the survey."""


def one_point() -> bytes:
    """A picture, the smallest there is."""
    file = BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return file.getvalue()


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """The requests that the forms of a page send, each with its hidden fields (of the last one, where there are several)."""
    return {
        unescape(action).rpartition("/do/")[2]: {
            name: unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)
        }
        for action, inside in FORM.findall(page)
        if "/do/" in action
    }


def problem(page: httpx2.Response) -> str:
    """The sentence of a refusal, on a page with its form or on a page by itself."""
    found = re.search(r'role="alert".*?</h2>\s*<p>(?:<a [^>]*>)?(.*?)(?:</a>)?</p>', page.text, re.DOTALL)
    found = found or re.search(r'<h1 class="question">.*?</h1>\s*<p>(.*?)</p>', page.text, re.DOTALL)
    found = found or re.search(r'class="field__problem".*?</svg>(.*?)</p>', page.text, re.DOTALL)
    assert found is not None, page.text
    return re.sub("<.*?>", "", unescape(found[1]))


def pages_of(day: Day, client: httpx2.Client) -> str:
    """All pages of a conference that this visitor may see, one after another."""
    paths = [
        path.replace("{poll:number}", "2")
        .replace("{topic:number}", "1")
        .replace("{item:number}", "5")
        .replace("{option:number}", "1")
        .replace("{table:number}", "1")
        .replace("{prompt:number}", "1")
        .replace("{kind:name}", "ask")
        .replace("{label:number}", "1")
        .replace("{action:number}", "1")
        .replace("{session:number}", "5")
        .replace("{block:number}", "4")
        .replace("{visit:number}", "1")
        .replace("{note:number}", "1")
        for pattern, _, _ in PAGES
        for path in (
            [pattern.replace("{what:name}", what) for what in ADDED] if "{what:name}" in pattern else [pattern]
        )
    ]
    pages = [client.get(f"{day.site.url}{day.path}/{path}".rstrip("/")) for path in paths if path != "now"]
    return "".join(page.text for page in pages if page.status_code == 200)


def test_every_request_has_a_plain_form_somewhere_and_every_form_names_a_request(day: Day) -> None:
    phone, ben, cas, chair = day.phone("Ann"), day.phone("Ben"), day.phone("Cas"), day.chair()
    steps: list[tuple[httpx2.Client, str, dict[str, str]]] = [
        (phone, "post_label", {"kind": "ask", "text": "One that hangs"}),
        (ben, "post_label", {"kind": "ask", "text": "One of somebody else"}),
        (cas, "post_label", {"kind": "ask", "text": "One to be held"}),
        (chair, "hold_label", {"label": "3", "reason": "Not about today."}),
        (chair, "name_theme", {"title": "Ladders"}),
        (chair, "name_theme", {"title": "Snakes"}),
        (chair, "sort_label", {"label": "1", "theme": "1"}),
        (chair, "name_table", {"title": "Who climbs", "prompt": "0"}),
        (chair, "describe_day", {"title": "A day of tests", "day": "2031-05-14"}),
        (chair, "be_quiet", {}),
        (phone, "propose_topic", {"title": "Ladders", "host": "Ann"}),
        (chair, "end_question", {"label": "1", "how": "answered", "by": "Moira"}),
        (chair, "show_item", {"item": "3"}),
        (chair, "add_item", LONG_QUESTION),
        (chair, "show_item", {"item": "18"}),
        (chair, "open_survey", {}),
        (chair, "show_item", {"item": "5"}),
        (chair, "open_poll", POLL),
        (chair, "type_label", {"kind": "ask", "text": "One on paper"}),
        (chair, "type_paper", {**POLL, "vote": "A"}),
        (chair, "close_poll", POLL),
        (chair, "show_result", POLL),
        (chair, "publish_write_up", {"state": "draft"}),
        (phone, "make_comment", {"about": "polls", "text": "One comment"}),
        (chair, "agree_action", {"what": "Lend ladders"}),
        (chair, "update_action", {"action": "1", "text": "Two are lent", "state": "open"}),
        (phone, "post_label", {"kind": "ask", "text": "Who lends a ladder?"}),
        (ben, "post_label", {"kind": "contribute", "text": "Ben lends a ladder"}),
        (phone, "post_label", {"kind": "ask", "text": "Who lends ladders?"}),
        (cas, "post_label", {"kind": "ask", "text": "Ladder number four"}),
        (chair, "join_labels", {"label": "8", "into": "1"}),
        (cas, "back_label", {"label": "5", "support": "help"}),
        (cas, "offer_to_meet", {"ask": "5", "name": "Cas"}),
        (phone, "agree_to_meet", {"meeting": "1", "name": "Ann"}),
        (ben, "offer_to_meet", {"ask": "5", "offer": "6", "name": "Ben"}),
        (phone, "offer_visit", {"title": "A ward", "when": "21 May", "place": "Here", "places": "1", "name": "Ann"}),
        (ben, "wish_visit", {"visit": "1"}),
        (chair, "ring_bell", {"slot": "first", "minutes": "5"}),
        (chair, "start_timer", {"minutes": "5"}),
        (chair, "open_market", {}),
        (phone, "write_note", {"about": "topic/1", "kind": "line", "text": "Lend them"}),
        (ben, "write_note", {"about": "topic/1", "kind": "line", "text": "Lend all of them"}),
        (phone, "propose_topic", {"title": "Steps", "needs_host": "yes"}),
        (phone, "propose_topic", {"title": "Stairs"}),
        (ben, "propose_topic", {"title": "Slopes"}),
        (ben, "host_topic", {"topic": "2", "host": "Ben"}),
        (phone, "ask_to_merge", {"topic": "3", "other_topic": "1", "stands": "this"}),
        (chair, "ask_to_merge", {"topic": "2", "other_topic": "4", "stands": "this"}),
        (chair, "place_topic", {"topic": "4", "to": "first/pentland"}),
        (chair, "lock_cell", {"cell": "first/pentland"}),
        (chair, "pitch_topic", {}),
    ]
    book: list[tuple[httpx2.Client, str, dict[str, str]]] = [
        (ben, "ask_seat", {"session": "5"}),
        (chair, "put_session", {"session": "5", "block": "4", "title": "Growing", "places": "1", "confirm": "yes"}),
        (phone, "ask_seat", {"session": "5"}),
        (ben, "leave_seat", {"session": "5"}),
    ]
    steps = [*book, *steps]
    drawn = {"file": ("x.png", one_point(), "image/png")}
    assert chair.post("/facilitator/drawing", data={"alt": "A ladder"}, files=drawn).status_code == 303
    wool = {"file": ("wool.txt", b"Bring wool", "text/plain")}
    page = {"id": "x" * 24, "page": "facilitator/programme/session/5", "session": "5"}
    assert chair.post("/facilitator/handout", data=page, files=wool).status_code == 303
    found = set(forms_of(day.visitor().get("/join").text + chair.get("/chair/plan/5/pictures/1").text))
    answered_in_own_words(day, "More time", "Less paper", "Both")
    found |= set(forms_of(chair.get("/facilitator/tables").text))
    for client, name, fields in steps:
        assert do(client, name, **fields).status_code == 303, name
        found |= set(forms_of(chair.get("/chair").text))
        if name in ("open_poll", "type_paper", "offer_visit", "start_timer", "propose_topic", "pitch_topic"):
            pages = pages_of(day, phone) + pages_of(day, ben) + pages_of(day, chair)
            pages += "".join(
                phone_of.get(f"{day.site.url}{day.path}/board/{path}").text
                for phone_of, path in ((cas, "2/host"), (ben, "2/host"), (ben, "2/merge"), (phone, "3/merge"))
            )
            found |= set(forms_of(pages)) | set(re.findall(r'formaction="[^"]*/do/(\w+)"', pages))
    in_a_suggestion = suggested(day, chair)
    found |= set(forms_of(in_a_suggestion)) | set(re.findall(r'formaction="[^"]*/do/(\w+)"', in_a_suggestion))
    assert found == set(ASKS)


def test_forms_of_one_page_have_ids_of_their_own_and_so_has_everybody(day: Day) -> None:
    day.open_poll()
    pages = [day.phone().get("").text for _ in range(3)] + [day.chair().get("/chair/plan").text]
    ids = [id for page in pages for id in re.findall(r'name="id" value="([^"]*)"', page)]
    assert len(ids) == len(set(ids)) > 10
    assert min(map(len, ids)) >= 22


def test_a_person_without_scripts_votes_and_so_does_the_next(day: Day) -> None:
    day.open_poll()
    for phone in (day.phone(), day.phone()):
        hidden = forms_of(phone.get(day.site.url + day.path).text)["cast_vote"]
        posted = phone.post("/do/cast_vote", data={**hidden, "vote": "A"})
        assert (posted.status_code, posted.headers["location"]) == (303, day.path)
        assert "Your vote is in" in phone.get(day.site.url + day.path).text
    poll = day.live.conference.polls.by_id[2]
    assert poll.round is not None
    assert poll.round.voters == 2


def test_a_post_that_a_browser_sends_twice_counts_once(day: Day) -> None:
    phone = day.phone()
    id = secrets.token_urlsafe(18)
    for _ in range(2):
        assert do(phone, "post_label", id, kind="ask", text="Once", page="wall").status_code == 303
    assert len(day.live.conference.wall.by_id) == 1


def test_who_goes_back_and_changes_the_answer_is_heard_each_time(day: Day) -> None:
    """Back shows the old page with its old id: A, Back, B, Back, A again. The last one counts."""
    day.open_poll()
    phone = day.phone()
    hidden = forms_of(phone.get(day.site.url + day.path).text)["cast_vote"]
    for vote in "ABA":
        assert phone.post("/do/cast_vote", data={**hidden, "vote": vote}).status_code == 303
        told = ask(phone, "follow_topic", topic="1")  # refused, and says what is mine
        assert told["t"] == "refused"
        page = phone.get("/frames", params={"view": "now", "seen": ""}).json()
        assert page["welcome"]["mine"]["votes"]["2.1"]["fields"] == {"vote": [vote]}


def test_one_persons_id_is_no_other_persons_id(day: Day) -> None:
    id = secrets.token_urlsafe(18)
    for phone in (day.phone(), day.phone()):
        assert do(phone, "post_label", id, kind="ask", text="The same words").status_code == 303
    assert len(day.live.conference.wall.by_id) == 2


def test_a_refused_form_keeps_what_was_typed_and_names_the_problem(day: Day) -> None:
    phone, chair = day.phone("Ann"), day.chair()
    label = "One thing & another <b>" + "x" * 300
    refused = do(phone, "post_label", ask=label, ask_signed="yes", signed="Table 4", page="wall/write")
    assert refused.status_code == 422
    assert problem(refused) == f"A label can have 300 letters at most. Yours has {len(label)}."
    assert unescape(refused.text).count(label) == 1
    assert 'value="Table 4"' in refused.text
    assert "<title>Problem: " in refused.text
    assert re.findall(r'name="(\w+_signed)" value="yes" checked', refused.text) == ["ask_signed"]

    topic = do(phone, "propose_topic", title="", why="Because ladders", needs="A ladder", page="board/propose")
    assert (topic.status_code, "Because ladders" in topic.text, 'value="A ladder"' in topic.text) == (422, True, True)

    joined = do(day.visitor(), "join", name="x" * 61, page="join")
    assert (joined.status_code, "x" * 61 in joined.text) == (422, True)

    day.open_poll()
    vote = do(phone, "cast_vote", **POLL, vote="Z", page="now")
    assert vote.status_code == 422
    assert problem(vote)

    plan = do(chair, "take_plan", plan="title = [", page="chair/plan")
    assert (plan.status_code, "title = [" in plan.text) == (422, True)
    item = do(chair, "add_item", kind="message", title="", text="Kept words", page="chair/plan/add/message")
    assert (item.status_code, "Kept words" in item.text) == (422, True)


@pytest.mark.parametrize(
    "named",
    [
        "https://evil.example",
        "//evil.example",
        "/evil.example",
        "\\evil.example",
        "..//evil.example",
        "../../../evil",
        "wall\r\nlocation: https://evil.example",
        "wall\n",
        "@evil.example",
        ".evil.example",
        "wall?next=https://evil.example",
        "%2f%2fevil.example",
        "x" * 1000,
        "wall#x",
    ],
)
def test_after_a_form_the_way_leads_to_this_conference(day: Day, named: str) -> None:
    day.open_poll()
    done = do(day.phone(), "cast_vote", **POLL, vote="A", page=named)
    assert done.status_code == 303
    assert re.fullmatch(re.escape(day.path) + r"(/[a-z0-9_/]+)?", done.headers["location"])
    refused = do(day.phone(), "cast_vote", **POLL, vote="Z", page=named)
    assert (refused.status_code, refused.headers.get("location")) == (422, None)


BAD_TEXTS = [
    "\x00",
    "\u202e",
    "\ud7ff\uffff",
    "‮evil",
    "a" * 20_000,
    "-1",
    "9" * 5000,
    "1e9",
    "NaN",
    "٣",
    " 1",
    "1\n",
    "0x1",
    "²",
]


@pytest.fixture
def attack(day: Day, monkeypatch: pytest.MonkeyPatch) -> Attack:
    """People who may send as much as they like."""
    monkeypatch.setattr(access, "REQUESTS_IN_A_ROW", 1_000_000)
    return Attack(day)


def fields_of(name: str) -> list[str]:
    names = list(ASKS[name].shape.__struct_fields__)
    extra = ["vote", "option", "options", "left", "right", "most", "on"] if "fields" in names else []
    return [field for field in names if field != "fields"] + extra


class Attack:
    """One server, one conference, and people of all roles who send what no page of ours sends."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.people = {"delegate": day.phone("Ann"), "facilitator": day.role("facilitator"), "chair": day.chair()}

    def post(self, name: str, body: bytes, headers: Mapping[str, str] = URLENCODED) -> None:
        """Sent by somebody who may: an answer in words, and nothing written down unless it is done."""
        roles = ASKS[name].roles if name in ASKS else self.people
        client = self.people[min(roles)]
        before = self.day.position
        answer = client.post(f"/do/{name}", content=body, headers=headers)
        assert answer.status_code in (303, 400, 413, 422), answer.text
        if answer.status_code != 303:
            assert SENTENCE.match(problem(answer)), answer.text
            assert self.day.position == before


@pytest.mark.parametrize("name", ASKS)
def test_what_no_page_sends_is_refused_in_words_and_leaves_nothing_behind(attack: Attack, name: str) -> None:
    id = ("id", "a" * 22)
    bodies = [b"", b"&&&=;", b"%", b"\xff\xfe=\xff", b"id=%ff%fe", b"id=" + b"a" * 300_000]
    bodies += [urlencode([id]).encode(), urlencode([("id", "short")]).encode()]
    bodies += [urlencode([id, *((str(number), "x") for number in range(150))]).encode()]
    bodies += [urlencode([id, *((field, "") for field in fields_of(name))]).encode()]
    bodies += [urlencode([id, *((field, "7") for field in fields_of(name) for _ in range(30))]).encode()]
    for bad in BAD_TEXTS:
        everywhere = [(field, bad) for field in fields_of(name)]
        bodies.append(urlencode([id, *everywhere], errors="surrogatepass").encode())
    for number, body in enumerate(bodies):
        attack.post(name, body + b"&page=chair/plan" * (number % 5 == 4))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(ASKS)),
    data=st.data(),
)
def test_random_fields_never_break_the_server(attack: Attack, name: str, data: st.DataObject) -> None:
    texts = st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [*BAD_TEXTS, "1", "2", "3", "yes", "no", "A", "B", "ask", "poll", "one_choice", "scale", "09:30"]
        ),
        st.integers().map(str),
    )
    names = st.one_of(st.sampled_from([*fields_of(name), "page", "id"]), st.text(max_size=10))
    pairs = data.draw(st.lists(st.tuples(names, texts), max_size=12))
    body = urlencode([("id", secrets.token_urlsafe(18)), *pairs], errors="replace").encode()
    attack.post(name, body)


def multipart(parts: Sequence[tuple[str, bytes]], boundary: bytes = b"xx") -> tuple[bytes, dict[str, str]]:
    """A form as browsers send one with files. Each part: what follows `form-data; `, and its content."""
    body = b"".join(
        b"--" + boundary + b"\r\ncontent-disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return body + b"--" + boundary + b"--\r\n", {"content-type": f"multipart/form-data; boundary={boundary.decode()}"}


def test_a_file_where_text_belongs_is_the_text_in_it(day: Day) -> None:
    body, headers = multipart(
        [('name="id"', b"a" * 22), ('name="kind"', b"ask"), ('name="text"; filename="x"', b"From a file")]
    )
    assert day.phone().post("/do/post_label", content=body, headers=headers).status_code == 303
    assert day.live.conference.wall.by_id[1].text == "From a file"


@pytest.mark.parametrize(
    "parts",
    [
        [('name="text"; filename="x.bin"', b"\xff\xfe\x00" * 1000)],
        [('name="id"; filename="x"', b"a" * 22)],
        [("nothing", b"x")],
        [('name="text"', b"\xff" * 100)],
        [(f'name="f{number}"; filename="x"', b"x") for number in range(5)],
        [(f'name="f{number}"', b"x") for number in range(500)],
        [('name="text"', b"x" * (PLAN_BYTES + 10))],
        [('name="text"; filename="x"', b"x" * (PLAN_BYTES + 10))],
    ],
)
def test_strange_files_are_refused_in_words(attack: Attack, parts: list[tuple[str, bytes]]) -> None:
    body, headers = multipart([('name="id"', b"b" * 22), *parts])
    attack.post("post_label", body, headers)
    attack.post("take_plan", body, headers)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=yy",
        "multipart/form-data; boundary=xx; charset=nonsense",
        "multipart/form-data; boundary=xx; charset=utf-16",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/json",
        "text/plain",
        "",
        "application/x-www-form-urlencoded; charset=utf-7",
    ],
)
def test_a_form_of_the_wrong_type_is_refused_in_words(attack: Attack, kind: str) -> None:
    body, _ = multipart([('name="id"', b"b" * 22), ('name="text"', b"Hello")])
    for sent in (body, body[:-20], b"--xx\r\n", b"\x00" * 50, b""):
        attack.post("post_label", sent, {"content-type": kind})


def test_ten_thousand_fields_are_too_many(attack: Attack) -> None:
    body = urlencode([("id", "a" * 22), *((f"f{number}", "x") for number in range(10_000))]).encode()
    assert len(body) < LISTS
    attack.post("post_labels", body)


def test_a_huge_body_is_refused_and_the_server_goes_on(day: Day) -> None:
    phone = day.phone()
    before = day.position
    huge = phone.post("/do/post_label", content=b"text=" + b"x" * 10_000_000, headers=URLENCODED)
    assert huge.status_code == 413
    assert problem(huge).startswith("This is longer than anything that these pages send. Nothing was changed.")
    by_script = {**URLENCODED, "accept": "application/json"}
    refused = phone.post("/do/post_label", content=b"text=" + b"x" * 20_000, headers=by_script)
    assert (refused.status_code, refused.json()["t"]) == (413, "refused")
    in_pieces = phone.post("/do/post_label", content=(b"x" * 10_000 for _ in range(1000)), headers=URLENCODED)
    assert in_pieces.status_code == 413
    assert phone.post(f"{day.site.url}/", content=b"code=" + b"1" * 10_000_000, headers=URLENCODED).status_code == 413
    assert day.position == before
    assert do(phone, "post_label", kind="ask", text="Still here?").status_code == 303


def test_hidden_marks_never_reach_the_wall(day: Day) -> None:
    words = "pay \u202eeerht\u202c pounds\x00\u200b\ufeff\u2066!"
    assert do(day.phone(), "post_label", kind="ask", text=words, signed="A\u202enn").status_code == 303
    label = day.live.conference.wall.by_id[1]
    assert (label.text, label.signed) == ("pay eerht pounds!", "Ann")


def test_a_script_without_sockets_gets_the_answers_that_a_socket_gets(day: Day) -> None:
    phone = day.phone()
    done = ask(phone, "post_label", kind="ask", text="Hello")
    assert (done["t"], done["at"], done["mine"]["labels"]) == ("done", day.position, [1])
    assert ask(phone, "post_label", kind="ask", text="")["field"] == "text"
    assert ask(phone, "nonsense")["t"] == "refused"
    assert ask(phone, "post_label", "bad id with spaces in it", kind="ask", text="Hello")["t"] == "refused"
    id = secrets.token_urlsafe(16)
    assert [ask(phone, "post_label", id, kind="ask", text="Twice")["at"] for _ in range(2)] == [day.position] * 2


def test_who_is_too_quick_is_told_to_press_again_and_not_that_it_is_kept(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing keeps a plain form but the person."""
    monkeypatch.setattr(access, "REQUESTS_A_SECOND", 0)
    phone = day.phone()
    answers = [do(phone, "post_label", ask="", page="wall/write") for _ in range(REQUESTS_IN_A_ROW - 1)]
    assert problem(answers[0]) == "Please write something in one of the two fields, or in both."
    last = do(phone, "post_label", ask="Kept here", page="wall/write")
    assert last.status_code == 422
    assert problem(last) == "The server could not take this just now. Please press the button again in a moment."
    assert "Kept here" in last.text
    assert do(day.phone(), "post_label", kind="ask", text="Somebody else").status_code == 303


def test_without_cookies_nobody_joins_and_hears_why(day: Day) -> None:
    nobody = day.visitor()
    answer = do(nobody, "join", name="Ann", page="join")
    assert "allow cookies" in problem(answer)
    short = day.visitor(cookies={voice_cookie(day.code): "short"})
    assert "allow cookies" in problem(do(short, "join", name="Ann", page="join"))


def test_an_unknown_request_is_refused_in_words(attack: Attack) -> None:
    for name in ("nonsense", "__init__", "make_link", "revoke_link", "make_conference", "join%00", "x" * 3000):
        attack.post(name, b"id=" + b"a" * 22)


def test_while_the_disk_fails_nothing_is_said_to_be_done(day: Day) -> None:
    phone = day.phone()
    clerk: Clerk = day.live.clerk
    journal, clerk._journal = clerk._journal, None
    try:
        assert ask(phone, "post_label", kind="ask", text="Hello")["t"] == "later"
        plain = do(phone, "post_label", ask="Hello there", page="wall/write")
        assert (plain.status_code, "Hello there" in plain.text) == (422, True)
    finally:
        clerk._journal = journal
    assert ask(phone, "post_label", kind="ask", text="Hello")["t"] == "done"


def test_a_page_without_scripts_says_once_what_was_done(day: Day) -> None:
    chair = day.chair()
    assert do(chair, "describe_day", title="Together", page="chair/plan").status_code == 303
    assert "<p>Saved.</p>" in chair.get("/chair/plan").text
    assert "<p>Saved.</p>" not in chair.get("/chair/plan").text
