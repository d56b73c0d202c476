"""Day plans that come with the server, and what imaginary people say on a demo day.

A plan is a `day.toml` as the chair takes it in; beside it lies a `.demo.toml` with names, labels, topics and survey marks for
simulated delegates. Texts only: whoever asks for one reads it. Works from a folder and from an installed wheel.
"""

from importlib.resources import files

_DEMO = ".demo.toml"
_PLAN = ".toml"


def names() -> list[str]:
    """The plans there are, by name."""
    found = [file.name for file in files(__name__).iterdir()]
    return sorted(name.removesuffix(_PLAN) for name in found if name.endswith(_PLAN) and not name.endswith(_DEMO))


def plan_text(name: str) -> str:
    """The text of a plan, for the rule that takes plans in. Raises `LookupError` with the names there are."""
    return _text(name, _PLAN)


def demo_text(name: str) -> str:
    """What goes with a plan on a demo day. Raises `LookupError` with the names there are."""
    return _text(name, _DEMO)


def _text(name: str, ending: str) -> str:
    if name not in names():
        raise LookupError(f"There is no plan called {name}. There is: {', '.join(names())}.")
    return files(__name__).joinpath(name + ending).read_text(encoding="utf-8")
