def recount_one_choice(question, answers, totals, could_vote):
    return {"bars": counts(answers, len(question["options"]), totals)}


KINDS["one_choice"] = recount_one_choice
