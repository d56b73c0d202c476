"""Study visits: who may do what, that matching is fair and gives out as much as can be, and what leaves the disk."""

from __future__ import annotations

from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from live.conference import Actor, Conference, Moment, erased_by, people, replay, subject_of, visiting, visits
from live.conference.visiting import ChangeVisit, MatchVisitors, OfferVisit, VisitRequest
from tests.conference.days import ANN, AT, BEN, CEM, DEE, FACILITATOR, MADE, Asked, acts_of, ask, play, refusal
from tests.conference.random_days import left_after_erasing

OFFER = OfferVisit("A day on the ward", "20 May, 10:00", "Ward 3", "1", "Bring warm shoes", "Ann", "ann@example.org")
OFFERED = play(Asked(visiting.offer_visit, OFFER, ANN), start=MADE)


def wish(by: Actor, visit: int = 1) -> Asked:
    return Asked(visiting.wish_visit, VisitRequest(visit), by)


def leave(by: Actor, visit: int = 1) -> Asked:
    return Asked(visiting.leave_visit, VisitRequest(visit), by)


def match(token: str = "5e" * 32) -> Asked:
    return Asked(visiting.match_visitors, MatchVisitors(), FACILITATOR, Moment(AT, token))


def test_an_offer_needs_what_visitors_must_know_and_is_written_down_once() -> None:
    for field, wrong, say in (
        ("title", "", "What you offer needs some words."),
        ("when", " ", "When it is needs some words."),
        ("place", "", "Where it is needs some words."),
        ("places", "many", "How many people can come? Please give a number from 1 to 500."),
        ("places", "0", "How many people can come? Please give a number from 1 to 500."),
        ("text", "x" * 601, "What to expect can have 600 letters at most. Yours has 601."),
    ):
        assert refusal(MADE, Asked(visiting.offer_visit, replace(OFFER, **{field: wrong}), ANN)) == (say, field)
    nobody = replace(OFFER, name="", contact="")
    say = "Please give your name, or how you can be reached, or both. Only visitors with a place see it."
    assert refusal(MADE, Asked(visiting.offer_visit, nobody, ANN)) == (say, "name")
    assert ask(OFFERED, Asked(visiting.offer_visit, OFFER, ANN)) == []
    many = OFFERED
    for number in range(2, 11):
        many = play(Asked(visiting.offer_visit, replace(OFFER, title=f"Offer {number}"), ANN), start=many)
    eleventh = Asked(visiting.offer_visit, replace(OFFER, title="One more"), ANN)
    assert refusal(many, eleventh)[0] == "You offer 10 visits already. Please withdraw one first."


def test_only_its_host_changes_or_withdraws_a_visit_and_others_hear_of_none() -> None:
    change = ChangeVisit(1, "A night", "20 May, 22:00", "Ward 3", "2", name="Ann")
    for asked in (Asked(visiting.change_visit, change, BEN), Asked(visiting.withdraw_visit, VisitRequest(1), BEN)):
        assert refusal(OFFERED, asked)[0] == visiting.NOT_YOURS
    after = play(Asked(visiting.change_visit, change, ANN), start=OFFERED)
    visit = after.visits.by_id[1]
    assert (visit.title, visit.places, visit.contact, visit.at) == ("A night", 2, "", AT)
    gone = play(Asked(visiting.withdraw_visit, VisitRequest(1), ANN), start=after)
    assert gone.visits.by_id.get(1) is None
    assert ask(gone, Asked(visiting.withdraw_visit, VisitRequest(1), ANN)) == []
    assert refusal(gone, wish(BEN))[0] == visiting.NOT_THERE


