"""The CSV opened and saved by LibreOffice: every cell comes back, and nothing is a formula."""

import csv
import shutil
import subprocess

import pytest
from told_lines import hostile_lines, line

from classifier.reports import render_csv, summarise
from classifier.results import read_rows, write_rows
from classifier.spreadsheet import unguard

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="no LibreOffice (Debian: libreoffice-calc-nogui) to open the CSV with"
)
#: Comma, quotes, UTF-8, from the first line; back as the cells are, formulas as their text.
READ = "CSV:44,34,76,1"
WRITE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,true"
#: A sheet has no place for these; the rest of a text is kept.
UNKEPT = "\x00"


def saved_again(path, tmp_path):
    """The file as LibreOffice saves what it opened."""
    folder = tmp_path / "saved"
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
         f"--infilter={READ}", "--convert-to", WRITE, "--outdir", folder, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (made,) = folder.iterdir()
    return made


def test_predictions_come_back_from_a_spreadsheet(tmp_path):
    names = ("007", "1e5", "3/4", "12345678901234567890", "TRUE-1")
    told = [
        line(f"قال:\nنعم; \"لا\", '{n}'", article_id=name, start=n * 50, cameo_hint="036")
        for n, name in enumerate(names)
    ]
    rows = told + [row for row in hostile_lines() if not set(UNKEPT) & set(row["text"])]
    path = tmp_path / "out.csv"
    write_rows(rows, path)
    before, after = list(read_rows(path)), list(read_rows(saved_again(path, tmp_path)))
    assert after == before


def test_nothing_in_a_report_is_a_formula_to_a_spreadsheet(tmp_path):
    path = tmp_path / "report.csv"
    rows = [*hostile_lines(), line(party="الجبهة", date="2024-05-01")]
    path.write_text(render_csv(summarise(rows)), encoding="utf-8", newline="")
    with path.open(encoding="utf-8-sig", newline="") as text:
        before = list(csv.reader(text))
    with saved_again(path, tmp_path).open(encoding="utf-8-sig", newline="") as text:
        after = list(csv.reader(text))
    assert [len(row) for row in after] == [len(row) for row in before]
    for old, new in zip(before, after, strict=True):
        assert [_same(a) for a in new] == [_same(b.replace(UNKEPT, "")) for b in old]
    assert "=HYPERLINK" in " ".join(map(unguard, (cell for row in after for cell in row)))


def _same(cell):
    """A number however it is written, else the cell."""
    try:
        return float(cell)
    except ValueError:
        return cell
