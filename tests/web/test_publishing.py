"""Publishing the write-up: who reads it in which state, and comments on a draft."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import httpx2

from live.conference.comments import MOST_COMMENTS_EACH
from live.conference.writeup import SECTIONS
from live.fragments.desk_comments import SECTION_WORDS
from live.web import report
from tests.web.site import POLL, Day, do

FILES = ("report.json", "report.csv", "report.md", "report/tables.zip", "report/site.zip")


def publish(day: Day, state: str) -> None:
    assert do(day.chair(), "publish_write_up", state=state, page="chair/report").status_code == 303


def text_of(page: httpx2.Response) -> str:
    return unescape(re.sub("<[^>]*>", " ", page.text))


def test_the_chair_publishes_with_one_button_at_any_time_and_takes_it_back(day: Day) -> None:
    chair, readers = day.chair(), [day.phone(), day.visitor()]
    for state, status in (("draft", 200), ("final", 200), ("draft", 200), ("kept", 403), ("final", 200), ("kept", 403)):
        assert f'name="state" value="{state}"' in chair.get("/chair/report").text
        publish(day, state)
        for path in ("report", *FILES):
            assert [each.get(f"/{path}").status_code for each in readers] == [status] * 2, (state, path)
            assert day.role("facilitator").get(f"/{path}").status_code == 200


def test_delegates_read_no_result_that_is_not_shown_and_no_label_that_is_held(day: Day) -> None:
    phone, chair = day.phone("Ann"), day.chair()
    for text in ("One that hangs", "One to be held"):
        assert do(phone, "post_label", kind="ask", text=text).status_code == 303
    for label in "12":
        assert do(chair, "hold_label", label=label, reason="Not about today.").status_code == 303
    assert do(chair, "release_label", label="1").status_code == 303
    day.open_poll()
    assert do(phone, "cast_vote", **POLL, vote="A").status_code == 303
    with day.line(chair, "screen") as line:
        for name in ("close_poll", "show_result"):
            assert do(chair, name, **POLL).status_code == 303
        while day.live.conference.polls.by_id[2].rounds[0].count is None:
            line.next("frame")
    assert do(chair, "hide_result", **POLL).status_code == 303
    title = day.live.conference.polls.by_id[2].title
    publish(day, "draft")
    preview = chair.get("/report?as=delegate")
    for path in ("report", "report.json", "report.csv", "report.md"):
        read = phone.get(f"/{path}").text
        assert ("One to be held" in read, "One that hangs" in unescape(read)) == (False, True)
    assert text_of(phone.get("/report")) == text_of(preview)
    assert title in chair.get("/report.json").text
    assert phone.get("/report.json").text != chair.get("/report.json").text
    assert phone.get("/report.json").content == chair.get("/report.json?as=delegate").content


def test_whole_ballots_are_for_chair_and_facilitators_also_when_it_is_published(day: Day) -> None:
    publish(day, "final")
    for reader in (day.phone(), day.visitor()):
        assert (reader.get("/report").status_code, reader.get("/report/recount.zip").status_code) == (200, 403)
        assert "recount.zip" not in reader.get("/report").text
    for role in ("chair", "facilitator"):
        assert day.role(role).get("/report/recount.zip").status_code == 200
        assert "recount.zip" in day.role(role).get("/report").text


def test_many_who_want_a_file_at_once_have_it_made_once(day: Day) -> None:
    chair = day.chair()
    readers = [day.phone() for _ in range(8)]
    publish(day, "final")
    with ThreadPoolExecutor(len(readers)) as all_at_once:
        files = list(all_at_once.map(lambda reader: reader.get("/report.json").content, readers))
    assert len(set(files)) == 1
    assert report._made(day.live).times == 1
    assert do(chair, "describe_day", title="Another name").status_code == 303
    assert "Another name" in readers[0].get("/report.json").text
    assert report._made(day.live).times == 2


def test_before_it_is_published_only_chair_and_facilitators_see_the_preview(day: Day) -> None:
    assert day.role("facilitator").get("/report?as=delegate").status_code == 200
    assert day.phone().get("/report?as=delegate").status_code == 403


def test_a_link_stands_on_the_day_page_of_delegates_while_it_is_published(day: Day) -> None:
    phone = day.phone()
    for state, there in (("kept", False), ("draft", True), ("final", True)):
        if state != "kept":
            publish(day, state)
        assert (f'href="{day.path}/report"' in phone.get("/programme").text) is there
    with day.line(phone, "programme") as line:
        line.next("frame", view="programme")
        publish(day, "kept")
        assert ["cut", "day-write-up"] in line.next("frame", view="programme")["ops"]


def test_the_chair_orders_parts_leaves_some_out_and_writes_around_them(day: Day) -> None:
    chair = day.chair()

    def order() -> list[str]:
        return re.findall(r'id="part-(\w+)"', chair.get("/chair/report").text)

    assert order() == list(SECTIONS)
    assert do(chair, "move_section", section="actions", after="").status_code == 303
    assert do(chair, "move_section", section="programme", after="polls").status_code == 303
    assert order()[:3] == ["actions", "polls", "programme"]
    assert do(chair, "leave_out_section", section="labels", on="yes").status_code == 303
    words = {"opening": "Thank you <b>all</b>\n\nReally", "closing": "=HYPERLINK(1)"}
    assert do(chair, "write_around", **words).status_code == 303
    writeup = day.live.conference.writeup
    assert (writeup.opening, writeup.closing, writeup.left_out) == (*words.values(), frozenset({"labels"}))
    page = chair.get("/chair/report").text
    assert ("Thank you &lt;b&gt;all&lt;/b&gt;" in page, "Thank you <b>" in page) == (True, False)
    assert do(chair, "write_around", opening="Thanks", closing="").status_code == 303
    held = b"".join(path.read_bytes() for path in day.site.venue.data.glob(f"{day.code}.live*"))
    assert (b"HYPERLINK" in held, b"Thanks" in held) == (False, True)
    refused = do(chair, "write_around", opening="x" * 4001, closing="Kept words", page="chair/report")
    assert (refused.status_code, "Kept words" in refused.text, "Yours has 4001." in refused.text) == (422, True, True)
    assert do(chair, "move_section", section="secrets", after="", page="chair/report").status_code == 422
    assert do(day.role("facilitator"), "publish_write_up", state="final").status_code == 422


def test_a_delegate_comments_on_a_draft_and_only_its_writer_and_those_who_answer_read_it(day: Day) -> None:
    ann, ben, chair = day.phone("Ann"), day.phone("Ben"), day.chair()
    assert do(ann, "make_comment", about="themes", text="Too early").status_code == 422
    assert "not published yet" in ann.get("/report/comments").text
    publish(day, "draft")
    assert '<option value="themes" selected' in ann.get("/report/comments?about=themes").text
    sent = do(ann, "make_comment", about="themes", text="Meals were more than <this>", name="Ann of table 6")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{day.path}/report/comments")
    assert do(ann, "make_comment", about="", text="Unsigned words").status_code == 303
    desk = day.role("facilitator").get("/facilitator/comments")
    assert "Meals were more than &lt;this&gt;" in desk.text
    assert ("Ann of table 6" in desk.text, "Not signed" in desk.text) == (True, True)
    assert next(iter(day.live.conference.people.voices)) not in desk.text
    publish(day, "final")
    everywhere = "".join(
        ben.get(f"/{path}").text for path in ("report", "report.json", "report.csv", "report.md", "report/comments")
    )
    assert "Meals were more" not in everywhere
    assert "Meals were more" not in chair.get("/report.json").text + chair.get("/report").text
    assert do(ann, "make_comment", about="themes", text="Too late").status_code == 422


def test_what_desks_look_at_is_told_to_nobody_else(day: Day) -> None:
    phone, facilitator = day.phone("Ann"), day.role("facilitator")
    for view in ("desk/comments", "desk/actions"):
        asked = {"view": view, "seen": ""}
        assert [each.get("/frames", params=asked).status_code for each in (phone, facilitator)] == [403, 200]


def test_an_answer_reaches_the_writer_and_a_comment_can_be_settled(day: Day) -> None:
    ann, facilitator = day.phone("Ann"), day.role("facilitator")
    publish(day, "draft")
    assert do(ann, "make_comment", about="polls", text="A typing mistake").status_code == 303
    assert do(facilitator, "answer_comment", comment="1", answer="Mended, thank you", settled="yes").status_code == 303
    page = text_of(ann.get("/report/comments"))
    assert "The answer: Mended, thank you" in re.sub(r"\s+", " ", page)
    assert "settled" in page
    assert "Mended" not in day.phone().get("/report/comments").text
    assert do(facilitator, "answer_comment", comment="1", answer="Mended, thank you", settled="").status_code == 303
    assert day.live.conference.writeup.comments[1].settled is False
    refused = do(facilitator, "answer_comment", comment="1", answer="x" * 601, page="facilitator/comments")
    assert (refused.status_code, "Yours has 601." in refused.text) == (422, True)


def test_who_wrote_a_comment_takes_it_back_at_any_time_and_nobody_else_does(day: Day) -> None:
    ann, ben, facilitator = day.phone("Ann"), day.phone("Ben"), day.role("facilitator")
    publish(day, "draft")
    assert do(ann, "make_comment", about="", text="Words to be erased").status_code == 303
    assert do(facilitator, "answer_comment", comment="1", answer="Answer to be erased").status_code == 303
    publish(day, "kept")
    assert do(ben, "take_back_comment", comment="1").status_code == 422
    assert do(ann, "take_back_comment", comment="1").status_code == 303
    held = b"".join(path.read_bytes() for path in day.site.venue.data.glob(f"{day.code}.live*"))
    assert b"to be erased" not in held
    assert "to be erased" not in facilitator.get("/facilitator/comments").text
    assert do(facilitator, "answer_comment", comment="1", answer="Late", page="facilitator/comments").status_code == 422


def test_comments_are_bounded_in_number_and_length(day: Day) -> None:
    ann = day.phone("Ann")
    publish(day, "draft")
    for number in range(MOST_COMMENTS_EACH):
        assert do(ann, "make_comment", about="", text=f"Number {number}").status_code == 303
    assert do(ann, "make_comment", about="", text="One more", page="report/comments").status_code == 422
    long = do(day.phone(), "make_comment", about="", text="x" * 601, name="Ann", page="report/comments")
    assert (long.status_code, 'value="Ann"' in long.text) == (422, True)
    assert do(day.phone(), "make_comment", about="secrets", text="Hm").status_code == 422


def test_every_part_has_words_for_people() -> None:
    assert set(SECTION_WORDS) == {"", *SECTIONS}


def test_from_each_part_of_a_draft_a_way_leads_to_commenting_on_it(day: Day) -> None:
    phone, chair = day.phone("Ann"), day.chair()
    ways = re.compile(rf'href="{day.path}/report/comments\?about=(\w+)"')
    publish(day, "draft")
    page = phone.get("/report").text
    assert "programme" in ways.findall(page)
    assert set(ways.findall(page)) <= set(SECTIONS)
    assert ways.findall(chair.get("/report").text) == []
    assert do(chair, "leave_out_section", section="programme").status_code == 303
    assert "programme" not in ways.findall(phone.get("/report").text)
    publish(day, "final")
    assert "report/comments" not in phone.get("/report").text


def test_an_action_is_written_down_from_a_topic_by_those_who_may(day: Day) -> None:
    phone, facilitator = day.phone("Ann"), day.role("facilitator")
    assert do(phone, "propose_topic", title="Ladders", host="Ann").status_code == 303
    assert facilitator.get("/join").status_code == 200
    assert do(facilitator, "join", name="Fay").status_code == 303
    way = f'href="{day.path}/facilitator/actions?topic=1#new"'
    assert [way in each.get("/board/1").text for each in (phone, facilitator)] == [False, True]
    assert way in facilitator.get("/facilitator").text