def test_nobody_has_a_place_before_visitors_are_matched_and_who_leaves_makes_room_in_the_same_step() -> None:
    assert refusal(OFFERED, wish(ANN))[0] == "This is your own offer."
    wished = play(wish(BEN), wish(CEM), wish(DEE), start=OFFERED)
    assert wished.visits.going.get(1) is None
    left = play(leave(DEE), wish(DEE), start=wished)
    assert left.visits.wishes[1] == ("ben", "cem", "dee")
    matched = play(match(), start=wished)
    [inside] = matched.visits.going[1]
    waiting = matched.visits.wishes[1]
    assert {inside, *waiting} == {"ben", "cem", "dee"}
    acts = ask(matched, leave(Actor("delegate", inside)))
    assert acts == [visits.VisitLeft(1, inside), visits.VisitPlaceGiven(1, waiting[0])]
    assert ask(matched, leave(ANN)) == []


def test_a_full_visit_with_more_places_takes_in_who_waits_and_never_fewer_than_have_a_place() -> None:
    matched = play(wish(BEN), wish(CEM), wish(DEE), match(), start=OFFERED)
    more = ChangeVisit(1, OFFER.title, OFFER.when, OFFER.place, "3", OFFER.text, OFFER.name, OFFER.contact)
    full = play(Asked(visiting.change_visit, more, ANN), start=matched)
    assert sorted(full.visits.going[1]) == ["ben", "cem", "dee"]
    fewer = Asked(visiting.change_visit, replace(more, places="2"), ANN)
    assert refusal(full, fewer) == ("3 people have a place already, so there cannot be fewer places.", "places")


def test_visitors_can_be_matched_again_for_new_wishes_and_who_has_a_place_keeps_it() -> None:
    assert "nobody to match" in refusal(OFFERED, match())[0]
    roomy = play(Asked(visiting.offer_visit, replace(OFFER, places="3"), ANN), wish(BEN, 2), match(), start=OFFERED)
    again = play(wish(CEM, 2), start=roomy)
    assert again.visits.going[2] == ("ben",)
    after = play(match("77" * 32), start=again)
    assert after.visits.going[2] == ("ben", "cem")
    assert ask(after, match()) == []


def test_words_names_and_lists_leave_the_disk_with_a_visit_that_is_withdrawn_and_old_words_when_it_changes() -> None:
    acts = (*MADE_ACTS, *acts_of(Asked(visiting.offer_visit, OFFER, ANN), wish(BEN), match(), start=MADE))
    change = ChangeVisit(1, "Other words", "21 May", "Ward 4", "2", name="A. N.")
    acts += acts_of(Asked(visiting.change_visit, change, ANN), wish(CEM), start=replay(acts))
    left = left_after_erasing(acts)
    assert "ann@example.org" not in repr(left)
    assert replay(left) == replay(acts)
    acts += acts_of(Asked(visiting.withdraw_visit, VisitRequest(1), ANN), start=replay(acts))
    left = left_after_erasing(acts)
    assert not [act for act in left if subject_of(act) in ("visit/1", "visits/1")]
    assert erased_by(acts[-1]) == ("visit/1", "visits/1")
    assert replay(left) == replay(acts)


MADE_ACTS = tuple(people.VoiceJoined(actor.voice) for actor in (ANN, BEN, CEM, DEE))


# --- matching --------------------------------------------------------------------------------------------------------------

MARKETS = st.integers(0, 2**32).map(Random)


def market(dice: Random) -> Conference:
    """Random offers, wishes, and some people who left again or were matched before."""
    crowd = [f"v{number}" for number in range(dice.randrange(1, 12))]
    conference = play(*(people.VoiceJoined(voice) for voice in ["host", *crowd]))
    host = Actor("delegate", "host")
    offers = dice.randrange(1, 6)
    for number in range(offers):
        offer = replace(OFFER, title=f"Offer {number}", places=str(dice.randrange(1, 4)))
        conference = play(Asked(visiting.offer_visit, offer, host), start=conference)
    for turn in range(dice.choice([1, 1, 2])):
        for voice in crowd:
            for visit in range(1, offers + 1):
                rule = visiting.wish_visit if dice.randrange(3) else visiting.leave_visit
                if dice.randrange(2):
                    step = Asked(rule, VisitRequest(visit), Actor("delegate", voice))
                    conference = replay(ask(conference, step), conference)
        if turn == 0 and conference.visits.wishes and dice.randrange(2):
            conference = replay(ask(conference, match(f"{dice.getrandbits(256):064x}")), conference)
    return conference


