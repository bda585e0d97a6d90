"""What is fuzzed: every reader of foreign bytes, and the rules that hold whatever they are given.

A target takes bytes and raises where a rule is broken. What a reader may raise is named: an error
with a message for people. `seeds` gives bytes to begin with: small whole files of the kind.
"""

import gzip
import hashlib
import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from classifier import articles, results
from classifier.errors import InputError, ModelError
from classifier.flow import label_documents
from classifier.model_file import load_model
from classifier.party_table import COLUMNS, read_parties
from classifier.records import Document, Refusal
from classifier.relabelling import read_batches, relabel
from classifier.web.api import _given
from classifier.web.bodies import RequestError, parse_object
from classifier.web.ml_backend import names_of
from classifier.web.reviews import changes_of, document_of
from classifier.work import Work, keep_model
from training import exchange, quotes

#: Characters of a text; long ones are slow and find nothing new.
LIMIT = 4_000
SAID = "وقال المتحدث سالم الحربي: «نرحب بالحوار». وأكد أن الوفد لن يوقع ما لم تتوقف الغارات.\n"
LABELS = {"stance": ("opposed", "neutral"), "sentiment": ("neutral",)}
Target = Callable[[bytes], None]


@cache
def _folder() -> Path:
    """A folder in memory, where there is one."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def clean() -> None:
    """Take the folder away."""
    for path in _folder().iterdir():
        path.unlink()
    _folder().rmdir()
    _folder.cache_clear()


# --- articles -------------------------------------------------------------------------------


def _articles(name: str) -> Target:
    def target(data: bytes) -> None:
        seen = set()
        for record in articles.read_documents([_file(name, data)], limit=LIMIT):
            if isinstance(record, Refusal):
                assert record.reason and len(str(record)) < 5_000, "a refusal says why, in short"
                continue
            assert record.text.strip(), "a document has a text"
            assert len(record.text) <= LIMIT, "no text is over the limit"
            assert record.id not in seen, "no id comes twice"
            seen.add(record.id)
            for field in (record.id, record.text, record.title, record.date, record.outlet):
                field.encode()  # it can be written

    return target


def _packed(name: str) -> Target:
    """The same, packed: an even first byte is a damaged file, an odd one a whole one."""
    read = _articles(name)

    def target(data: bytes) -> None:
        whole = data[:1] and data[0] % 2
        read(gzip.compress(data[1:], mtime=0) if whole else data[1:])

    return target


def _texts() -> Iterator[bytes]:
    for encoding in ("utf-8", "cp1256", "utf-16", "iso8859-6"):
        yield (SAID * 2).encode(encoding, "replace")


def _pages() -> Iterator[bytes]:
    body = "".join(f"<p>{line}</p>" for line in [SAID] * 3)
    page = f"<html><head><title>خبر</title></head><body><article>{body}</article></body></html>"
    yield page.encode()
    yield page.replace("<head>", '<head><meta charset="windows-1256">').encode("cp1256", "replace")


def _lines() -> Iterator[bytes]:
    row = {"id": "a1", "text": SAID, "date": "٥ آذار ٢٠٢٤", "outlet": "صحيفة", "title": "خبر"}
    yield "".join(json.dumps(row | {"id": n}, ensure_ascii=False) + "\n" for n in (1, 2)).encode()
    yield b'{"text": "\\ud800 \\u0000", "id": [1]}\n{"text": 7}\n[]\n'


def _sheets() -> Iterator[bytes]:
    yield f'id,text,date\n1,"{SAID}",2024-01-02\n2,لا,\n'.encode("utf-8-sig")
    yield f"id;text\n1;{SAID}".encode()


def _columns() -> Iterator[bytes]:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    table = pyarrow.table({"id": ["1", "2"], "text": [SAID, "لا"], "date": ["2024-01-02", None]})
    pyarrow.parquet.write_table(table, out, compression="none")
    yield out.getvalue()


def _archives() -> Iterator[bytes]:
    (page, _) = _pages()
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\n"
        "WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    yield (head.encode() + body + b"\r\n\r\n") * 2


def _odd(seeds: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    return lambda: (mark + seed for seed in seeds() for mark in (b"\1", b"\0"))


# --- statements -----------------------------------------------------------------------------


@cache
def _model_file() -> bytes:
    from runs import model_in

    with tempfile.TemporaryDirectory() as folder:
        return model_in(Path(folder)).read_bytes()


@cache
def _model():
    return load_model(_file("small.model", _model_file()))


def statements(data: bytes) -> None:
    """Any text is read; `text[start:end]` is the statement, and no two overlap."""
    try:
        text = data.decode("utf-8", "surrogatepass")[:LIMIT]  # half pairs too
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")[:LIMIT]
    end = 0
    for labelled in label_documents([Document("a", text)], _model(), explain=True)[0]:
        said = labelled.statement
        assert end <= said.start < said.end <= len(text), "statements never overlap"
        assert text[said.start : said.end] == said.text, "the offsets are the statement's"
        assert said.start <= said.content_start <= said.content_end <= said.end
        for label in labelled.labels.values():
            assert abs(sum(label.probabilities.values()) - 1) < 1e-6
        end = said.end


# --- labels of people, tables, models, requests ---------------------------------------------


def _quotes(name: str) -> Target:
    def target(data: bytes) -> None:
        try:
            quotes.check(quotes.read(_file(name, data)), codebook=False)
        except InputError as error:
            _told(error)

    return target


def _exchange(form: str) -> Target:
    def target(data: bytes) -> None:
        try:
            found = exchange.read([_file("tasks", data)], form)
        except InputError as error:
            _told(error)
            return
        assert all(each.reason for each in found.refusals)
        for each in exchange.WRITERS:
            exchange.write(found.tasks, each)

    return target


def _told(error: Exception) -> None:
    assert str(error) and len(str(error)) < 5_000, "a message says why, in short"


def _task_seeds(form: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        row = {"text": SAID, "stance": "opposed", "sentiment": "neutral", "id": "q1"}
        tasks = exchange.read_text(json.dumps(row), "jsonl").tasks
        yield exchange.write(tasks, form)

    return seeds


def _rows(form: str) -> Target:
    def target(data: bytes) -> None:
        try:
            for row in results.read_rows(_file(f"said{form}", data)):
                assert isinstance(row, dict)
        except InputError as error:
            _told(error)

    return target


def _row_seeds(form: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        from told_lines import line

        results.write_rows([line(SAID)], _folder() / f"seed{form}")
        yield (_folder() / f"seed{form}").read_bytes()

    return seeds


def cut_out(data: bytes) -> None:
    """The statements of a file for `predict --statements`."""
    keep_model(_model())
    work = Work(Path(), _model().digest, Path(), max_text=LIMIT)
    for lines in read_batches(io.BytesIO(data), "own.jsonl"):
        made = relabel(lines, work)
        assert made.data.count(b"\n") == made.count
        assert made.count + len(made.refusals) <= len(lines.lines)
        assert all(each.reason for each in made.refusals)


def party_table(data: bytes) -> None:
    """A user's own table of parties."""
    try:
        read_parties(data.decode("utf-8-sig", "replace"), "own.csv")
    except InputError as error:
        _told(error)


