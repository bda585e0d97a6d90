"""What a reader sees: two languages, statements in place, and nothing hostile that acts."""

import collections
import csv
import io
import itertools
import json
import re
import subprocess
import unicodedata
from html.parser import HTMLParser

import numpy
import pytest
import soak_report
from browsing import CHROMIUM, FLAGS
from told_lines import HOSTILE, STANCES, hostile_lines, line

from classifier.reports import (
    Shown,
    render_csv,
    render_html,
    render_json,
    render_markdown,
    summarise,
    terminal_summary,
    terminal_table,
)
from classifier.reports.highlight import mark
from classifier.reports.html import View
from classifier.reports.palette import looks
from classifier.reports.plain import LRM, RLM, shorten, width
from classifier.reports.strings import Strings, _table
from classifier.reports.told import Told
from classifier.spreadsheet import unguard

TEXT = "عنوان الخبر\nقال سالم: «نرحب بالحوار». ثم سكت.\nوقال منير إنه يرفض ذلك."


@pytest.fixture
def rows():
    first, second = TEXT.index("قال سالم"), TEXT.index("وقال منير")
    said, refused = TEXT[first : TEXT.index(" ثم")], TEXT[second:]
    return [
        line(said, start=first, content_start=first + 10, content_end=first + len(said) - 1),
        line(refused, start=second, speaker="منير", speaker_canonical="منير", party="الجبهة",
             stance="opposed", sentiment="negative", form="reported", date="2024-05-01",
             reasons={"stance": [["يرفض", 0.8]], "sentiment": []}),
    ]  # fmt: skip


