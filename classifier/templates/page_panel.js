// The panel beside the text: the chosen statement, what the program says of it, what to do about it.
import { el, fill, key, labelName, labels, lookOf, meaning, name, one, percent, sign, t } from "./page_base.js";
import { textBetween } from "./page_text.js";

const place = one("#panel");
export const toneKeys = ["q", "w", "e", "r", "t", "y"];

/** Show a statement, or how many there are when none is chosen. */
export function drawPanel(state, act) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const statement = state.statements.find((each) => each.number === state.current);
  place.classList.toggle("empty", !statement);
  place.classList.toggle("tall", Boolean(state.tall));
  if (!statement) {
    const count = state.statements.length;
    fill(place, el("p", {}, count ? t("page.read.select", { n: count }) : t("page.read.none")));
    return;
  }
  fill(place, state.edit ? borderBox(state, act) : [
    head(state, statement, act),
    who(statement, act),
    choices(statement, "stance", act),
    choices(statement, "sentiment", act),
    reasons(statement),
    actions(state, statement, act),
  ]);
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function head(state, statement, act) {
  const order = state.statements.map((each) => each.number);
  const heads = Object.keys(labels);
  const all = heads.every((each) => statement.decided.includes(each));
  const standing = statement.gone ? "page.read.gone" : all ? "page.read.by.you" : statement.touched ? "page.read.by.part" : "page.read.by.program";
  return el("div", { class: "panel-head" },
    el("span", { class: `standing ${statement.gone ? "is-gone" : all ? "is-done" : ""}` }, t(standing)),
    el("span", { class: "move" },
      el("button", { type: "button", "data-key": "previous", "aria-label": t("page.read.previous"), on: { click: () => act("previous") } }, "↑"),
      el("span", { class: "place" }, t("page.read.place", { n: order.indexOf(statement.number) + 1, of: order.length })),
      el("button", { type: "button", "data-key": "next", "aria-label": t("page.read.next"), on: { click: () => act("next") } }, "↓"),
      el("button", { type: "button", class: "taller", "data-key": "taller", "aria-expanded": String(!!state.tall), "aria-label": t("page.read.more"), on: { click: () => act("tall") } }, state.tall ? "⌄" : "⌃")));
}

function who(statement, act) {
  const more = [statement.role, statement.party].filter(Boolean);
  const told = [statement.form && t(`form.${statement.form}`), statement.cue && el("bdi", {}, `«${statement.cue}»`)].filter(Boolean);
  return el("div", { class: "panel-who" },
    el("div", {},
      el("div", { class: "who" }, name(statement.speaker, t("unknown.speaker"))),
      more.length ? el("div", { class: "of" }, more.flatMap((each, i) => [i ? " · " : "", el("bdi", {}, each)])) : null,
      told.length ? el("div", { class: "of" }, told.flatMap((each, i) => [i ? " · " : "", each])) : null),
    el("button", { type: "button", class: "chip-button", "data-key": "speaker", on: { click: () => act("speaker") } }, t("page.act.speaker"), " ", key("s")));
}

function choices(statement, head, act) {
  if (!labels[head]) return null;
  const shares = statement[`${head}_probabilities`] ?? {};
  const decided = statement.decided.includes(head);
  const guess = statement.guessed[head];
  return el("div", { class: `choices ${head}`, role: "group", "aria-label": t(`head.${head}`) },
    el("div", { class: "choices-title", "aria-hidden": "true" }, t(`head.${head}`),
      decided && guess && guess !== statement[head] ? el("span", { class: "was" }, t("page.read.guess", { label: labelName(head, guess) })) : null),
    labels[head].map((look, i) => {
      const chosen = statement[head] === look.name;
      const share = shares[look.name];
      return el("button", {
        type: "button",
        class: `choice ${look.look} ${look.pattern} ${chosen ? "is-chosen" : ""} ${chosen && decided ? "is-decided" : ""}`,
        "aria-pressed": String(chosen),
        "aria-keyshortcuts": head === "stance" ? String(i + 1) : toneKeys[i],
        title: meaning(head, look.name),
        "data-key": `${head}-${i}`,
        share: share ?? 0,
        on: { click: () => act("label", { head, label: look.name }) },
      }, sign(look), el("span", { class: "label" }, labelName(head, look.name)),
      share === undefined ? null : el("span", { class: "share n" }, percent(share)),
      key(head === "stance" ? String(i + 1) : toneKeys[i]));
    }));
}

function reasons(statement) {
  const found = statement.reasons?.stance ?? [];
  const top = Math.max(0, ...found.map(([, weight]) => weight));
  const weighed = found.filter(([, weight]) => weight > 0.2 * top).slice(0, 6);
  const { condition_start: start, condition_end: end } = statement;
  const condition = start === null || start === undefined ? "" : textBetween(start, end);
  if (!weighed.length && !condition) return null;
  return el("div", { class: "why" },
    condition ? el("p", {}, el("b", {}, `${t("page.read.condition")}: `), el("bdi", { class: "said" }, condition)) : null,
    weighed.length ? el("p", { class: "words" }, el("span", {}, `${t("page.read.reasons")}: `),
      weighed.map(([text, weight]) => el("bdi", { class: "word", share: weight / top }, text))) : null);
}

function actions(state, statement, act) {
  const button = (what, label, letter, kind = "chip-button") =>
    el("button", { type: "button", class: kind, "data-key": what, "data-act": what, on: { click: () => act(what) } }, label, " ", key(letter));
  return el("div", { class: "row actions" },
    button("confirm", t("page.act.confirm"), "⏎", "main-button"),
    button("border", t("page.act.border"), "b"),
    button("gone", t(statement.gone ? "page.act.back" : "page.act.gone"), "x"),
    state.undoable ? button("undo", t("page.act.undo"), "u") : null);
}

function borderBox(state, act) {
  const mover = (edge, way, label) => el("button", {
    type: "button", class: "chip-button", "data-key": `${edge}-${way}`,
    "aria-label": `${t(`page.border.${edge}`)}: ${label}`, on: { click: () => act("move", { edge, way }) },
  }, way === "wider" ? "+" : "−");
  const row = (edge) => el("div", { class: "row mover" }, el("span", {}, t(`page.border.${edge}`)),
    mover(edge, "wider", t("page.border.wider")), mover(edge, "narrower", t("page.border.narrower")));
  return el("div", { class: "border-box" },
    el("h2", {}, t("page.border.title")),
    el("blockquote", { class: "said" }, textBetween(state.edit.start, state.edit.end)),
    row("start"), row("end"),
    el("p", { class: "note" }, t("page.border.hint")),
    el("div", { class: "row" },
      el("button", { type: "button", class: "main-button", "data-key": "save", on: { click: () => act("save") } }, t("page.act.save"), " ", key("⏎")),
      el("button", { type: "button", class: "chip-button", "data-key": "cancel", on: { click: () => act("cancel") } }, t("page.act.cancel"), " ", key("Esc"))));
}

/** A label as a chip. */
export function chip(head, label) {
  const look = lookOf(head, label);
  return el("span", { class: "chip" }, look ? sign(look) : null, labelName(head, label));
}
