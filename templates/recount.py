"""Count again what was announced: python3 recount.py

Reads counted.json beside this file and counts every question again from its answers. Needs Python 3.8 or newer and nothing else.

    python3 recount.py            counts everything, and says whether each result is as it was announced
    python3 recount.py K7M2PX     says whether the badge with this list number was counted; how it voted, nobody can say

It ends with 0 if all is as announced (or the number was counted), else with 1.
"""

import json
import re
import sys
from pathlib import Path

KINDS = {}
"""For each kind of question: recount(question, answers, totals, could_vote) -> what was announced, or parts of it."""


def counts(places, many, totals):
    """How many answers chose each of `many` places, with what was typed in from paper."""
    found = [0] * many
    for place in places:
        found[place] += 1
    return [one + other for one, other in zip(found, totals)] if totals else found


def same(one, other):
    """Whether two results are equal; figures up to what rounding does."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) < 0.0051
    return one == other


def problems(asked):
    """What is not as announced in one round, in sentences."""
    announced, answers = asked["announced"], asked["answers"]
    found = []
    if len(answers) + asked["ballots_in_paper_totals"] != asked["voters"]:
        found.append("%d people were announced, and there are answers of %d" % (asked["voters"], len(answers)))
    if sorted(set(asked["list_numbers"])) != asked["list_numbers"]:
        found.append("a list number stands twice among those counted")
    for name, number in asked["passes"].items():
        if answers.count(number) != announced["passes"].get(name):
            found.append("%d chose “%s”" % (answers.count(number), name))
    given = [answer for answer in answers if not (isinstance(answer, int) and answer < 0)]
    recount = KINDS.get(asked["kind"])
    if recount is None:
        return found + ["this script does not know the kind “%s”" % asked["kind"]]
    for name, value in recount(asked["question"], given, asked["paper_totals"], asked["could_vote"]).items():
        said = announced.get(name)
        if name == "verdict":  # only how it begins: "Carried"
            said = said[: len(value)]
        if not same(value, said):
            found.append("%s: counted %s, announced %s" % (name, value, said))
    return found


def plain(number):
    """A list number without spaces and hyphens."""
    return re.sub("[^A-Z0-9]", "", number.upper())


def main(words):
    rounds = json.loads(Path(__file__).with_name("counted.json").read_text("utf-8"))["rounds"]
    is_fine = True
    if words:
        wanted, listed = plain("".join(words)), [asked for asked in rounds if asked.get("list_numbers")]
        if not listed:
            print("No list numbers were published: votes were not sealed.")
        for asked in listed:
            is_in = wanted in map(plain, asked["list_numbers"])
            is_fine = is_fine and is_in
            print("%s: %s" % (named(asked), "counted" if is_in else "NOT COUNTED"))
        return 0 if is_fine and listed else 1
    for asked in rounds:
        if "answers" not in asked:
            print("%s: only how many took part is published (%d)" % (named(asked), asked["voters"]))
            continue
        found = problems(asked)
        is_fine = is_fine and not found
        print("%s: %d people, %s" % (named(asked), asked["voters"], "DIFFERS" if found else "as announced"))
        for sentence in found:
            print("    " + sentence)
    return 0 if is_fine else 1


def named(asked):
    return asked["title"] + (" (asked again, round %d)" % asked["round"] if asked["round"] > 1 else "")
