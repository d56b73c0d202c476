"""Views as they are drawn, for tests: a picture of a conference, its HTML, and what somebody is told who has seen it."""

from __future__ import annotations

import json

from live.conference import Conference
from live.fragments import Picture, Scene, View
from live.web.templates import environment


def drawn(view: View, conference: Conference) -> Picture:
    """The picture of a view of this conference."""
    picture = Picture(view, environment())
    picture.redraw(Scene(conference))
    return picture


def html_of(picture: Picture) -> str:
    return "".join(picture.fill(container) for container in picture.view.containers)


def changes(picture: Picture, conference: Conference) -> list[list[str]]:
    """What somebody who has seen this picture is told about the conference as it is now: each operation without its HTML."""
    seen = picture.stamp
    picture.redraw(Scene(conference))
    frame = picture.frame(seen)
    if frame is None:
        return []
    return [op[:-1] if op[0] != "cut" else op for op in json.loads(frame)["ops"]]
