"""Plain text: a file is one document, its stem the id."""

from __future__ import annotations

from typing import IO

from classifier.articles.encodings import detect
from classifier.articles.limits import too_long_text
from classifier.articles.making import Place, make_document
from classifier.errors import InputError
from classifier.records import Document, Refusal

#: No encoding that is read needs more bytes for a character.
_BYTES = 4


def read_text(stream: IO[bytes], place: Place, limit: int) -> Document | Refusal:
    """The document of a text file; line ends stay, a byte order mark does not."""
    data = stream.read(limit * _BYTES + _BYTES)
    if len(data) > limit * _BYTES:
        return place.refuse(too_long_text(0, limit))
    try:
        encoding = detect(data)
        text = data.decode(encoding.name)
    except UnicodeDecodeError as error:
        return place.refuse(f"not valid {encoding.shown or 'UTF-8'} (byte {error.start + 1:,})")
    except InputError as error:
        return place.refuse(str(error))
    return make_document(place, {"text": text}, limit, (encoding.notice,))
