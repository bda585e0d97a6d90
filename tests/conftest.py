"""Things that several tests need: a few embedded quotes and a model taught on them."""

import gc
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import as_it_stands  # noqa: F401
import pytest
from browsing import started
from hypothesis import HealthCheck, settings
from runs import model_in

from classifier import predict
from classifier.labels import Model
from training import lessons, numbers, quotes

# By the clock a busy machine fails what is right.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

# A shell gives its background jobs a deaf ear for Ctrl-C, and they give it to the doors that the
# tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def tiny_quotes() -> quotes.Collection:
    """Every thirtieth embedded quote: some 300, of every label and topic."""
    return quotes.check(list(quotes.read_embedded())[::30], codebook=True)


@pytest.fixture(scope="session")
def tiny_model(tiny_quotes: quotes.Collection) -> Model:
    """A model of both heads, taught in a second."""
    return lessons.learn(tiny_quotes, numbers.read())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small model (`runs.model_in`), for the doors."""
    return model_in(tmp_path_factory.mktemp("model"))


@pytest.fixture
def ask(model: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Ask `predict` in this process: exit code, standard error without the door's name."""

    def asked(*arguments: object) -> tuple[int, str]:
        code = predict.main([*map(str, arguments), "--model", str(model)])
        return code, capsys.readouterr().err.replace("classifier.predict: ", "")

    return asked


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real texts, where it is there."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared beside this checkout")
    return folder


@pytest.fixture
def own_heap() -> Iterator[None]:
    """For tests of time: what earlier tests keep in memory is not collected on their account."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A real headless browser. Of a module: its event loop stands in the way of other tests."""
    with started() as browser:
        yield browser
