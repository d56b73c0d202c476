"""What the hall's other phones make of it: the real server with real pages in Firefox and in WebKitGTK.

No part of `make test`, since these browsers need not be installed: `python -m tests.other_browsers` (see `__main__.py`).
"""
