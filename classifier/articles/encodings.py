"""Encodings: which one a file is written in, and why it cannot be read when none fits.

In this order: byte order mark; UTF-16 without a mark (in Arabic every other byte is 0x06); valid
UTF-8; what the page declares; Windows-1256, ISO-8859-6 told apart by charset-normalizer.
Valid UTF-8 comes before the declaration because browsers save pages as UTF-8 under a stale
`windows-1256`, and no Arabic text in a one-byte encoding is valid UTF-8 by accident. Nothing is
ever decoded with errors ignored.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from classifier.arabic import arabic_share
from classifier.errors import InputError

#: Enough bytes to tell encodings apart, few enough to look at twice.
SAMPLE = 1 << 16
#: Below this many non-ASCII bytes Windows-1256 and ISO-8859-6 cannot be told apart (measured by
#: the project's notes: wrong at 10 letters, right at 27).
MIN_EVIDENCE = 24
#: A guess that gives fewer Arabic letters than this among all letters is no Arabic text.
MIN_ARABIC = 0.5
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
#: How files begin that are no text, whatever their name says, and what to do with them.
_NO_TEXT = (
    (b"%PDF-", "is a PDF: save its text as .txt"),
    (b"PK\x03\x04", "is a zip, as .docx and .xlsx are: save its text as .txt, a table as .csv"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "is of an old Word or Excel: save its text as .txt, a table as .csv",
    ),
    (b"\x1f\x8b", "is packed by gzip: let its name end in .gz"),
)
#: They begin like the marks of UTF-16.
_WIDEST = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_GUESSES = {"cp1256": "Windows-1256", "iso8859_6": "ISO-8859-6"}
_DECLARABLE = frozenset({*_GUESSES, "utf_16", "utf_16_le", "utf_16_be", "cp720", "mac_arabic"})
_REPLACED = re.compile("[\x00\ud800-\udfff]")


class Encoding(NamedTuple):
    """An encoding by Python's name, and the name to tell the user (empty for UTF-8)."""

    name: str
    shown: str = ""

    @property
    def notice(self) -> str:
        """What the user should know of it, or empty."""
        return f"read as {self.shown}" if self.shown else ""


def detect(sample: bytes, declared: str = "", *, whole: bool = True) -> Encoding:
    """The encoding of a file that begins with `sample`.

    `whole` says that the sample is the whole file: otherwise a letter cut at its end is no
    fault. Raises InputError where no encoding fits, with the reason (without the file's name).

    >>> detect("قال المتحدث".encode())
    Encoding(name='utf-8', shown='')
    >>> detect("قال المتحدث باسم الحكومة إن المحادثات ستبدأ غدا".encode("cp1256")).notice
    'read as Windows-1256'
    """
    if sample.startswith(_WIDEST):
        message = "is UTF-32, which nobody reads; save it as UTF-8"
        raise InputError(message)
    for mark, why in _NO_TEXT:
        if sample.startswith(mark):
            raise InputError(why)
    for mark, name, shown in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, shown)
    wide = _unmarked_utf16(sample)
    if wide:
        return Encoding(wide, "UTF-16")
    fault = _utf8_fault(sample, whole=whole)
    if fault < 0:
        return Encoding("utf-8")
    named = _declared(declared)
    if named and _fits(sample, named, whole=whole):
        return Encoding(named, _GUESSES.get(named, named))
    return _guess(sample, fault)


def _unmarked_utf16(sample: bytes) -> str:
    even, odd = sample[0:8192:2], sample[1:8192:2]
    if len(odd) < MIN_EVIDENCE // 2:
        return ""
    for name, high in (("utf-16-le", odd), ("utf-16-be", even)):
        if high.count(0x06) + high.count(0x00) > 0.8 * len(high) and high.count(0x06):
            return name
    return ""


def _utf8_fault(sample: bytes, *, whole: bool) -> int:
    """Where the sample stops being UTF-8; -1 where it does not."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _declared(name: str) -> str:
    """Python's name of a declared encoding, empty where it is none that Arabic is written in.

    >>> _declared("Windows-1256"), _declared("zlib")
    ('cp1256', '')
    """
    try:
        found = codecs.lookup(name).name.replace("-", "_")
    except (LookupError, ValueError):  # a name that nobody knows declares nothing
        return ""
    return found if found in _DECLARABLE else ""


def _fits(sample: bytes, name: str, *, whole: bool) -> bool:
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample, final=whole)
    except UnicodeDecodeError:  # a wrong declaration does not fit
        return False
    return arabic_share(text) >= MIN_ARABIC


def _guess(sample: bytes, fault: int) -> Encoding:
    """A one-byte Arabic encoding, or an InputError that says why not."""
    place = f"not UTF-8 (byte 0x{sample[fault]:02X} at {fault + 1:,})"
    if _is_mostly_utf8(sample):
        message = f"{place}, though the rest is: damaged; save it again as UTF-8"
        raise InputError(message)
    if sum(byte > 0x7F for byte in sample) < MIN_EVIDENCE:
        message = f"{place} and too short to tell the encoding; save it as UTF-8"
        raise InputError(message)
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_GUESSES)).best()
    if best and best.encoding in _GUESSES and arabic_share(str(best)) >= MIN_ARABIC:
        return Encoding(best.encoding, _GUESSES[best.encoding])
    message = f"{place}, and no Arabic encoding fits; save it as UTF-8"
    raise InputError(message)


def _is_mostly_utf8(sample: bytes) -> bool:
    """Nine of ten non-ASCII letters are whole UTF-8: damaged, not another encoding."""
    text = sample.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) > 10 * lost


def clean(text: str) -> tuple[str, str]:
    r"""A text that can be written as UTF-8, of the same length, and a notice where it changed.

    >>> clean("قال\x00")
    ('قال\ufffd', '1 unreadable character (NUL or half a pair) was replaced')
    """
    if "\x00" not in text:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # lone surrogates: replaced below
            pass
        else:
            return text, ""
    text, number = _REPLACED.subn("\ufffd", text)
    some = "1 unreadable character" if number == 1 else f"{number} unreadable characters"
    return text, f"{some} (NUL or half a pair) {'was' if number == 1 else 'were'} replaced"
