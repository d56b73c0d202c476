"""Who may vote, as people meet it: the chair's page, the sheet of badges, typing a badge, several people on one device."""

from __future__ import annotations

import re
import secrets
from html import unescape

import httpx2
import pytest
import zxingcpp

from live.conference.badges import LETTERS, check_letter, code_of, read_code
from live.conference.doors import BADGE_MOVED, NEEDS_BADGE
from live.web import access, guesses
from live.web.access import person_cookie, voice_cookie
from live.web.guesses import ALL_IN_A_ROW, IN_A_ROW, Guesses
from tests.web.site import POLL, Day, Site, ask, do
from tests.web.test_forms import forms_of, problem

LABEL = re.compile(
    r'<svg class="label__qr" viewBox="0 0 (\d+) \d+" aria-hidden="true"><path d="([^"]+)"/></svg>.*?'
    r'label__title">([^<]*)<.*?label__code">([^<]*)<.*?On the list: <b>([^<]*)<',
    re.DOTALL,
)
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def with_badges(day: Day, many: int = 5, helpers: str = "") -> list[str]:
    """The chair chooses badges and has some made; the codes on them."""
    chair = day.chair()
    assert do(chair, "choose_door", door="badges", helpers=helpers, page="chair/doors").status_code == 303
    assert do(chair, "make_badges", many=str(many), page="chair/doors").status_code == 303
    return [code for _, _, _, code, _ in LABEL.findall(chair.get("/chair/badges").text)]


