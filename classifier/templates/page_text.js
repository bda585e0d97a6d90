// The article's text with its statements marked. All offsets count code points, as the program's do.
import { el, labelName, lookOf, one, t } from "./page_base.js";

let points = [];
const place = one("#text");

/** Lay a text down. */
export function setText(text) { points = Array.from(text); }
export const textBetween = (start, end) => points.slice(start, end).join("");

/** Show the text with statements; `current` is the number of the chosen one, `edit` a border in the making. */
export function drawText(statements, current, edit) {
  const shown = statements.map((each) =>
    (edit && each.number === edit.number ? { ...each, start: edit.start, end: edit.end } : each));
  const cuts = new Set([0, points.length]);
  for (const each of shown) [each.start, each.end, each.content_start, each.content_end].forEach((cut) => cuts.add(cut ?? 0));
  const borders = [...cuts].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
  const parts = [];
  let mark = null;
  for (let i = 0; i + 1 < borders.length; i += 1) {
    const [start, end] = [borders[i], borders[i + 1]];
    const owner = ownerOf(shown, start, edit);
    const inside = owner && owner.content_start <= start && start < owner.content_end;
    const piece = el("span", { class: inside ? "c" : null, "data-at": start }, textBetween(start, end));
    if (!owner) { parts.push(piece); mark = null; continue; }
    if (!mark || mark.owner !== owner) {
      const first = !parts.some((part) => part.dataset && part.dataset.number === String(owner.number));
      mark = { owner, element: markOf(owner, current, edit, first) };
      parts.push(mark.element);
    }
    mark.element.append(piece);
  }
  place.replaceChildren(...parts);
}

/** Of overlapping statements the one that begins last has the letters; a border in the making has them first. */
function ownerOf(shown, at, edit) {
  const covering = shown.filter((each) => each.start <= at && at < each.end);
  const edited = edit && covering.find((each) => each.number === edit.number);
  return edited || covering.reduce((best, each) => (!best || each.start >= best.start ? each : best), null);
}

function markOf(statement, current, edit, first) {
  const look = lookOf("stance", statement.stance) ?? lookOf("sentiment", statement.sentiment);
  const chosen = statement.number === current;
  const names = ["m", look?.look, look?.pattern, chosen && "on", statement.gone && "gone",
    statement.decided.length > 0 && "decided", edit?.number === statement.number && "edit"];
  return el("span", {
    class: names.filter(Boolean).join(" "),
    id: first ? `statement-${statement.number}` : null,
    "data-number": statement.number,
    "data-sign": first ? look?.sign : null,
    role: "button",
    tabindex: first ? "0" : null,
    "aria-current": chosen ? "true" : null,
    "aria-description": [labelName("stance", statement.stance), statement.speaker || t("unknown.speaker")].join("، "),
  });
}

/** Bring a statement into view, if it is not. */
export function showStatement(number) {
  const element = document.getElementById(`statement-${number}`);
  if (!element) return;
  const box = element.getBoundingClientRect();
  const panel = one("#panel").getBoundingClientRect();
  const low = panel.top > window.innerHeight * 0.3 ? panel.top : window.innerHeight;
  if (box.top < 110 || box.bottom > low - 12) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollTo({ top: window.scrollY + box.top - Math.max(120, low * 0.28), behavior: calm ? "auto" : "smooth" });
  }
}

/** What is selected in the text, as code points; null where nothing is. */
export function picked() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.startContainer) || !place.contains(range.endContainer)) return null;
  const [start, end] = [at(range.startContainer, range.startOffset), at(range.endContainer, range.endOffset)];
  return start < end ? { start, end } : null;
}

/** The code point at which a place of the document stands. */
function at(node, offset) {
  if (node.nodeType === Node.TEXT_NODE) {
    return Number(node.parentElement.dataset.at) + Array.from(node.data.slice(0, offset)).length;
  }
  const pieces = [...place.querySelectorAll("[data-at]")];
  const next = node.childNodes[offset];
  const after = next
    ? pieces.find((piece) => next === piece || next.contains(piece) || piece.contains(next))
    : pieces.find((piece) => node.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING && !node.contains(piece));
  return after ? Number(after.dataset.at) : points.length;
}

const isSpace = (point) => point === undefined || /\s/u.test(point);

/** The next border of a word from `from`, forward (1) or back (-1). */
export function wordBorder(from, step, edge) {
  let place = from;
  const starts = (n) => !isSpace(points[n]) && isSpace(points[n - 1]);
  const ends = (n) => isSpace(points[n]) && !isSpace(points[n - 1]);
  do { place += step; } while (place > 0 && place < points.length && !(edge === "start" ? starts(place) : ends(place)));
  return Math.min(Math.max(place, 0), points.length);
}
