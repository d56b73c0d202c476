"""The web: pages, forms, sockets and addresses. `app` has the map of them all; `requests` is the one table of what may be asked."""
