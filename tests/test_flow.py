"""The whole way in one function."""

import pytest
from runs import article, model_in

from classifier.flow import label_document, label_documents
from classifier.model_file import load_model
from classifier.records import Document


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(model_in(tmp_path_factory.mktemp("model")))


def document(number):
    row = article(number)
    return Document(row["id"], row["text"], title=row["title"])


def test_every_statement_comes_out_with_speaker_and_labels(model):
    said = label_document(document(0), model)
    assert said
    for labelled in said:
        statement = labelled.statement
        assert labelled.article.text[statement.start : statement.end] == statement.text
        assert set(labelled.labels) == {"stance", "sentiment"}
    assert {labelled.statement.speaker.name for labelled in said} >= {"سالم الحربي"}


def test_many_documents_together_are_labelled_as_each_alone(model):
    documents = [document(number) for number in range(7)]
    together = label_documents(documents, model)
    assert together == [label_document(each, model) for each in documents]


def test_a_document_without_statements_keeps_its_place(model):
    silent = Document("s", "وسار الناس في الشوارع.")
    assert label_documents([silent, document(1), silent], model)[::2] == [[], []]
    assert label_documents([], model) == []
