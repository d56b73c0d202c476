"""Open space on the screen and on the chair's remote: a timetable in pages, the market place, pitches, the harvest, drawings."""

import re
from collections.abc import Iterator

import pytest

from live.conference import FreezeScreen, agenda, board, fold, freeze_screen, harvest, plan
from live.conference.board import MergeAgreed, TopicMerged
from live.conference.harvest import GraphicHung, GraphicRemoved
from live.fragments import Picture, stage_harvest, stage_market
from live.fragments.chair import chair, main_button
from live.fragments.delegate import now
from live.fragments.stage_halls import Layout, board_shown, laid_out
from live.web.templates import environment, folder
from tests.fragments.test_chair_views import chair_html, forms
from tests.fragments.test_stage_views import VOICES, Day, words_in

TITLES = ("Paying people fairly", "Trust first, forms later", "Who is not in the room?", "Plain English")
WORDS = "how do people who use services and people who run them make decisions "


def open_space(kind: str, *, rooms: int = 2, times: int = 2, sessions: str = "") -> Day:
    """A day with so many rooms and times, and an item of this kind on the screen."""
    text = "".join(f'[[room]]\nid="r{n}"\nname="Room {n}"\n' for n in range(rooms))
    text += "".join(f'[[slot]]\nid="s{n}"\nstarts="{9 + n:02}:00"\nends="{9 + n:02}:40"\n' for n in range(times))
    text += sessions + f'[[item]]\nkind="{kind}"\ntitle="Open space"\n'
    day = Day().do(plan.take_plan, plan.TakePlan(text))
    return day.do(agenda.show_item, agenda.ItemRequest(1))


def propose(day: Day, *titles: str, **more: str) -> Day:
    for voice, title in enumerate(titles or TITLES):
        day.do(board.propose_topic, board.ProposeTopic(title, **more), VOICES[voice])
    return day


def place(day: Day, topic: int, to: str) -> Day:
    return day.do(board.place_topic, board.PlaceTopic(topic, to))


def pages(day: Day) -> Iterator[str]:
    """The words on each page, which the chair turns one after the other."""
    found = re.search(r"Page 1 of (\d+)", words_in(day.turn(1).html))
    for page in range(1, int(found[1]) + 1 if found else 2):
        yield words_in(day.turn(page).html)


# --- the timetable


def test_a_small_timetable_is_one_picture() -> None:
    day = place(propose(open_space("board")), 1, "s0/r1")
    assert "Page" not in words_in(day.html)
    assert "Paying people fairly" in day.html
    assert "3 topics wait for a place" in words_in(day.html)


def test_a_large_timetable_goes_on_on_other_pages_and_every_title_is_there_once_and_whole() -> None:
    day = open_space("board", rooms=8, times=6)
    titles = [f"{number} {WORDS * 2}"[:119].strip() for number in range(36)]
    propose(day, *titles)
    for number in range(36):
        place(day, number + 1, f"s{number // 6}/r{number % 6}")
    shown = list(pages(day))
    assert len(shown) > 1
    assert all("waits for a place" not in page for page in shown)
    for title in titles:
        assert sum(title in page for page in shown) == 1
    for page in shown[1:]:
        assert any(f"Room {number}" in page for number in range(8)), "each page names its rooms and times"


def test_pages_of_a_large_timetable_begin_with_what_is_first() -> None:
    day = open_space("board", rooms=8, times=6)
    propose(day, *(f"{number} {WORDS}".strip() for number in range(40)))
    for number in range(40):
        place(day, number + 1, f"s{number // 8}/r{number % 8}")
    first = next(pages(day))
    assert "09:00" in first
    assert "0 how do people" in first


def test_a_tap_of_somebody_who_wants_to_come_turns_no_page_and_changes_one_cell() -> None:
    day = open_space("board", rooms=8, times=6)
    propose(day, *(f"{number} {WORDS}".strip() for number in range(40)))
    for number in range(40):
        place(day, number + 1, f"s{number // 8}/r{number % 8}")
    day.news()
    ops = day.do(board.follow_topic, board.FollowTopic(1, "listen"), VOICES[39]).news()
    assert [op[:2] for op in ops] == [["put", "stage-cell-0-0"]]


