def recount_word_cloud(question, answers, totals, could_vote):
    """Spellings that differ in capitals, spaces, hyphens and marks are one word; so is a plain plural, if both were written."""
    import unicodedata

    meaning = "arms customs glasses goods hers means news ours rights theirs trusts works yours".split()

    def folded(word):
        plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
        inside = plain.strip(".,;:!?…\"'“”‘’„«»#*()[]")
        return "".join(letter for letter in inside if unicodedata.category(letter) not in ("Pd", "Zs")) or plain

    def shorter(key):
        if len(key) < 4 or not key.endswith("s") or key.endswith("ss") or key in meaning:
            return []
        more = [key[:-3] + "y"] if key.endswith("ies") else []
        if key.endswith("es") and not more and key[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
            more = [key[:-2]]
        return [key[:-1]] + more

    known = {folded(word) for answer in answers for word in answer}

    def one(word):
        key = folded(word)
        while True:
            found = [each for each in shorter(key) if each in known]
            if not found:
                return key
            key = found[0]

    people, spellings = {}, {}
    for answer in answers:
        for key in {one(word) for word in answer}:
            people[key] = people.get(key, 0) + 1
        for word in set(answer):
            said = spellings.setdefault(one(word), {})
            said[word] = said.get(word, 0) + 1
    words = []
    for key, said in spellings.items():
        usual = min(said, key=lambda word: (-said[word], len(word), word != word.lower(), word))
        words.append({"text": usual, "people": people[key]})
    words.sort(key=lambda word: (-word["people"], word["text"].casefold(), word["text"]))
    return {"figures": {"words": words}}


KINDS["word_cloud"] = recount_word_cloud
