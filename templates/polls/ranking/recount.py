def recount_ranking(question, answers, totals, could_vote):
    many = len(question["options"])
    sums, first, ranked = [0] * many, [0] * many, [0] * many
    for answer in answers:
        first[answer[0]] += 1
        for place in range(many):
            if place in answer:
                sums[place] += 2 * (answer.index(place) + 1)
                ranked[place] += 1
            else:  # those left out share the places that are left
                sums[place] += len(answer) + 1 + many
    people = len(answers)
    in_order = sorted(sums)
    return {
        "figures": {
            "mean_place": [each / 2 / people if people else None for each in sums],
            "place": [in_order.index(each) + 1 if people else None for each in sums],
            "put_first": first,
            "ranked": ranked,
        }
    }


KINDS["ranking"] = recount_ranking
