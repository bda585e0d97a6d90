// Reading and correcting one article: what is chosen, what the keys do, what is kept.
import { ask, el, fill, key, labelName, labels, name, one, say, sign, t, toast, told } from "./page_base.js";
import { chip, drawPanel, toneKeys } from "./page_panel.js";
import { drawText, picked, setText, showStatement, textBetween, wordBorder } from "./page_text.js";

const state = { key: "", statements: [], current: null, undoable: false, edit: null, queue: null, tall: false, leaving: false };
const who = one("#who");
let busy = Promise.resolve(), kept = null;

/** Show an article, as the program gave it. */
export function showArticle(review, number = null, queue = null) {
  Object.assign(state, { key: review.key, edit: null, queue, leaving: false });
  setText(review.text);
  fill(one("#read-title"), name(review.title, t("page.read.untitled")));
  const facts = [review.outlet, review.date, t("page.read.statements", { n: review.statements.length })].filter(Boolean);
  fill(one("#read-facts"), facts.flatMap((fact, i) => [i ? " · " : "", el("bdi", {}, fact)]));
  fill(one("#read-notices"), review.notices.map((notice) => el("li", {}, el("bdi", {}, told(notice)))));
  const place = one("#read-queue");
  place.hidden = !queue;
  if (queue) place.textContent = t("page.queue.place", { n: queue.at + 1, of: queue.items.length });
  take(review);
  const first = state.statements.find((each) => !each.decided.length) ?? state.statements[0];
  choose(number ?? first?.number ?? null, number !== null || matchMedia("(max-width: 60rem)").matches);
}

function take(reply) {
  kept = reply;
  state.statements = structuredClone(reply.statements);
  state.undoable = reply.undoable;
  const counts = new Map();
  for (const each of state.statements) if (!each.gone) counts.set(each.stance, (counts.get(each.stance) ?? 0) + 1);
  fill(one("#read-legend"), (labels.stance ?? []).filter((look) => counts.has(look.name)).map((look) =>
    el("li", {}, el("span", { class: "chip" }, sign(look), labelName("stance", look.name), " ", el("span", { class: "n" }, String(counts.get(look.name)))))));
}

function draw() {
  drawText(state.statements, state.current, state.edit);
  drawPanel(state, act);
}

function choose(number, scroll = true) {
  state.current = number;
  state.edit = null;
  draw();
  const statement = chosen();
  if (!statement) return;
  if (scroll) showStatement(number);
  history.replaceState(null, "", `#/a/${state.key}/${number}`);
  say([statement.speaker || t("unknown.speaker"), labelName("stance", statement.stance), textBetween(statement.start, statement.end)].join(". "));
}

const chosen = () => state.statements.find((each) => each.number === state.current);

function move(step) {
  const at = state.statements.findIndex((each) => each.number === state.current);
  const next = state.statements[at < 0 ? 0 : at + step];
  if (next) choose(next.number);
}

/** One change after the other, in the order of the keys. */
function send(path, body) {
  const from = state.key;
  busy = busy.catch(() => null).then(async () => {
    const reply = await ask("POST", `/api/reviews/${from}/${path}`, body);
    if (from === state.key) { take(reply); draw(); }
    return reply;
  });
  return busy;
}

/** Keep a change; what needs no reading anew is shown at once, so that quick fingers need not wait. */
async function correct(changes) {
  const statement = chosen();
  if (!("start" in changes)) {
    Object.assign(statement, changes, { touched: true });
    statement.decided = [...new Set([...statement.decided, ...Object.keys(labels).filter((head) => head in changes)])];
    state.undoable = true;
    draw();
  }
  const sent = send("corrections", { statement: statement.number, changes });
  sent.catch(reload);
  await sent;
  say(t("page.said.kept"));
}

/** What was refused is not shown as kept; where the program is gone, what it last said is shown. */
async function reload() {
  const from = state.key, last = kept;
  const reply = await ask("GET", `/api/reviews/${from}`).catch(() => last);
  if (from !== state.key) return;
  take(reply);
  draw();
}

async function confirm() {
  const statement = chosen();
  if (!statement || state.leaving) return;
  const changes = {};
  for (const head of Object.keys(labels)) if (!statement.decided.includes(head)) changes[head] = statement[head];
  const sent = Object.keys(changes).length && !statement.gone ? correct(changes) : busy;
  if (!state.queue) { move(1); return sent; }
  state.leaving = true;
  await sent.catch(() => null);
  one("#main").dispatchEvent(new CustomEvent("queue-next", { detail: state.queue }));
}

function border() {
  const stretch = picked();
  if (!chosen()) return stretch ? create() : toast(t("page.said.select"));
  if (stretch) { window.getSelection().removeAllRanges(); return correct(stretch); }
  const { number, start, end } = chosen();
  state.edit = { number, start, end };
  return draw();
}

function moveBorder({ edge, way }) {
  const { edit } = state;
  const out = (edge === "end") === (way === "wider");
  const next = wordBorder(edit[edge], out ? 1 : -1, edge);
  if (edge === "start" ? next < edit.end : next > edit.start) edit[edge] = next;
  draw();
}

async function saveBorder() {
  const { start, end } = state.edit;
  state.edit = null;
  await correct({ start, end });
}

