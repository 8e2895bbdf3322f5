"use strict";
const PAUSE = 200;
const at = (id) => document.getElementById(id);
let waiting = null;
let asked = 0;

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function points(text) {
  return Array.from(text); // the interface counts characters, strings count UTF-16 units
}

function showMarked(draft, findings) {
  const signs = points(draft);
  const spans = findings.slice().sort((a, b) => a.start - b.start || b.end - a.end);
  const shown = [];
  let done = 0;
  for (const span of spans) {
    if (span.start < done) continue;
    shown.push(document.createTextNode(signs.slice(done, span.start).join("")));
    const mark = element("mark", signs.slice(span.start, span.end).join(""), span.code.startsWith("P") ? "credit" : "");
    mark.title = `${span.code} ${span.says}`;
    shown.push(mark);
    done = span.end;
  }
  shown.push(document.createTextNode(signs.slice(done).join("")));
  at("marked").replaceChildren(...shown);
}

function findingItem(found) {
  const item = element("li", undefined, found.code.startsWith("P") ? "credit" : "");
  item.append(element("span", found.code, "code"), ` ${found.says}${found.confidence === "likely" ? " (likely)" : ""}`);
  return item;
}

function closedItem(found) {
  const item = element("li", undefined, "credit");
  item.append(element("span", found.code, "code"), ` in ${found.message} is closed by this reply`);
  return item;
}

function openItem(open) {
  const item = element("li", `${open.message}: ${open.says}: “${open.quote}”`);
  item.append(element("span", `To close it: ${open.closes}`, "closes"));
  return item;
}

function judgement(score, label) {
  return score === null ? "–" : `${score.toFixed(1)} ${label}`;
}

function show(check, draft) {
  if (check.not_scorable) return clear(`Not scorable: ${check.not_scorable}`);
  at("complaint").textContent = "";
  at("score").textContent =
    `${judgement(check.score.before, check.label.before)} → ${judgement(check.score.after, check.label.after)}`;
  showMarked(draft, check.findings);
  const raised = check.findings.concat(check.caused).map(findingItem);
  at("findings").replaceChildren(...raised, ...check.closed.map(closedItem));
  const open = check.open.map(openItem);
  at("open").replaceChildren(...(open.length ? open : [element("li", "Nothing stays open.")]));
  at("told").hidden = false;
  at("invitation").hidden = true;
}

function clear(complaint) {
  at("complaint").textContent = complaint;
  at("told").hidden = true;
  at("invitation").hidden = Boolean(complaint);
  for (const id of ["score", "marked", "findings", "open"]) at(id).replaceChildren();
}

async function ask() {
  const thread = at("thread").value, draft = at("draft").value;
  const mine = ++asked;
  if (!thread.trim() || !draft.trim()) return clear("");
  at("outcome").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/check", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ thread, draft }),
    });
    const told = await answer.json();
    if (mine !== asked) return;
    if (answer.ok) show(told, draft); else clear(told.error);
  } catch {
    if (mine === asked) clear("No answer: is analyzer serve still running?");
  } finally {
    if (mine === asked) at("outcome").setAttribute("aria-busy", "false");
  }
}

for (const id of ["thread", "draft"]) {
  at(id).addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
}
