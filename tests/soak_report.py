"""The report over a great many statements: what it costs, and whether memory stays flat.

    python tests/soak_report.py [--statements 1000000] [--kind html|json|csv|md] [--keep FILE]

Writes invented prediction lines, runs the door `classifier.report` over a tenth of them and over
all, and prints seconds of computing, peak memory and the size of what was made. Exit 1 where the
memory is more than `MOST` or grew with the lines, or the report is larger than a mail attachment.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from told_lines import SENTIMENTS, STANCES, shares

ROOT = Path(__file__).resolve().parent.parent
#: Megabytes at the peak, and by which ten times the lines may raise it (profiles fill up).
MOST, GROWTH = 320.0, 160.0
LARGEST = 10_000_000
OUTLETS, PARTIES, SPEAKERS = 60, 400, 12_000
OPENING = ("قال", "أكد", "أوضح", "صرح", "أعلن")
WORDS = (
    "المفاوضات الحوار الوفد الجولة الهدنة الاتفاق الوساطة الحدود الملف التسوية الأسرى الممرات "
    "نرحب نرفض ندعو نشترط نطالب نواصل نعلن ننتظر مستمرة متوقفة عاجلة قريبة دائمة شاملة كاملة "
    "فورا غدا اليوم لاحقا سريعا بجدية بوضوح بهدوء معا أولا أخيرا دائما أبدا جميعا وحدنا"
).split()


def lines(count: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """Prediction lines of invented articles, five statements each; a fifth are copies."""
    chance = random.Random(seed)
    recent: list[dict[str, object]] = []
    for number in range(count):
        if recent and chance.random() < 0.2:
            made = dict(chance.choice(recent))
        else:
            made = _fresh(chance)
            recent = [*recent[-400:], made]
        article, place = divmod(number, 5)
        start = place * 400
        text = str(made["text"])
        made |= {
            "article_id": f"خبر-{article}",
            "statement_id": f"خبر-{article}:{start}",
            "title": f"عنوان {article}",
            "outlet": f"صحيفة {chance.randrange(OUTLETS)}",
            "start": start,
            "end": start + len(text),
            "content_start": start + text.index(" إن ") + 4,
            "content_end": start + len(text),
        }
        yield made


def _fresh(chance: random.Random) -> dict[str, object]:
    stance, tone = chance.choice(STANCES), chance.choice(SENTIMENTS)
    speaker = chance.randrange(SPEAKERS)
    party = f"طرف {speaker % PARTIES}"
    content = " ".join(chance.choices(WORDS, k=chance.randint(8, 24)))
    if stance == "accusing":
        content = f"طرف {chance.randrange(PARTIES)} يماطل {content}"
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(1_800))
    return {
        "date": day.isoformat(),
        "source": "",
        "text": f"{chance.choice(OPENING)} متحدث {speaker} إن {content}",
        "form": chance.choice(("direct", "reported", "mixed")),
        "cue": "قال",
        "cue_class": "neutral",
        "speaker": f"متحدث {speaker}",
        "speaker_canonical": f"متحدث {speaker}",
        "role": "",
        "party": party if speaker % 9 else "",
        "stance": stance,
        "stance_probabilities": shares(stance, STANCES),
        "sentiment": tone,
        "sentiment_probabilities": shares(tone, SENTIMENTS),
        "abstained": speaker % 25 == 0,
    }


def write(count: int, path: Path) -> None:
    """So many lines as a file."""
    with path.open("w", encoding="utf-8") as out:
        for line in lines(count):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def cost(scored: Path, output: Path) -> dict[str, float]:
    """Run the door over a file: seconds of computing, peak megabytes, bytes of the report."""
    command = [sys.executable, "-m", "classifier.report", str(scored), "--output", str(output)]
    process = subprocess.Popen(command, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": round(usage.ru_maxrss / 1024, 1),
        "bytes": output.stat().st_size,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=("html", "json", "csv", "md"), default="html")
    parser.add_argument("--keep", type=Path, help="keep the report here")
    asked = parser.parse_args()
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        output = asked.keep or Path(folder, f"report.{asked.kind}")
        for count in (asked.statements // 10, asked.statements):
            scored = Path(folder, "scored.jsonl")
            write(count, scored)
            told[count] = cost(scored, output)
    sys.stdout.write(json.dumps(told) + "\n")
    small, large = told.values()
    grown = large["peak_mb"] - small["peak_mb"]
    return int(large["peak_mb"] > MOST or grown > GROWTH or large["bytes"] > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
