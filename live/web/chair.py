"""The screen's page, and the chair's: the remote, the plan, and one item of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from starlette.responses import Response

from live.conference.agenda import ITEM_KINDS
from live.conference.polls.kinds import KINDS
from live.fragments.chair_words import KIND_WORDS
from live.web.templates import Trouble
from live.web.visit import Visit, plain_page

HINTS: Mapping[str, str] = {
    "welcome": "The day’s title, a large code to scan, and how many are here.",
    "message": "A few words, large.",
    "wall": "The newest labels, and all that hang.",
    "board": "Which topic is where and when.",
    "timer": "A large countdown. It starts when you go to it.",
    "pause": "A few words, and when it goes on.",
}


class ItemForm(Struct, frozen=True):
    """A form that adds one kind of item; `question` is the kind of question, for items that ask one."""

    kind: str
    question: str
    says: str
    hint: str

    @property
    def name(self) -> str:
        """Begins the ids of its fields."""
        return f"add-{self.question or self.kind}".replace("_", "-")

    def trouble(self, trouble: Trouble | None) -> Trouble | None:
        """What was refused, if it was this form that was sent."""
        if trouble is None or trouble.name != "add_item":
            return None
        sent = (_first(trouble, "kind"), _first(trouble, "question"))
        return trouble if sent == (self.kind, self.question) else None


ITEM_FORMS = (
    *(ItemForm("poll", kind, str(question.kind_name), "") for kind, question in KINDS.items()),
    *(ItemForm(kind, "", KIND_WORDS[kind], HINTS[kind]) for kind in ITEM_KINDS if kind != "poll"),
)


async def screen(visit: Visit) -> Response:
    return visit.page("pages/screen.html", views=["screen"], title="Screen", role="screen")


async def chair(visit: Visit) -> Response:
    return visit.page("pages/chair.html", views=["chair", "screen"], title="Chair’s remote", role="chair")


async def plan(visit: Visit) -> Response:
    return visit.page("pages/plan.html", views=["chair/plan"], title="Plan", role="chair", forms=ITEM_FORMS)


async def plan_item(visit: Visit) -> Response:
    """The page where one item is changed. A question that people have voted on shows its answers, and keeps them."""
    item = visit.conference.agenda.find(visit.params["item"])
    if item is None:
        back = f"{visit.venue.base}/{visit.conference.code}/chair/plan"
        text = "Somebody has removed it, or the plan has been replaced."
        return plain_page(visit.venue, 404, "This item is no longer in the plan", text, back, "Back to the plan")
    poll = visit.conference.polls.by_id.get(item.poll)
    return visit.page(
        "pages/plan_item.html",
        views=["chair/plan"],  # so that what is changed here can wait in the outbox
        title="Change an item",
        role="chair",
        item=item,
        poll=poll,
        kind_words=poll.question.kind_name if poll is not None else KIND_WORDS[item.kind],
        keeps_answers=poll is not None and bool(poll.rounds),
    )


def _first(trouble: Trouble, field: str) -> str:
    values = trouble.typed.get(field, ())
    return values[0] if values else ""
