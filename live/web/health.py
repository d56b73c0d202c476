"""How the server is, for whoever runs it: `/health` and `/metrics`. No codes, no names."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from live.web.collecting import PAUSES
from live.web.venue import Venue


async def health(request: Request, venue: Venue) -> Response:
    """Whether all is well: room on the disk, every journal open for writing, no phone ahead of its journal. No codes."""
    conferences = venue.conferences
    rows = [
        {"position": each.clerk.position, "writable": each.clerk.is_writable, "alarm": bool(each.presence.alarm)}
        for each in conferences
    ]
    room = venue.has_room()
    opened = len(conferences) == len(venue.codes())
    well = room and opened and all(row["writable"] and not row["alarm"] for row in rows)
    return JSONResponse({"ok": well, "room_on_disk": room, "conferences": rows}, 200 if well else 503)


async def metrics(request: Request, venue: Venue) -> Response:
    """Figures of this server, as Prometheus reads them."""
    registry = CollectorRegistry()
    conferences = venue.conferences
    figures = {
        "live_conferences": ("Conferences that are open.", len(conferences)),
        "live_phones": ("Voices connected just now.", sum(each.hub.phones for each in conferences)),
        "live_sockets": ("Sockets connected just now.", sum(len(each.hub.readers) for each in conferences)),
        "live_voices": ("Voices that joined.", sum(len(each.conference.people.voices) for each in conferences)),
        "live_entries": ("Positions given in all journals.", sum(each.clerk.position for each in conferences)),
        "live_pauses": ("Looks for garbage, for which everything stood still.", PAUSES.count),
        "live_longest_pause_seconds": ("The longest of these pauses.", PAUSES.longest),
    }
    for name, (words, value) in figures.items():
        Gauge(name, words, registry=registry).set(value)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
