"""What goes to a labelling tool comes back equal, and what cannot be placed is named."""

from hypothesis import given
from hypothesis import strategies as some
from tasks import any_tasks

from training.exchange import READERS, read_text, write
import pytest


@pytest.mark.parametrize("form", READERS)
@given(tasks=some.lists(any_tasks(), max_size=3))
def test_any_task_comes_back_equal(form, tasks):
    found = read_text(write(tasks, form).decode("utf-8-sig"), form)
    assert not found.refusals
    assert list(found.tasks) == tasks