class Page(HTMLParser):
    """A page taken apart: tags with their attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag, name="", value=""):
        return [a for t, a in self.tags if t == tag and (not name or value in a.get(name, ""))]


def page(rows, **options):
    return Page(render_html(summarise(rows), **options))


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_page_has_its_language_its_direction_and_headings_in_both(rows, lang, direction):
    found = page(rows, lang=lang)
    assert found.all("html")[0] == {"lang": lang, "dir": direction}
    assert "الأطراف" in "".join(found.text)
    assert "Parties" in "".join(found.text)


def test_a_page_asks_nothing_of_the_network_and_runs_only_its_own_script(rows):
    found = page(rows)
    policy = found.all("meta", "http-equiv", "Content-Security-Policy")[0]["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert len(found.all("script")) == 1
    assert not [a for _, a in found.tags if {"src", "srcset", "action"} & set(a)]
    assert all(a["href"].startswith("#") for _, a in found.tags if "href" in a)


def test_statements_stand_in_their_place_in_the_article(rows):
    found = page(rows, articles={"خبر": TEXT})
    marks = found.all("a", "class", "m ")
    assert [a["href"] for a in marks] == ["#s0", "#s1"]
    assert {a["id"] for a in found.all("li", "class", "card")} >= {"s0", "s1"}


def test_without_the_articles_the_page_says_so(rows):
    assert "--articles" in render_html(summarise(rows), lang="en")
    assert "--articles" not in render_html(summarise(rows), lang="en", articles={"خبر": TEXT})


def test_a_text_that_is_not_the_scored_one_is_not_marked(rows):
    text = render_html(summarise(rows), lang="en", articles={"خبر": "x" + TEXT})
    assert "2 statements are not marked" in text


def test_articles_numbered_alike_in_other_files_are_no_page(rows):
    rows[0] |= {"article_id": "خبر#1", "source": "a.jsonl:1"}
    rows[1] |= {"article_id": "خبر#2", "source": "a.jsonl:2"}
    assert len(summarise(rows).pages) == 2


def test_an_address_is_a_link_and_nothing_else_is(rows):
    rows[0]["source"], rows[1]["source"] = "https://example.org/1", "javascript:alert(1)"
    found = {a["href"] for _, a in page(rows, articles={"خبر": TEXT}).tags if "href" in a}
    assert [each for each in found if not each.startswith("#")] == ["https://example.org/1"]


def test_what_is_about_negotiating_comes_first():
    rows = [
        line(f"حصد {n} منير {n * n} حقلا", party="المزارعون", stance="unrelated",
             date="2024-03-01", article_id=f"حصاد {n}")
        for n in range(9)
    ]  # fmt: skip
    rows.append(line(party="الحكومة", date="2024-01-01", article_id="حوار"))
    summary = summarise(rows)
    assert (summary.about, summary.aside) == (1, 9)
    assert [share.share for share in summary.shares] == [1.0, 0, 0, 0, 0]
    assert [party.name for party in summary.parties] == ["الحكومة", "المزارعون"]
    assert summary.pages[0].id == "حوار"
    text = render_html(summary, lang="en", shown=Shown(cards=3))
    assert "Of the 1 statements about negotiating; 9 about other things" in text
    cards = [card["data-party"] for card in Page(text).all("li", "class", "card")]
    assert cards == ["الحكومة", "المزارعون", "المزارعون"]


def test_a_collection_about_other_things_says_so():
    text = render_html(summarise([line(stance="unrelated")]), lang="en")
    assert "None of these statements is about negotiating." in text
    assert "No statement here has a known position." in render_html(summarise([]), lang="en")


def test_the_first_screen_names_a_condition_of_each_party_and_what_changed():
    rows = [
        line(f"قال {n} منير {n * n} ذلك", date=f"2024-0{1 + n // 4}-0{1 + n}",
             stance="opposed" if n < 4 else "supportive", article_id=str(n))
        for n in range(8)
    ]  # fmt: skip
    rows.append(line("قال سالم: لا لقاء قبل وقف النار", party="الجبهة", stance="conditional"))
    text = render_html(summarise(rows), lang="en")
    glance = text[text.index('id="glance"') : text.index('id="overview"')]
    assert "لا لقاء قبل وقف النار" in glance
    assert "Moved: from “opposed” (4 of 4) to “supportive” (4 of 4)" in glance


def test_articles_of_one_page_share_its_text(rows):
    rows[0]["article_id"], rows[1]["article_id"] = "خبر#1", "خبر#2"
    assert len(page(rows, articles={"خبر": TEXT}).all("a", "class", "m ")) == 2


def test_marking_loses_no_letter_and_the_inner_of_two_statements_wins():
    text = "قال أحمد إن سالم قال: نعم. انتهى"
    outer = Told(0, text[:26], start=0, end=26)
    inner = Told(1, text[12:26], start=12, end=26, content_start=22, content_end=25)
    found = mark(text, [outer, inner]).stretches
    assert "".join(piece.text for one in found for piece in one.pieces) == text
    assert [one.told and one.told.number for one in found] == [0, 1, None]


def test_a_long_text_is_cut_and_says_so():
    found = mark("كلام " * 100, [], longest=50)
    assert found.cut
    assert sum(len(piece.text) for one in found.stretches for piece in one.pieces) == 50


def test_what_is_left_out_is_told():
    rows = [line(f"قال كلاما رقمه {n} عن الحوار", article_id=str(n)) for n in range(30)]
    text = render_html(summarise(rows), lang="en", shown=Shown(cards=10))
    assert "Showing 10 of 30 statements" in text


def test_every_point_of_a_long_time_line_has_its_quotes():
    summary = summarise(soak_report.lines(12_000))
    view = View(summary, Strings.of("en"), Shown())
    lines = (*view.everyone, *view.timelines)
    columns = [(line, column) for line in lines for column in line.columns]
    assert len(columns) > 100
    assert all(view.has_quotes(line, column) for line, column in columns)
    assert render_html(summary).count('data-period="20') == len(columns) + len(view.cards)


def test_a_point_without_a_card_is_drawn_and_leads_nowhere():
    page = render_html(summarise(soak_report.lines(2_000)), shown=Shown(cards=0))
    assert '<g role="img" aria-label=' in page
    assert "data-period=" not in page


def test_the_rows_of_a_table_add_up():
    rows = [
        line(f"قال متحدث {n} إن الأمر {n * 3} قائم", party=f"طرف {n % 4}", stance=STANCES[n % 6])
        for n in range(40)
    ]
    rows.append(line("قال: لا أدري", party="طرف 1", abstained=True))
    summary = summarise(rows)
    text = render_markdown(summary, lang="en")
    table = text[text.index("## Parties") : text.index("## Speakers")]
    cells = [row.strip("|").split("|") for row in table.splitlines() if row.startswith("| ")]
    assert [cell.strip() for cell in cells[0][-2:]] == ["unrelated", "left undecided"]
    numbers = [[int(cell) for cell in row[1:]] for row in cells[2:]]
    assert len(numbers) > 2 and all(said == sum(rest) for said, _, *rest in numbers)
    sheet = csv.DictReader(io.StringIO(render_csv(summary).removeprefix("\ufeff")))
    counted = collections.Counter()
    for row in sheet:
        if row["section"] == "party":
            counted[row["name"]] += int(row["n"])
    assert counted == {each.name: each.statements for each in summary.parties}


def test_ten_thousand_statements_stay_under_ten_megabytes():
    rows = (
        line(f"قال الرجل رقم {n} إن {'المفاوضات مستمرة ' * 12} حتى {n * 7}", article_id=str(n // 5),
             start=(n % 5) * 300, speaker_canonical=f"متحدث {n % 900}", party=f"طرف {n % 60}",
             date=f"20{20 + n % 5}-{1 + n % 12:02d}-{1 + n % 28:02d}")
        for n in range(10_000)
    )  # fmt: skip
    assert len(render_html(summarise(rows)).encode()) < 10_000_000


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_statements_and_no_labels_still_make_a_page(lang):
    for rows in ([], [{"text": "قال: لا"}], [{"text": "أ", "sentiment": "positive"}]):
        summary = summarise(rows)
        assert "<html" in render_html(summary, lang=lang, articles={})
        assert render_markdown(summary, lang=lang)
        assert terminal_summary(summary, lang=lang)
        json.loads(render_json(summary))
        assert render_csv(summary)


def test_every_string_has_both_languages_and_the_same_places():
    arabic, english = _table("ar"), _table("en")
    places = re.compile(r"{(\w+)}")
    for key, words in arabic.items():
        assert words, key
        assert english[key], key
        assert set(places.findall(words)) == set(places.findall(english[key])), key


def test_unknown_labels_are_shown_by_their_names():
    assert Strings.of("en").label("stance", "hawk") == "hawk"
    assert "hawk" in render_html(summarise([line(stance="hawk")]))


def test_labels_keep_apart_for_colour_blind_readers_and_their_text_is_legible():
    found = looks(STANCES, "l")
    for matrix in _SIGHTS:
        seen = [_lab(matrix @ _linear(found[stance].colour)) for stance in STANCES]
        assert min(numpy.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 20
    for look in found.values():
        light, dark = sorted((_light(look.colour), _light(look.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4.5
    assert len({(look.pattern, look.sign) for look in found.values()}) == len(STANCES)


#: Normal sight; protanopia, deuteranopia, tritanopia by Machado, Oliveira, Fernandes (2009).
_SIGHTS = (
    numpy.eye(3),
    numpy.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    numpy.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    numpy.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
)


def _linear(colour):
    parts = numpy.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return numpy.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _light(colour):
    return float(_linear(colour) @ [0.2126, 0.7152, 0.0722])


def _lab(linear):
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = numpy.array(to_xyz) @ numpy.clip(linear, 0, 1) / [0.9505, 1, 1.089]
    f = numpy.where(xyz > 0.008856, numpy.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# hostile text, in every field and every rendering


@pytest.fixture
def hostile():
    return summarise(hostile_lines(), names={text: text for text in HOSTILE}, remarks=HOSTILE)


def hidden(text):
    return [
        letter
        for letter in text
        if letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        or (unicodedata.category(letter) == "Cc" and letter not in "\n\r\t")
        or unicodedata.category(letter) == "Cs"
    ]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_hostile_text_is_inert_in_a_page(hostile, lang):
    texts = {f"{text}{n}": text for n, text in enumerate(HOSTILE)}
    text = render_html(hostile, lang=lang, articles=texts)
    found = Page(text)
    assert len(found.all("script")) == 1
    assert not found.all("img")
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on")]
    assert not hidden(text)
    assert "{{ 7*7 }}" in "".join(found.text)


def test_hostile_text_is_inert_in_a_terminal(hostile):
    rows = hostile_lines()
    for text in (terminal_summary(hostile, 100), terminal_table(rows, 100)):
        assert not hidden(text)
        assert "\x1b" not in text
    assert len(terminal_table(rows, 100).splitlines()) == len(rows) + 2


def test_hostile_text_is_inert_in_markdown(hostile):
    text = render_markdown(hostile)
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not hidden(text)


def test_hostile_text_is_inert_in_a_spreadsheet(hostile):
    text = render_csv(hostile)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝")]
    assert "=HYPERLINK" in " ".join(map(unguard, cells))


def test_hostile_text_is_data_in_json(hostile):
    assert json.loads(render_json(hostile).encode())["tellings"] == len(HOSTILE)


needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium: install it to see the page in a browser"
)


def in_browser(text, tmp_path):
    """The page's elements after its script ran, as a browser writes them down."""
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    command = [
        *(CHROMIUM, *FLAGS),
        f"--user-data-dir={tmp_path / 'profile'}",
        *("--virtual-time-budget=2000", "--dump-dom"),
    ]
    done = subprocess.run(
        [*command, path.as_uri()], capture_output=True, timeout=60, check=True, text=True
    )
    return done.stdout


