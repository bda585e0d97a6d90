"""How many articles a CPU second statements are found in, by this process: the second half of them.

python finding.py ARTICLES.jsonl
"""

import os
import subprocess
import sys
from pathlib import Path

from inputs import statements_of
from measures import cpu

from classifier.articles import read_documents
from classifier.compiled import PLAIN
from classifier.records import Document


def not_compiled(path: Path) -> float:
    """The same rate of a process that leaves alone what is compiled."""
    done = subprocess.run(
        [sys.executable, __file__, str(path)],
        env={**os.environ, PLAIN: "yes"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def main() -> None:
    pages = [page for page in read_documents([sys.argv[1]]) if isinstance(page, Document)]
    half = len(pages) // 2
    for page in pages[:half]:
        statements_of(page)
    seconds = cpu(lambda: [statements_of(page) for page in pages[half:]])
    print((len(pages) - half) / seconds)


if __name__ == "__main__":
    main()
