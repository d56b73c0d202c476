"""Requests about the programme: sessions and places in them, handouts, and study visits."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import booking, handing_out, programming, visiting
from live.web.asks import DELEGATE, FACILITATOR, TEXTS, Ask

ASKS: Mapping[str, Ask] = {
    # delegates
    "ask_seat": Ask(booking.AskSeat, booking.ask_seat, DELEGATE, "Noted.", is_said=False, told=booking.what_one_has),
    "leave_seat": Ask(
        booking.SeatRequest, booking.leave_seat, DELEGATE, "Thank you. Somebody else can come now.", is_said=False
    ),
    "see_seat": Ask(booking.SeatRequest, booking.see_seat, DELEGATE, "Thank you.", is_said=False),
    "offer_visit": Ask(
        visiting.OfferVisit, visiting.offer_visit, DELEGATE, "Your visit is offered.", "visits", leaves=True
    ),
    "change_visit": Ask(
        visiting.ChangeVisit, visiting.change_visit, DELEGATE, "Your visit is changed.", "visits", leaves=True
    ),
    "withdraw_visit": Ask(
        visiting.VisitRequest,
        visiting.withdraw_visit,
        DELEGATE,
        "Your visit is withdrawn, for good.",
        "visits",
        leaves=True,
    ),
    "wish_visit": Ask(
        visiting.VisitRequest, visiting.wish_visit, DELEGATE, "Noted. You see here when you have a place."
    ),
    "leave_visit": Ask(visiting.VisitRequest, visiting.leave_visit, DELEGATE, "Noted."),
    # facilitators
    "put_block": Ask(programming.PutBlock, programming.put_block, FACILITATOR, "Saved.", "facilitator/programme"),
    "remove_block": Ask(
        programming.RemoveBlock, programming.remove_block, FACILITATOR, "The line is gone.", "facilitator/programme"
    ),
    "put_session": Ask(
        programming.PutSession,
        programming.put_session,
        FACILITATOR,
        "Saved.",
        "facilitator/programme",
        most=TEXTS,  # ten links of up to 500 letters beside the text
    ),
    "remove_session": Ask(
        programming.RemoveSession,
        programming.remove_session,
        FACILITATOR,
        "The session is gone.",
        "facilitator/programme",
    ),
    "remove_handout": Ask(
        handing_out.HandoutRequest, handing_out.remove_handout, FACILITATOR, "The file is gone, for good."
    ),
    "match_visitors": Ask(
        visiting.MatchVisitors, visiting.match_visitors, FACILITATOR, "Matched.", told=visiting.what_was_given
    ),
}
