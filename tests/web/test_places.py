"""The facilitators' page of times and rooms, without scripts."""

from __future__ import annotations

from live.web.requests import ASKS
from tests.web.site import Day, ask, do
from tests.web.test_forms import problem


def test_what_was_typed_and_refused_is_still_there(day: Day) -> None:
    chair = day.chair()
    typed = {"name": "Barn <b>", "seats": "some", "about": "By the pond", "quiet": "yes", "page": "facilitator/places"}
    answer = do(chair, "put_room", room="", **typed)
    assert answer.status_code == 422
    assert problem(answer) == "Please give the seats as a number, or leave this empty if nobody counted them."
    assert 'value="Barn &lt;b&gt;"' in answer.text
    assert 'value="some"' in answer.text
    assert answer.text.count('name="quiet" value="yes" checked') == 2  # here, and of the room that is quiet


def test_only_the_form_that_was_refused_has_what_was_typed(day: Day) -> None:
    chair = day.chair()
    answer = do(chair, "put_room", room="salisbury", name="", seats="9999", page="facilitator/places")
    assert problem(answer) == "A room’s name needs some words."
    assert answer.text.count('value="9999"') == 1
    assert answer.text.count('<details class="more places__one" open>') == 1


def test_a_room_that_is_added_is_on_the_board(day: Day) -> None:
    chair = day.chair()
    answer = do(chair, "put_room", room="", name="Barn", seats="60", page="facilitator/places")
    assert answer.headers["location"].endswith("/facilitator/places")
    assert "Barn" in chair.get("/facilitator").text
    assert do(chair, "place_topic", topic="1", to="first/n1").status_code == 422  # there is no such topic
    phone = day.phone()
    do(phone, "propose_topic", title="Ladders")
    do(chair, "place_topic", topic="1", to="first/n1")
    assert "(1 topic)" in chair.get("/facilitator/places").text
    assert do(chair, "remove_room", room="n1", confirm="yes", page="facilitator/places").status_code == 303
    assert "Barn" not in chair.get("/facilitator").text


def test_delegates_neither_move_topics_nor_change_rooms(day: Day) -> None:
    phone = day.phone()
    for name in ("place_topic", "undo_step", "lock_cell", "put_room", "remove_room", "put_slot", "remove_slot"):
        assert "delegate" not in ASKS[name].roles
        assert "Only a facilitator can do this." in ask(phone, name, step="1", topic="1")["say"]
    assert phone.get("/facilitator/places").status_code == 403
