"""The page in a real browser: read, correct, export, train; hostile words; both tongues.

Needs Chromium (Debian's package) and playwright; without them these tests are skipped and say so.
"""

import json
import re
import time

import pytest
from browsing import CONTRAST, NAMELESS, watched
from desk import QUICK, TEXT, served_in, stand_in
from told_lines import HOSTILE

from classifier.reports.palette import looks
from classifier.web.pages import ASSETS, words_of


@pytest.fixture
def address(tmp_path):
    with served_in(tmp_path) as address:
        yield address


@pytest.fixture
def open_page(browser, address):
    """Open the page, in Arabic where nothing else is said."""
    with watched(
        browser,
        address,
        "data:",
        "blob:",
        forgiven=("413", "ERR_INTERNET_DISCONNECTED"),
        dialogs=True,
    ) as start:
        yield lambda path="/?lang=ar", **more: start(address + path, **more)


def paste(page, text=TEXT, **fields):
    if fields:
        page.click("#paste details summary")
    for name, value in fields.items():
        page.fill(f'#paste [name="{name}"]', value)
    page.fill("#paste-text", text)
    page.click('#paste [type="submit"]')
    page.wait_for_selector("#read:not([hidden]) #text span")


def marked(page):
    """The statements as they are shown in the text, in order."""
    script = """() => {
      const found = new Map();
      for (const mark of document.querySelectorAll("#text .m"))
        found.set(mark.dataset.number, (found.get(mark.dataset.number) ?? "") + mark.textContent);
      return [...found.values()];
    }"""
    return page.evaluate(script)


def ask(page, path, method="GET", body=None):
    options = {"method": method, "headers": {"content-type": "application/json"}}
    if body is not None:
        options["data"] = json.dumps(body)
    reply = page.context.request.fetch(page.url.split("/?")[0] + path, **options)
    return reply.text()


def quotes(page):
    return [json.loads(line) for line in ask(page, "/api/corrections").splitlines()]


def statements_of(page, text=TEXT):
    return json.loads(ask(page, "/api/articles", "POST", {"text": text}))["statements"]


def choose_text(page, words):
    """Select words in the text, as a mouse would."""
    script = """(words) => {
      const pieces = [...document.querySelectorAll("#text [data-at]")];
      const whole = pieces.map((piece) => piece.textContent).join("");
      let left = whole.indexOf(words), right = left + words.length;
      const range = document.createRange();
      for (const piece of pieces) {
        const length = piece.firstChild.data.length;
        if (left >= 0 && left < length) { range.setStart(piece.firstChild, left); left = -1; }
        else left -= left >= 0 ? length : 0;
        if (right > 0 && right <= length) { range.setEnd(piece.firstChild, right); right = -1; }
        else right -= right > 0 ? length : 0;
      }
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return getSelection().toString();
    }"""
    assert page.evaluate(script, words) == words
    page.wait_for_selector("#picked:not([hidden])")


def kept(page, count, *, heads=(), without=()):
    """Wait until so many quotes are in the store, each with labels of these heads and not those.

    The page shows a label before the store has it.
    """

    def fits(one):
        return {*heads} <= one.keys() and one.keys().isdisjoint(without)

    deadline = time.monotonic() + 10
    while len(found := quotes(page)) != count or not all(map(fits, found)):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


# --- reading --------------------------------------------------------------------------------


def test_a_pasted_article_shows_exactly_its_statements(open_page):
    page = open_page()
    paste(page)
    expected = statements_of(page)
    assert marked(page) == [each["text"] for each in expected]
    assert page.text_content("#text") == TEXT
    assert page.text_content("#read-title") == "محادثات جديدة في الميناء"


def test_a_sample_shows_its_statements_with_who_and_why(open_page):
    page = open_page()
    page.click('[data-sample="levantine.txt"]')
    page.wait_for_selector("#text .m")
    assert len(marked(page)) > 5
    assert page.text_content("#panel .who").strip()
    assert page.locator("#panel .choices.stance .choice").count() == 4  # as the small model has
    assert page.locator('#panel .choice[aria-pressed="true"]').count() == 2


def test_offsets_hold_behind_letters_of_two_units(open_page):
    page = open_page()
    text = "😀 خبر 🕊️\n" + TEXT
    paste(page, text)
    assert marked(page) == [each["text"] for each in statements_of(page, text)]


@pytest.mark.shared
def test_the_seed_page_shows_its_eighteen_statements(open_page, shared_data):
    gold = json.loads((shared_data / "seed_page.gold.jsonl").read_text().splitlines()[0])
    page = open_page()
    paste(page, gold["text"])
    shown = marked(page)
    found = statements_of(page, gold["text"])
    assert shown == [each["text"] for each in found]
    assert len(shown) == len(gold["statements"]) == 18


