"""The same job as one would write it in an afternoon: the measure of the whole way.

Normalise with pyarabic's functions, look for every verb of saying with a regular expression of its
own, take what follows as the statement and what stands between as the speaker, label it with
scikit-learn. The verbs are those of `data/cues.tsv` in all their forms. It leaves much out that the
program does (pages of several articles, verbs after the statement, what a pronoun stands for, the
side spoken for, calibration), all to its advantage.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyarabic import araby

from classifier.cues import cue_forms
from training.quotes import Quote

HEADS = ("stance", "sentiment")


def normalised(text: str) -> str:
    """Without marks and tatweel, with one spelling of alef, hamza and ligatures."""
    for step in (
        araby.strip_tashkeel,
        araby.strip_tatweel,
        araby.normalize_ligature,
        araby.normalize_alef,
        araby.normalize_hamza,
    ):
        text = step(text)
    return text


def expressions() -> list[re.Pattern[str]]:
    """One for each verb: its forms, the speaker, «that» or a colon, and what is said."""
    forms = defaultdict(set)
    for form, cue in cue_forms().items():
        if cue.finite and not cue.prefixed:
            forms[cue.lemma].add(normalised(form))
    that = "|".join(
        normalised(word) for word in ("إن", "أن", "بأن", "إنه", "أنه", "بأنه", "على أن")
    )
    return [
        re.compile(
            rf"\b[وف]?(?:{'|'.join(sorted(own))})\b\s*(?P<speaker>[^.:«»\"\n]{{0,80}}?)"
            rf"(?:\b(?:{that})\b|:)\s*(?P<said>«[^»\n]+»|\"[^\"\n]+\"|[^.\n]+)"
        )
        for _, own in sorted(forms.items())
    ]


class Straightforward:
    """Expressions and one fitted pipeline a label, on shared features."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union
        from sklearn.svm import LinearSVC

        self.expressions = expressions()
        self.features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
        )
        matrix = self.features.fit_transform([normalised(quote.text) for quote in quotes])
        self.models: dict[str, Any] = {}
        for head in HEADS:
            own = [n for n, quote in enumerate(quotes) if head in quote.labels]
            labels = [quotes[n].labels[head] for n in own]
            self.models[head] = LinearSVC().fit(matrix[own], labels)

    def find(self, text: str) -> Iterator[dict[str, Any]]:
        """Statements with their speakers, in order; of two that overlap the first."""
        found = sorted(
            (match.start(), match.end(), match["speaker"].strip(), match["said"].strip())
            for expression in self.expressions
            for match in expression.finditer(text)
        )
        last = 0
        for start, end, speaker, said in found:
            if start >= last and said:
                last = end
                yield {"start": start, "end": end, "speaker": speaker, "text": said}

    def label(self, texts: Sequence[str]) -> dict[str, list[str]]:
        """The labels of texts, for each head."""
        if not texts:
            return {head: [] for head in HEADS}
        matrix = self.features.transform(texts)
        return {head: list(model.predict(matrix)) for head, model in self.models.items()}

    def run(self, articles: Path, output: Path) -> int:
        """Articles of JSON lines in, labelled statements out; how many."""
        rows = []
        with articles.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                for row in self.find(normalised(article["text"])):
                    rows.append({"article_id": article["id"], **row})
        labels = self.label([row["text"] for row in rows])
        with output.open("w", encoding="utf-8") as out:
            for number, row in enumerate(rows):
                row |= {head: str(given[number]) for head, given in labels.items()}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return len(rows)
