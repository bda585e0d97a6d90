"""The event codes of political science that stand nearest to a stance, as hints.

The table with its traps is `data/crosswalk.tsv`. Codes are text: CAMEO 036 is not 36.
"""

from __future__ import annotations

from functools import cache

from classifier import lexicons


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {row["stance"]: (row["cameo"], row["plover"]) for row in lexicons.rows("crosswalk")}


def hints(stance: str) -> tuple[str, str]:
    """The CAMEO and the PLOVER hint for a stance; both empty where there is none.

    Labels of a user's own scheme have no hint.

    >>> hints("accusing")
    ('112', 'ACCUSE')
    >>> hints("conditional")
    ('036+100', 'AGREE+REQUEST')
    >>> hints("مؤيد جدا")
    ('', '')
    """
    return _table().get(stance, ("", ""))


def traps() -> tuple[dict[str, str], ...]:
    """The whole crosswalk for readers: stance, codes, and what to beware of.

    >>> [row["stance"] for row in traps()][:2]
    ['supportive', 'conditional']
    """
    return lexicons.rows("crosswalk")