@needs_browser
def test_a_browser_runs_nothing_hostile_and_our_own_script(hostile, tmp_path):
    texts = {f"{text}{n}": text for n, text in enumerate(HOSTILE)}
    shown = in_browser(render_html(hostile, articles=texts), tmp_path)
    heading = shown[: shown.index("<head")]
    assert 'class="js"' in heading
    assert "pwned" not in heading


#: What a reader does: search, choose a column of the time line, sort, point at a statement.
_READER = """<script>
var out = [], el = document.documentElement, all = function (s) {
  return Array.from(document.querySelectorAll(s)); };
var seen = function () { return all(".card:not(.hide)").map(function (c) { return c.id; }); };
var find = document.querySelector("#f-search");
find.value = "\u0625\u0646\u0651\u0647 \u0645\u0646\u064a\u0631";
find.dispatchEvent(new Event("input"));
setTimeout(function () {
  out.push(seen());
  var last = all("svg.time a").pop();
  last.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  out.push([last.dataset.party, seen(), find.value]);
  document.querySelector("#reset").click();
  out.push(seen());
  all("input[type=checkbox]")[2].click();
  out.push(seen());
  var mark = all("a.m")[0];
  mark.focus();
  out.push(document.querySelector("#dock").classList.contains("on"));
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  out.push(document.querySelector("#dock").classList.contains("on"));
  all("#speakers th button")[0].click();
  out.push(all("#speakers tbody td:first-child a").map(function (a) { return a.textContent; }));
  el.setAttribute("data-out", JSON.stringify(out));
}, 300);
</script></body>"""


