"""Who says what about negotiating, in the Arabic press.

    page ──► articles ──► statements ──► features ──► labels ──► reports

`classifier.flow` holds the whole way in one function; the doors are `predict` and `report`.
"""

from classifier.compiled import install

install()
