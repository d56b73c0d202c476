"""Themes and tables without scripts: plain pages and forms that do all that a facilitator can do there."""

from __future__ import annotations

import re
from html import unescape

import httpx2

from tests.web.site import Day, do

WORDS = ("Paying people for their time", "Meetings at times when carers can come", "Plain English")


def form(page: httpx2.Response, request: str, **has: str) -> dict[str, str]:
    """The hidden fields of the form of this request that has these values."""
    for action, inside in re.findall(r'<form[^>]* action="([^"]+)"[^>]*>(.*?)</form>', page.text, re.DOTALL):
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))
        if action.endswith(f"/do/{request}") and has.items() <= fields.items():
            return {name: unescape(value) for name, value in fields.items()}
    raise AssertionError(f"no form {request} with {has} on {page.url}: {page.text}")


def send(who: httpx2.Client, page: str, request: str, has: dict[str, str], **typed: str) -> httpx2.Response:
    """Fill in a form of a page and send it; the page it leads to."""
    fields = {**form(who.get(page), request, **has), **typed}
    answer = who.post(f"/do/{request}", data=fields)
    assert answer.status_code == 303, answer.text
    return who.get(answer.headers["location"].partition(str(who.base_url.path).rstrip("/"))[2])


def words(page: httpx2.Response) -> str:
    """What can be read in its main part."""
    main = re.sub(r"<script.*?</script>", "", page.text.partition("<main")[2], flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", main)))


def hung(day: Day) -> httpx2.Client:
    """A facilitator at a day with three labels."""
    phone = day.phone("Ann")
    for text in WORDS:
        assert do(phone, "post_label", kind="ask", text=text).status_code == 303
    return day.role("facilitator")


def answered_in_own_words(day: Day, *answers: str) -> dict[str, str]:
    """A question that people answered in these words, each of another person, and whose result everybody sees; its round."""
    chair, poll = day.chair(), {"poll": "3", "round": "1"}
    assert day.live.conference.polls.by_id[3].question.kind == "open_text"
    [item] = [str(each.id) for each in day.live.conference.agenda.items if each.poll == 3]
    for name, fields in (("show_item", {"item": item}), ("open_poll", poll)):
        assert do(chair, name, **fields).status_code == 303
    for text in answers:
        assert do(day.phone(), "cast_vote", **poll, vote=text).status_code == 303
    with day.line(chair, "desk/tables") as line:
        for name in ("close_poll", "show_result"):
            assert do(chair, name, **poll).status_code == 303
        while "do/hang_answers" not in str(line.next("frame")):
            pass
    return poll


def test_a_label_is_put_under_two_themes_quoted_and_taken_from_one(day: Day) -> None:
    desk = hung(day)
    send(desk, "/facilitator/themes", "name_theme", {"theme": "0"}, title="Money", text="Who is paid")
    page = send(desk, "/facilitator/themes", "name_theme", {"theme": "0"}, title="Time")
    assert "Who is paid" in words(page)
    assert "0 of 3 labels are in a theme." in words(page)
    assert f'href="{day.path}/facilitator/themes/label/1"' in page.text

    own = "/facilitator/themes/label/1"
    page = send(desk, own, "sort_label", {"theme": "1"})
    assert str(page.url).endswith(own), "one sees where the label stands, and can undo it"
    page = send(desk, own, "sort_label", {"theme": "2"})
    assert words(page).count("stands here") == 2
    page = send(desk, own, "pick_quote", {"theme": "1"})
    assert "Is a quote" in words(page)
    page = send(desk, own, "sort_label", {"theme": "2", "on": "no"})
    assert words(page).count("stands here") == 1
    wall = day.live.conference.wall
    assert wall.by_id[1].themes == frozenset({1})
    assert wall.themes[0].quotes == (1,)
    assert "1 of 3 labels are in a theme." in words(desk.get("/facilitator/themes"))


def test_themes_are_put_in_order_by_buttons(day: Day) -> None:
    desk = hung(day)
    for title in ("One", "Two", "Three"):
        assert do(desk, "name_theme", title=title).status_code == 303
    page = desk.get("/facilitator/themes")
    for theme, after in (("1", "2"), ("2", "3"), ("2", "0"), ("3", "1")):
        assert form(page, "move_theme", theme=theme, after=after)
    send(desk, "/facilitator/themes", "move_theme", {"theme": "3", "after": "1"})
    assert [theme.title for theme in day.live.conference.wall.themes] == ["One", "Three", "Two"]
    send(desk, "/facilitator/themes", "move_theme", {"theme": "3", "after": "0"})
    assert [theme.title for theme in day.live.conference.wall.themes] == ["Three", "One", "Two"]


def test_each_wall_has_a_page_of_its_own_and_what_is_not_there_says_so(day: Day) -> None:
    desk = hung(day)
    item = {"kind": "wall", "asks": "answers", "title": "What stands in the way?"}
    assert do(day.chair(), "add_item", **item).status_code == 303
    prompt = day.live.conference.wall.latest_prompt
    own = f"/facilitator/themes/{prompt}"
    assert "What stands in the way?" in words(desk.get(own))
    page = send(desk, own, "name_theme", {"theme": "0", "prompt": str(prompt)}, title="Money")
    assert str(page.url).endswith(own)
    assert [theme.prompt for theme in day.live.conference.wall.themes] == [prompt]
    for path in ("themes/9", "themes/label/99", "tables/9", "tables/9/1"):
        assert desk.get(f"/facilitator/{path}").status_code == 404, path


def test_only_what_is_not_in_a_theme_yet_can_fill_the_page(day: Day) -> None:
    desk = hung(day)
    page = desk.get("/facilitator/themes?show=loose")
    assert re.search(r'id="desk-theme-list"[^>]* data-show="loose"', page.text)
    assert 'data-show="loose"' not in desk.get("/facilitator/themes").text


def test_answers_are_hung_and_put_into_the_rows_of_a_table(day: Day) -> None:
    desk = day.role("facilitator")
    assert "do/hang_answers" not in desk.get("/facilitator/tables").text
    poll = answered_in_own_words(day, *WORDS)
    page = send(desk, "/facilitator/tables", "hang_answers", poll, to="new")
    assert "do/hang_answers" not in page.text, "they hang once"
    hung_under = str(day.live.conference.wall.latest_prompt)
    page = send(desk, "/facilitator/tables", "name_table", {"table": "0"}, title="Who is it for", prompt=hung_under)
    assert "0 of 3 answers are in a row." in words(page)

    for title in ("Carers", "Everybody"):
        page = send(desk, "/facilitator/tables/1", "name_theme", {"theme": "0", "table": "1"}, title=title)
    [first] = re.findall(r'href="[^"]*(/facilitator/tables/1/\d+)">Put answers into rows', page.text)
    page = send(desk, first, "sort_label", {"theme": "1"})
    page = send(desk, first, "sort_label", {"theme": "2"})
    assert "Answer 1 of 3" in words(page)
    [following] = re.findall(r'href="[^"]*(/facilitator/tables/1/\d+)" rel="next"', page.text)
    page = send(desk, following, "sort_label", {"theme": "2"})
    assert f'{first}" rel="prev"' in page.text

    page = desk.get("/facilitator/tables/1")
    assert "3 marks. 2 of 3 answers are in a row." in words(page)
    assert re.findall(r'class="tally__title">(\w+)</h2><span class="tally__count">(\d+)', page.text) == [
        ("Everybody", "2"),
        ("Carers", "1"),
    ]
    assert words(page).count(WORDS[1]) == 2, "the answer can be read in both of its rows"
    page = send(desk, "/facilitator/tables/1", "name_table", {"table": "1"}, title="For whom")
    assert "For whom" in words(page)
    page = send(desk, "/facilitator/tables/1", "remove_table", {"table": "1"})
    assert "There is no table yet." in words(page)


def test_a_refused_name_is_kept_in_its_field(day: Day) -> None:
    desk = hung(day)
    refused = do(desk, "name_theme", theme="0", title="x" * 61, text="About it", page="facilitator/themes")
    assert refused.status_code == 422
    assert "A theme can have 60 letters at most. Yours has 61." in words(refused)
    assert 'value="' + "x" * 61 + '"' in refused.text
    assert 'value="About it"' in refused.text
    refused = do(desk, "name_table", table="0", title="", prompt="0", page="facilitator/tables")
    assert "A table needs some words." in words(refused)
