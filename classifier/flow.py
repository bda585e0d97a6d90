"""The whole way: a document goes in, every statement comes out with who said it and its labels.

    document ──► articles ──► statements ──► labels

>>> from dataclasses import replace
>>> from classifier.features import BLOCKS
>>> from classifier.labels import teach
>>> quotes = ["قال إن بلاده ترحب بالحوار", "قال إن بلاده ترفض الحوار"]
>>> blocks = [replace(BLOCKS[0], min_df=1)]
>>> model = teach(quotes, {"stance": ["supportive", "opposed"]}, blocks=blocks)
>>> page = Document("خبر", "وقال المتحدث باسم الوزارة سالم الحربي إن بلاده ترفض الحوار مجددا.")
>>> for labelled in label_document(page, model):
...     print(labelled.statement.speaker.name, "←", labelled.labels["stance"].name)
سالم الحربي ← opposed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from classifier.labels import Model, label_texts
from classifier.pages import cut_page
from classifier.reasons import explain as reasons_for
from classifier.records import Article, Document, Label, LabelledStatement, Statement
from classifier.statements import find_statements

#: Words that are named as the reasons of a label, the heaviest.
REASONS = 5

Labels = dict[str, Label]


def label_document(
    document: Document, model: Model, *, explain: bool = False
) -> list[LabelledStatement]:
    """Every statement of a document, in order, with its speaker and labels.

    `explain` adds to each label the words that decided.
    """
    said = _said(document)
    labels = label(model, [statement.text for _, statement in said], explain=explain)
    return [
        LabelledStatement(article, statement, given)
        for (article, statement), given in zip(said, labels, strict=True)
    ]


def label_documents(
    documents: Sequence[Document], model: Model, *, explain: bool = False
) -> list[list[LabelledStatement]]:
    """As `label_document` for each document, in order, with one call of the labeller for all."""
    said = [_said(document) for document in documents]
    texts = [statement.text for found in said for _, statement in found]
    labels = iter(label(model, texts, explain=explain))
    return [
        [
            LabelledStatement(article, statement, given)
            for (article, statement), given in zip(found, islice(labels, len(found)), strict=True)
        ]
        for found in said
    ]


def label(model: Model, texts: Sequence[str], *, explain: bool = False) -> Iterable[Labels]:
    """The labels of statements that somebody has cut out, with their reasons if wanted."""
    found = label_texts(model, texts)
    if not explain:
        return found
    return (_explained(model, text, given) for text, given in zip(texts, found, strict=True))


def _explained(model: Model, text: str, given: Labels) -> Labels:
    reasons = reasons_for(model, text, {head: each.name for head, each in given.items()})
    return {
        head: replace(each, reasons=tuple(r for r in reasons[head][:REASONS] if r.weight))
        for head, each in given.items()
    }


def _said(document: Document) -> list[tuple[Article, Statement]]:
    """Who says what in a document: each statement beside its article."""
    return [
        (article, statement)
        for article in cut_page(document)
        for statement in find_statements(article)
    ]