def test_a_file_is_read_and_shown(open_page, tmp_path):
    file = tmp_path / "خبر.txt"
    file.write_bytes(TEXT.encode("cp1256"))
    page = open_page()
    page.set_input_files("#paste-file", file)
    page.wait_for_selector("#text .m")
    assert "Windows-1256" in page.text_content("#read-notices")
    assert page.text_content("#text") == TEXT


def test_an_address_is_not_taken_for_an_article(open_page):
    page = open_page("/?lang=en")
    page.fill("#paste-text", " https://news.example/12 \n")
    page.click('#paste [type="submit"]')
    page.wait_for_selector("#toast:not([hidden])")
    assert "nothing is fetched" in page.text_content("#toast")
    assert page.is_visible("#start")


def test_what_readers_say_is_told_in_arabic(open_page):
    page = open_page("/?lang=ar")
    paste(page, TEXT, date="أمس")
    assert page.text_content("#read-notices").startswith("التاريخ غير مفهوم")


DROP = """(names) => {
  const transfer = new DataTransfer();
  for (const [name, text] of names) transfer.items.add(new File([text], name));
  document.querySelector("#paste").dispatchEvent(
    new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def test_a_dropped_file_is_read_and_several_become_a_run(open_page):
    page = open_page("/?lang=en")
    page.evaluate(DROP, [["خبر.txt", TEXT]])
    page.wait_for_selector("#text .m")
    assert page.text_content("#text") == TEXT
    page.go_back()
    page.wait_for_selector("#start:not([hidden])")
    page.evaluate(DROP, [["a.txt", TEXT], ["b.txt", TEXT], ["c.pdf", "%PDF"]])
    page.wait_for_selector("#run-done:not([hidden])")
    assert "Articles read: 2" in page.text_content("#run-said")
    assert "c.pdf" in page.text_content("#run-refused")


def test_ctrl_enter_reads_what_was_pasted(open_page):
    page = open_page()
    page.fill("#paste-text", TEXT)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#text .m")


def test_what_is_too_large_is_told_kindly(open_page):
    page = open_page("/?lang=en")
    page.evaluate(
        "(text) => { document.querySelector('#paste-text').value = text; }", "ا" * 600_000
    )
    with page.expect_console_message() as told:
        page.click('#paste [type="submit"]')
    assert "413" in told.value.text  # the browser's own note of the refusal
    page.wait_for_selector("#toast:not([hidden])")
    assert "larger than is accepted" in page.text_content("#toast")
    assert page.input_value("#paste-text")


def test_an_article_stays_on_the_desk_and_can_be_forgotten(open_page):
    page = open_page()
    paste(page)
    page.click(".brand")
    page.wait_for_selector("#recent a")
    page.click("#recent a")
    page.wait_for_selector("#text .m")
    page.go_back()
    page.wait_for_selector("#recent a")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#recent button")
    page.wait_for_selector("#recent a", state="detached")
    assert json.loads(ask(page, "/api/reviews"))["reviews"] == []


# --- correcting -----------------------------------------------------------------------------


def test_labels_are_corrected_by_keys_and_lie_in_the_store(open_page):
    page = open_page()
    paste(page)
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.wait_for_selector("#panel .choices.stance .is-decided")
    page.keyboard.press("e")
    page.wait_for_selector("#panel .choices.sentiment .is-decided")
    (quote,) = kept(page, 1, heads=("stance", "sentiment"))
    second = statements_of(page)[1]
    assert quote["text"] == second["text"]
    assert (quote["stance"], quote["sentiment"]) == ("supportive", "neutral")
    assert quote["predicted_stance"] == second["stance"] != "supportive"
    page.keyboard.press("u")
    page.wait_for_selector("#panel .choices.sentiment .is-decided", state="detached")
    assert kept(page, 1, without=("sentiment",))


def test_keys_work_by_their_place_on_an_arabic_keyboard(open_page):
    page = open_page()
    paste(page)
    first = page.get_attribute('#text .m[aria-current="true"]', "data-number")
    press = """([key, code]) => document.body.dispatchEvent(
      new KeyboardEvent('keydown', {key, code, bubbles: true}))"""
    page.evaluate(press, ["ت", "KeyJ"])
    assert page.get_attribute('#text .m[aria-current="true"]', "data-number") != first
    page.evaluate(press, ["٣", "Digit3"])
    assert kept(page, 1)[0]["stance"] == "opposed"


def test_enter_confirms_and_goes_on(open_page):
    page = open_page()
    paste(page)
    count = len(marked(page))
    for number in range(count):
        page.keyboard.press("Enter")
        kept(page, number + 1)
    predicted = [(each["stance"], each["sentiment"]) for each in statements_of(page)]
    assert [(each["stance"], each["sentiment"]) for each in quotes(page)] == predicted
    assert page.locator("#text .m.decided").count() >= count


def test_what_could_not_be_kept_is_not_shown_as_kept(open_page):
    page = open_page()
    paste(page)
    page.context.set_offline(True)
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("e")
    page.wait_for_selector("#toast:not([hidden])")
    page.wait_for_selector("#panel .is-decided", state="detached")
    page.context.set_offline(False)
    assert page.locator("#text .m.decided").count() == 0
    assert quotes(page) == []


def test_labels_are_corrected_by_a_click(open_page):
    page = open_page("/?lang=en")
    paste(page)
    page.locator("#text .m").nth(2).click()
    page.get_by_role("button", name=re.compile("^opposed")).click()
    page.wait_for_selector("#panel .is-decided")
    assert kept(page, 1)[0]["stance"] == "opposed"


def test_a_border_is_moved_word_by_word(open_page):
    page = open_page()
    paste(page)
    before = marked(page)[0]
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .border-box", state="detached")
    words = before.split(" ")
    page.wait_for_function(
        "(text) => [...document.querySelectorAll('#text .m')][0].textContent.startsWith(text)",
        arg=words[1],
    )
    page.keyboard.press("2")
    assert kept(page, 1)[0]["text"] == " ".join(words[1:-2])


def test_a_border_in_the_making_is_given_up_with_escape(open_page):
    page = open_page()
    paste(page)
    before = marked(page)
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    assert marked(page) != before
    page.keyboard.press("Escape")
    assert marked(page) == before


def test_selected_text_becomes_the_border(open_page):
    page = open_page()
    paste(page)
    words = "سالم الحربي إن حكومته ترحب بالحوار"
    choose_text(page, words)
    page.keyboard.press("b")
    page.wait_for_function("(w) => document.querySelector('#text .m').textContent === w", arg=words)
    page.keyboard.press("1")
    assert kept(page, 1)[0]["text"] == words


def test_selected_text_becomes_a_statement(open_page):
    page = open_page()
    paste(page)
    count = len(marked(page))
    choose_text(page, "محادثات جديدة")
    page.click('#picked [data-act="new"]')
    page.wait_for_function(
        f"() => document.querySelectorAll('#text .m[id]').length === {count + 1}"
    )
    page.keyboard.press("3")
    assert kept(page, 1)[0]["text"] == "محادثات جديدة"


def test_a_speaker_is_corrected_by_keyboard_alone(open_page):
    page = open_page()
    paste(page)
    page.keyboard.press("s")
    page.wait_for_selector("#who[open]")
    page.keyboard.type("هدى النوري")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("الناطقة باسم الوفد")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('#panel .who').textContent === 'هدى النوري'"
    )
    page.keyboard.press("1")
    quote = kept(page, 1)[0]
    assert (quote["speaker"], quote["role"]) == ("هدى النوري", "الناطقة باسم الوفد")


def test_selected_text_becomes_the_speaker(open_page):
    page = open_page()
    paste(page)
    choose_text(page, "منير الدوسري")
    page.keyboard.press("s")
    page.wait_for_selector("#who[open]")
    assert page.input_value('#who [name="speaker"]') == "منير الدوسري"
    page.keyboard.press("Escape")
    page.wait_for_selector("#who[open]", state="detached")


def test_what_is_no_statement_is_crossed_out(open_page):
    page = open_page()
    paste(page)
    page.keyboard.press("x")
    page.wait_for_selector("#text .m.gone")
    page.keyboard.press("x")
    page.wait_for_selector("#text .m.gone", state="detached")


def test_the_queue_leads_from_one_doubt_to_the_next(open_page):
    page = open_page()
    paste(page)
    count = len(marked(page))
    page.click('[data-nav="queue"]')
    page.wait_for_selector("#read-queue:not([hidden])")
    for number in range(count):
        page.wait_for_function(
            "(n) => document.querySelector('#read-queue').textContent.includes(n)",
            arg=words_of("ar")("page.queue.place", n=number + 1, of=count),
        )
        page.keyboard.press("Enter")
    page.wait_for_selector("#queue-said:not([hidden])")
    assert len(quotes(page)) == count


# --- export and training --------------------------------------------------------------------


def test_corrections_are_exported_as_a_file(open_page):
    page = open_page()
    paste(page)
    page.keyboard.press("Enter")
    kept(page, 1)
    page.click('[data-nav="kept"]')
    page.wait_for_selector("#kept-list li")
    with page.expect_download() as started:
        page.click("#export")
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == quotes(page)
    assert started.value.suggested_filename == "corrections.jsonl"


def test_the_model_is_taught_and_the_article_read_anew(open_page, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, QUICK)
    page = open_page()
    paste(page)
    for number in range(len(marked(page))):
        page.keyboard.press("3")
        kept(page, number + 1)
        page.keyboard.press("q")
        page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert all("sentiment" in each for each in quotes(page))
    page.click('[data-nav="kept"]')
    page.wait_for_selector("#kept-list li")
    page.click("#train")
    page.wait_for_function(
        "() => document.querySelector('#training-progress').hidden && "
        "!document.querySelector('#training').hidden",
        timeout=60_000,
    )
    told = words_of("ar")("page.kept.trained").partition("{")[0]
    assert told in page.text_content("#training-said"), page.text_content("#training-lines")
    assert {each["stance"] for each in statements_of(page)} == {"opposed"}


# --- many files -----------------------------------------------------------------------------


def test_a_run_tells_what_it_noticed_and_each_reason_once(open_page, tmp_path):
    rows = [{"body": "نص"}, {"body": "نص"}, {"text": TEXT, "date": "أمس"}]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "rows.jsonl").write_text(lines, encoding="utf-8")
    page = open_page("/?lang=en#/files")
    page.set_input_files("#files-choose", [tmp_path / "rows.jsonl"])
    page.wait_for_selector("#run-done:not([hidden])")
    assert "the date is not understood" in page.text_content("#run-notices")
    assert page.locator("#run-refused li").count() == 1
    assert "rows.jsonl:1 and 1 more" in page.text_content("#run-refused li")


def test_many_files_become_a_report(open_page, tmp_path):
    for n in range(3):
        (tmp_path / f"خبر-{n}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "r", "text": TEXT}) + "\n{]\n")
    page = open_page("/?lang=en#/files")
    page.set_input_files(
        "#files-choose", [*sorted(tmp_path.glob("*.txt")), tmp_path / "rows.jsonl"]
    )
    page.wait_for_selector("#run-done:not([hidden])")
    assert "Articles read: 4" in page.text_content("#run-said")
    assert "rows.jsonl:2" in page.text_content("#run-refused")
    with page.expect_popup() as opened:
        page.click("#run-report")
    report = opened.value
    report.wait_for_load_state()
    assert report.get_attribute("html", "dir") == "ltr"
    assert report.get_attribute("html", "class") == "js"
    assert "منير الدوسري" in report.text_content("body")
    page.click("#run-review")
    page.wait_for_selector("#toast:not([hidden])")
    page.click('[data-nav="start"]')
    page.wait_for_selector("#recent a")
    assert page.locator("#recent a").count() == 4


# --- strangers' words -----------------------------------------------------------------------


def test_hostile_words_are_words(open_page):
    page = open_page()
    words = "\n".join(each for each in HOSTILE if "\ud800" not in each and "\x00" not in each)
    image = "<img src=x onerror=document.documentElement.dataset.p=1>"
    text = TEXT.replace("الحربي", image).replace("حكومته ترحب", "حكومته\u202e ترحب\u2066") + words
    paste(page, text, title=HOSTILE[0][:80], outlet=HOSTILE[1][:80])
    page.keyboard.press("s")
    page.fill('#who [name="speaker"]', HOSTILE[1])
    page.fill('#who [name="party"]', HOSTILE[2])
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    kept(page, 1)
    for where in ("kept", "queue", "start"):
        page.click(f'[data-nav="{where}"]')
        page.wait_for_timeout(300)
    page.click("#recent a")
    page.wait_for_selector("#text .m")
    assert page.locator("main img, main svg, main iframe").count() == 0
    assert page.evaluate("document.documentElement.dataset.p ?? null") is None
    assert page.get_attribute("html", "pwned") is None
    shown = page.text_content("body")
    assert "<img src=x" in shown
    assert not set(shown) & set("\u202e\u2066\u2069\u202d\x1b\x07")


def test_a_script_that_slipped_in_would_not_run(open_page, browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        """() => {
      const script = document.createElement("script");
      script.textContent = "document.documentElement.dataset.p = 1";
      document.body.append(script);
      const image = document.createElement("div");
      image.innerHTML = '<img src="data:," onerror="document.documentElement.dataset.p = 1">';
      document.body.append(image);
    }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.dataset.p ?? null") is None
    context.close()


