"""What is measured on: the sample articles, and real ones where `../shared/data` is there."""

import gzip
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from classifier.articles import read_documents
from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "classifier" / "data" / "samples"
REAL = ROOT.parent / "shared" / "data" / "real_unlabelled.jsonl.gz"


@dataclass(frozen=True)
class Inputs:
    """Articles, and the statements that are found in them."""

    name: str
    documents: list[Document]
    statements: list[str]

    @property
    def letters(self) -> int:
        return sum(len(document.text) for document in self.documents)


def statements_of(document: Document) -> list[str]:
    return [said.text for article in cut_page(document) for said in find_statements(article)]


def read(most: int) -> Inputs:
    """So many articles at most: real ones where they are there, else the samples, repeated."""
    if REAL.is_file():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in islice(lines, most)]
        documents = [Document(str(row["id"]), row["text"]) for row in rows]
        name = f"{len(documents)} real articles ({REAL.name})"
    else:
        samples = [page for page in read_documents([SAMPLES]) if isinstance(page, Document)]
        documents = [
            Document(f"{page.id}-{turn}", page.text)
            for turn in range(-(-most // len(samples)))
            for page in samples
        ][:most]
        name = f"{len(samples)} sample articles, repeated to {len(documents)}"
    return Inputs(name, documents, [text for page in documents for text in statements_of(page)])


def write_statements(texts: list[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    return path


def write_articles(documents: list[Document], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for page in documents:
            out.write(json.dumps({"id": page.id, "text": page.text}, ensure_ascii=False) + "\n")
    return path
