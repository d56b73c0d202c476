def recount_motion(question, answers, totals, could_vote):
    bars = counts(answers, 3, totals)
    in_favour, against, _ = bars
    of = in_favour + against if question.get("of", "votes") == "votes" else max(could_vote, sum(bars))
    if question.get("threshold", "half") == "half":
        is_carried = 2 * in_favour > of
    else:
        is_carried = in_favour > 0 and 3 * in_favour >= 2 * of
    return {"bars": bars, "verdict": "Carried" if is_carried else "Not carried"}


KINDS["motion"] = recount_motion
