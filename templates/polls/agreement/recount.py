def recount_agreement(question, answers, totals, could_vote):
    return {
        "bars": counts([answer[0] for answer in answers], 4, totals),
        "figures": {
            "consent": bool(answers) and not any(answer[0] == 3 for answer in answers),
            "objections": [answer[1] for answer in answers if answer[0] == 3],
            "standing_aside": [answer[1] for answer in answers if answer[0] == 2],
        },
    }


KINDS["agreement"] = recount_agreement
