"""One conference day, shared live."""

__version__ = "0.1.0"
