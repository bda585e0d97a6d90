"""Files of every kind are read as documents, and what cannot be used is named."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.articles import SUFFIXES, expand_paths, kind_of, read_documents, stem_of
from classifier.articles import limits as bounds
from classifier.articles.encodings import detect
from classifier.errors import InputError
from classifier.records import Document, Refusal

TEXT = "قال المتحدث باسم الحكومة إن الوفد سيشارك في جولة المحادثات المقبلة."
LONG = " ".join([TEXT] * 3)
RENAME = "rename what holds them (docs/records.md tells how)"
PAGE = f"""<!DOCTYPE html><html lang="ar"><head><meta charset="{{charset}}">
<title>الوفد يستعد للجولة - صحيفة المثال</title>
<meta property="og:title" content="الوفد يستعد للجولة">
<meta property="og:site_name" content="صحيفة المثال">
<meta property="article:published_time" content="2024-02-10T10:00:00Z"></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>الوفد يستعد للجولة</h1>
<p>{LONG}</p><p>وأضاف «لن نقبل شروطا مسبقة»، وشدد على أن الحكومة ماضية في الحوار إلى نهايته.</p>
</article><div class="comments"><p>تعليق قارئ: قال فلان كذا وكذا</p></div>
<footer>حقوق 2011</footer></body></html>"""


def page(charset="utf-8"):
    return PAGE.format(charset=charset)


def read(*paths, **options):
    return list(read_documents(paths, **options))


def write(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def rows(*items):
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def only(records):
    (record,) = records
    return record


# files and folders


def test_a_text_file_is_one_document_named_by_its_stem(tmp_path):
    path = write(tmp_path, "خبر.5.txt", TEXT)
    assert only(read(path)) == Document("خبر.5", TEXT, str(path))


def test_line_ends_stay_and_a_byte_order_mark_does_not(tmp_path):
    text = f"{TEXT}\r\n{TEXT}\r{TEXT}\n"
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf" + text.encode())
    assert only(read(path)).text == text


def test_a_folder_is_read_whole_in_the_order_of_its_names(tmp_path):
    for name in ("b.txt", "sub/a.jsonl.gz", "a.txt", "sub/deep/c.htm", "notes.pdf", ".hidden.txt"):
        write(tmp_path, name, "")
    others = []
    paths = expand_paths([tmp_path], others.append)
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == ["a.txt", "b.txt", "sub/a.jsonl.gz", "sub/deep/c.htm"]
    assert others == [tmp_path / "notes.pdf"]


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write(tmp_path, "a.txt", TEXT)
    assert expand_paths([tmp_path, path, str(path)]) == [path]


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path):
    with pytest.raises(InputError) as caught:
        read_documents([tmp_path / "gone.txt"])
    gone = tmp_path / "gone.txt"
    assert str(caught.value) == f"{gone}: no such file or folder; check the name"


def test_a_misspelt_path_is_told_the_name_beside_it(tmp_path):
    (tmp_path / "agency.txt").write_text("خبر", encoding="utf-8")
    with pytest.raises(InputError, match=r"no such file or folder; did you mean agency\.txt\?$"):
        expand_paths([tmp_path / "agensy.txt"])
    with pytest.raises(InputError, match=r"; there is no folder .*nowhere$"):
        expand_paths([tmp_path / "nowhere" / "agency.txt"])


def test_a_link_to_nothing_is_told_as_such(tmp_path):
    (tmp_path / "link.txt").symlink_to("gone.txt")
    with pytest.raises(InputError, match=r"it is a link to gone\.txt"):
        expand_paths([tmp_path / "link.txt"])


def test_a_folder_without_known_files_is_an_error(tmp_path):
    with pytest.raises(InputError, match="holds no file that can be read"):
        expand_paths([tmp_path])


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path):
    path = write(tmp_path, "a.exe", "x")
    refusal = only(read(path))
    assert str(refusal).startswith(f"{path}: .exe is not a known ending; known are .txt")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.docx", "save it as plain text, .txt"),
        ("a.PDF", "make text of it (pdftotext), .txt"),
        ("a.json", "write one object a line and call it .jsonl"),
        ("a.xlsx", "save it as CSV in UTF-8"),
        ("a.tsv", "call it .csv"),
        ("a.mhtml", "save the page as HTML"),
    ],
)
def test_a_file_as_people_have_it_is_refused_with_what_to_do(tmp_path, name, remedy):
    reason = only(read(write(tmp_path, name, "x"))).reason
    assert f" is not a known ending: {remedy}; known are .txt" in reason


def test_tags_in_a_text_are_told(tmp_path):
    bodies = [f"<p>{TEXT}</p>", f"{TEXT}<br/>", f"{TEXT} <https://example.org> 3 < 5"]
    documents = read(write(tmp_path, "a.jsonl", rows(*({"text": body} for body in bodies))))
    assert [len(document.notices) for document in documents] == [1, 1, 0]
    assert documents[0].notices[0].startswith("HTML tags stand in the text")


def test_a_date_that_is_not_understood_is_told(tmp_path):
    dates = ["2024-05-13", "05/13/2024", "20240513", "أمس", ""]
    path = write(tmp_path, "a.jsonl", rows(*({"text": TEXT, "date": date} for date in dates)))
    documents = read(path)
    assert [document.date for document in documents] == ["2024-05-13", "", "2024-05-13", "", ""]
    told = [document.notices for document in documents]
    assert told[0] == told[2] == told[4] == ()
    assert told[1] == told[3]
    assert told[1][0].startswith("the date is not understood")


def test_an_unreadable_file_is_refused_and_the_next_is_read(tmp_path):
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    good = write(tmp_path, "a.txt", TEXT)
    with pytest.raises(InputError):
        expand_paths([tmp_path / "b.txt"])
    records = read(tmp_path)
    assert records[0] == Document("a", TEXT, str(good))
    assert "cannot be read" in records[1].reason


@pytest.mark.parametrize("ending", SUFFIXES)
def test_every_ending_has_a_kind_and_a_stem(ending, tmp_path):
    path = tmp_path / f"a.b{ending.upper()}"
    assert kind_of(path) == SUFFIXES[ending]
    assert stem_of(path) == "a.b"


# what may be wrong with a text


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.txt.gz", "a.jsonl.gz"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file_is_refused_in_one_line(tmp_path, name, data):
    path = write(tmp_path, name, gzip.compress(data) if name.endswith(".gz") else data)
    assert str(only(read(path))) == f"{path}: is empty: nothing to read"


def test_a_text_over_the_limit_is_refused_naming_limit_and_option(tmp_path):
    path = write(tmp_path, "a.txt", "ا" * 11)
    assert only(read(path, limit=11)).text == "ا" * 11
    assert only(read(path, limit=10)).reason == (
        "text has 11 characters, the limit is 10; raise it with --max-text"
    )


def test_a_file_far_over_the_limit_is_not_read_to_its_end(tmp_path):
    path = write(tmp_path, "a.txt", "ا" * 100)
    assert only(read(path, limit=10)).reason == (
        "text has more characters, the limit is 10; raise it with --max-text"
    )


def test_a_text_without_arabic_is_read_with_a_notice(tmp_path):
    path = write(tmp_path, "a.txt", "Nothing here is said in Arabic, قال الوزير aside. " * 9)
    assert only(read(path)).notices == (
        "hardly any Arabic letters: no statements are to be expected",
    )


def test_nul_and_lone_surrogates_are_replaced_with_a_notice_at_the_same_length(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"text": "قال\\u0000 \\ud800 ' + TEXT + '"}')
    document = only(read(path))
    assert document.text == f"قال\ufffd \ufffd {TEXT}"
    assert document.notices == ("2 unreadable characters (NUL or half a pair) were replaced",)


def test_the_same_id_twice_is_refused_naming_both_places(tmp_path):
    first = write(tmp_path, "a.jsonl", rows({"id": "x", "text": TEXT}, {"id": "y", "text": TEXT}))
    second = write(tmp_path, "b.jsonl", rows({"id": "z", "text": TEXT}, {"id": "x", "text": TEXT}))
    refusal = read(first, second)[-1]
    assert str(refusal) == (f"{second}:2: the id «x» stands already in {first}:1; ids must differ")
    assert refusal.id == "x"


def test_two_files_of_one_stem_are_refused_naming_both(tmp_path):
    write(tmp_path, "one/a.txt", TEXT)
    write(tmp_path, "two/a.txt", LONG)
    refusal = read(tmp_path)[-1]
    assert str(refusal) == (
        f"{tmp_path}/two/a.txt: the id «a» stands already in {tmp_path}/one/a.txt; ids must differ"
    )


# encodings


@pytest.mark.parametrize(
    ("encoding", "notice"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("read as UTF-16",)),
        ("utf-16-le", ("read as UTF-16",)),
        ("utf-16-be", ("read as UTF-16",)),
        ("cp1256", ("read as Windows-1256",)),
        ("iso8859_6", ("read as ISO-8859-6",)),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_arabic_encodings_are_recognised(tmp_path, encoding, notice, name):
    written = {"a.txt": LONG, "a.jsonl": rows({"text": LONG}), "a.csv": f"id,text\n1,{LONG}\n"}
    path = write(tmp_path, name, written[name].encode(encoding))
    document = only(read(path))
    assert document.text == LONG
    assert document.notices == notice


def test_a_short_text_that_is_not_utf8_is_refused(tmp_path):
    path = write(tmp_path, "a.txt", "قال فلان".encode("cp1256"))
    assert str(only(read(path))) == (
        f"{path}: not UTF-8 (byte 0xDE at 1) and too short to tell the encoding; save it as UTF-8"
    )


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf32_is_refused_and_not_taken_for_utf16(tmp_path, encoding):
    path = write(tmp_path, "a.txt", f"\ufeff{LONG}".encode(encoding))
    assert only(read(path)).reason == "is UTF-32, which nobody reads; save it as UTF-8"


def test_damaged_utf8_is_not_taken_for_another_encoding(tmp_path):
    path = write(tmp_path, "a.txt", LONG.encode() + b"\xff" + LONG.encode())
    assert only(read(path)).reason.endswith("though the rest is: damaged; save it again as UTF-8")


def test_bytes_of_no_arabic_encoding_are_refused(tmp_path):
    path = write(tmp_path, "a.txt", ("été à la forêt où naît la rivière " * 20).encode("cp1252"))
    assert only(read(path)).reason.endswith("no Arabic encoding fits; save it as UTF-8")


def test_a_stale_declaration_does_not_win_over_valid_utf8(tmp_path):
    path = write(tmp_path, "a.html", page("windows-1256"))
    assert TEXT in only(read(path)).text


def test_a_declared_encoding_is_used_where_the_bytes_are_no_utf8(tmp_path):
    path = write(tmp_path, "a.html", page("windows-1256").encode("cp1256"))
    document = only(read(path))
    assert TEXT in document.text
    assert document.notices == ("read as Windows-1256",)


@given(st.binary(max_size=300), st.text(max_size=12), st.booleans())
def test_any_bytes_give_an_encoding_or_a_reason(data, declared, whole):
    try:
        assert detect(data, declared, whole=whole).name
    except InputError as error:
        assert any(way in str(error) for way in ("UTF-8", ".txt", ".gz"))


# pages


def test_a_page_gives_main_text_title_date_and_paper(tmp_path):
    document = only(read(write(tmp_path, "a.html", page())))
    assert document.text.startswith(TEXT)
    assert document.text.endswith("إلى نهايته.")
    assert "تعليق قارئ" not in document.text
    assert (document.title, document.date) == ("الوفد يستعد للجولة", "2024-02-10")
    assert document.outlet == "صحيفة المثال"


def test_a_page_without_a_date_gets_none_from_its_footer(tmp_path):
    data = page().replace("2024-02-10T10:00:00Z", "")
    assert only(read(write(tmp_path, "a.html", data))).date == ""


def test_a_page_without_text_is_refused(tmp_path):
    path = write(tmp_path, "a.html", "<html><body></body></html>")
    assert str(only(read(path))) == f"{path}: no article text was found in the page"


def test_a_page_nested_too_deep_is_refused_at_once(tmp_path):
    path = write(tmp_path, "a.html", "<div>" * 100_000 + TEXT)
    assert "over 500 elements inside one another" in only(read(path)).reason


def test_a_page_over_the_size_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("classifier.articles.html.MAX_PAGE", 1000)
    path = write(tmp_path, "a.html", page())
    assert "page is larger than 1,000 bytes" in only(read(path)).reason


@given(st.text(max_size=200), st.binary(max_size=200))
def test_any_page_is_read_or_refused(text, data):
    from classifier.articles.html import read_html
    from classifier.articles.making import Place

    for content in (text.encode("utf-8", "surrogatepass"), data, page().encode() + data):
        assert isinstance(read_html(content, Place("p", "p"), 1000), Document | Refusal)


# JSON lines


def test_the_fields_of_a_row_are_read(tmp_path):
    row = {"id": 7, "text": TEXT, "title": "عنوان\nطويل", "date": "٥ آذار ٢٠٢٤"}
    path = write(tmp_path, "a.jsonl", rows({**row, "source": "المثال", "url": "u", "other": [1]}))
    assert only(read(path)) == Document(
        "7", TEXT, f"{path}:1", "عنوان طويل", "2024-03-05", "المثال", "u"
    )


def test_outlet_comes_before_source(tmp_path):
    path = write(tmp_path, "a.jsonl", rows({"text": TEXT, "source": "ب", "outlet": "أ"}))
    assert only(read(path)).outlet == "أ"


def test_a_row_without_id_is_named_by_file_and_line(tmp_path):
    path = write(tmp_path, "news.jsonl.gz", gzip.compress(f"\n{rows({'text': TEXT})}".encode()))
    assert only(read(path)).id == "news:2"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x"}', 'has no field "text"; the fields read are id, text, title'),
        (
            '{"headline": "x", "body": "y"}',
            'has no field "text"; the fields read are id, text, title, date, outlet, source, url; '
            f"it has headline, body: {RENAME}",
        ),
        ('{"id": "x", "text": 5}', 'the field "text" is a number, not text'),
        ('{"id": "x", "text": ["a"]}', 'the field "text" is a list, not text'),
        ('{"id": "x", "text": " "}', "text is empty"),
        ('{"id": "x", "text"', "not valid JSON (Expecting ':' delimiter at column 19)"),
        ("[1]", "not a JSON object: one {…} a line is expected"),
        ("[" * 100_000, "not valid JSON (nested too deep)"),
        ('{"text": ' + "9" * 5000 + "}", "not valid JSON (Exceeds the limit"),
        (b'{"text": "\xff\xfe"}', "not valid UTF-8; save the file again as UTF-8"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_rest_is_read(tmp_path, line, reason):
    line = line if isinstance(line, bytes) else line.encode()
    good = rows({"text": TEXT}).encode()
    path = write(tmp_path, "a.jsonl", good + line + b"\n" + good)
    first, refusal, last = read(path)
    assert (first.id, last.id) == ("a:1", "a:3")
    assert str(refusal).startswith(f"{path}:2: {reason}")


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_LINE", 1000)
    path = write(tmp_path, "a.jsonl", rows({"text": "ا" * 5000}, {"text": TEXT}))
    refusal, document = read(path)
    assert str(refusal).startswith(f"{path}:1: line is longer than 1,000 bytes")
    assert document.id == "a:2"


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(8):
            file.write(rows(*({"text": LONG * 8} for _ in range(500))))
    tracemalloc.start()
    count = sum(isinstance(record, Document) for record in read_documents([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < path.stat().st_size / 3


# CSV


def test_csv_rows_may_hold_line_breaks_and_quotes(tmp_path):
    text = f'{TEXT}\n"{TEXT}"'
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([["ID", "Title", "text"], ["1", "عنوان", text], ["2", "آخر", TEXT]])
    path = write(tmp_path, "a.csv", out.getvalue().encode("utf-8-sig"))
    first, second = read(path)
    assert (first.id, first.title, first.text) == ("1", "عنوان", text)
    assert (first.source, second.source) == (f"{path}:2", f"{path}:4")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_other_separators_is_read(tmp_path, mark):
    path = write(tmp_path, "a.csv", f"id{mark}text\n5{mark}{TEXT}\n")
    assert only(read(path)).id == "5"


def test_csv_without_the_text_column_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", "id,body\n1,x\n")
    assert str(only(read(path))) == f'{path}: has no column "text"; it has id, body: {RENAME}'


def test_a_csv_row_with_too_many_fields_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", f"id,text\n1,{TEXT},x\n2,{TEXT}\n")
    refusal, document = read(path)
    assert str(refusal) == f"{path}:2: 3 fields where the heading has 2"
    assert document.id == "2"


def test_a_csv_row_with_a_bad_byte_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", f"id,text\n1,{LONG}\n2,".encode() + b"\xff\n")
    assert str(read(path)[1]) == f"{path}:3: not valid UTF-8; save the file again as UTF-8"


def test_an_open_quote_in_csv_stops_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_LINE", 1000)
    path = write(tmp_path, "a.csv", f'id,text\n1,{TEXT}\n2,"' + f"{TEXT}\n" * 50)
    document, refusal = read(path)
    assert document.id == "1"
    assert str(refusal).startswith(f"{path}:3: not readable as CSV from here on")


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quotation_mark_that_stays_open_in_csv_is_refused(tmp_path, end):
    path = write(tmp_path, "a.csv", f'id,text\n1,{TEXT}\n2,"{TEXT}\n3,{TEXT}{end}')
    document, refusal = read(path)
    assert document.id == "1"
    assert str(refusal).startswith(f"{path}:3: a quotation mark opened here is not closed")


def test_a_csv_without_a_last_line_end_is_read_whole(tmp_path):
    path = write(tmp_path, "a.csv", f'id,text\n1,"{TEXT}"\n2,"{TEXT}"')
    assert [document.id for document in read(path)] == ["1", "2"]


# Parquet


def parquet(path, columns):
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def test_parquet_rows_are_read(tmp_path):
    import datetime

    path = parquet(
        tmp_path / "a.parquet",
        {
            "id": ["x", None, "z"],
            "text": [TEXT, TEXT, None],
            "date": [datetime.date(2024, 2, 10), None, None],
            "other": [1, 2, 3],
        },
    )
    first, second, third = read(path)
    assert first == Document("x", TEXT, f"{path}:1", date="2024-02-10")
    assert second.id == "a:2"
    assert str(third).startswith(f'{path}:3: has no field "text"')


def test_parquet_without_the_text_column_is_refused(tmp_path):
    path = parquet(tmp_path / "a.parquet", {"body": [TEXT]})
    assert str(only(read(path))) == f'{path}: has no column "text"; it has body: {RENAME}'


@pytest.mark.parametrize("values", [[1, 2], [b"\xff", b"\xfe"], [[TEXT], [TEXT]]])
def test_parquet_with_another_type_of_text_is_refused_row_by_row(tmp_path, values):
    records = read(parquet(tmp_path / "a.parquet", {"text": values}))
    assert [type(record) for record in records] == [Refusal, Refusal]
    assert 'the field "text" is' in records[0].reason


def test_a_parquet_cell_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_LINE", 1000)
    path = parquet(tmp_path / "a.parquet", {"text": ["ا" * 5000, TEXT]})
    refusal, document = read(path)
    assert str(refusal) == f"{path}:1: text has more than 1,000 bytes"
    assert document.text == TEXT


@pytest.mark.parametrize("data", [b"x", b"PAR1" + b"\x00" * 100 + b"PAR1"])
def test_a_damaged_parquet_file_is_refused(tmp_path, data):
    path = write(tmp_path, "a.parquet", data)
    assert str(only(read(path))).startswith(f"{path}: not readable as Parquet (")


def test_an_empty_parquet_table_is_refused(tmp_path):
    path = parquet(tmp_path / "a.parquet", {"text": []})
    assert str(only(read(path))).startswith(f"{path}: is empty")


# web archives


def warc(pages, *, packed):
    records = []
    for number, (status, kind, body) in enumerate(pages):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            "WARC-Date: 2024-02-10T10:00:00Z\r\n"
            f"WARC-Target-URI: http://example.org/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


GOOD = ("200 OK", "text/html; charset=utf-8", page().encode())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_html_answers_of_an_archive_are_read(tmp_path, name):
    pages = [GOOD, ("404 Not Found", GOOD[1], GOOD[2]), ("200 OK", "image/png", b"x"), GOOD]
    path = write(tmp_path, name, warc(pages, packed=name.endswith(".gz")))
    first, last = read(path)
    assert (first.id, last.id) == ("a:1", "a:4")
    assert first.text.startswith(TEXT)
    assert (first.url, last.source) == ("http://example.org/0", f"{path}:4")


def test_the_encoding_that_the_server_named_is_used(tmp_path):
    body = page("").replace("<meta charset", "<meta x").encode("cp1256")
    data = warc([("200 OK", "text/html; charset=windows-1256", body)], packed=True)
    assert TEXT in only(read(write(tmp_path, "a.warc.gz", data))).text


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("lost", [3, 60, 700])
def test_an_archive_that_was_cut_off_is_named(tmp_path, packed, lost):
    data = warc([GOOD] * 5, packed=packed)
    path = write(tmp_path, "a.warc.gz" if packed else "a.warc", data[:-lost])
    records = read(path)
    assert sum(isinstance(record, Document) for record in records) >= 3
    assert isinstance(records[-1], Refusal)
    assert "cut off" in records[-1].reason


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    path = write(tmp_path, "a.warc", TEXT)
    assert isinstance(only(read(path)), Refusal)


# packed files


def test_a_gzip_file_that_was_cut_off_is_refused_after_what_came_before(tmp_path):
    data = gzip.compress(rows(*({"id": str(n), "text": f"{n}{LONG}"} for n in range(500))).encode())
    path = write(tmp_path, "a.jsonl.gz", data[:-20])
    records = read(path)
    assert isinstance(records[0], Document)
    assert "damaged or cut off" in records[-1].reason


def test_a_file_that_is_no_gzip_is_refused(tmp_path):
    path = write(tmp_path, "a.txt.gz", TEXT)
    assert "damaged or cut off" in only(read(path)).reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.warc.gz"])
def test_a_gzip_bomb_is_refused_before_it_fills_memory(tmp_path, name):
    path = tmp_path / name
    with gzip.open(path, "wb") as file:
        file.write(b"id,text\n")
        for _ in range(1000):
            file.write(b" " * 100_000 + b"\n")
    tracemalloc.start()
    records = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(records[-1], Refusal)
    assert peak < 60_000_000


# standard input


def test_standard_input_is_text_or_json_lines():
    text = only(read("-", stdin=io.BytesIO(TEXT.encode())))
    assert (text.id, text.text, text.source) == ("stdin", TEXT, "stdin")
    lines = read(
        "-", stdin=io.BytesIO(b"\n " + rows({"text": TEXT}, {"id": "x", "text": TEXT}).encode())
    )
    assert [line.id for line in lines] == ["stdin:2", "x"]


def test_empty_standard_input_is_refused():
    assert str(only(read("-", stdin=io.BytesIO()))) == "stdin: is empty: nothing to read"


def test_heavy_libraries_are_not_imported_until_they_are_needed():
    heavy = {"trafilatura", "fastwarc", "pyarrow", "charset_normalizer", "lxml", "hijridate"}
    code = f"import sys, classifier.articles, classifier.pages; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