def _party_seeds() -> Iterator[bytes]:
    yield (",".join(COLUMNS) + "\nفلان,فلان,person,الحكومة,YE,2019-01,2021,own\n").encode()


def model(data: bytes) -> None:
    """A model whose members were changed: read right or refused, digests put in order again.

    The bytes are changes: member, place, what to put there; an odd first byte forges the digests.
    """
    members = _members()
    names = sorted(members)
    for at in range(1, len(data) - 6, 7):
        member, place, put = data[at], *struct.unpack_from("<IH", data, at + 1)
        name = names[member % len(names)]
        content = bytearray(members[name])
        if content:
            place %= len(content)
            content[place : place + 1 + member // 128] = struct.pack("<H", put)[: 1 + put % 2]
        members[name] = bytes(content)
    if data[:1] and data[0] % 2:
        members["manifest.json"] = _forged(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, members[name])
    _load(out.getvalue())


def model_bytes(data: bytes) -> None:
    """Any bytes for a model."""
    _load(data)


def _load(data: bytes) -> None:
    try:
        load_model(_file("forged.model", data))
    except ModelError as error:
        _told(error)


def _members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_model_file())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _forged(members: dict[str, bytes]) -> bytes:
    """The manifest, with the digests that the members have now."""
    try:
        manifest = json.loads(members["manifest.json"])
        for name in manifest["members"]:
            manifest["members"][name] = hashlib.sha256(members.get(name, b"")).hexdigest()
        return json.dumps(manifest, indent=1, sort_keys=True).encode()
    except (ValueError, TypeError, KeyError):  # it is no manifest any more
        return members["manifest.json"]


