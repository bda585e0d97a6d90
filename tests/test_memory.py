"""What is remembered of texts: it has a bound, so that any number of articles fits in a machine."""

import importlib
import pkgutil
import random
from pathlib import Path

import classifier
from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements

SAMPLES = Path(classifier.__file__).with_name("data") / "samples"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]


def memories():
    """Every function of the reading rooms that remembers its answers, by its full name."""
    found = {}
    for each in pkgutil.walk_packages(classifier.__path__, "classifier."):
        if each.name.partition(".web")[1]:
            continue
        for name, function in vars(importlib.import_module(each.name)).items():
            if hasattr(function, "cache_info") and function.__module__ == each.name:
                found[f"{each.name}.{name}"] = function
    return found


def read(texts):
    """Find the statements of texts; how many there are."""
    pages = (Document(str(number), text) for number, text in enumerate(texts))
    return sum(len(find_statements(article)) for page in pages for article in cut_page(page))


def with_new_words(text, chance):
    """The text with the letters of every other word in another order."""
    words = text.split(" ")
    for place in range(0, len(words), 2):
        words[place] = "".join(chance.sample(words[place], len(words[place])))
    return " ".join(words)


def sizes(functions):
    return {name: function.cache_info().currsize for name, function in functions.items()}


def test_only_what_has_a_bound_remembers_the_words_of_a_text():
    chance = random.Random(0)
    read([with_new_words(text, chance) for text in TEXTS])  # reads all tables
    bounded = {n: f for n, f in memories().items() if f.cache_info().maxsize is not None}
    others = {n: f for n, f in memories().items() if n not in bounded}
    before, known = sizes(others), sizes(bounded)
    assert read([with_new_words(text, chance) for text in TEXTS])
    assert sizes(others) == before
    assert sum(sizes(bounded).values()) > sum(known.values()) + 300
    assert all(f.cache_info().maxsize <= 1 << 18 for f in bounded.values())
