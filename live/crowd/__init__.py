"""Simulated delegates over real sockets: the demo's living room, load, and whole days in tests.

A client of the server and nothing else: it knows the pages and the socket protocol, and nothing of the code behind them.
"""

from live.crowd.day import live_a_day
from live.crowd.delegate import Delegate
from live.crowd.imagined import Demo, deal, read_demo
from live.crowd.line import Dismissed
from live.crowd.messages import Answer, Done, Later, Refused
from live.crowd.page import Form, Page

__all__ = [
    "Answer",
    "Delegate",
    "Demo",
    "Dismissed",
    "Done",
    "Form",
    "Later",
    "Page",
    "Refused",
    "deal",
    "live_a_day",
    "read_demo",
]