def test_booked_sessions_stand_in_their_rooms_also_in_those_that_the_board_has_not() -> None:
    sessions = (
        '[[programme]]\nstarts="09:00"\nends="10:40"\ntitle="Workshops"\n'
        '[[programme.workshops]]\ntitle="The first conversation"\nroom="room 1"\n'
        '[[programme.workshops]]\ntitle="Growing old"\nroom="Chapel"\nstarts="10:00"\nends="10:40"\n'
        '[[programme.workshops]]\ntitle="Later"\nroom="Attic"\nstarts="17:00"\nends="17:40"\n'
    )
    said = words_in(open_space("board", sessions=sessions).html)
    assert said.count("The first conversation") == 2
    assert "Session until 10:40" in said
    assert "Session since 09:00" in said
    assert "Chapel" in said
    assert "Attic" not in said, "it is at none of the board's times"


def test_rooms_without_end_still_have_a_layout() -> None:
    words = (("W" * 120, ""),) * 60
    layout = laid_out(("M" * 60,) * 60, ("09:00",) * 60, (words,) * 60, 80.0)
    assert isinstance(layout, Layout)
    assert layout.columns * layout.rows >= 1


# --- the market place


def test_while_proposals_are_quiet_only_their_number_is_shown() -> None:
    day = propose(open_space("market").do(board.be_quiet, board.MarketRequest()))
    assert "4 proposals so far" in words_in(day.html)
    assert all(title not in day.html for title in TITLES)
    assert all(title not in chair_html(day) for title in TITLES)
    phone = Picture(now, environment())
    phone.redraw(day.scene)
    assert "Nobody sees your proposal yet" in phone.fill("now-main")
    assert all(title not in phone.fill("now-main") for title in TITLES)


def test_the_market_opens_with_all_proposals_and_says_who_needs_a_host() -> None:
    day = propose(open_space("market").do(board.be_quiet, board.MarketRequest()), host="Moira")
    day.do(board.propose_topic, board.ProposeTopic("A choir", needs_host="yes"), VOICES[9])
    said = words_in(day.do(board.open_market, board.MarketRequest()).html)
    assert all(title in said for title in (*TITLES, "A choir"))
    assert "5 topics, in random order." in said
    assert "1 needs a host." in said
    assert said.count("Needs a host") == 1
    assert said.count("Moira") == 4


def test_only_where_a_market_has_shuffled_them_is_the_order_called_random() -> None:
    day = propose(open_space("market"))
    assert "4 topics." in words_in(day.html)
    assert "random" not in words_in(day.html) + words_in(chair_html(day))


def test_forty_proposals_stand_on_several_pages() -> None:
    titles = [f"Proposal number {number}" for number in range(30)]
    shown = list(pages(propose(open_space("market"), *titles)))
    assert len(shown) > 2
    assert all(sum(f"{title} " in f"{page} " for page in shown) == 1 for title in titles)


def test_a_pitch_is_large_with_its_countdown_and_tells_which_is_next() -> None:
    day = propose(open_space("market"), why="A form comes.", host="Callum", needs="Big print")
    day.do(board.pitch_topic, board.PitchTopic())
    said = words_in(day.html)
    assert "Pitch 1 of 4 Paying people fairly A form comes." in said
    assert "Host: Callum" in said
    assert "What would help: Big print" in said
    assert "Then: Trust first, forms later" in said
    assert f'data-ends="{day.now + 60_000}"' in day.html
    assert TITLES[2] not in day.html
    day.do(board.end_pitch, board.MarketRequest())
    assert TITLES[2] in day.html


def test_a_pitched_topic_that_is_withdrawn_leaves_a_frozen_screen() -> None:
    day = propose(open_space("market")).do(board.pitch_topic, board.PitchTopic())
    day.do(freeze_screen, FreezeScreen())
    assert TITLES[0] in day.html
    day.do(board.withdraw_topic, board.TopicRequest(1), VOICES[0])
    assert TITLES[0] not in day.html
    assert TITLES[1] in day.html


