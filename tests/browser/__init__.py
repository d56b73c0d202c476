"""The product as people meet it: a real server, a real Chromium, and nobody who waits longer than needed."""
