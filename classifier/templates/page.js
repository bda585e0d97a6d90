// The page: which section is shown, how articles come in, which keys go where.
import { ask, el, fill, name, one, t, toast } from "./page_base.js";
import { runFiles } from "./page_files.js";
import { showKept } from "./page_kept.js";
import { drawHelp, readKey, showArticle } from "./page_read.js";

let begun = false;
const sections = ["start", "read", "queue", "files", "kept"];

function show(id, nav = id) {
  for (const each of sections) one(`#${each}`).hidden = each !== id;
  for (const link of document.querySelectorAll("[data-nav]")) {
    if (link.dataset.nav === nav) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  one("#picked").hidden = true;
  window.getSelection()?.removeAllRanges();
  if (begun && !one(`#${id}`).contains(document.activeElement)) one("#main").focus({ preventScroll: true });
  begun = true;
}

async function route() {
  const [, where = "", what = "", number] = location.hash.split("/");
  if (where === "a") await openArticle(what, number);
  else if (where === "queue") await openQueue();
  else if (where === "files") show("files");
  else if (where === "kept") { show("kept"); await showKept(); }
  else { show("start"); await showRecent(); }
}

one("#language").addEventListener("click", (event) => {
  const link = event.currentTarget;
  link.href = `/${new URL(link.href).search}${location.hash}`;
});

// --- articles come in ---------------------------------------------------------------------

async function openArticle(key, number) {
  const review = await ask("GET", `/api/reviews/${encodeURIComponent(key)}`).catch(() => null);
  if (!review) { location.hash = "#/"; return; }
  opened(review, number === undefined ? null : Number(number));
}

function opened(review, number = null, queue = null) {
  show("read", queue ? "queue" : "start");
  history.replaceState(null, "", `#/a/${review.key}`);
  window.scrollTo(0, 0);
  showArticle(review, number, queue);
  one("#main").focus({ preventScroll: true });
}

async function lay(body, path = "/api/reviews") {
  document.body.classList.add("busy");
  try {
    const review = await ask("POST", path, body);
    history.pushState(null, "", `#/a/${review.key}`);
    opened(review);
  } finally {
    document.body.classList.remove("busy");
  }
}

/** One text or page is read here; more, or a file of many articles, is read as a run. */
async function layFiles(files) {
  const chosen = [...files];
  const single = chosen.length === 1 && /\.(txt|html?|txt\.gz)$/i.test(chosen[0].name);
  if (single) { await lay(chosen[0], `/api/reviews/file?name=${encodeURIComponent(chosen[0].name)}`); return; }
  location.hash = "#/files";
  await runFiles(chosen);
}

const paste = one("#paste");
paste.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text, title, date, outlet } = paste.elements;
  if (!text.value.trim()) { text.focus(); return; }
  if (/^https?:\/\/\S+$/i.test(text.value.trim())) { toast(t("page.error.address")); text.focus(); return; }
  lay({ text: text.value, title: title.value, date: date.value, outlet: outlet.value }).then(() => paste.reset());
});
one("#paste-text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) paste.requestSubmit();
});
one("#paste-file").addEventListener("change", (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  layFiles(files);
});
document.addEventListener("click", (event) => {
  const sample = event.target.closest("[data-sample]");
  if (sample) lay({ sample: sample.dataset.sample });
});
document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dragging");
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dragging");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  if (one("#files").hidden) layFiles(event.dataTransfer.files); else runFiles(event.dataTransfer.files);
});

async function showRecent() {
  const { reviews } = await ask("GET", "/api/reviews");
  fill(one("#recent"), reviews.length ? reviews.map(recentRow) : el("li", { class: "note" }, t("page.start.none")));
}

function recentRow(row) {
  const more = [row.outlet, row.date, t("page.start.count", { n: row.statements, read: row.read })].filter(Boolean);
  return el("li", {},
    el("a", { href: `#/a/${row.key}`, class: "who" }, name(row.title || row.opening, t("page.read.untitled"))),
    el("span", { class: "of" }, more.flatMap((each, i) => [i ? " · " : "", el("bdi", {}, each)])),
    el("button", { type: "button", class: "quiet-button", "aria-label": t("page.start.forget"), title: t("page.start.forget"), on: { click: () => forget(row) } }, "✕"));
}

async function forget(row) {
  if (!window.confirm(t("page.start.sure"))) return;
  await ask("DELETE", `/api/reviews/${row.key}`);
  await showRecent();
}

// --- what to look at next -----------------------------------------------------------------

async function openQueue() {
  show("queue");
  const { queue } = await ask("GET", "/api/queue?n=20");
  if (queue.length) { await queueItem({ items: queue, at: 0 }); return; }
  endQueue("page.queue.empty", false);
}

async function queueItem(queue) {
  const item = queue.items[queue.at];
  if (!item) { endQueue("page.queue.done", true); return; }
  const review = await ask("GET", `/api/reviews/${item.key}`).catch(() => null);
  if (review) opened(review, item.number, queue);
  else await queueItem({ ...queue, at: queue.at + 1 });
}

function endQueue(words, more) {
  show("queue");
  history.replaceState(null, "", "#/queue");
  one("#queue-said").textContent = t(words);
  one("#queue-said").hidden = false;
  one("#queue-more").hidden = !more;
}
one("#main").addEventListener("queue-next", (event) => queueItem({ ...event.detail, at: event.detail.at + 1 }));
one("#queue-more").addEventListener("click", openQueue);

// --- keys ---------------------------------------------------------------------------------

const help = one("#help");
one("#help-open").addEventListener("click", () => help.showModal());
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?" || event.key === "؟") { help.showModal(); event.preventDefault(); return; }
  if (!one("#read").hidden && readKey(event)) event.preventDefault();
});
window.addEventListener("hashchange", route);
drawHelp();
route();
