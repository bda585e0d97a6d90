"""What is measured on: the sample articles, and real ones where `../shared/data` is there."""

import gzip
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from classifier.articles import read_documents
from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "classifier" / "data" / "samples"
REAL = ROOT.parent / "shared" / "data" / "real_unlabelled.jsonl.gz"
_ENDS = re.compile(r"(?<=[.!؟])\s+|\n")


@dataclass(frozen=True)
class Inputs:
    """Articles, and the sentences of them."""

    name: str
    documents: list[Document]

    @property
    def letters(self) -> int:
        return sum(len(document.text) for document in self.documents)

    @cached_property
    def sentences(self) -> list[str]:
        """Those of 60 to 400 characters, each once."""
        every = (one.strip() for page in self.documents for one in _ENDS.split(page.text))
        return list(dict.fromkeys(one for one in every if 60 <= len(one) <= 400))


def statements_of(document: Document) -> list[str]:
    return [said.text for article in cut_page(document) for said in find_statements(article)]


def read(most: int) -> Inputs:
    """So many articles at most: real ones where they are there, else the samples, repeated."""
    if REAL.is_file():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in islice(lines, most)]
        documents = [Document(str(row["id"]), row["text"]) for row in rows]
        return Inputs(f"{len(documents):,} real articles", documents)
    samples = [page for page in read_documents([SAMPLES]) if isinstance(page, Document)]
    documents = repeated(samples, most)
    return Inputs(f"{len(samples)} sample articles, repeated to {len(documents):,}", documents)


def repeated(pages: list[Document], most: int) -> list[Document]:
    """So many of some pages, again and again under other ids."""
    return [
        Document(f"{page.id}-{turn}", page.text)
        for turn in range(-(-most // len(pages)))
        for page in pages
    ][:most]


def write_lines(texts: Iterable[tuple[object, str]], path: Path) -> Path:
    """Ids and texts as JSON lines: of statements or of articles."""
    with path.open("w", encoding="utf-8") as out:
        for own_id, text in texts:
            out.write(json.dumps({"id": own_id, "text": text}, ensure_ascii=False) + "\n")
    return path
