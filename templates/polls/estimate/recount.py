def recount_estimate(question, answers, totals, could_vote):
    size = 10 ** question.get("decimals", 0)
    numbers = sorted(answer[0] for answer in answers)
    last, aside = len(numbers) - 1, len(numbers) // 4
    middle = (numbers[last // 2] + numbers[last - last // 2]) / 2 / size if numbers else None
    return {
        "mean": sum(numbers) / len(numbers) / size if numbers else None,
        "figures": {
            "unit": question.get("unit", ""),
            "least": question.get("least", 0),
            "most": question.get("most", 100),
            "median": middle,
            "lower_quartile": numbers[aside] / size if numbers else None,
            "upper_quartile": numbers[last - aside] / size if numbers else None,
            "right_answer": question.get("answer"),
            "numbers": [number / size for number in numbers],
        },
    }


KINDS["estimate"] = recount_estimate
