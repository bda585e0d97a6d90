"""Imported first: the tests read the files of `classifier` as they stand, compiled or not.

A compiled file has no doctests. `test_compiled.py` holds what is compiled equal to what is not.
"""

import os

os.environ.setdefault("TAFAWUD_PLAIN", "yes")
