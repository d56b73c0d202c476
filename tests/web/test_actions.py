"""Actions and their owners' links: what a link opens, for whom, and all that it does not open."""

from __future__ import annotations

import re
import secrets
from html import unescape
from pathlib import Path

import httpx2
import pytest

from live.conference import Actor, Refused
from live.conference.actions import Action, UpdateAction
from live.web import access
from live.web.actions import by_its_owner, cookie
from tests.web.site import Day, Site, do

URLENCODED = {"content-type": "application/x-www-form-urlencoded"}


def agreed(day: Day, *whats: str) -> list[Action]:
    """Actions that the chair wrote down."""
    chair = day.chair()
    for what in whats:
        assert do(chair, "agree_action", what=what, outcome="A yes", who="Moira", until="June").status_code == 303
    return day.live.conference.actions.in_order()


def key_of(day: Day, action: int) -> str:
    """The key in the link of an action's owner, as the chair sees it now."""
    page = day.chair().get("/chair/owners").text
    links: dict[str, str] = dict(re.findall(rf"{day.path}/action/(\d+)\?key=([\w-]+)<", page))
    return links[str(action)]


def owner(day: Day, action: int) -> httpx2.Client:
    """Somebody who has opened an owner's link, and who never joined."""
    client = day.visitor()
    entered = client.post(f"/action/{action}", data={"key": key_of(day, action)})
    assert (entered.status_code, entered.headers["location"]) == (303, f"{day.path}/action/{action}")
    return client


def tell(client: httpx2.Client, action: int, /, **fields: str) -> httpx2.Response:
    return client.post(f"/action/{action}", data={"id": secrets.token_urlsafe(18), **fields})


def test_a_link_opens_a_page_with_a_button_and_the_button_leads_to_a_clean_address(day: Day) -> None:
    agreed(day, "Ask the council")
    key, client = key_of(day, 1), day.visitor()
    first = client.get("/action/1", params={"key": key})
    assert (first.status_code, "Ask the council" in first.text, first.headers.get("set-cookie")) == (200, True, None)
    assert client.get("/action/1").status_code == 403
    entered = client.post("/action/1", data={"key": key})
    assert (entered.status_code, entered.headers["location"]) == (303, f"{day.path}/action/1")
    assert "httponly" in entered.headers["set-cookie"].lower()
    page = client.get("/action/1")
    assert (page.status_code, key in page.text) == (200, False)
    assert page.headers["referrer-policy"] == "no-referrer"


def test_an_owner_tells_for_months_what_came_of_it_without_joining(day: Day) -> None:
    agreed(day, "Ask the council")
    client = owner(day, 1)
    assert tell(client, 1, text="They will answer", state="open").status_code == 303
    assert "Thank you. It is written down." in client.get("/action/1").text
    assert tell(client, 1, text="They said yes", state="done").status_code == 303
    action = day.live.conference.actions.by_id[1]
    assert (action.state, [one.text for one in action.updates]) == ("done", ["They will answer", "They said yes"])
    assert len(day.live.conference.people.voices) == 0
    read = client.get("/actions").text
    assert read.index("They said yes") < read.index("They will answer")


def test_who_owns_two_actions_has_both_on_one_device(day: Day) -> None:
    agreed(day, "Ask the council", "Print the songs")
    client = owner(day, 1)
    assert client.post("/action/2", data={"key": key_of(day, 2)}).status_code == 303
    assert [tell(client, number, text="Yes", state="done").status_code for number in (1, 2)] == [303, 303]


def test_a_post_that_a_browser_sends_twice_is_told_once(day: Day) -> None:
    agreed(day, "Ask the council")
    client, id = owner(day, 1), secrets.token_urlsafe(18)
    for _ in range(2):
        assert client.post("/action/1", data={"id": id, "text": "Yes", "state": "done"}).status_code == 303
    assert len(day.live.conference.actions.by_id[1].updates) == 1


def test_an_owner_changes_nothing_but_the_updates(day: Day) -> None:
    before = agreed(day, "Ask the council", "Print the songs")
    client = owner(day, 1)
    told = tell(client, 1, text="Yes", state="done", what="Give me money", who="Eve", until="", action="2", renewed="7")
    assert told.status_code == 303
    first, second = day.live.conference.actions.in_order()
    assert (first.what, first.who, first.until, first.renewed) == ("Ask the council", "Moira", "June", 0)
    assert second == before[1]
    for name in ("change_action", "remove_action", "update_action", "take_out_update", "renew_owners_link"):
        position = day.position
        assert (
            do(client, name, action="1", what="Other", text="x", state="open", at="1", renewed="0").status_code == 422
        )
        assert day.position == position
    for page in ("chair/owners", "facilitator/actions", "chair/report", "facilitator/comments"):
        assert client.get(f"/{page}").status_code == 403


