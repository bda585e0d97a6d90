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

from collections.abc import Sequence
from itertools import islice

from classifier.labels import Model, label_texts
from classifier.pages import cut_page
from classifier.records import Article, Document, LabelledStatement, Statement
from classifier.statements import find_statements


def label_document(document: Document, model: Model) -> list[LabelledStatement]:
    """Every statement of a document, in order, with its speaker and labels."""
    said = _said(document)
    labels = label_texts(model, (statement.text for _, statement in said))
    return [
        LabelledStatement(article, statement, given)
        for (article, statement), given in zip(said, labels, strict=True)
    ]


def label_documents(documents: Sequence[Document], model: Model) -> list[list[LabelledStatement]]:
    """As `label_document` for each document, in order, with one call of the labeller for all."""
    said = [_said(document) for document in documents]
    texts = (statement.text for found in said for _, statement in found)
    labels = iter(label_texts(model, texts))
    return [
        [
            LabelledStatement(article, statement, given)
            for (article, statement), given in zip(found, islice(labels, len(found)), strict=True)
        ]
        for found in said
    ]


def _said(document: Document) -> list[tuple[Article, Statement]]:
    """Who says what in a document: each statement beside its article."""
    return [
        (article, statement)
        for article in cut_page(document)
        for statement in find_statements(article)
    ]
