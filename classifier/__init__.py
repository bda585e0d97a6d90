"""Who says what about negotiating, in the Arabic press.

    page ──► articles ──► statements ──► features ──► labels ──► reports

`classifier.flow` holds the whole way in one function; the doors are `predict` and `report`.
From Python (docs/library.md tells more):

    from classifier.flow import label_document
    from classifier.model_file import load_model
    from classifier.records import Document

    model = load_model()
    for said in label_document(Document("a1", text), model):
        print(said.statement.speaker.name, said.labels["stance"].name, said.statement.text)
"""

from classifier.compiled import install

install()
