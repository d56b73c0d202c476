def recount_budget(question, answers, totals, could_vote):
    options, costs, left = question["options"], question["costs"], question["budget"]
    votes = counts([place for answer in answers for place in answer], len(options), totals)
    paid = {}
    for number in sorted(set(votes), reverse=True):
        equal = [place for place in range(len(options)) if votes[place] == number]
        cost = sum(costs[place] for place in equal)
        if not number or left < 0:
            paid.update((place, "no") for place in equal)
        elif cost <= left:
            paid.update((place, "yes") for place in equal)
            left -= cost
        else:  # the money ends here: at one project that does not fit, or at several that do not all fit
            is_tie = len(equal) > 1 and any(costs[place] <= left for place in equal)
            paid.update((place, "tied" if is_tie else "no") for place in equal)
            left = -1
    ranked = sorted(range(len(options)), key=lambda place: -votes[place])
    return {
        "bars": votes,
        "figures": {
            "budget": question["budget"],
            "currency": question.get("currency", "£"),
            "cost": sum(costs[place] for place in ranked if paid[place] == "yes"),
            "projects": [
                {"project": options[place], "cost": costs[place], "votes": votes[place], "paid": paid[place]}
                for place in ranked
            ],
        },
    }


KINDS["budget"] = recount_budget
