// What every part of the page uses: words, elements, requests, messages.
export const facts = JSON.parse(document.getElementById("facts").textContent);
export const lang = facts.lang;
export const labels = facts.labels;
export const one = (selector) => document.querySelector(selector);

/** The words for a key, with values filled in. */
export function t(key, values = {}) {
  const words = facts.words[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** What the program says of a file or a text, in the language of the page where it is known. */
export const told = (message) => facts.told[message] ?? message;

/** How a label is called. */
export const labelName = (head, label) => facts.words[`label.${head}.${label}`] ?? label;
export const meaning = (head, label) => facts.words[`meaning.${head}.${label}`] ?? "";
export const lookOf = (head, label) => (labels[head] ?? []).find((each) => each.name === label);
export const percent = (share) => `${Math.round(share * 100)}%`;

/** An element with attributes and children; text is always text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [kind, act] of Object.entries(value)) made.addEventListener(kind, act);
    else if (name === "share") made.style.setProperty("--share", String(value));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const fill = (place, ...children) => place.replaceChildren(...children.flat().filter(Boolean));
export const sign = (look) => el("span", { class: `sign ${look.look}`, "aria-hidden": "true" }, look.sign);
export const key = (name) => el("kbd", { "aria-hidden": "true" }, name);

/** Control letters and direction overrides shown as ␦, as the program does it elsewhere. */
export const visible = (text) =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\u2426");

/** Names of strangers stand by themselves, whatever their direction. */
export const name = (text, missing) =>
  text ? el("bdi", {}, text) : el("span", { class: "unknown" }, missing);

class Refused extends Error {}

/** Ask the program; gives back what it says, or tells the user why not and throws. */
export async function ask(method, path, body) {
  const raw = body instanceof Blob;
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = raw ? "application/octet-stream" : "application/json";
    options.body = raw ? body : JSON.stringify(body);
  }
  let reply;
  try {
    reply = await fetch(path, options);
  } catch {
    return refuse(t("page.said.offline"));
  }
  if (reply.status === 204) return null;
  if (reply.ok) return (reply.headers.get("content-type") ?? "").includes("json") ? readJson(reply) : reply.text();
  const error = (await reply.json().catch(() => ({}))).error ?? {};
  const known = facts.words[`page.error.${error.code ?? (reply.status === 413 ? "too_large" : "")}`];
  return refuse(known ?? error.message ?? String(reply.status));
}

async function readJson(reply) {
  const text = await reply.text();
  return reply.headers.get("content-type").includes("x-ndjson")
    ? text.split("\n").filter(Boolean).map((line) => JSON.parse(line))
    : JSON.parse(text);
}

function refuse(message) {
  toast(message);
  throw new Refused(message);
}

/** A refusal has been told already; anything else is a fault of ours and goes to the console. */
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof Refused) event.preventDefault();
});

let timer = 0;
/** A message that goes away by itself. */
export function toast(message) {
  const place = one("#toast");
  place.textContent = message;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, 6000);
}

/** Say something to those who do not see the page. */
export const say = (message) => { one("#live").textContent = message; };

/** Wait so many milliseconds. */
export const wait = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
