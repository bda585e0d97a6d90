"""A crowd of clients for the API: loopback only, bounded in time and number.

    python tests/soak_serve.py [--clients 200] [--seconds 60] [--model MODEL]

Starts the door as a process of its own, lets the crowd ask it for articles, and prints what came
of it: requests, errors, times, and how the memory of the program grew. Exit 1 where something went
wrong or the memory grew.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "محادثات جديدة\n"
    "وقال المتحدث باسم الوزارة سالم الحربي إن حكومته ترحب بالحوار وتدعو إلى المفاوضات.\n"
    "وأكد القيادي منير الدوسري أن جماعته ترفض المفاوضات رفضا قاطعا.\n"
    "وشدد الحربي على أن الوفد لن يوقع ما لم تتوقف الغارات، مضيفا أن الوقت ينفد.\n"
)
#: Megabytes that the memory may grow by after the crowd has warmed up.
GROWTH = 24.0


@dataclass
class Figures:
    """What a crowd saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def told(self) -> dict[str, object]:
        times = sorted(self.times) or [0.0]
        at = {f"p{p}_ms": round(1000 * times[(len(times) - 1) * p // 100], 1) for p in (50, 95, 99)}
        return {
            "requests": len(self.times),
            "per_second": round(len(self.times) / max(self.seconds, 0.001), 1),
            "statuses": dict(self.statuses),
            "faults": dict(self.faults),
            **at,
        }


async def crowd(port: int, clients: int, seconds: float) -> Figures:
    """So many clients, each asking again as soon as it was answered, for so long."""
    figures = Figures()
    begun = time.perf_counter()
    stop = begun + seconds
    each = [_client(port, number, stop, figures) for number in range(clients)]
    async with asyncio.timeout(seconds + 60):
        await asyncio.gather(*each)
    figures.seconds = time.perf_counter() - begun
    return figures


async def _client(port: int, number: int, stop: float, figures: Figures) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < stop:
            begun = time.perf_counter()
            writer.write(_request(number))
            await writer.drain()
            status, body = await _reply(reader)
            figures.times.append(time.perf_counter() - begun)
            figures.statuses[status] += 1
            if status == 200 and len(json.loads(body)["statements"]) < 3:
                figures.faults["statements are missing"] += 1
        writer.close()
        await writer.wait_closed()
    except (OSError, EOFError, ValueError) as error:
        figures.faults[type(error).__name__] += 1


def _request(number: int) -> bytes:
    body = json.dumps({"id": f"خبر-{number}", "text": ARTICLE}).encode()
    head = (
        "POST /api/articles HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _reply(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


@contextmanager
def served(model: Path | None, store: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The door as a process, and its address."""
    command = [sys.executable, "-m", "classifier.serve", "--port", "0", "--store", str(store)]
    command += ["--model", str(model)] if model else []
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(process.stderr.read())
        yield process, address
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()
        process.stderr.close()


def memory_of(pid: int) -> float:
    """Megabytes that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    message = "no VmRSS"
    raise RuntimeError(message)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--model", type=Path)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(asked.model, Path(folder, "corrections.db")) as (process, address),
    ):
        port = int(address.rstrip("/").rpartition(":")[2])
        asyncio.run(crowd(port, asked.clients, min(5.0, asked.seconds / 3)))
        before = memory_of(process.pid)
        figures = asyncio.run(crowd(port, asked.clients, asked.seconds))
        grown = memory_of(process.pid) - before
        told = figures.told() | {"memory_mb": round(before, 1), "grown_mb": round(grown, 1)}
    sys.stdout.write(json.dumps(told | {"clients": asked.clients, "cores": os.cpu_count()}) + "\n")
    return int(bool(figures.faults) or set(figures.statuses) != {200} or grown > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
