"""How fast each step is on this machine, over the sample articles: `make bench`.

One process, after one round to warm up; the best of several rounds counts, since a busy machine
only ever makes a program slower.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from classifier.articles import read_documents
from classifier.labels import label_texts
from classifier.model_file import load_model
from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements

SAMPLES = Path(__file__).resolve().parents[2] / "classifier" / "data" / "samples"
ROUNDS = 7


def best(act: Callable[[], list]) -> tuple[float, list]:
    """The shortest of some rounds in seconds, and what the act gave."""
    made = act()
    shortest = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        made = act()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest, made


def main() -> None:
    begun = time.perf_counter()
    model = load_model()
    loading = time.perf_counter() - begun
    steps: list[tuple[str, float]] = []

    def step(name: str, act: Callable[[], list]) -> list:
        seconds, made = best(act)
        steps.append((name, seconds))
        return made

    read = step("read the files", lambda: list(read_documents([SAMPLES])))
    pages = [page for page in read if isinstance(page, Document)]
    articles = step("cut them into articles", lambda: [a for p in pages for a in cut_page(p)])
    said = step(
        "find statements, speakers", lambda: [s for a in articles for s in find_statements(a)]
    )
    step("label the statements", lambda: label_texts(model, [each.text for each in said]))
    letters = sum(len(page.text) for page in pages)
    whole = sum(seconds for _, seconds in steps)
    print(f"{len(articles)} articles, {letters:,} letters, {len(said)} statements, one process")
    print(f"{'load the model':28}{loading * 1e3:8.1f} ms")
    for name, seconds in [*steps, ("all steps", whole)]:
        print(
            f"{name:28}{seconds * 1e3:8.1f} ms{len(articles) / seconds:12,.0f} articles/s"
            f"{letters / seconds / 1e6:8.2f} M letters/s"
        )


if __name__ == "__main__":
    sys.exit(main())
