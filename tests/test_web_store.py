"""The store of corrections: what is kept, what is undone, what a crash leaves."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from runs import ROOT

from classifier.errors import InputError
from classifier.records import Document
from classifier.web.next_up import choose_next
from classifier.web.reviews import key_of, quotes_of, stand_of, stands
from classifier.web.rows import Correction, Found
from classifier.web.store import Store


def line(start=0, text="قال سالم: نعم.", sure=0.6, **more):
    shares = {"opposed": sure, "neutral": 1 - sure}
    row = {
        "statement_id": f"خبر:{start}",
        "start": start,
        "end": start + len(text),
        "text": text,
        "speaker": "سالم",
        "role": "",
        "party": "",
        "stance": "opposed",
        "stance_probabilities": shares,
        "sentiment": "neutral",
    }
    return row | more


ARTICLE = Document("خبر", "قال سالم: نعم. قالت هدى: لا.", title="عنوان", notices=("تنبيه",))
KEY = key_of(ARTICLE)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "a" / "corrections.db")
    store.put_article(KEY, ARTICLE, [line(), line(15, "قالت هدى: لا.", 0.9)], "m1")
    yield store
    store.close()


def test_an_article_comes_back_as_it_was(store):
    assert store.article(KEY) == ARTICLE
    assert [each.line["start"] for each in store.statements(KEY)] == [0, 15]
    assert store.article("other") is None


def test_laying_it_down_again_changes_nothing(store):
    store.correct(KEY, 0, {"stance": "neutral"})
    store.put_article(KEY, ARTICLE, [line(), line(15)], "m2")
    assert [each.model for each in store.statements(KEY)] == ["m1", "m1"]
    assert len(store.corrections(KEY)) == 1
    (row,) = store.recent(5)
    assert (row["title"], row["statements"], row["read"]) == ("عنوان", 2, 1)


def test_corrections_hold_in_order_and_are_undone_from_the_last(store):
    store.correct(KEY, 0, {"stance": "neutral"})
    store.correct(KEY, 0, {"stance": "opposed", "speaker": "هدى"})
    (first, _) = stands(store.statements(KEY), store.corrections(KEY))
    assert (first.line["stance"], first.line["speaker"]) == ("opposed", "هدى")
    assert store.undo(KEY) == 0
    (first, _) = stands(store.statements(KEY), store.corrections(KEY))
    assert (first.line["stance"], first.line["speaker"]) == ("neutral", "سالم")
    assert (store.undo(KEY), store.undo(KEY)) == (0, None)
    assert not store.corrections()


def test_an_added_statement_is_gone_when_it_is_undone(store):
    number = store.add_statement(KEY, line(5, added=True), "m1")
    store.correct(KEY, number, {"added": True})
    assert len(stands(store.statements(KEY), store.corrections(KEY))) == 3
    store.undo(KEY)
    assert len(stands(store.statements(KEY), store.corrections(KEY))) == 2


def test_a_correction_of_nothing_is_refused(store):
    with pytest.raises(sqlite3.IntegrityError):
        store.correct(KEY, 99, {"stance": "neutral"})
    store.correct(KEY, 0, {"stance": "neutral"})  # and the store goes on working


def test_forgetting_takes_everything_along(store):
    store.correct(KEY, 0, {"stance": "neutral"})
    assert store.forget(KEY)
    assert not store.forget(KEY)
    assert not store.corrections() and not store.statements(KEY) and not store.recent(5)


def test_doubts_come_first_and_judged_ones_not_at_all(store):
    assert [each.number for each in store.open_doubts(9)] == [0, 1]
    store.correct(KEY, 0, {"stance": "neutral"})
    assert [each.number for each in store.open_doubts(9)] == [1]


def test_new_lines_take_the_place_of_those_of_another_model(store):
    old = store.outdated("m2", 9)
    assert len(old) == 2
    store.renew([Found(KEY, each.number, each.line | {"stance": "neutral"}, "m2") for each in old])
    assert not store.outdated("m2", 9)
    assert {each.line["stance"] for each in store.statements(KEY)} == {"neutral"}


# --- what is made of them -------------------------------------------------------------------


def quotes(store):
    return quotes_of(store.corrected(), store.corrections())


def test_only_judged_labels_become_quotes(store):
    store.correct(KEY, 0, {"speaker": "هدى"})
    assert quotes(store) == []
    store.correct(KEY, 0, {"stance": "neutral"})
    (quote,) = quotes(store)
    assert quote["text"] == "قال سالم: نعم."
    assert (quote["stance"], quote["predicted_stance"]) == ("neutral", "opposed")
    assert "sentiment" not in quote
    assert (quote["speaker"], quote["article_id"], quote["origin"]) == ("هدى", "خبر", "review")


def test_what_is_no_statement_is_no_quote(store):
    store.correct(KEY, 0, {"stance": "neutral"})
    store.correct(KEY, 0, {"gone": True})
    assert quotes(store) == []


def test_of_equal_texts_the_last_judgement_is_kept(store):
    other = Document("خبر آخر", ARTICLE.text)
    store.put_article(key_of(other), other, [line()], "m1")
    store.correct(KEY, 0, {"stance": "neutral"})
    store.correct(key_of(other), 0, {"stance": "opposed"})
    assert [quote["stance"] for quote in quotes(store)] == ["opposed"]


def test_a_judged_label_outlives_a_change_of_borders():
    border = {"start": 0, "end": 8, "text": "قال سالم"}
    again = border | {"predicted": {"stance": "neutral", "sentiment": "positive"}}
    made = [_correction({"stance": "opposed"}), _correction(again)]
    stand = stand_of(Found("k", 0, line(stance="neutral"), "m"), made)
    assert (stand.line["stance"], stand.line["sentiment"]) == ("opposed", "positive")
    assert stand.line["text"] == "قال سالم"


def _correction(changes):
    return Correction("k", 0, changes, "2024-01-01T00:00:00Z")


def test_the_queue_hears_many_voices():
    found = [
        Found(f"k{n % 3}", n, line(n, sure=0.5 + n / 100, speaker_canonical=f"متحدث {n % 4}"), "m")
        for n in range(40)
    ]
    chosen = choose_next(found, 8)
    assert len({each.line["speaker_canonical"] for each in chosen[:4]}) == 4
    assert len({each.article for each in chosen[:3]}) == 3
    assert chosen == choose_next(found, 8)
    assert choose_next([], 5) == []


# --- files ----------------------------------------------------------------------------------


def test_a_file_that_is_no_store_is_refused(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("قائمة المشتريات " * 100)
    with pytest.raises(InputError, match=r"notes\.db: no store of corrections"):
        Store(path)
    assert path.read_text().startswith("قائمة")


def test_a_store_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "c.db"
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(InputError, match="later version"):
        Store(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="--store"):
        Store(tmp_path / "file" / "c.db")


def test_many_threads_lose_nothing(store):
    def judge():
        for _ in range(25):
            store.correct(KEY, 0, {"stance": "neutral"})

    threads = [threading.Thread(target=judge) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.corrections(KEY)) == 200


WRITER = """
import sys
from pathlib import Path
from classifier.web.store import Store
store = Store(Path(sys.argv[1]))
for number in range(100_000):
    store.correct(sys.argv[2], 0, {"stance": "neutral", "n": number})
    print(number, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.3, 0.9])
def test_what_was_acknowledged_survives_a_kill(store, tmp_path, seconds):
    path = store.path
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), KEY], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    seen = [process.stdout.readline()]
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        seen.append(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    seen += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    acknowledged = int([text for text in seen if text.endswith("\n")][-1])
    again = Store(path)
    kept = [correction.changes["n"] for correction in again.corrections(KEY)]
    again.close()
    assert kept == list(range(len(kept)))
    assert len(kept) >= acknowledged + 1
    assert json.dumps(kept)