# --- for everybody --------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_both_tongues_run_in_their_direction(open_page, lang, direction):
    page = open_page(f"/?lang={lang}")
    assert page.get_attribute("html", "dir") == direction
    paste(page)
    panel, text = (page.locator(each).bounding_box() for each in ("#panel", "#text"))
    assert (panel["x"] < text["x"]) == (direction == "rtl")
    assert page.evaluate("getComputedStyle(document.querySelector('#text')).direction") == "rtl"
    page.click("#language")
    page.wait_for_selector("#text .m")
    assert page.get_attribute("html", "lang") != lang


def test_the_tongue_follows_the_browser(open_page):
    assert open_page("/", locale="en-GB").get_attribute("html", "lang") == "en"
    assert open_page("/", locale="ar-EG").get_attribute("html", "lang") == "ar"
    assert open_page("/", locale="de-DE").get_attribute("html", "lang") == "ar"


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_sticks_out_of_a_phone(open_page, width):
    phone = {"viewport": {"width": width, "height": 760}, "is_mobile": True, "has_touch": True}
    page = open_page("/?lang=ar", **phone)
    paste(page)
    for path in ("#/", "#/files", "#/kept"):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
        page.evaluate("(path) => { location.hash = path; }", path)
        page.wait_for_timeout(200)
    page.go_back()


