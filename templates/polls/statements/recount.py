def recount_statements(question, answers, totals, could_vote):
    found = []
    for row, text in enumerate(question["statements"]):
        steps = counts([answer[row] - 1 for answer in answers if answer[row]], 5, ())
        people = sum(steps)
        mean = sum(step * count for step, count in enumerate(steps, 1)) / people if people else None
        found.append({"text": text, "people": people, "mean": mean, "steps": steps})
    return {"figures": {"statements": found}}


KINDS["statements"] = recount_statements
