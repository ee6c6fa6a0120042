"""Texts of made-up words, and near-copies of them."""

import random

WORDS = [f"{first}{second}{third}" for first in "bdfgk" for second in "aeiou" for third in "lmnr"]


def text_of(n, state):
    """A text of `n` words."""
    rng = random.Random(state)  # noqa: S311
    return " ".join(rng.choice(WORDS) for _ in range(n))


def edited(text, kind, share, state):
    """The text with a share of its words dropped, replaced, or with others added."""
    rng = random.Random(state)  # noqa: S311
    words = text.split()
    places = set(rng.sample(range(len(words)), max(1, round(share * len(words)))))
    result = []
    for place, word in enumerate(words):
        if place not in places:
            result.append(word)
        elif kind == "swap":
            result.append(rng.choice(WORDS))
        elif kind == "add":
            result += [word, rng.choice(WORDS)]
    return " ".join(result)


def shuffled(text, state):
    """The words of a text in another order, in which it is no copy."""
    words = text.split()
    random.Random(state).shuffle(words)  # noqa: S311
    return " ".join(words)
