"""The screen's page, and the chair's: the remote, the plan, and one item of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from starlette.responses import Response

from live.conference.agenda import ITEM_KINDS
from live.conference.polls import Terms, survey_polls
from live.conference.polls.kinds import KINDS
from live.conference.polls.question import Family, Question
from live.conference.polls.terms import DECIDES, ORDERS, PASSES, has_order
from live.fragments.chair_words import BEGINS_WITH, KIND_WORDS
from live.fragments.terms_words import minutes_of, terms_in_words
from live.web.visit import Visit, plain_page

HINTS: Mapping[str, str] = {
    "welcome": "The day’s title, a large code to scan, and how many are here.",
    "message": "A few words, large.",
    "wall": "Labels as they come, one by one, themes, or the questions that are still open. Also for a question of your own.",
    "board": "Which topic is where and when.",
    "market": "All proposals, and their pitches one by one.",
    "harvest": "Every topic and session with its one line and a quote.",
    "graphics": "What the graphic facilitator drew, one drawing after the other.",
    "timer": "A large countdown. It starts when you go to it.",
    "pause": "A few words, and when it goes on.",
}


class ItemForm(Struct, frozen=True):
    """A form that adds one kind of item; `question` is the kind of question, for items that ask one. `about` says what it is."""

    kind: str
    question: str
    says: str
    about: str

    @property
    def path(self) -> str:
        """Its page, below the plan's."""
        return f"chair/plan/add/{self.question or self.kind}"


FAMILIES: Mapping[Family, str] = {
    "choose": "Choose",
    "share": "Order and share",
    "say": "Say",
    "decide": "Decide",
}
ITEM_FORMS = (
    *(ItemForm("poll", kind, str(question.kind_name), str(question.about)) for kind, question in KINDS.items()),
    *(ItemForm(kind, "", KIND_WORDS[kind], HINTS[kind]) for kind in ITEM_KINDS if kind != "poll"),
)
ADDED = {form.question or form.kind: form for form in ITEM_FORMS}
"""All that can be added to a plan, by the last part of its address."""

CHOOSER: Sequence[tuple[str, Sequence[ItemForm]]] = [
    *(
        (words, [form for form in ITEM_FORMS if form.question and KINDS[form.question].family == family])
        for family, words in FAMILIES.items()
    ),
    ("Something else", [form for form in ITEM_FORMS if not form.question]),
]
"""The same under headings."""


async def screen(visit: Visit) -> Response:
    return visit.page("pages/screen.html", views=["screen"], title="Screen", role="screen")


async def chair(visit: Visit) -> Response:
    return visit.page("pages/chair.html", views=["chair", "screen"], title="Chair’s remote", role="chair")


async def plan(visit: Visit) -> Response:
    return visit.page(
        "pages/plan.html",
        views=["chair/plan"],
        title="Plan",
        role="chair",
        chooser=CHOOSER,
        survey=survey_polls(visit.conference),
        survey_address=f"{visit.live.url}/{visit.live.code}/survey",
    )


async def plan_add(visit: Visit) -> Response:
    """The page where one kind of item is added."""
    form = ADDED.get(visit.params["what"])
    if form is None:
        text = "There is nothing of this name that a plan could have."
        return plain_page(visit.venue, 404, "This cannot be added", text, _plan(visit), "Back to the plan")
    return visit.page(
        "pages/plan_add.html",
        views=["chair/plan"],  # so that what is written here can wait in the outbox
        title=f"Add: {form.says}",
        role="chair",
        form=form,
        wall_shows=BEGINS_WITH,
        **_terms(KINDS.get(form.question), Terms()),
    )


async def plan_item(visit: Visit) -> Response:
    """The page where one item is changed. A question that people have voted on shows its answers and terms, and keeps them."""
    item = visit.conference.agenda.find(visit.params["item"])
    if item is None:
        text = "Somebody has removed it, or the plan has been replaced."
        return plain_page(
            visit.venue, 404, "This item is no longer in the plan", text, _plan(visit), "Back to the plan"
        )
    poll = visit.conference.polls.by_id.get(item.poll)
    return visit.page(
        "pages/plan_item.html",
        views=["chair/plan"],  # so that what is changed here can wait in the outbox
        title="Change an item",
        role="chair",
        item=item,
        poll=poll,
        wall_shows=BEGINS_WITH,
        kind_words=poll.question.kind_name if poll is not None else KIND_WORDS[item.kind],
        stays=poll is not None and bool(poll.rounds),
        **(_terms(type(poll.question), poll.terms) if poll is not None else {}),
    )


def _terms(kind: type[Question] | None, terms: Terms) -> dict[str, Any]:
    """What pages/_terms_fields.html needs; nothing for what is not a question."""
    if kind is None:
        return {}
    return {
        "terms": terms,
        "question_kind": kind,
        "has_order": has_order(kind),
        "terms_said": terms_in_words(terms, kind),
        "closing": minutes_of(terms.seconds),
        "terms_words": {"decides": DECIDES, "order": ORDERS, "passes": PASSES},
    }


def _plan(visit: Visit) -> str:
    return f"{visit.venue.base}/{visit.conference.code}/chair/plan"
