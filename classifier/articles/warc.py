"""WARC: the HTML pages of a web archive, read by fastwarc.

fastwarc ends silently where an archive was cut off. Three things tell: the gzip stream ends
inside a member, the last bytes are not the two blank lines behind a record, or a record is
shorter than its Content-Length.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from classifier.articles.html import read_html
from classifier.articles.limits import CHUNK, MAX_PAGE, UNPACK_ERRORS
from classifier.articles.making import Place
from classifier.errors import InputError
from classifier.records import Document, Refusal

_PAGES = ("text/html", "application/xhtml+xml")
_RECORD_END = b"\r\n\r\n"


class _Watched:
    """A stream that remembers its last bytes, and the fault that ended it.

    fastwarc asks for `read` and `tell`. It reads ahead: a fault of the packed stream is kept
    until the records before it are done.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._given = 0
        self.last = b""
        self.fault: Exception | None = None

    def tell(self) -> int:
        """How many bytes were given."""
        return self._given

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes."""
        try:
            data = self._stream.read1(size)
        except (*UNPACK_ERRORS, InputError) as error:
            self.fault = error
            return b""
        self._given += len(data)
        if data:
            self.last = (self.last + data)[-len(_RECORD_END) :]
        return data


def read_warc(stream: io.BufferedReader, place: Place, limit: int) -> Iterator[Document | Refusal]:
    """The documents of the HTML answers (status 200) of an archive; `line` counts records."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    watched = _Watched(stream)
    records = ArchiveIterator(
        cast(BinaryIO, watched),
        record_types=WarcRecordType.any_type,
        parse_http=True,
        auto_decode="all",
    )
    number = 0
    try:
        for number, record in enumerate(records, 1):
            if record.record_type == WarcRecordType.response:
                page = _from_record(record, place.at(number), limit)
                if page:
                    yield page
    except (OSError, ValueError) as error:
        message = f"archive is damaged or cut off behind record {number} ({error})"
        raise InputError(message) from error
    if isinstance(watched.fault, InputError):
        raise watched.fault
    if watched.fault:
        message = f"archive is damaged or cut off behind record {number} ({watched.fault})"
        raise InputError(message) from watched.fault
    if number == 0:
        message = "holds no WARC records"
        raise InputError(message)
    if watched.last != _RECORD_END:
        message = f"archive is cut off: it ends inside or behind record {number}"
        raise InputError(message)


def _from_record(record: Any, place: Place, limit: int) -> Document | Refusal | None:
    """The document of a record; None for a record that is no HTML page."""
    http = record.http_headers
    if not http or http.status_code != 200 or record.http_content_type not in _PAGES:
        return None
    url = record.headers.get("WARC-Target-URI", "")
    data = record.reader.read(MAX_PAGE + 1)
    own_length = record.content_length
    encoded = http.get("Content-Encoding") or http.get("Transfer-Encoding")
    if not encoded and len(data) < min(own_length, MAX_PAGE + 1):
        return place.refuse(f"page is cut off: {len(data):,} of {own_length:,} bytes")
    return read_html(data, place, limit, declared=record.http_charset or "", url=url)