def request(data: bytes) -> None:
    """The body of a request, as each route takes it."""
    try:
        fields = parse_object(data)
    except RequestError as error:
        _refused(error)
        return
    names_of(fields.get("label_config"))
    for take in (document_of, _given, lambda fields: changes_of(fields, SAID, LABELS)):
        try:
            take(fields)
        except RequestError as error:
            _refused(error)


def _refused(error: RequestError) -> None:
    assert 400 <= error.status < 500
    json.dumps(error.told()).encode()


def _bodies() -> Iterator[bytes]:
    given = [{"id": 1, "text": SAID}]
    for body in (
        {"text": SAID, "title": "خبر", "date": "2024-01-02", "id": "a"},
        {"statements": given, "explain": True},
        {"stance": "opposed", "speaker": "سالم", "start": 3, "end": 9, "gone": False},
        {"label_config": '<View><Text name="t" value="$body"/></View>'},
    ):
        yield json.dumps(body, ensure_ascii=False).encode()


TARGETS: dict[str, tuple[Target, Callable[[], Iterator[bytes]]]] = {
    "text": (_articles("a.txt"), _texts),
    "html": (_articles("a.html"), _pages),
    "jsonl": (_articles("a.jsonl"), _lines),
    "csv": (_articles("a.csv"), _sheets),
    "parquet": (_articles("a.parquet"), _columns),
    "warc": (_articles("a.warc"), _archives),
    "jsonl-gz": (_packed("a.jsonl.gz"), _odd(_lines)),
    "csv-gz": (_packed("a.csv.gz"), _odd(_sheets)),
    "warc-gz": (_packed("a.warc.gz"), _odd(_archives)),
    "statements": (statements, _texts),
    "quotes-jsonl": (_quotes("q.jsonl"), _task_seeds("jsonl")),
    "quotes-csv": (_quotes("q.csv"), _task_seeds("csv")),
    "label-studio": (_exchange("label-studio"), _task_seeds("label-studio")),
    "doccano": (_exchange("doccano"), _task_seeds("doccano")),
    "tasks-csv": (_exchange("csv"), _task_seeds("csv")),
    "tasks-jsonl": (_exchange("jsonl"), _task_seeds("jsonl")),
    "results-jsonl": (_rows(".jsonl"), _row_seeds(".jsonl")),
    "results-csv": (_rows(".csv"), _row_seeds(".csv")),
    "results-parquet": (_rows(".parquet"), _row_seeds(".parquet")),
    "cut-out": (cut_out, _lines),
    "parties": (party_table, _party_seeds),
    "model": (model, lambda: iter([b"\0", b"\1" + b"\0" * 14])),
    "model-bytes": (model_bytes, lambda: iter([_model_file()])),
    "request": (request, _bodies),
}
