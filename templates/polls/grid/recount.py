def recount_grid(question, answers, totals, could_vote):
    people = {}
    for column, row in answers:
        people[row, column] = people.get((row, column), 0) + 1
    marks = [{"across": column + 1, "up": row + 1, "people": people[row, column]} for row, column in sorted(people)]
    return {"figures": {"marks": marks}}


KINDS["grid"] = recount_grid
