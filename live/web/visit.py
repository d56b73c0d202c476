"""A visit: one request by one person at one conference, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from markupsafe import Markup
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from live.conference import Actor, Conference
from live.conference.people import Role
from live.fragments import NOBODY, Mine, Scene
from live.fragments.kept import kept_in_words
from live.web import requests
from live.web.access import SAID_COOKIE, Who, mark_of, people_here
from live.web.live_conference import LiveConference
from live.web.pasting import Pasting, Shown
from live.web.templates import Trouble, environment
from live.web.venue import Venue


class Turn(Struct, frozen=True):
    """Who answers on a device that several people share, and who is next."""

    name: str
    next_person: int
    next_name: str


class Visit:
    """Who asks for which page. `trouble` is what was refused, when the page is shown again because of it."""

    def __init__(
        self,
        request: Request,
        venue: Venue,
        live: LiveConference,
        who: Who,
        *,
        params: dict[str, Any],
        trouble: Trouble | None = None,
    ) -> None:
        self.request = request
        self.venue = venue
        self.live = live
        self.who = who
        self.params = params
        self.trouble = trouble
        self.mine: Mine = live.personal.mine(who.voice)
        self.scene: Scene = live.scene()
        self.here = people_here(request, live)
        self._pasting = Pasting()

    @property
    def conference(self) -> Conference:
        return self.live.conference

    @property
    def actor(self) -> Actor:
        return self.who.actor

    def has(self, role: Role) -> bool:
        return role in self.who.roles

    def page(
        self,
        template: str,
        *,
        views: Sequence[str] = (),
        status: int = 200,
        title: str = "",
        role: Role = "delegate",
        **models: Any,
    ) -> Response:
        """The page made by `template`, with the pictures of the `views` it looks at and what is mine."""
        return self._answer(self._rendered(self.conference, template, views, title, role, models), status)

    def page_for_newcomers(self, template: str, *, title: str) -> Response:
        """The same for somebody of whom nothing is known yet: made once for all of them."""
        if self.mine is not NOBODY or self.here or self.trouble is not None or self._said():
            return self.page(template, title=title)
        made = partial(self._rendered, template=template, views=(), title=title, role="delegate", models={})
        return self._answer(self.live.newcomers.page(template, self.conference, self.live.clerk.epoch, made), 200)

    def _rendered(
        self,
        conference: Conference,
        template: str,
        views: Sequence[str],
        title: str,
        role: Role,
        models: Mapping[str, Any],
    ) -> str:
        """The HTML of a page, its forms without their ids, and marks where its large parts belong."""
        pictures = {name: self.live.fresh_picture(name) for name in views}
        stamps = msgspec.json.encode({name: picture.stamp for name, picture in pictures.items()}).decode()
        body = Markup(' data-views="{}" data-epoch="{}" data-role="{}"').format(stamps, self.live.clerk.epoch, role)
        html = Markup(' data-base="{}" data-code="{}"').format(self.venue.base, self.live.code)
        mine = msgspec.json.encode(self.live.personal.on_the_phone(self.who.voice)).decode().replace("<", "\\u003c")
        context = {
            "base": self.venue.base,
            "code": self.live.code,
            "conference": conference,
            "kept": kept_in_words(conference),
            "mine": self.mine,
            "role": role,
            "title": title,
            "trouble": self.trouble,
            "said": self._said(),
            "about_my_badge": Markup(self.live.personal.about_my_badge(self.who.voice)),  # noqa: S704  # a template of ours
            "about_my_seats": Markup(self.live.personal.about_my_seats(self.who.voice)),  # noqa: S704  # a template of ours
            "turn": self._turn(),
            "views": {name: Shown(picture, self._pasting) for name, picture in pictures.items()},
            "body_attributes": body,
            "html_attributes": html,
            "mine_json": Markup(mine),  # noqa: S704  # JSON with every "<" escaped, in a data block
            **models,
        }
        return environment().get_template(template).render(context)

    def _answer(self, html: str, status: int) -> Response:
        response = HTMLResponse(self._pasting.page(html, self._mark()), 422 if self.trouble else status)
        if SAID_COOKIE in self.request.cookies:
            response.delete_cookie(SAID_COOKIE, path=f"{self.venue.base}/")
        return response

    def _turn(self) -> Turn | None:
        """Whose turn it is, where several people share the device."""
        if len(self.here) < 2:
            return None
        following = self.who.person % len(self.here) + 1
        return Turn(self.called(self.who.person), following, self.called(following))

    def called(self, person: int) -> str:
        """What somebody who shares the device is called."""
        return self.here[person - 1].name or f"Person {person}"

    def _mark(self) -> str:
        """Ends the ids of a page's forms where people may share a device, so that each is sent by whom it was made for."""
        return mark_of(self.who) if self.conference.doors.helpers else ""

    def _said(self) -> str:
        """What the plain form before this page brought about, in words; "" if nothing, or if a form was just refused."""
        ask = requests.ASKS.get(self.request.cookies.get(SAID_COOKIE, ""))
        return ask.say if ask is not None and self.trouble is None else ""


def plain_page(venue: Venue, status: int, heading: str, text: str, link: str = "", link_text: str = "") -> Response:
    """A page outside any conference that says one thing."""
    context = {
        "base": venue.base,
        "title": heading,
        "heading": heading,
        "text": text,
        "link": link,
        "link_text": link_text,
    }
    return HTMLResponse(environment().get_template("pages/plain.html").render(context), status)
