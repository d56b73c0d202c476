"""Which fragment shows what, and how a change becomes a few small pieces of HTML for everybody who looks at the same view.

A *view* is what one audience sees ("wall", "screen", "poll/3"): containers, and in them *pieces*, each an element with a
stable id, a template and the model that the template reads. A view is made anew from the conference at every beat, which is
cheap; only pieces whose model has changed are rendered, once for the whole audience. A *picture* remembers a view's last few
layouts, so that whoever says what it has seen is given just what it missed, and all who missed the same get the same bytes.

Pieces are the same for all who look: what is personal (my vote, my label) is marked on the phone, or, in a page as it is first
sent, by rendering the few pieces that `Mine` is about once more.
"""

from __future__ import annotations

from live.fragments.layouts import FRESH_ID, with_fresh_ids
from live.fragments.picture import Picture
from live.fragments.scene import BESIDE, NOBODY, VOTING, Mine, Piece, Said, Scene, View

__all__ = [
    "BESIDE",
    "FRESH_ID",
    "NOBODY",
    "VOTING",
    "Mine",
    "Picture",
    "Piece",
    "Said",
    "Scene",
    "View",
    "with_fresh_ids",
]