def test_what_an_owner_sends_that_no_page_sends_is_refused_in_words(day: Day) -> None:
    agreed(day, "Ask the council")
    client = owner(day, 1)
    position = day.position
    for fields, say in (
        ({}, "Please choose how it stands: open, done or dropped."),
        ({"text": "Kept words", "state": "lost"}, "Please choose how it stands: open, done or dropped."),
        ({"state": "open"}, "Please write what came of it, or choose another state."),
        ({"state": "done", "text": "x" * 601}, "An update can have 600 letters at most. Yours has 601."),
    ):
        refused = tell(client, 1, **fields)
        assert (refused.status_code, say in unescape(refused.text)) == (422, True)
        assert fields.get("text", "") in refused.text
    assert tell(client, 1, text="\x00‮", state="open").status_code == 422
    assert client.post("/action/1", content=b"\xff\xfe=\xff", headers=URLENCODED).status_code == 422
    assert client.post("/action/1", content=b"x" * 10_000_000, headers=URLENCODED).status_code == 413
    assert day.position == position


def test_another_actions_key_a_guess_and_a_key_of_another_day_open_nothing(day: Day) -> None:
    agreed(day, "Ask the council", "Print the songs")
    other = day.site.day()
    agreed(other, "Ask the council")
    good = key_of(day, 1)
    guesses = [
        key_of(day, 2),
        key_of(other, 1),
        day.key("chair"),
        "",
        "x",
        good[:-1],
        good + "A",
        good.swapcase(),
        "é" * 22,
    ]
    phone, position = day.phone(), day.position
    for guess in guesses:
        client = day.visitor()
        entered = client.post("/action/1", data={"key": guess})
        assert (entered.status_code, entered.headers.get("set-cookie")) == (403, None)
        assert client.get("/action/1", params={"key": guess}).status_code == 403
        held = day.visitor(headers={"cookie": f"{cookie(day.code, 1)}={guess}".encode()})
        assert held.get("/action/1").status_code == 403
        assert tell(held, 1, text="Mine now", state="done").status_code == 403
    assert tell(owner(day, 2), 1, text="Mine now", state="done").status_code == 403
    assert day.visitor().get("/action/999999999").status_code == 403
    assert tell(phone, 1, text="Mine now", state="done").status_code == 403
    assert day.position == position


def test_a_link_that_was_renewed_dies_at_once_and_so_does_that_of_a_removed_action(day: Day) -> None:
    agreed(day, "Ask the council", "Print the songs")
    old, client, chair = key_of(day, 1), owner(day, 1), day.chair()
    assert do(chair, "renew_owners_link", action="1", renewed="0").status_code == 303
    assert (
        do(chair, "renew_owners_link", action="1", renewed="0").status_code == 303
    )  # a second tap makes no third link
    assert day.live.conference.actions.by_id[1].renewed == 1
    assert client.get("/action/1").status_code == 403
    assert tell(client, 1, text="Still here", state="done").status_code == 403
    assert day.visitor().post("/action/1", data={"key": old}).status_code == 403
    assert tell(owner(day, 1), 1, text="By the new link", state="done").status_code == 303
    last = owner(day, 2)
    assert do(chair, "remove_action", action="2").status_code == 303
    assert (last.get("/action/2").status_code, tell(last, 2, text="x", state="done").status_code) == (403, 403)
    assert do(chair, "agree_action", what="Another").status_code == 303
    assert last.get("/action/3").status_code == 403  # numbers are never used twice


def test_a_link_that_is_renewed_while_its_owner_presses_the_button_writes_nothing(day: Day) -> None:
    """The key was right when the post came in, and is not any more when its turn comes."""
    agreed(day, "Ask the council")
    rule = by_its_owner(0)
    assert do(day.chair(), "renew_owners_link", action="1", renewed="0").status_code == 303
    with pytest.raises(Refused, match="This link is not in force"):
        day.site.call(day.live.clerk.ask(rule, UpdateAction(1, "Late", "done"), Actor("delegate")))
    assert day.live.conference.actions.by_id[1].updates == ()


