"""Reports in a real browser: hostile corpora in every rendering, places, looks, the time line.

Needs Chromium (Debian's package) and playwright; without them these tests are skipped and say so.
"""

import re

import pytest
import soak_open
from browsing import CONTRAST, NAMELESS, watched
from told_lines import HOSTILE, hostile_lines, line

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
from training.evaluation_report import render

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture
def show(browser, tmp_path):
    """Open a text as a file."""
    with watched(browser, "file:", "data:image/svg+xml") as open_page:

        def start(text, name="report.html", width=1280, **more):
            path = tmp_path / name
            path.write_text(text, encoding="utf-8", newline="")
            page = open_page(path.as_uri(), viewport={"width": width, "height": 900}, **more)
            page.wait_for_timeout(200)
            return page

        yield start


# --- strangers' words -----------------------------------------------------------------------


def evaluation():
    errors = [{"text": text, "gold": text, "predicted": text} for text in HOSTILE]
    head = {"macro_f1": 0.5, "accuracy": 0.5, "f1": dict.fromkeys(HOSTILE, 0.5), "errors": errors}
    head |= {
        "confusion": {text: {text: 1} for text in HOSTILE},
        "by": {text: {text: {"macro_f1": 0.5}} for text in HOSTILE},
        "learning_curve": [[0, 0.4, 0.5], [300, 0.6, 0.7]],
    }
    told = dict.fromkeys(HOSTILE, "<img src=x onerror=document.documentElement.dataset.p=1>")
    baselines = {text: {"stance": {"macro_f1": 0.1}} for text in HOSTILE}
    return {"quotes": {"stance": head}, "baselines": baselines, "model": told, "data": told}


def renderings():
    rows = hostile_lines()
    summary = summarise(rows, names={text: text for text in HOSTILE}, remarks=HOSTILE)
    texts = {f"{text}{n}": text for n, text in enumerate(HOSTILE)}
    pages = {lang: render_html(summary, lang=lang, articles=texts) for lang in ("ar", "en")}
    found = {f"{lang}.html": page for lang, page in pages.items()}
    found |= {f"open-{name}": POLICY.sub("", page) for name, page in found.items()}
    markdown = render_markdown(summary)
    terminal = terminal_summary(summary, 100) + terminal_table(rows, 100)
    return found | {
        "evaluation.html": render(evaluation()),
        "open-evaluation.html": POLICY.sub("", render(evaluation())),
        "report.md": markdown,
        "markdown.html": f'<!doctype html><meta charset="utf-8">\n{markdown}',
        "report.json": render_json(summary),
        "report.csv.txt": render_csv(summary),
        "terminal.txt": terminal,
    }


@pytest.mark.parametrize("name", sorted(renderings()))
def test_nothing_hostile_runs_in_any_rendering(show, name):
    page = show(renderings()[name], name)
    assert page.evaluate("document.documentElement.getAttribute('pwned')") is None
    assert page.evaluate("document.documentElement.dataset.p ?? null") is None
    assert (
        page.locator("img, iframe, object, embed, form[action], [onload], [onerror]").count() == 0
    )
    assert page.locator("a:not([href^='#'])").count() == 0
    if name.endswith(".html") and name != "markdown.html":
        assert page.get_attribute("html", "class") == "js"  # our own script did run
        assert not set(page.text_content("body")) & set("\u202e\u202d\u2066\u2069\x1b\x07")


# --- reading --------------------------------------------------------------------------------


def many(count=300):
    stances = ("supportive", "conditional", "opposed", "accusing", "neutral", "unrelated")
    return [
        line(
            f"قال المتحدث رقم {n} إن {'المفاوضات مستمرة ' * (1 + n % 9)} حتى {n * 7}",
            article_id=str(n // 5), start=(n % 5) * 300, speaker_canonical=f"متحدث {n % 20}",
            speaker=f"متحدث {n % 20}", party=f"طرف {n % 6}", outlet=f"صحيفة {n % 3}",
            date=f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}", stance=stances[n % 6],
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_report_can_be_seen_and_used_by_everybody(show, lang):
    page = show(render_html(summarise(many(60)), lang=lang, articles={}))
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    assert page.locator("h1").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("width", [320, 390, 768])
def test_a_report_fits_a_phone(show, width):
    page = show(render_html(summarise(many(60)), articles={}), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_a_link_leads_to_its_place_however_far_down(show, width):
    page = show(render_html(summarise(many()), lang="en"), width=width)
    page.click('nav a[href="#reading"]')
    page.wait_for_timeout(900)
    assert page.evaluate("document.querySelector('#reading').getBoundingClientRect().top") < 900
    page.locator('#accusations a[href^="#s"]').last.click()
    page.wait_for_timeout(900)
    assert page.evaluate("document.querySelector('.card:target').getBoundingClientRect().top") >= 0
    assert page.evaluate("document.querySelector('.card:target').getBoundingClientRect().top") < 90


def test_the_time_line_leads_to_its_quotes(show):
    page = show(render_html(summarise(many()), lang="en"))
    page.locator(".everyone svg.time a").last.click()
    met = {each.get_attribute("data-period") for each in page.locator(".card:not(.hide)").all()}
    assert len(met) == 1
    column = page.locator(".multiples svg.time a").first
    column.focus()
    page.keyboard.press("Enter")
    cards = page.locator(".card:not(.hide)")
    assert 0 < cards.count() < 300
    assert {each.get_attribute("data-party") for each in cards.all()} == {
        column.get_attribute("data-party")
    }
    assert page.text_content("#found") == str(cards.count())


def test_an_arabic_report_runs_from_right_to_left(show):
    page = show(render_html(summarise(many(60))))
    title, first, last = (
        page.locator(each).bounding_box() for each in ("h1", ".stand >> nth=0", ".stand >> nth=3")
    )
    assert title["x"] + title["width"] > 1100
    assert first["x"] > last["x"]
    share = page.locator("#overview td .n").first
    assert share.evaluate("(e) => getComputedStyle(e).direction") == "ltr"  # 11%–26%, not 26%–11%


def test_a_long_report_is_open_soon(show, browser, tmp_path):
    path = tmp_path / "long.html"
    path.write_text(soak_open.report(10_000), encoding="utf-8")
    for screen in ("wide", "phone"):
        costs = [soak_open.opened(browser, path, *soak_open.SCREENS[screen]) for _ in range(2)]
        assert min(cost["cpu_s"] for cost in costs) < soak_open.SOON, costs
        assert all(cost["seen_ms"] < cost["loaded_ms"] for cost in costs), costs
    page = show(path.read_text(encoding="utf-8"))
    shown = page.locator(".card").count()
    assert 500 < shown <= Shown().cards
    assert f"{shown:,}" in page.text_content("#statements")


def test_what_is_not_on_the_first_screen_is_laid_out_when_it_comes_near(show):
    page = show(render_html(summarise(many(60)), articles={}))
    laid_out = "(e) => e.firstElementChild.checkVisibility({contentVisibilityAuto: true})"
    assert page.locator("#glance").evaluate(laid_out)
    assert not page.locator("#reading").evaluate(laid_out)
    page.click('nav a[href="#reading"]')
    page.wait_for_timeout(900)
    assert page.locator("#reading").evaluate(laid_out)


def test_a_report_prints_without_its_tools_and_with_its_quotes(show):
    page = show(render_html(summarise(many(60)), lang="en", articles={}))
    page.emulate_media(media="print")
    assert page.locator("#filters, nav.jump, .noprint").first.is_hidden()
    assert page.pdf().startswith(b"%PDF")
