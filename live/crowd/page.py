"""A page as a simulated phone holds it: a small tree of elements that frames change, and the forms in it.

No browser: it knows elements, ids, text and form fields, and no more. `Page.apply` follows the same four operations as the
script on a real phone (fill, put, add, cut), so that what a test sees in a `Page` is what a person would see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from msgspec import Struct

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SILENT = frozenset(("script", "style", "svg", "template", "title"))
PICKED = ("radio", "checkbox")
TYPED = ("text", "search", "email", "number", "tel")


class Node:
    """One element. `inside` has its elements and texts in order."""

    __slots__ = ("attrs", "inside", "tag")

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.inside: list[Node | str] = []

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.inside) if isinstance(child, Node))

    @property
    def words(self) -> str:
        """The text that a person would read, with single spaces."""
        return " ".join(" ".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.inside:
            if isinstance(child, str):
                yield child
            elif child.tag not in SILENT:
                yield child.words

    def has_class(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parse(html: str) -> Node:
    """The elements of `html` inside a nameless one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0]


class Choice(Struct, frozen=True):
    """Something that can be picked in a form: `sort` is radio, checkbox, option or button."""

    sort: str
    field: str
    value: str
    text: str


class Form(Struct, frozen=True):
    """A form as it would be sent: `fields` are those that it holds by itself, `typed` the names of those for typing in."""

    action: str
    vote: str
    fields: dict[str, list[str]]
    choices: tuple[Choice, ...]
    typed: tuple[str, ...]
    words: str
    disabled: bool

    @property
    def request(self) -> str:
        """What it asks for ("cast_vote"); empty for forms that are no request of the conference."""
        return self.action.partition("/do/")[2]

    @property
    def has_own_fields(self) -> bool:
        """Whether an answer is more than the one field `vote`: places, points, a reason."""
        names = {*(choice.field for choice in self.choices), *self.typed} - {"vote", "vote.pass"}
        return any(name.startswith("vote.") for name in names)

    def offers(self, field: str) -> list[Choice]:
        return [choice for choice in self.choices if choice.field == field]


class Page:
    def __init__(self, html: str = "") -> None:
        self.root = parse(html)

    def apply(self, op: Sequence[str]) -> None:
        """Change the page as a frame says. Idempotent; an unknown operation or a missing place changes nothing."""
        match tuple(op):
            case ("fill", where, html):
                for node in self._with("id", where):
                    node.inside = parse(html).inside
            case ("put", which, html):
                self._replace(which, parse(html).inside)
            case ("add", where, after, html):
                self._add(where, after, parse(html).inside)
            case ("cut", which):
                self._replace(which, [])

    def node(self, which: str) -> Node | None:
        """The element with this id."""
        return next(self._with("id", which), None)

    def all_with(self, attribute: str) -> list[Node]:
        return [node for node in self.root.walk() if attribute in node.attrs]

    def forms(self, request: str = "") -> list[Form]:
        """The forms, or those for one request."""
        found = (_form(node) for node in self.root.walk() if node.tag == "form")
        return [form for form in found if not request or form.request == request]

    def prompts(self) -> list[str]:
        """The numbers of the questions with a wall of their own that this page leads to: where one writes an answer."""
        ways = (node.attrs["href"].split("/")[-3:] for node in self.all_with("href"))
        return [way[1] for way in ways if len(way) == 3 and (way[0], way[2]) == ("wall", "write")]

    def ballots(self) -> list[Form]:
        """The vote forms that can be sent now."""
        forms = (_form(node) for node in self.root.walk() if node.tag == "form" and node.attrs.get("data-vote"))
        return [form for form in forms if not form.disabled]

    @property
    def words(self) -> str:
        return self.root.words

    def _with(self, attribute: str, value: str) -> Iterator[Node]:
        return (node for node in self.root.walk() if node.attrs.get(attribute) == value)

    def _replace(self, which: str, new: list[Node | str]) -> None:
        for parent in self.root.walk():
            for place, child in enumerate(parent.inside):
                if isinstance(child, Node) and child.attrs.get("id") == which:
                    parent.inside[place : place + 1] = new
                    return

    def _add(self, where: str, after: str, new: list[Node | str]) -> None:
        for node in new:
            if isinstance(node, Node) and node.attrs.get("id"):
                self._replace(node.attrs["id"], [])
        container = self.node(where)
        if container is None:
            return
        ids = [child.attrs.get("id", "") if isinstance(child, Node) else "" for child in container.inside]
        if not after:
            place = 0
        else:
            place = ids.index(after) + 1 if after in ids else len(ids)
        container.inside[place:place] = new


def _form(form: Node) -> Form:
    fields: dict[str, list[str]] = {}
    choices: list[Choice] = []
    typed: list[str] = []
    labels = _labels(form)
    for node in form.walk():
        name, value = node.attrs.get("name", ""), node.attrs.get("value", "")
        sort = node.attrs.get("type", "text") if node.tag == "input" else node.tag
        if node.tag == "select":
            choices += [
                Choice("option", name, option.attrs.get("value", option.words), option.words)
                for option in node.walk()
                if option.tag == "option"
            ]
        elif not name:
            continue
        elif sort == "hidden":
            fields.setdefault(name, []).append(value)
        elif sort in PICKED:
            choices.append(Choice(sort, name, value or "on", labels.get(node.attrs.get("id", ""), "")))
        elif sort == "button":
            choices.append(Choice("button", name, value, node.words))
        elif sort == "textarea" or sort in TYPED:
            typed.append(name)
    action = form.attrs.get("action", "")
    disabled = any("disabled" in node.attrs for node in form.walk() if node.tag == "fieldset")
    return Form(action, form.attrs.get("data-vote", ""), fields, tuple(choices), tuple(typed), form.words, disabled)


def _labels(form: Node) -> dict[str, str]:
    """What stands beside each input, by the input's id: the option's own text without its letter, where there is one."""
    labels = {}
    for label in (node for node in form.walk() if node.tag == "label"):
        text = next((node.words for node in label.walk() if node.has_class("option__text")), label.words)
        within = next((node.attrs.get("id", "") for node in label.walk() if node.tag == "input"), "")
        labels[label.attrs.get("for", within)] = text
    return labels
