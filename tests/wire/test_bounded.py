"""What `live/wire/bounded.py` relies on is still in uvicorn. That its bounds hold is tried in tests/faults/test_attacks.py."""

from __future__ import annotations

import inspect

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import Protocol

RELIED_ON = {
    "data_received": ["self", "data"],
    "handle_cont": ["self", "event"],
    "handle_ping": ["self"],
    "handle_pong": ["self", "event"],
    "send_receive_event_to_app": ["self"],
    "handle_parser_exception": ["self"],
}


@pytest.mark.parametrize("name", RELIED_ON)
def test_what_we_override_or_call_is_still_there(name: str) -> None:
    method = getattr(WebSocketsSansIOProtocol, name, None)
    assert method is not None, f"uvicorn's websocket has no {name} any more, on which live/wire/bounded.py relies."
    assert list(inspect.signature(method).parameters) == RELIED_ON[name], f"{name}: look at live/wire/bounded.py."


def test_what_a_websocket_knows_is_still_there() -> None:
    made = inspect.getsource(WebSocketsSansIOProtocol.__init__)
    for name in ("queue", "frames", "conn", "loop", "transport"):
        assert f"self.{name}" in made, f"uvicorn's websocket has no {name} any more: look at live/wire/bounded.py."
    assert list(inspect.signature(Protocol.fail).parameters) == ["self", "code", "reason"]