def most_by_trying(known: visits.Visits) -> int:
    """How many people without any place could get one at best, found by the plainest way there is: each takes a place that is
    free, or one whose owner can go elsewhere."""
    has = {voice for voices in known.going.values() for voice in voices}
    wants: dict[str, list[int]] = {}
    for visit, voices in known.wishes.items():
        for voice in voices:
            if voice not in has:
                wants.setdefault(voice, []).append(visit)
    seats = [
        (visit.id, number)
        for visit in known.in_order()
        for number in range(visit.places - len(known.going.get(visit.id, ())))
    ]
    sits: dict[tuple[int, int], str] = {}

    def finds(voice: str, tried: set[tuple[int, int]]) -> bool:
        for seat in seats:
            if seat[0] in wants[voice] and seat not in tried:
                tried.add(seat)
                if seat not in sits or finds(sits[seat], tried):
                    sits[seat] = voice
                    return True
        return False

    return sum(finds(voice, set()) for voice in wants)


@settings(max_examples=150)
@given(MARKETS)
def test_as_many_people_as_possible_get_a_place_and_nobody_is_lost(dice: Random) -> None:
    before = market(dice)
    if not before.visits.wishes:
        return
    after = replay(ask(before, match(f"{dice.getrandbits(256):064x}")), before)
    had = {voice for voices in before.visits.going.values() for voice in voices}
    has = {voice for voices in after.visits.going.values() for voice in voices}
    assert len(has - had) == most_by_trying(before.visits)
    for visit in before.visits.in_order():
        going, waiting = after.visits.going.get(visit.id, ()), after.visits.wishes.get(visit.id, ())
        went, waited = before.visits.going.get(visit.id, ()), before.visits.wishes.get(visit.id, ())
        assert len(going) <= visit.places
        assert going[: len(went)] == went
        assert sorted((*going, *waiting)) == sorted((*went, *waited))
        assert [voice for voice in waited if voice in waiting] == list(waiting)
        assert len(going) == visit.places or not waiting, "somebody waits for a place that is free"


@settings(max_examples=60)
@given(MARKETS)
def test_nobody_gets_a_second_place_that_somebody_without_any_could_have_taken(dice: Random) -> None:
    before = market(dice)
    if not before.visits.wishes:
        return
    acts = ask(before, match())
    after = replay(acts, before)
    placed = {voice for voices in before.visits.going.values() for voice in voices}
    placed_after = {voice for voices in after.visits.going.values() for voice in voices}
    for act in acts:
        if isinstance(act, visits.VisitPlaceGiven):
            if act.voice in placed:
                assert set(after.visits.wishes.get(act.visit, ())) <= placed_after
            placed.add(act.voice)


def test_chance_decides_between_equals_and_not_who_was_quick() -> None:
    wished = play(wish(BEN), wish(CEM), wish(DEE), start=OFFERED)
    winners = {
        replay(ask(wished, match(f"{number:064x}")), wished).visits.going[1][0] for number, _ in zip(count(), range(40))
    }
    assert winners == {"ben", "cem", "dee"}
    other_order = play(wish(DEE), wish(CEM), wish(BEN), start=OFFERED)
    assert ask(wished, match()) == ask(other_order, match())


def test_a_thousand_people_are_matched_as_well_as_can_be() -> None:
    """Everybody wants the same few visits first, which is the hardest case for a search."""
    voices = tuple(f"v{number}" for number in range(1000))
    known = visits.Visits()
    for number in range(1, 61):
        known = visits.fold(known, visits.VisitPut(number, "host", f"Offer {number}", "20 May", "Here", 10))
    for place, voice in enumerate(voices):
        for number in {1, 2, 3, place % 60 + 1}:
            known = visits.fold(known, visits.VisitWished(number, voice))
    conference = replace(Conference(), visits=known)
    given = [act for act in ask(conference, match()) if isinstance(act, visits.VisitPlaceGiven)]
    assert len({act.voice for act in given}) == 600
