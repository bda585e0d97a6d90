"""Small runs for tests: a model taught on eight quotes, articles of our own, doors as processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

from classifier.labels import teach
from classifier.model_file import save_model

ROOT = Path(__file__).parent.parent
QUOTES = [
    ("قال الوزير إن حكومته ترحب بالحوار وتدعو إلى المفاوضات", "supportive", "positive"),
    ("وأكد المتحدث أن بلاده مستعدة للمشاركة في المحادثات والحوار", "supportive", "positive"),
    ("وأضاف القيادي أن جماعته ترفض الحوار رفضا قاطعا", "opposed", "negative"),
    ("وقال النائب إن كتلته ترفض المفاوضات ولن تشارك فيها", "opposed", "negative"),
    ("وأوضح الوسيط أن الجولة المقبلة من المحادثات ستعقد الأحد", "neutral", "neutral"),
    ("وذكر المكتب أن جدول المحادثات لم يتغير وستعقد الجولة الأحد", "neutral", "neutral"),
    ("وشدد على أن وفده لن يوقع ما لم تتوقف الغارات", "conditional", "negative"),
    ("وأضاف أنه لن يشارك ما لم تتوقف الغارات ويرفع الحصار", "conditional", "negative"),
]
SAID = [
    "وقال المتحدث باسم الوزارة سالم الحربي إن حكومته ترحب بالحوار.",
    "وأضاف أن الجولة المقبلة من المحادثات ستعقد الأحد.",
    "وأكد القيادي منير الدوسري أن جماعته ترفض المفاوضات رفضا قاطعا.",
    "وشدد الحربي على أن الوفد لن يوقع ما لم تتوقف الغارات، مضيفا أن الوقت ينفد.",
    "وسار الناس في الشوارع ومضى اليوم هادئا.",
]


def model_in(folder: Path) -> Path:
    """A model file of both heads."""
    texts, stances, tones = (list(column) for column in zip(*QUOTES, strict=True))
    path = folder / "small.model"
    save_model(teach(texts * 2, {"stance": stances * 2, "sentiment": tones * 2}), path)
    return path


def article(number: int, length: int = 12) -> dict[str, str]:
    """One of any number of articles, each another."""
    lines = [SAID[(number + place * (number % 3 + 1)) % len(SAID)] for place in range(length)]
    return {"id": f"a{number}", "title": f"خبر {number}", "text": "\n".join(lines)}


def articles_in(file: Path, count: int, length: int = 12) -> Path:
    """A file of JSON lines with so many articles."""
    lines = (json.dumps(article(n, length), ensure_ascii=False) for n in range(count))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def environment(*first: Path) -> dict[str, str]:
    """The environment of a door that is run as a process."""
    paths = os.pathsep.join(map(str, (*first, ROOT)))
    return os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def start(*arguments: object, first: Path | None = None) -> subprocess.Popen[str]:
    """Begin `classifier.predict` as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "classifier.predict", *map(str, arguments)],
        cwd=ROOT,
        env=environment(*([first] if first else [])),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def predict(*arguments: object, first: Path | None = None) -> tuple[int, str, str]:
    """Run `classifier.predict` as a process: exit code, standard output, standard error."""
    process = start(*arguments, first=first)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


POISON = '''
"""Makes an article that holds the word «سُمّ» deadly for whoever looks for statements in it."""
import os, signal
import classifier.flow as flow
honest = flow.find_statements
def find_statements(article):
    if "سُمّ" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "عيب" in article.text:
        raise IndexError("عيب")
    return honest(article)
flow.find_statements = find_statements
'''


def poison_in(folder: Path) -> Path:
    """A folder that, first on the path of a process, makes some articles deadly."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    return folder


NEVER = 8
"""Seconds after which an article of the `SLEEPER` counts as one that never ends."""
SLEEPER = f"""
from functools import partial
from classifier import rescue as room
room.rescue = partial(room.rescue, time={NEVER})
import classifier.flow as flow
from classifier import workforce
workforce.SILENCE = 4.0
honest = flow.find_statements
def find_statements(article):
    while "سُبات" in article.text:
        pass
    return honest(article)
flow.find_statements = find_statements
"""


def sleeper_in(folder: Path) -> Path:
    """A folder that, first on the path of a process, lets an article with «سُبات» never end."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SLEEPER, encoding="utf-8")
    return folder