async function create() {
  const stretch = picked();
  if (!stretch) return toast(t("page.said.select"));
  window.getSelection().removeAllRanges();
  const reply = await send("statements", stretch);
  return choose(reply.number);
}

function speaker() {
  const statement = chosen();
  if (!statement) return;
  const stretch = picked();
  const form = one("#who-form");
  for (const field of ["speaker", "role", "party"]) form.elements[field].value = statement[field] ?? "";
  if (stretch) form.elements.speaker.value = textBetween(stretch.start, stretch.end).trim().replace(/\s+/g, " ");
  const known = (field) => [...new Set(state.statements.map((each) => each[field]).filter(Boolean))].map((value) => el("option", { value }));
  fill(one("#known-speakers"), known("speaker"));
  fill(one("#known-parties"), known("party"));
  who.showModal();
  form.elements.speaker.select();
}

one("#who-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const statement = chosen();
  const changes = {};
  for (const field of ["speaker", "role", "party"]) {
    const value = event.target.elements[field].value.trim();
    if (value !== (statement[field] ?? "")) changes[field] = value;
  }
  who.close();
  if (Object.keys(changes).length) correct(changes);
});
one("#who-cancel").addEventListener("click", () => who.close());

async function undo() {
  if (!state.undoable) return toast(t("page.said.nothing"));
  const reply = await send("undo", {});
  say(t("page.said.undone"));
  return reply.number === null ? null : choose(state.statements.some((each) => each.number === reply.number) ? reply.number : state.statements[0]?.number ?? null);
}

const deeds = {
  next: () => move(1),
  previous: () => move(-1),
  label: ({ head, label }) => correct({ [head]: label }),
  confirm,
  border,
  speaker,
  undo,
  new: create,
  gone: () => chosen() && correct({ gone: !chosen().gone }),
  move: moveBorder,
  save: saveBorder,
  tall: () => { state.tall = !state.tall; draw(); },
  cancel: () => { state.edit = null; draw(); },
};
function act(what, more) { return deeds[what](more); }

const letters = { j: "next", k: "previous", ArrowDown: "next", ArrowUp: "previous", Enter: "confirm", s: "speaker", b: "border", n: "new", x: "gone", Delete: "gone", u: "undo" };

/** The letter of a key by its place, so that an Arabic keyboard does as well. */
function letterOf(event) {
  const place = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code ?? "");
  if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
  return place ? (place[1] ?? place[2]).toLowerCase() : event.key;
}

/** What a key does while an article is shown; true where it did something. */
export function readKey(event) {
  const onControl = event.target.closest("button, a, summary, input, select, textarea");
  if (onControl && (event.key === "Enter" || event.key === " ")) return false;
  if (state.edit) return borderKey(event);
  const letter = letterOf(event);
  const mark = event.target.closest(".m");
  if (mark && event.key === "Enter" && Number(mark.dataset.number) !== state.current) { choose(Number(mark.dataset.number)); return true; }
  const stance = labels.stance?.[Number(letter) - 1];
  const tone = labels.sentiment?.[toneKeys.indexOf(letter)];
  if (stance && chosen()) act("label", { head: "stance", label: stance.name });
  else if (tone && chosen()) act("label", { head: "sentiment", label: tone.name });
  else if (letters[letter]) act(letters[letter]);
  else return false;
  return true;
}

function borderKey(event) {
  const onward = document.documentElement.dir === "rtl" || one("#text").matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight";
  if (event.key === "Enter") act("save");
  else if (event.key === "Escape") act("cancel");
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const edge = event.shiftKey ? "start" : "end";
    act("move", { edge, way: (event.key === onward) === (edge === "end") ? "wider" : "narrower" });
  } else return false;
  return true;
}

one("#text").addEventListener("click", (event) => {
  const mark = event.target.closest(".m");
  if (mark && !picked()) choose(Number(mark.dataset.number), false);
});
one("#text").addEventListener("focusin", (event) => {
  const number = Number(event.target.closest(".m")?.dataset.number ?? NaN);
  if (event.target.matches(":focus-visible") && !Number.isNaN(number) && number !== state.current) {
    choose(number);
    document.getElementById(`statement-${number}`)?.focus({ preventScroll: true });
  }
});
document.addEventListener("selectionchange", () => { one("#picked").hidden = one("#read").hidden || !picked(); });
one("#picked").addEventListener("pointerdown", (event) => event.preventDefault());
one("#picked").addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) act(button.dataset.act);
});

/** The list of keys. */
export function drawHelp() {
  const row = (keys, words) => [el("dt", {}, keys.map((each) => key(each))), el("dd", {}, words)];
  const heads = [["stance", (i) => String(i + 1)], ["sentiment", (i) => toneKeys[i]]].filter(([head]) => labels[head]);
  fill(one("#help-keys"),
    heads.flatMap(([head, letter]) => labels[head].flatMap((look, i) => row([letter(i)], chip(head, look.name)))),
    row(["j", "k", "↓", "↑"], t("page.keys.move")), row(["⏎"], t("page.keys.confirm")), row(["s"], t("page.keys.speaker")),
    row(["b"], t("page.keys.border")), row(["n"], t("page.keys.new")), row(["x"], t("page.keys.gone")),
    row(["u"], t("page.keys.undo")), row(["?"], t("page.keys.help")));
}
