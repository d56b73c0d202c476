def recount_several_choices(question, answers, totals, could_vote):
    return {"bars": counts([place for answer in answers for place in answer], len(question["options"]), totals)}


KINDS["several_choices"] = recount_several_choices