def test_a_merged_topic_is_pitched_as_what_it_became_part_of() -> None:
    day = propose(open_space("market")).do(board.pitch_topic, board.PitchTopic())
    for act in (MergeAgreed(1, 2, 1), TopicMerged(1, 2)):
        day.conference = fold(day.conference, act)
    assert stage_market.pitched(day.conference) is day.conference.board.by_id[2]


def test_the_remote_opens_the_market_and_calls_one_pitch_after_the_other() -> None:
    day = propose(open_space("market").do(board.be_quiet, board.MarketRequest()))
    button = main_button(day.conference, None)
    assert button is not None
    assert (button.name, button.fields) == ("open_market", ())
    day.do(board.open_market, board.MarketRequest())
    assert main_button(day.conference, None) is None, "pitches are for who wants them; this day has no next item"
    order = [topic.id for topic in day.conference.board.standing()]
    assert ("pitch_topic", {"page": "chair", "topic": str(order[0])}) in forms(chair_html(day))
    day.do(board.pitch_topic, board.PitchTopic(order[0]))
    button = main_button(day.conference, None)
    assert button is not None
    assert (button.says, dict(button.fields)) == ("Next pitch", {"topic": str(order[1])})
    assert ("end_pitch", {"page": "chair"}) in forms(chair_html(day))
    assert "1 of 4 topics pitched." in words_in(chair_html(day))
    for number in order[1:]:
        day.do(board.pitch_topic, board.PitchTopic(number))
    assert main_button(day.conference, None) is None


def test_during_a_pitch_phones_show_it_with_one_tap_interest() -> None:
    day = propose(open_space("market"), host="Callum").do(board.pitch_topic, board.PitchTopic())
    phone = Picture(now, environment())
    phone.redraw(day.scene)
    html = phone.fill("now-main")
    assert "Paying people fairly" in html
    assert 'value="listen"' in html
    assert 'href="/482913/board/1"' in html
    day.show("message", "Lunch")
    phone.redraw(day.scene)
    assert "Paying people fairly" not in phone.fill("now-main"), "only while the market place is on"


# --- the harvest


def note(day: Day, about: str, kind: str, text: str, voice: int = 0) -> Day:
    ask = harvest.WriteNote(about, kind, text)
    return day.do(harvest.write_note, ask, VOICES[voice])


def test_the_closing_has_each_talk_in_order_with_its_line_and_quote_and_says_what_is_missing() -> None:
    sessions = '[[programme]]\nstarts="09:00"\nends="09:40"\ntitle="W"\n[[programme.workshops]]\ntitle="The first conversation"\n'
    day = propose(open_space("harvest", sessions=sessions + 'room="Room 0"\n'))
    for topic, to in ((1, "s1/r0"), (2, "s0/r1"), (3, "s1/r1")):
        place(day, topic, to)
    note(day, "topic/2", "line", "Trust is quicker")
    note(day, "topic/2", "quote", "I signed nothing.")
    note(day, "topic/1", "point", "Cash on the day")
    said = words_in(day.html)
    assert "5 talks, 3 without a note yet." in said
    assert "09:00 Room 1 Trust first, forms later Trust is quicker “I signed nothing.”" in said
    assert "10:00 Room 0 Paying people fairly Cash on the day" in said
    assert "Who is not in the room? No note yet" in said
    order = [said.index(title) for title in ("The first conversation", *(TITLES[n] for n in (1, 0, 2, 3)))]
    assert order == sorted(order)
    assert "No time Plain English" in said


def test_a_long_harvest_has_every_talk_once() -> None:
    titles = [f"Talk number {number}" for number in range(25)]
    day = propose(open_space("harvest"), *titles)
    for number in range(1, 20):
        note(day, f"topic/{number}", "line", f"{number}. {WORDS}", number)
    shown = list(pages(day))
    assert len(shown) > 3
    assert all(sum(f"{title} " in page for page in shown) == 1 for title in titles)


def test_a_note_that_is_taken_away_leaves_a_frozen_screen() -> None:
    day = note(propose(open_space("harvest")), "topic/1", "quote", "hurtful words")
    day.do(freeze_screen, FreezeScreen())
    assert "hurtful words" in day.html
    day.do(harvest.remove_note, harvest.NoteRequest(1), VOICES[0])
    assert "hurtful words" not in day.html


