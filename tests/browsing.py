"""What the tests in a real browser share: where it is, how it starts, how it looks at a page."""

import shutil
from contextlib import contextmanager

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


@contextmanager
def started():
    """The browser; where it or playwright is missing, the test is skipped and says so."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: no browser")
    if CHROMIUM is None:
        pytest.skip("no chromium: install it to see pages in a browser")
    with playwright.sync_playwright() as known:
        browser = known.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser, *own, forgiven=(), dialogs=False):
    """Opens pages; in the end nothing may have been complained of, or asked of the network.

    `own`: how addresses begin that may be asked for; `forgiven`: parts of complaints that may be;
    `dialogs`: the page asks back itself, so a dialog is no sign of a stranger's script.
    """
    opened, said, asked = [], [], []

    def open_page(address, **more):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | more)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        if not dialogs:
            page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [each for each in said if not any(part in each for part in forgiven)] == []
    assert [url for url in asked if not url.startswith(own)] == []


#: Words whose colour stands out too little from what is under them.
CONTRAST = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? [])
    .map((v, i) => (text.startsWith("color(") && i < 3 ? v * 255 : Number(v)));
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const under = (e) => {
    for (let each = e; each; each = each.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(each).backgroundColor);
      if (a === 1 && r !== undefined) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    if (e.closest(".unseen, kbd, [disabled], .skip, .sign")) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(under(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push([e.tagName, e.className, e.textContent.slice(0, 30), ratio]);
  }
  return weak;
}"""

#: What can be used but has no name, and ids that stand twice.
NAMELESS = """() => {
  const used = [...document.querySelectorAll("button, a, input, textarea, select, [role=button]")];
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return [
    ...used.filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim()
      || [...(each.labels ?? [])].some((label) => label.textContent.trim())))
      .map((each) => each.outerHTML.slice(0, 120)),
    ...ids.filter((id, place) => ids.indexOf(id) !== place),
  ];
}"""
