"""What a user should know of what was read, each once: a million equal notices are one line."""

from __future__ import annotations

from dataclasses import dataclass, field

from classifier.records import Document


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a user should know: what, how often, and where first.

    >>> str(Notice("read as Windows-1256", 2, "old.jsonl:4"))
    'old.jsonl:4 and 1 more: read as Windows-1256'
    """

    text: str
    count: int
    first: str

    def __str__(self) -> str:
        others = f" and {self.count - 1:,} more" if self.count > 1 else ""
        return f"{self.first}{others}: {self.text}"


@dataclass(slots=True)
class Notices:
    """A tally of notices.

    >>> notices = Notices()
    >>> for line in (4, 9):
    ...     notices.add("read as Windows-1256", f"old.jsonl:{line}")
    >>> notices.told()
    (Notice(text='read as Windows-1256', count=2, first='old.jsonl:4'),)
    """

    _counts: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, text: str, first: str, count: int = 1) -> None:
        """Count a notice."""
        known, place = self._counts.get(text, (0, first))
        self._counts[text] = (known + count, place)

    def add_of(self, document: Document) -> None:
        """Count what is worth knowing of the reading of a document."""
        for text in document.notices:
            self.add(text, document.source or document.id)

    def told(self) -> tuple[Notice, ...]:
        """All of them, in the order in which they first came up."""
        return tuple(Notice(text, count, first) for text, (count, first) in self._counts.items())