def test_the_sizes_of_the_harvest_are_those_of_its_stylesheet() -> None:
    sheet = (folder("static") / "stage-day.css").read_text()
    for step, sizes in ((2, stage_harvest.SIZES[1]), (1, stage_harvest.SIZES[0])):
        selector = ".stage {" if step == 2 else '.stage[data-fit="1"] {'
        block = sheet.partition(f"  {selector}\n")[2].partition("}")[0]
        names = ("talk-title", "talk-line", "talk-quote")
        assert tuple(float(re.findall(rf"--{name}: ([\d.]+)", block)[0]) for name in names) == tuple(
            size.letters for size in sizes
        )


# --- drawings


def hang(day: Day, number: int, alt: str, by: str = "", about: str = "") -> Day:
    day.conference = fold(day.conference, GraphicHung(number, b"webp", alt, by, about))
    return day


def test_drawings_come_one_after_the_other_with_what_they_show() -> None:
    day = hang(propose(open_space("graphics")), 1, "A circle of chairs", by="Rosa", about="topic/1")
    assert 'src="/482913/graphic/1"' in day.html
    assert 'alt="A circle of chairs"' in day.html
    assert "A circle of chairs Drawn by Rosa." in words_in(day.html)
    assert "Paying people fairly" in day.html
    hang(day, 2, "A river")
    assert "Page 1 of 2" in words_in(day.html)
    assert 'src="/482913/graphic/2"' in day.turn(2).html
    phone = Picture(now, environment())
    phone.redraw(day.scene)
    assert 'loading="lazy"' in phone.fill("now-main")
    assert "A river" in phone.fill("now-main")


def test_a_drawing_that_is_removed_leaves_a_frozen_screen() -> None:
    day = hang(open_space("graphics"), 1, "A circle of chairs").do(freeze_screen, FreezeScreen())
    assert "A circle of chairs" in day.html
    day.conference = fold(day.conference, GraphicRemoved(1))
    assert "A circle of chairs" not in day.html
    assert "There are no drawings yet." in day.html


def test_a_very_long_description_is_shortened_on_the_screen_and_whole_for_who_hears_it() -> None:
    alt = (WORDS * 10)[:590].strip()
    html = hang(open_space("graphics"), 1, alt, by="Rosa").html
    assert f'alt="{alt}"' in html
    assert "…" in words_in(html)
    assert "Drawn by Rosa." in html


# --- the remote


@pytest.mark.parametrize("kind", ["board", "market", "harvest", "graphics"])
def test_the_remote_turns_pages_and_says_what_the_room_sees(kind: str) -> None:
    day = propose(open_space(kind, rooms=8, times=6), *(f"{number} {WORDS}".strip() for number in range(40)))
    for number in range(40):
        place(day, number + 1, f"s{number // 8}/r{number % 8}")
        hang(day, number + 1, f"Drawing {number}")
    html = chair_html(day)
    asked = [fields for name, fields in forms(html) if name == "turn_page"]
    assert asked == [{"page": "chair", "item": "1", "number": "2"}]
    picture = Picture(chair, environment())
    picture.redraw(day.turn(2).scene)
    seen = words_in(picture.fill("chair-sees"))
    words = {"board": "timetable", "market": "All proposals", "harvest": "What came out", "graphics": "A drawing"}
    assert words[kind] in seen
    assert "Page 2 of" in seen


def test_without_rooms_times_topics_or_drawings_each_item_says_so() -> None:
    for kind, words in (
        ("board", "Times and rooms come soon."),
        ("market", "Nobody has proposed a topic yet."),
        ("harvest", "There are no topics or sessions yet."),
        ("graphics", "There are no drawings yet."),
    ):
        assert words in words_in(open_space(kind, rooms=0, times=0).html)


def test_a_board_page_that_is_not_there_is_the_last_one() -> None:
    day = propose(open_space("board"))
    item = day.conference.agenda.item
    assert item is not None
    assert board_shown(day.conference, item, 99).page == 1
