// What the user corrected, and the training on it.
import { ask, el, fill, labelName, name, one, t, visible, wait } from "./page_base.js";
import { chip } from "./page_panel.js";

const SHOWN = 200;
let watching = false;

/** Show the corrections, and a training that is going on. */
export async function showKept() {
  const quotes = await ask("GET", "/api/corrections");
  const count = quotes.length;
  one("#kept-count").textContent = count ? t("page.kept.count", { n: count.toLocaleString("en-US") }) : t("page.kept.none");
  one("#export").hidden = !count;
  one("#train").disabled = !count;
  fill(one("#kept-list"), quotes.slice(-SHOWN).reverse().map(card));
  const told = await ask("GET", "/api/training");
  if (told.state !== "never") watch(told);
}

function card(quote) {
  const judged = ["stance", "sentiment"].filter((head) => quote[head]).map((head) => {
    const was = quote[`predicted_${head}`];
    return el("span", { class: "judged" }, chip(head, quote[head]),
      was && was !== quote[head] ? el("span", { class: "was" }, t("page.kept.was", { label: labelName(head, was) })) : null);
  });
  return el("li", {},
    el("div", { class: "head" }, el("span", { class: "who" }, name(visible(quote.speaker), t("unknown.speaker"))), judged),
    el("blockquote", { class: "said", lang: "ar" }, visible(quote.text)));
}

async function watch(first) {
  if (watching) return;
  watching = true;
  let told = first;
  one("#training").hidden = false;
  try {
    while (told.state === "running") {
      drawTraining(told);
      await wait(500);
      told = await ask("GET", "/api/training");
    }
    drawTraining(told);
  } finally {
    watching = false;
  }
}

function drawTraining(told) {
  const { state, seconds, usual, lines, quotes } = told;
  const words = { running: "page.kept.training", done: "page.kept.trained", failed: "page.kept.failed" };
  one("#training-said").textContent = t(words[state], { n: quotes, seconds: Math.round(seconds) });
  one("#train").disabled = state === "running";
  const bar = one("#training-progress");
  bar.hidden = state !== "running";
  if (usual) { bar.max = usual * 1.1; bar.value = Math.min(seconds, usual * 1.05); } else bar.removeAttribute("value");
  one("#training-lines").textContent = lines.slice(-4).join("\n");
}

one("#train").addEventListener("click", async () => {
  const told = await ask("POST", "/api/training", {});
  watch(told);
});
