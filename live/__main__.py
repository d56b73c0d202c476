"""`python -m live`."""

from live.cli import main

main()
