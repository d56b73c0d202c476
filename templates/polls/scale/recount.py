def recount_scale(question, answers, totals, could_vote):
    steps = counts(answers, 5, totals)
    people = sum(steps)
    mean = sum(step * count for step, count in enumerate(steps, 1)) / people if people else None
    return {"bars": steps, "mean": mean}


KINDS["scale"] = recount_scale
