"""The counts of the day as anybody can count them again: every answer, sorted, what was announced, and a small script.

Only rounds whose result the chair has shown. Where so few voted that only the turnout is shown, the export has no more either;
nor where answers in own words were removed when their time was over. Who voted is said where votes were sealed, by the list
numbers of badges; how, nowhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from live.conference import Conference
from live.conference.polls import Count, Poll, Round, add_answer
from live.conference.polls.kinds import KINDS
from live.conference.polls.terms import PASSES

SAME_DATE = (1980, 1, 1, 0, 0, 0)  # of the files inside: the same counts make the same export


def as_zip(conference: Conference, templates: Path) -> bytes:
    """`counted.json` and `recount.py`, which is put together from the parts that lie beside each kind's templates."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in (("counted.json", as_json(conference)), ("recount.py", script(templates).encode())):
            folder.writestr(zipfile.ZipInfo(name, SAME_DATE), content, zipfile.ZIP_DEFLATED)
    return inside.getvalue()


def as_json(conference: Conference) -> bytes:
    rounds = [
        _round(poll, one, one.count)
        for poll in conference.polls.in_order()
        for one in poll.rounds
        if one.count is not None and one.shown
    ]
    return msgspec.json.format(msgspec.json.encode({"conference": conference.title, "rounds": rounds}), indent=2)


def script(templates: Path) -> str:
    """The script, for all kinds of question."""
    parts = [(templates / "polls" / kind / "recount.py").read_text("utf-8") for kind in sorted(KINDS)]
    end = 'if __name__ == "__main__":\n    sys.exit(main(sys.argv[1:]))\n'
    return "\n\n".join([(templates / "recount.py").read_text("utf-8"), *parts, end])


def _round(poll: Poll, one: Round, count: Count) -> dict[str, Any]:
    asked = {"title": poll.title, "round": one.number, "kind": poll.question.kind, "voters": count.voters}
    if one.is_kept_small or count.words_gone:
        return asked
    return {**asked, **dict(_answered(poll, count))}


def _answered(poll: Poll, count: Count) -> Iterator[tuple[str, Any]]:
    question = poll.question
    in_totals = count.voters - len(count.answers)
    counted = question.empty()
    for answer in count.answers:
        counted = add_answer(question, counted, answer)
    yield "question", question
    yield "could_vote", max(count.could_vote, count.voters)
    yield "answers", count.answers
    # Ballots that were typed in as totals have no answers of their own; these totals are what was typed in.
    yield "paper_totals", [all_ - own for all_, own in zip(count.tally, counted, strict=True)] if in_totals else []
    yield "ballots_in_paper_totals", in_totals
    yield "passes", {PASSES[name][1]: PASSES[name][0] for name in poll.terms.passes}
    yield "list_numbers", count.register
    yield (
        "announced",
        {
            "bars": [bar.votes for bar in question.bars(count.tally, count.voters)],
            "mean": question.mean(count.tally) if question.marks(count.tally) else None,
            "verdict": question.verdict(count.tally, count.could_vote),
            "words": question.own_words(count.answers),
            "figures": question.export(count.tally, count.answers),
            "passes": {PASSES[name][1]: count.passed(name) for name in poll.terms.passes},
        },
    )