def wrong_code(number: int) -> str:
    """A code that is whole and that no badge has."""
    letters = "".join(LETTERS[number // 19**place % 19] for place in range(8))
    return letters + check_letter(letters)


def add_person(phone: httpx2.Client, **fields: str) -> httpx2.Response:
    """Send the form that adds somebody, as it stands on the page."""
    page = phone.get("/table").text
    form = re.search(r'name="person" value="(\d+)">\s*<h2>Add', page)
    assert form is not None, page
    return phone.post("/table", data={"id": secrets.token_urlsafe(18), "person": form[1], "add": "yes", **fields})


def answer_as(phone: httpx2.Client, person: int) -> None:
    assert phone.post("/table", data={"id": secrets.token_urlsafe(18), "person": str(person)}).status_code == 303


def voters(day: Day) -> int:
    one = day.live.conference.polls.by_id[2].round
    assert one is not None
    return one.voters


def test_the_chair_chooses_who_can_vote_and_reads_what_it_stops(day: Day) -> None:
    chair = day.chair()
    page = chair.get("/chair/doors").text
    assert [re.search(rf'value="{kind}"[^>]* checked', page) is not None for kind in ("open", "badges", "secret")] == [
        True,
        False,
        False,
    ]
    assert "but not somebody who has two phones" in page
    assert 'href="' + day.path + '/chair/doors"' in chair.get("/chair/plan").text
    chosen = do(chair, "choose_door", door="badges", helpers="yes", page="chair/doors")
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"{day.path}/chair/doors")
    page = chair.get("/chair/doors").text
    assert re.search(r'value="badges"[^>]* checked', page)
    assert re.search(r'name="helpers"[^>]* checked', page)
    assert "There are no badges yet, so nobody can vote." in page
    assert do(chair, "make_badges", many="12", page="chair/doors").status_code == 303
    assert re.search(r'>12</span> badges, <span class="number">0</span> in use', chair.get("/chair/doors").text)


def test_the_door_cannot_be_changed_while_people_vote_and_what_was_chosen_stays_on_the_page(day: Day) -> None:
    day.open_poll()
    refused = do(day.chair(), "choose_door", door="badges", helpers="yes", page="chair/doors")
    assert refused.status_code == 422
    assert problem(refused).startswith("Voting is open on “")
    assert re.search(r'value="badges"[^>]* checked', refused.text)
    assert re.search(r'name="helpers"[^>]* checked', refused.text)


@pytest.mark.parametrize("who", ["nobody", "delegate", "facilitator"])
def test_only_the_chair_sees_the_sheet_and_makes_badges(day: Day, who: str) -> None:
    codes = with_badges(day)
    somebody = {"nobody": day.visitor, "delegate": day.phone, "facilitator": lambda: day.role("facilitator")}[who]()
    for path in ("/chair/badges", "/chair/doors"):
        page = somebody.get(path)
        assert page.status_code == 403
        assert not [code for code in codes if code in page.text]
    for name in ("make_badges", "choose_door"):
        assert do(somebody, name, many="5", door="open").status_code == 422
    assert len(day.live.conference.doors.badges) == 5


def test_the_sheet_can_be_printed_again_also_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """And it is no conference's but this one's."""
    data = tmp_path_factory.mktemp("again") / "data"
    with Site(data) as site:
        first, other = site.day(), site.day()
        code, codes, others = first.code, with_badges(first), with_badges(other)
    with Site(data) as site:
        live = site.call(site.venue.find(code))
        assert live is not None
        again = Day(site, live)
        assert [found[3] for found in LABEL.findall(again.chair().get("/chair/badges").text)] == codes
        phone = again.phone()
        assert do(phone, "use_badge", badge=others[0]).status_code == 422
        assert do(phone, "use_badge", badge=codes[0]).status_code == 303
    (data / "secret").write_text("ab" * 32)
    with Site(data) as site:
        live = site.call(site.venue.find(code))
        assert live is not None
        key = {"role": "chair", "key": "x"}
        chair = Day(site, live).visitor()
        site.call(site.venue.renew(live, "chair"))
        key["key"] = Day(site, live).key("chair")
        assert chair.post("/enter", data=key).status_code == 303
        sheet = chair.get("/chair/badges").text
        assert "5 badges of this part cannot be printed" in sheet
        assert LABEL.findall(sheet) == []


def test_the_code_on_a_label_leads_to_joining_with_the_badge_in_a_part_that_no_server_is_told(day: Day) -> None:
    codes = with_badges(day, 3)
    for size, path, title, code, listed in LABEL.findall(day.chair().get("/chair/badges").text):
        side = int(size) + 8
        picture = bytearray(b"\xff" * (side * side * 16))
        for run in RUN.findall(path):
            x, y, length = map(int, run)
            for line in range((y + 4) * 4, (y + 5) * 4):
                begin = line * side * 4 + (x + 4) * 4
                picture[begin : begin + length * 4] = bytes(length * 4)
        [found] = zxingcpp.read_barcodes(memoryview(picture).cast("B", (side * 4, side * 4)))
        assert found.text == f"{day.site.url}{day.path}/join#{read_code(code)}"
        assert (unescape(title), code in codes) == ("A day of tests", True)
        assert re.fullmatch(f"[{LETTERS}]{{5}}", listed)


@pytest.mark.parametrize(("sheet", "on_one"), [("3x8", 24), ("3x7", 21), ("nonsense", 24)])
def test_two_thousand_badges_come_in_parts_of_ten_sheets(day: Day, sheet: str, on_one: int) -> None:
    with_badges(day, 2000)
    chair = day.chair()
    parts = -(-2000 // (on_one * 10))
    pages = [chair.get("/chair/badges", params={"sheet": sheet, "part": str(part)}).text for part in (1, parts)]
    assert [page.count('<section class="paper') for page in pages] == [
        10,
        -(-(2000 - (parts - 1) * on_one * 10) // on_one),
    ]
    assert f"Part {parts} of {parts}" in pages[0]
    codes = [[found[3] for found in LABEL.findall(page)] for page in pages]
    assert [len(part) for part in codes] == [on_one * 10, 2000 - (parts - 1) * on_one * 10]
    for nonsense in ("0", "-1", "999999", "x", "9" * 50):
        assert chair.get("/chair/badges", params={"part": nonsense}).status_code == 200


def test_who_joins_is_asked_for_a_badge_only_where_one_is_needed(day: Day) -> None:
    assert 'name="badge"' not in day.visitor().get("/join").text
    codes = with_badges(day)
    visitor = day.visitor()
    page = visitor.get("/join").text
    assert 'name="badge"' in page
    assert "badge.js" in page
    refused = do(visitor, "join", name="Ann", badge=codes[0][:-1] + "0", page="join")
    assert (refused.status_code, problem(refused)) == (422, "Look again at letter 9: there is no “0” on any badge.")
    assert 'value="Ann"' in refused.text
    assert f'value="{codes[0][:-1]}0"' in refused.text
    assert len(day.live.conference.people.voices) == 0
    assert do(visitor, "join", name="Ann", badge=codes[0].lower(), page="join").status_code == 303
    assert "Your badge is in use on this phone" in visitor.get("/join").text


def test_without_a_badge_one_may_look_on_and_is_told_where_to_type_it(day: Day) -> None:
    codes = with_badges(day)
    day.open_poll()
    phone = day.phone("Ann")
    assert "To vote here you need a badge." in phone.get(day.site.url + day.path).text
    assert do(phone, "post_label", kind="ask", text="Still welcome?").status_code == 303
    vote = do(phone, "cast_vote", **POLL, vote="B", page="now")
    assert (vote.status_code, problem(vote)) == (422, NEEDS_BADGE)
    assert re.search(r'value="B"[^>]* checked', vote.text)
    assert f'href="{day.path}/badge"' in vote.text
    assert do(phone, "use_badge", badge=codes[1], page="badge").status_code == 303
    assert "To vote here" not in phone.get(day.site.url + day.path).text
    assert do(phone, "cast_vote", **POLL, vote="B", page="now").status_code == 303
    assert voters(day) == 1


def test_a_badge_on_a_second_phone_takes_its_vote_along_and_the_first_phone_hears_of_it(day: Day) -> None:
    codes = with_badges(day)
    day.open_poll()
    old, new = day.phone("Old"), day.phone("New")
    assert do(old, "use_badge", badge=codes[0]).status_code == 303
    assert do(old, "cast_vote", **POLL, vote="C").status_code == 303
    with day.line(old, "now") as line:
        line.next("welcome")
        assert do(new, "use_badge", badge=codes[0]).status_code == 303
        while "in use on another phone" not in str(line.next("frame", view="mine")["ops"]):
            pass
        assert line.answer("cast_vote", **POLL, vote="A")["say"] == BADGE_MOVED
    assert ask(new, "use_badge", badge=codes[0])["mine"]["votes"]["2.1"]["fields"] == {"vote": ["C"]}
    assert "in use on another phone" in old.get("/badge").text
    assert do(new, "cast_vote", **POLL, vote="D").status_code == 303
    assert voters(day) == 1


def test_phones_hear_at_once_that_they_need_a_badge(day: Day) -> None:
    phone = day.phone()
    with day.line(phone, "now") as line:
        line.next("welcome")
        with_badges(day)
        assert "To vote here you need a badge." in str(line.next("frame", view="mine")["ops"])
    polled = phone.get("/frames?view=now&seen=").json()
    assert "To vote here you need a badge." in str(polled["frames"])


# --- guessing ----------------------------------------------------------------------------------------------------------------


def test_one_voice_may_try_a_few_wrong_badges_and_then_waits(day: Day) -> None:
    [code, *_] = with_badges(day)
    phone = day.phone()
    said = [ask(phone, "use_badge", badge=wrong_code(number))["t"] for number in range(IN_A_ROW + 1)]
    assert said == ["refused"] * IN_A_ROW + ["later"]
    assert ask(phone, "use_badge", badge=code)["say"] == guesses.TOO_MANY
    assert ask(day.phone(), "use_badge", badge=code)["t"] == "done"


def test_many_voices_together_may_try_so_many_and_those_with_badges_vote_on(
    day: Day, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [0.0]
    day.live.guesses = Guesses(lambda: clock[0])
    codes = with_badges(day)
    day.open_poll()
    holder = day.phone()
    assert do(holder, "use_badge", badge=codes[0]).status_code == 303
    for number in range(ALL_IN_A_ROW):
        stranger = day.visitor(cookies={voice_cookie(day.code): f"{number:022}"})
        assert ask(stranger, "join", badge=wrong_code(number))["t"] == "refused"
    honest = day.phone()
    assert ask(honest, "use_badge", badge=codes[1])["t"] == "later"
    assert ask(holder, "cast_vote", **POLL, vote="A")["t"] == "done"
    assert ask(day.phone(), "post_label", kind="ask", text="Still here?")["t"] == "done"
    clock[0] += 1.0
    assert ask(honest, "use_badge", badge=codes[1])["t"] == "done"


def test_a_slip_of_the_finger_is_no_guess(day: Day) -> None:
    """Also a whole hall of them."""
    day.live.guesses = Guesses(lambda: 0.0)
    [code, *_] = with_badges(day)
    phone = day.phone()
    wrong = code[0] + "".join(reversed(code[1:3])) + code[3:]
    wrong = wrong if wrong != code else code[:-1] + next(letter for letter in LETTERS if letter != code[-1])
    access_pace = access.REQUESTS_IN_A_ROW
    for _ in range(min(access_pace - 5, 3 * IN_A_ROW)):
        assert ask(phone, "use_badge", badge=wrong)["field"] == "badge"
    assert ask(phone, "use_badge", badge=code)["t"] == "done"


# --- several people on one device --------------------------------------------------------------------------------------------


def test_several_people_vote_on_one_device_one_after_the_other(day: Day) -> None:
    assert do(day.chair(), "choose_door", door="open", helpers="yes").status_code == 303
    day.open_poll()
    tablet = day.phone("Isobel")
    for name in ("", "Nan"):
        assert add_person(tablet, name=name).headers["location"] == f"{day.path}/table"
    page = tablet.get("/table").text
    assert "Now answering: <strong>Nan</strong>" in page
    assert re.findall(r'name="person" value="(\d)">Answer as ([^<]*)<', page) == [("1", "Isobel"), ("2", "Person 2")]
    for person, vote in ((1, "A"), (2, "B"), (3, "B")):
        answer_as(tablet, person)
        now = tablet.get(day.site.url + day.path).text
        assert f"Now answering: <strong>{['Isobel', 'Person 2', 'Nan'][person - 1]}</strong>" in now
        assert "Your vote is in" not in re.sub(r'<div class="notice" data-answer[^>]*hidden.*?</div>', "", now)
        assert do(tablet, "cast_vote", **POLL, vote=vote).status_code == 303
    assert voters(day) == 3
    voices = day.live.conference.people.voices.values()
    assert sorted((voice.name, voice.by_helper) for voice in voices) == [("", True), ("Isobel", False), ("Nan", True)]


def test_nobody_is_added_to_a_device_unless_the_chair_allows_it(day: Day) -> None:
    phone = day.phone()
    assert "Add a person" not in phone.get("/table").text
    sent = phone.post("/table", data={"id": "a" * 22, "person": "2", "add": "yes"})
    assert sent.status_code == 422
    assert problem(sent) == "The chair does not allow several people on one device at this conference."
    assert len(day.live.conference.people.voices) == 1


def test_a_forged_turn_gives_no_voice(day: Day) -> None:
    """A cookie that says "person 7" where nobody was added is whoever joined on the device."""
    phone = day.phone("Ann")
    for person in ("7", "61", "99", "x", "", "-1", "٣"):
        phone.cookies.set(person_cookie(day.code), person.encode("unicode_escape").decode(), path="/")
        assert ask(phone, "post_label", kind="ask", text=f"By {len(day.live.conference.wall.by_id)}")["t"] == "done"
    assert {label.writer for label in day.live.conference.wall.by_id.values()} == set(day.live.conference.people.voices)


def test_a_person_added_twice_by_one_form_is_one_person(day: Day) -> None:
    """A browser may send a form again by itself; a page that is out of date adds nobody and renames nobody."""
    assert do(day.chair(), "choose_door", door="open", helpers="yes").status_code == 303
    tablet = day.phone("Isobel")
    form = {"id": secrets.token_urlsafe(18), "person": "2", "add": "yes", "name": "Nan"}
    assert [tablet.post("/table", data=form).status_code for _ in range(2)] == [303, 303]
    stale = tablet.post("/table", data={**form, "id": secrets.token_urlsafe(18), "name": "Bob"})
    assert problem(stale) == "Somebody on this device has changed this list. Please look again."
    assert sorted(voice.name for voice in day.live.conference.people.voices.values()) == ["Isobel", "Nan"]


@pytest.mark.parametrize("person", ["0", "3", "61", "1000", "x", "", "-1"])
def test_a_turn_of_nobody_is_refused_in_words(day: Day, person: str) -> None:
    assert do(day.chair(), "choose_door", door="open", helpers="yes").status_code == 303
    tablet = day.phone("Isobel")
    sent = tablet.post("/table", data={"id": "a" * 22, "person": person})
    assert (sent.status_code, problem(sent)) == (
        422,
        "Somebody on this device has changed this list. Please look again.",
    )
    assert day.visitor().post("/table", data={"id": "a" * 22, "person": "2", "add": "yes"}).status_code in (200, 422)
    assert len(day.live.conference.people.voices) == 1


def test_at_most_sixty_people_share_a_device(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "REQUESTS_IN_A_ROW", 1_000)
    assert do(day.chair(), "choose_door", door="open", helpers="yes").status_code == 303
    tablet = day.phone()
    for _ in range(59):
        assert add_person(tablet).status_code == 303
    assert "no more can be added" in tablet.get("/table").text
    assert tablet.post("/table", data={"id": "a" * 22, "person": "61", "add": "yes"}).status_code == 422
    assert len(day.live.conference.people.voices) == 60


def test_a_page_that_was_made_for_another_person_sends_nothing(day: Day) -> None:
    """Somebody presses "Back", and a question is there that the person before has been asked."""
    assert do(day.chair(), "choose_door", door="open", helpers="yes").status_code == 303
    day.open_poll()
    tablet = day.phone("Isobel")
    old = forms_of(tablet.get(day.site.url + day.path).text)["cast_vote"]
    assert add_person(tablet, name="Nan").status_code == 303
    sent = tablet.post("/do/cast_vote", data={**old, "vote": "A"})
    assert sent.status_code == 422
    assert problem(sent).startswith("This was for another person on this device")
    assert voters(day) == 0
    answer_as(tablet, 1)
    assert tablet.post("/do/cast_vote", data={**old, "vote": "A"}).status_code == 303


def test_people_on_one_device_have_badges_of_their_own_and_a_wrong_one_adds_nobody(day: Day) -> None:
    codes = with_badges(day, helpers="yes")
    tablet = day.phone("Isobel")
    refused = add_person(tablet, name="Nan", badge="CDFH")
    assert (refused.status_code, problem(refused)) == (
        422,
        "A badge has nine letters and figures. This has 4: please look again.",
    )
    assert 'value="Nan"' in refused.text
    assert 'value="CDFH"' in refused.text
    assert add_person(tablet, name="Nan", badge=codes[0]).status_code == 303
    assert "Has no badge yet, so cannot vote." in tablet.get("/table").text
    day.open_poll()
    assert do(tablet, "cast_vote", **POLL, vote="A").status_code == 303
    answer_as(tablet, 1)
    assert problem(do(tablet, "cast_vote", **POLL, vote="A", page="now")) == NEEDS_BADGE
    assert do(tablet, "use_badge", badge=codes[1]).status_code == 303
    assert do(tablet, "cast_vote", **POLL, vote="B", page="now").status_code == 303
    assert voters(day) == 2


def test_no_code_of_a_badge_is_in_the_conferences_file(day: Day) -> None:
    """Nor in its write-ahead log. The list numbers are: they are public."""
    codes = with_badges(day, 50)
    phone = day.phone()
    assert do(phone, "use_badge", badge=codes[0]).status_code == 303
    files = b"".join(path.read_bytes() for path in day.site.venue.data.glob(f"{day.code}.live*"))
    key = day.site.venue.keys.for_badges(day.code)
    for badge in day.live.conference.doors.in_order():
        code = code_of(key, badge.number)
        assert code.encode() not in files
        assert code[:8].encode() not in files
        assert badge.listed.encode() in files
