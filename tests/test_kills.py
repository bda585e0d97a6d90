"""`kill -9` at random moments, a few times; `make soak` does it fifty times."""

import random

import pytest
import soak_kills

KILLS = {"predict": 3, "train": 2, "store": 5}


@pytest.mark.parametrize("what", KILLS)
def test_what_is_killed_goes_on_and_loses_nothing(what, tmp_path):
    figures = soak_kills.VICTIMS[what](tmp_path, KILLS[what], random.Random(7))
    assert figures.kills == KILLS[what]
