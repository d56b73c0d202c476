def recount_points(question, answers, totals, could_vote):
    people = len(answers) or 1
    points = []
    for place, option in enumerate(question["options"]):
        given = [answer[place] for answer in answers]
        mean = sum(given) / people
        spread = (sum(one * one for one in given) / people - mean * mean) ** 0.5 if len(set(given)) > 1 else 0
        points.append(
            {"option": option, "mean": mean, "standard_deviation": spread, "people": sum(one > 0 for one in given)}
        )
    return {"figures": {"points": points}}


KINDS["points"] = recount_points
