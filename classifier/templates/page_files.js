// Many files: they go to the program one after the other, are read there, and a report is made.
import { ask, el, facts, fill, lang, one, t, toast, told as inWords, wait } from "./page_base.js";

const said = one("#run-said");
const progress = one("#run-progress");
let at = 0;

/** Bring files, have them read, and show what came of it. */
export async function runFiles(files) {
  const chosen = [...files];
  if (!chosen.length) return;
  at += 1;
  const mine = at;
  one("#run").hidden = false;
  one("#run-done").hidden = true;
  one("#run-refused").hidden = true;
  one("#files-drop").hidden = true;
  const known = (file) => facts.endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  const unknown = chosen.filter((file) => !known(file)).map((file) => file.name);
  if (unknown.length === chosen.length) { toast(t("page.error.unknown_kind")); again(); return; }
  const lost = [];
  const { run } = await ask("POST", "/api/runs", {});
  for (const [i, file] of chosen.filter(known).entries()) {
    if (mine !== at) return;
    said.textContent = t("page.files.bringing", { n: i + 1, of: chosen.length - unknown.length });
    progress.max = chosen.length - unknown.length;
    progress.value = i;
    await ask("POST", `/api/runs/${run}/files?name=${encodeURIComponent(file.name)}`, file).catch(() => lost.push(file.name));
  }
  if (lost.length + unknown.length === chosen.length) { again(); return; }
  await ask("POST", `/api/runs/${run}/start`, {});
  await watch(run, mine, { unknown, lost });
}

async function watch(run, mine, left) {
  progress.removeAttribute("value");
  let told = await ask("GET", `/api/runs/${run}`);
  while (told.state === "running" && mine === at) {
    said.textContent = t("page.files.working", { n: told.documents.toLocaleString("en-US") });
    await wait(400);
    told = await ask("GET", `/api/runs/${run}`);
  }
  if (mine === at) finish(told, left);
}

function finish(told, left) {
  progress.max = 1;
  progress.value = 1;
  const done = told.state === "done";
  said.textContent = done
    ? t("page.files.done", { n: told.documents.toLocaleString("en-US"), statements: told.statements.toLocaleString("en-US") })
    : t("page.files.failed", { why: told.message });
  one("#run-done").hidden = false;
  for (const id of ["report", "jsonl", "csv", "review"]) one(`#run-${id}`).hidden = !done;
  one("#run-report").href = `/runs/${told.run}/report?lang=${lang}`;
  one("#run-jsonl").href = `/runs/${told.run}/statements.jsonl`;
  one("#run-csv").href = `/runs/${told.run}/statements.csv`;
  one("#run-review").onclick = async () => {
    const { laid } = await ask("POST", `/api/runs/${told.run}/review`, {});
    toast(t("page.files.laid", { n: laid }));
  };
  const { unknown, lost } = left;
  const refused = [...unknown.map((file) => [file, t("page.error.unknown_kind")]),
    ...lost.map((file) => [file, t("page.files.lost")]),
    ...told.refusals.map((each) => [each.line ? `${each.source}:${each.line}` : each.source, each.reason])];
  const box = one("#run-refused");
  box.hidden = !refused.length;
  box.firstElementChild.textContent = t("page.files.refused", { n: told.refused + unknown.length + lost.length });
  fill(box.lastElementChild, [...byReason(refused)].map(([reason, [first, ...others]]) => el("li", {},
    el("bdi", { class: "who" }, first), others.length ? ` ${t("page.files.others", { n: others.length })}` : null,
    el("div", { dir: "auto" }, inWords(reason)))));
  fill(one("#run-notices"), told.notices.map(([text, n]) => el("li", {}, el("bdi", {}, inWords(text)), n > 1 && ` (${n.toLocaleString("en-US")})`)));
}

/** What was refused for one reason is told once: a table of other columns has it in every row. */
function byReason(refused) {
  const found = new Map();
  for (const [source, reason] of refused) found.set(reason, [...(found.get(reason) ?? []), source]);
  return found;
}

function again() {
  at += 1;
  one("#run").hidden = true;
  one("#files-drop").hidden = false;
}

one("#run-again").addEventListener("click", again);
one("#files-choose").addEventListener("change", (event) => {
  runFiles(event.target.files);
  event.target.value = "";
});