@needs_browser
def test_a_reader_searches_chooses_sorts_and_points(rows, tmp_path):
    text = render_html(summarise(rows), lang="en", articles={"خبر": TEXT})
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    shown = in_browser(text.replace("</body>", _READER), tmp_path)
    found = Page(shown).all("html")[0]["data-out"]
    assert json.loads(found) == [
        ["s1"],
        ["الحكومة", ["s0"], ""],
        ["s0", "s1"],
        ["s1"],
        True,
        False,
        ["منير", "سالم"],
    ]


# terminal


def test_a_narrow_terminal_loses_the_party_then_the_speaker(rows):
    assert "الجبهة" in terminal_table(rows, 100)
    assert "الجبهة" not in terminal_table(rows, 60)
    assert "منير\u200e" not in terminal_table(rows, 40)


@pytest.mark.parametrize("cells", [40, 60, 80, 120])
def test_a_table_keeps_to_the_width_of_the_terminal(cells):
    rows = [line("قال المتحدث " + "كلاما طويلا جدا " * 20, party="حزب " * 20, role="ر" * 50)]
    assert all(width(one) <= cells for one in terminal_table(rows, cells).splitlines())


def test_labels_and_confidence_come_first_and_the_statement_last(rows):
    shown = terminal_table(rows, 100).replace(LRM, "").replace(RLM, "").splitlines()
    assert re.match(r"supportive\s+75%\s+الحكومة\s+سالم\s+…«نرحب بالحوار»", shown[2])


def test_a_statement_keeps_its_frame_where_no_column_names_who_says_it(rows):
    assert "قال سالم" in terminal_table(rows, 40)
    rows[0].update(speaker="", speaker_canonical="")
    assert "قال سالم" in terminal_table(rows, 100)


def test_an_abstained_label_bears_a_question_mark():
    assert "supportive?" in terminal_table([line(abstained=True)], 80)


def test_shortening_counts_cells_not_letters():
    assert width(shorten("مُحَمَّدٌ رَسُولُ السَّلام", 9)) <= 9
    assert shorten("نعم", 0) == ""
