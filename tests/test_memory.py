"""What is remembered of texts: it has a bound, so that any number of articles fits in a machine."""

import importlib
import pkgutil
import random
import weakref
from pathlib import Path

import numpy as np

import classifier
from classifier.learnt import Learnt
from classifier.model_file import load_model
from classifier.pages import cut_page
from classifier.records import Document
from classifier.scorer import Terms
from classifier.statements import find_statements
from classifier.work import Work, prepare
from classifier.workforce import crew_of

SAMPLES = Path(classifier.__file__).with_name("data") / "samples"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]


def memories():
    """Whatever the reading rooms remember answers in, by its full name: functions and tables."""
    found = {}
    for each in pkgutil.walk_packages(classifier.__path__, "classifier."):
        if each.name.partition(".web")[1]:
            continue
        for name, one in vars(importlib.import_module(each.name)).items():
            own = hasattr(one, "cache_info") and one.__module__ == each.name
            if own or isinstance(one, Learnt):
                found[f"{each.name}.{name}"] = one
    return found


def size(memory):
    return len(memory) if isinstance(memory, Learnt) else memory.cache_info().currsize


def most(memory):
    return memory.most if isinstance(memory, Learnt) else memory.cache_info().maxsize


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


def sizes(memories):
    return {name: size(one) for name, one in memories.items()}


def test_only_what_has_a_bound_remembers_the_words_of_a_text():
    chance = random.Random(0)
    read([with_new_words(text, chance) for text in TEXTS])  # reads all tables
    bounded = {name: one for name, one in memories().items() if most(one) is not None}
    others = {name: one for name, one in memories().items() if name not in bounded}
    before, known = sizes(others), sizes(bounded)
    assert read([with_new_words(text, chance) for text in TEXTS])
    assert sizes(others) == before
    assert sum(sizes(bounded).values()) > sum(known.values()) + 300
    assert all(most(one) <= 1 << 18 for one in bounded.values())


def test_a_full_table_forgets_all_and_learns_again():
    lengths = Learnt(len, most=2)
    assert [lengths[word] for word in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert lengths == {"ccc": 3, "a": 1}


def test_a_model_that_was_read_holds_its_weights_once_and_its_terms_as_text(model):
    read_model = load_model(model)
    assert all(np.shares_memory(read_model.weights, head.weights) for head in read_model.heads)
    assert all(isinstance(table.terms, Terms) for table in read_model.tables)
    assert not list(Terms(""))


def test_who_has_others_do_the_work_holds_no_model(model):
    work = Work(model, load_model(model).digest, Path())
    held = weakref.ref(prepare(work))
    assert held().scoring, "which holds the model that holds it"
    with crew_of(1, work):
        assert held() is None
    assert prepare(work).digest == work.digest
