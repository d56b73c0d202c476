"""What several parts of the write-up are made of in Markdown: quotes, lists of labels, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from live.report.escaping import block, inline
from live.report.said import LabelText

KINDS = {"contribute": "I can contribute: ", "ask": "I want to ask: ", "answer": ""}


def quote(label: LabelText) -> str:
    lines = [quoted(label.text)]
    if about := _about(label):
        lines += [">", block(about, "> ", "> ")]
    return "\n".join(lines)


def quoted(text: str) -> str:
    return block(f"“{text}”", "> ", "> ")


def labels_list(labels: Iterable[LabelText]) -> str:
    lines = []
    for label in labels:
        lines.append(block(f"{KINDS[label.kind]}“{label.text}”", "- ", "  "))
        if about := _about(label):
            lines += ["", block(about, "  ", "  ")]
    return "\n".join(lines)


def _about(label: LabelText) -> str:
    """Who signed it, who says it too, and what was decided about it."""
    said = [
        f"{label.signed}." if label.signed else "",
        f"Said by {label.said_by}." if label.said_by > 1 else "",
        f"{people(label.me_too)} said “me too”." if label.me_too else "",
        f"{label.help} can help." if label.help else "",
        "Written on paper." if label.on_paper else "",
        f"Also in these words: {', '.join(f'“{words}”' for words in label.wordings)}." if label.wordings else "",
        f"Put aside: {label.put_aside}" if label.put_aside else "",
        "Waiting for a facilitator’s look: only chair and facilitators read it here." if label.waits else "",
    ]
    return joined(*said, by=" ")


def table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    lines = [head, ["---"] * len(head)]
    made = [f"| {' | '.join(lines[0])} |", f"| {' | '.join(lines[1])} |"]
    made += [f"| {' | '.join(inline(str(cell)) for cell in row)} |" for row in rows]
    return "\n".join(made)


def listed(texts: Iterable[str]) -> str:
    return "\n".join(block(text, "- ", "  ") for text in texts)


def joined(*parts: str, by: str = ", ") -> str:
    return by.join(part for part in parts if part)


def people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"