def test_a_post_from_another_site_is_not_heard(day: Day) -> None:
    agreed(day, "Ask the council")
    client = owner(day, 1)
    position = day.position
    for headers in ({"origin": "https://evil.example"}, {"origin": "null", "sec-fetch-site": "cross-site"}):
        sent = client.post("/action/1", data={"id": "a" * 22, "text": "Evil", "state": "done"}, headers=headers)
        assert sent.status_code == 403
    assert day.position == position


def test_who_is_too_quick_is_told_to_press_again(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "REQUESTS_A_SECOND", 0)
    agreed(day, "Ask the council")
    client = owner(day, 1)
    answers = [tell(client, 1, text="Kept words", state="lost") for _ in range(access.REQUESTS_IN_A_ROW + 1)]
    assert "press the button again" in answers[-1].text
    assert "Kept words" in answers[-1].text


@pytest.mark.parametrize("level", ["debug", "info"])
def test_no_key_is_in_the_log_the_journal_or_what_others_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    with Site(tmp_path / "data", log_level=level) as site:
        day = site.day()
        agreed(day, "Ask the council")
        key, client = key_of(day, 1), owner(day, 1)
        day.visitor().get("/action/1", params={"key": key})
        day.visitor().get("/action/1", params={"nokey": key, "key": "x"})
        assert tell(client, 1, text="They said yes", state="done").status_code == 303
        assert do(day.chair(), "publish_write_up", state="final").status_code == 303
        pages = "".join(
            someone.get(f"{site.url}{day.path}/{path}".rstrip("/")).text
            for someone in (day.phone(), day.role("facilitator"), client)
            for path in (
                "",
                "actions",
                "action/1",
                "facilitator/actions",
                "report",
                "report.json",
                "screen",
                "programme",
            )
        )
        held = b"".join(path.read_bytes() for path in (tmp_path / "data").glob(f"{day.code}.live*"))
    written = capsys.readouterr()
    assert "a conference was made" in written.err
    assert (key in written.err + written.out, key in pages, key.encode() in held) == (False, False, False)
    assert "They said yes" in pages
    assert b"They said yes" in held


def test_the_list_is_public_when_the_write_up_is_and_holds_the_actions(day: Day) -> None:
    agreed(day, "Ask the council")
    chair, phone, nobody, own = day.chair(), day.phone(), day.visitor(), owner(day, 1)

    def seen() -> list[int]:
        return [each.get("/actions").status_code for each in (chair, day.role("facilitator"), own, phone, nobody)]

    assert seen() == [200, 200, 200, 403, 403]
    assert do(chair, "publish_write_up", state="draft").status_code == 303
    assert seen() == [200] * 5
    assert do(chair, "leave_out_section", section="actions", on="yes").status_code == 303
    assert seen() == [200, 200, 200, 403, 403]


def test_chair_and_facilitators_write_change_and_take_out(day: Day) -> None:
    facilitator = day.role("facilitator")
    assert do(day.phone("Ann"), "propose_topic", title="Ladders", host="Ann").status_code == 303
    assert '<option value="1" selected>Ladders' in facilitator.get("/facilitator/actions?topic=1").text
    assert do(facilitator, "agree_action", what="Lend ladders", topic="1").status_code == 303
    assert do(facilitator, "update_action", action="1", text="Call 0123 456", state="open").status_code == 303
    assert (
        do(facilitator, "change_action", action="1", what="Lend out ladders", who="Ann", topic="1").status_code == 303
    )
    action = day.live.conference.actions.by_id[1]
    assert (action.what, action.who, action.topic, len(action.updates)) == ("Lend out ladders", "Ann", 1, 1)
    taken = do(facilitator, "take_out_update", action="1", at=str(action.updates[0].at), page="facilitator/actions")
    assert taken.status_code == 303
    page = unescape(facilitator.get("/facilitator/actions").text)
    assert ("Lend out ladders" in page, "Call 0123 456" in page) == (True, False)
    held = b"".join(path.read_bytes() for path in day.site.venue.data.glob(f"{day.code}.live*"))
    assert (b"Lend out ladders" in held, b"Call 0123 456" in held, b"Lend ladders" in held) == (True, False, False)
    assert facilitator.get("/chair/owners").status_code == 403
    refused = do(facilitator, "agree_action", what="x" * 301, outcome="Kept words", page="facilitator/actions")
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