def test_a_phone_shows_the_statement_above_the_panel_and_takes_a_touch(open_page):
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    page = open_page("/?lang=ar", **phone)
    page.tap('[data-sample="levantine.txt"]')
    page.wait_for_selector("#text .m")
    page.wait_for_timeout(900)
    chosen = page.locator("#text .m.on").first.bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert 0 < chosen["y"] < panel["y"]
    assert panel["height"] < 0.6 * 844
    page.locator("#panel .choice").first.tap()
    assert len(kept(page, 1)) == 1


def test_everything_that_can_be_used_has_a_name(open_page):
    page = open_page()
    paste(page)
    assert page.evaluate(NAMELESS) == []
    assert page.locator("h1:visible").count() == 1


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    paste(page)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e);
          return [e.className + " " + (e.dataset.key ?? ""), s.outlineStyle !== "none"]; }"""
            )
        )
    names = " ".join(name for name, _ in seen)
    for wanted in ("brand", "m l", "stance-0", "sentiment-0", "speaker", "confirm", "border"):
        assert wanted in names
    assert {name for name, outlined in seen if not outlined} <= {"app "}  # the end of the page


def test_help_tells_the_keys(open_page):
    page = open_page("/?lang=en")
    paste(page)
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    assert "Undo the last correction" in page.text_content("#help")
    page.keyboard.press("Escape")
    page.wait_for_selector("#help[open]", state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_under_them(open_page, scheme):
    page = open_page(color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(246, 245, 241)") == (scheme == "light")
    assert page.evaluate(CONTRAST) == []
    paste(page, date="أمس")
    assert page.evaluate(CONTRAST) == []
    page.keyboard.press("1")
    page.wait_for_selector(".is-decided")
    page.click('#panel [data-act="border"]')
    assert page.evaluate(CONTRAST) == []
    page.goto(page.url.split("#")[0] + "#/kept")
    page.wait_for_selector("#kept-list li")
    assert page.evaluate(CONTRAST) == []


def test_the_colours_are_those_of_the_reports(open_page):
    page = open_page()
    paste(page)
    stance = statements_of(page)[0]["stance"]
    colour = looks((stance,), "l")[stance].colour
    shown = page.evaluate(
        "getComputedStyle(document.querySelector('#text .m')).getPropertyValue('--c').trim()"
    )
    assert shown == colour


def test_every_word_of_the_scripts_is_in_both_tables():
    from importlib.resources import files

    folder = files("classifier").joinpath("templates")
    names = [name for name in ASSETS if name.endswith(".js")]
    code = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
    template = folder.joinpath("page.html").read_text(encoding="utf-8")
    used = set(re.findall(r'"(page\.[a-z_.]+)"', code))
    used |= set(re.findall(r"""t\(["'](page\.[a-z_.]+)["']\)""", template))
    for lang in ("ar", "en"):
        assert used <= words_of(lang).table.keys()
    unused = {key for key in words_of("en").table if key.startswith("page.") and key not in used}
    assert not {
        key
        for key in unused
        if not key.startswith(("page.sample.", "page.error.", "page.border.", "page.told."))
    }
