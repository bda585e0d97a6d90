"""A small desk for tests: the application on a model taught on a few quotes, a store of its own."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import uvicorn
from runs import model_in
from starlette.testclient import TestClient

from classifier.model_file import load_model
from classifier.web import trainer
from classifier.web.app import make_app
from classifier.web.desk import Setting

HERE = "http://127.0.0.1"
TEXT = (
    "محادثات جديدة في الميناء\n"
    "الميناء - وكالة الأفق\n"
    "وقال المتحدث باسم الوزارة سالم الحربي إن حكومته ترحب بالحوار وتدعو إلى المفاوضات.\n"
    "وأكد القيادي منير الدوسري أن جماعته ترفض المفاوضات رفضا قاطعا.\n"
    "وشدد الحربي على أن الوفد لن يوقع ما لم تتوقف الغارات، مضيفا أن الوقت ينفد.\n"
)


def setting_in(folder: Path) -> Setting:
    """A model and a store in a folder."""
    path = folder / "small.model"
    if not path.exists():
        path.write_bytes(_model())
    return Setting(load_model(path), path, folder / "data" / "corrections.db")


@cache
def _model() -> bytes:
    """The model's file, taught once."""
    with tempfile.TemporaryDirectory() as folder:
        return model_in(Path(folder)).read_bytes()


@contextmanager
def desk_in(folder: Path) -> Iterator[TestClient]:
    """A client of the application, without a network between."""
    app = make_app(setting_in(folder))
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


@contextmanager
def served_in(folder: Path) -> Iterator[str]:
    """The application on a port of this machine; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(make_app(setting_in(folder)), port=0, ws="none", log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"{HERE}:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


#: A door of training that learns in no time: the corrections and three quotes.
QUICK = """
import json, sys
from pathlib import Path
from classifier.labels import teach
from classifier.model_file import save_model
arguments = sys.argv[1:]
quotes = Path(arguments[arguments.index("--quotes") + 1].rpartition(":")[0])
rows = [json.loads(line) for line in quotes.read_text(encoding="utf-8").splitlines()]
print("training.train: teaching on", len(rows), "quotes \\u2026", file=sys.stderr, flush=True)
more = ["قال إن الجولة تبدأ الأحد", "وأوضح أن الموعد قريب", "وذكر أن الطقس جميل", "وقال لا"]
texts = [row["text"] for row in rows] + more
stances = [row["stance"] for row in rows] + ["neutral", "neutral", "unrelated", "neutral"]
tones = [row["sentiment"] for row in rows] + ["neutral", "neutral", "positive", "negative"]
model = teach(texts * 2, {"stance": stances * 2, "sentiment": tones * 2})
save_model(model, arguments[arguments.index("--output") + 1])
print("done")
"""


#: The real door, with every twentieth of the embedded quotes.
REAL = """
import sys
from itertools import islice
from training import quotes, train
whole = quotes.read_embedded
quotes.read_embedded = lambda: islice(whole(), 0, None, 20)
sys.exit(train.main(sys.argv[1:]))
"""


def stand_in(monkeypatch, tmp_path, code):
    """Let another program stand in for the door of training."""
    script = tmp_path / "door.py"
    script.write_text(code, encoding="utf-8")
    command = trainer.asyncio.create_subprocess_exec

    async def start(python, how, door, *arguments, **more):
        assert (how, door) == ("-m", "training.train")
        return await command(python, str(script), *arguments, **more)

    monkeypatch.setattr(trainer.asyncio, "create_subprocess_exec", start)
