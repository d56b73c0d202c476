"""The web: pages, forms, sockets, addresses. `app` has the map of them all; `requests` the one table of what may be asked."""
