def recount_open_text(question, answers, totals, could_vote):
    return {"words": sorted(answers)}


KINDS["open_text"] = recount_open_text
