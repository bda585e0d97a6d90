"""CSV: a spreadsheet opens it and runs nothing; what people do in a spreadsheet is understood."""

import csv
import io

import pytest
from tasks import SAID, TEXT, article, quote, span_of
from told_lines import HOSTILE

from classifier.errors import InputError
from training.exchange import Guess, Mark, read_text, write


def table(*tasks):
    text = write(tasks, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def saved(rows, mark=",", ends="\n"):
    """The same rows as Excel saves them: its own separator and line ends, quotes where needed."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=mark, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: cell.replace("\r\n", ends) for name, cell in row.items()} for row in rows
    )
    return out.getvalue()


def test_excel_reads_it_as_utf8_with_its_own_line_ends():
    data = write([quote()], "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.decode("utf-8-sig").splitlines()[0].startswith('"id","text","stance","sentiment"')


def test_a_quote_is_a_row_with_columns_to_fill_in():
    guess = Mark(0, 31, {}, {"stance": Guess("neutral", 0.4)})
    (row,) = table(quote(marks=(guess,)))
    assert (row["stance"], row["sentiment"]) == ("", "")
    assert (row["stance_guess"], row["stance_score"]) == ("neutral", "0.4")


def test_an_article_is_a_row_a_statement_with_its_text_in_the_first():
    one, two = table(article())
    assert (one["text"], one["stance"], one["speaker"]) == (SAID, "supportive", "سالم الحربي")
    assert (one["article_text"], two["article_text"]) == (TEXT, "")
    assert one["article_title"] == two["article_title"] == article().fields["title"]
    assert one["context_after"].startswith("وأضاف")


def test_a_quotation_mark_that_stays_open_is_named_by_its_line():
    with pytest.raises(InputError, match=r"own\.csv:3: is no CSV"):
        read_text('id,text,stance\n1,نعم,neutral\n2,"لا,neutral', "csv", "own.csv")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_like_a_formula(text):
    task = quote(text, fields={"speaker": text, text.replace("\ud800", "x"): text})
    rows = csv.reader(io.StringIO(write([task], "csv").decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+@＝")]
    assert read_text(write([task], "csv").decode("utf-8-sig"), "csv").tasks == (task,)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_excel_saved_comes_back_equal(mark):
    found = read_text(saved(table(article(), quote()), mark, ends="\r\n"), "csv")
    assert found.tasks == (article(), quote())


def test_a_statement_is_found_again_after_excel_changed_line_ends():
    whole = Mark(0, len(TEXT), {"stance": "neutral"})
    found = read_text(saved(table(article(marks=(whole,)))), "csv")
    (task,) = found.tasks
    assert task.said(task.marks[0]) == TEXT.replace("\r\n", "\n")


def test_what_was_filled_in_wins_over_what_was_carried_along():
    rows = table(quote(marks=(), fields={"note": "", "topic": "سد"}), quote(id="ق2"))
    rows[0] |= {"stance": "opposed", "note": "انظر"}
    one, _ = read_text(saved(rows), "csv").tasks
    assert one.marks[0].labels == {"stance": "opposed"}
    assert one.fields == {"note": "انظر", "topic": "سد"}


def test_rows_may_be_sorted_and_left_out():
    rows = table(article(), quote())
    found = read_text(saved(rows[::-1], ends="\r\n"), "csv")
    assert found.tasks[0] == quote()
    assert found.tasks[1].text == TEXT
    assert len(found.tasks[1].marks) == 2


def test_a_statement_whose_article_was_deleted_is_read_as_a_quote():
    (task,) = read_text(saved(table(article())[1:]), "csv").tasks
    assert (task.kind, task.text) == ("quote", "وأضاف 👍 أن «لا» تعني ‏لا")
    assert task.marks[0].labels == {"stance": "opposed"}
    assert task.fields["article_id"] == "خبر"


def test_borders_are_corrected_by_correcting_the_text():
    (row, _) = table(article())
    (task,) = read_text(saved([row | {"text": SAID.removesuffix(".")}]), "csv").tasks
    assert task.marks[0].span == span_of(SAID.removesuffix("."))


def test_a_table_of_articles_is_read():
    (task,) = read_text(f'id,text,date\n7,"{SAID}",2024\n', "csv").tasks
    assert (task.id, task.kind, task.fields) == ("7", "article", {"date": "2024"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text,stance\na,b,c\n", "own.csv:2: has 3 fields where the heading has 2"),
        ('text,stance\n"a\nb",x\n,opposed\n',
         "own.csv:4: has no text; its keys are stance, sentiment, start"),
        ("text,stance,start\nقال,x,تسعة\n",
         "own.csv:2: its start is 'تسعة', which is not what that column holds"),
        ("text,stance,other\nقال,x,{\n", "own.csv:2: its other is '{', which is not what that "
         "column holds"),
        ("text,stance,other\nقال,x,[1]\n", "own.csv:2: its other is '[1]', which is not what that "
         "column holds"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(text, told):
    (refusal,) = read_text(text, "csv", "own.csv").refusals
    assert told.startswith(str(refusal)) or str(refusal) == told
